"""Service children in trouble, and a parent to be killed."""
