"""The backing services, for real."""
