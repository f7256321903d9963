"""The page of recorded races: list, search, open, pin, delete."""
