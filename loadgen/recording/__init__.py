"""Keep races: the file that is written while a race runs, and the folder of all races."""
