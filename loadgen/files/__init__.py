"""What is kept on disk: where (``user_files``), how (``atomic_write``, ``json_store``), the log."""
