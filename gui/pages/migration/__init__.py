"""The page of a migration: a service at each stage between Flask and FastAPI, and its traps."""
