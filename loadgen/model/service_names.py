"""How the user names a backing service of their own."""

DATABASE_URL = "FACEOFF_DATABASE_URL"
"""Names, in the environment of the program, a PostgreSQL of the user's."""
