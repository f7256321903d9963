"""The page *Cost*: the rate that each server sustains at an objective, and what that costs."""
