"""The pages of the window, one folder each: the race, the code under load, and fairness."""
