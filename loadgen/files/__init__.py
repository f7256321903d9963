"""What is kept on disk: where (``user_files``), how (``atomic_write``), and the program's log."""
