"""What backing services are called, and how the user names one of their own."""

TITLES = {"database": "PostgreSQL", "cache": "Valkey", "upstream": "Upstream"}
"""What each is called before it has said what it is."""

DATABASE_URL = "FACEOFF_DATABASE_URL"
"""Names, in the environment of the program, a PostgreSQL of the user's."""
