"""Services that misbehave on purpose, run as children."""
