"""The page with the code under load, and its short form below the charts of the race."""
