"""What runs where PostgreSQL or Valkey is not available: SQLite, fakeredis."""
