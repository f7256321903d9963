"""Routes as they are moved in a hurry: each has the fault of a trap that names it."""
