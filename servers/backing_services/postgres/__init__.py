"""PostgreSQL: one that is started for the session, or one that the user names."""
