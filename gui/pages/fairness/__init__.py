"""The page of what both servers run with, setting by setting."""
