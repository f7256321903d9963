"""What is done to processes from outside: which CPUs they may use, pausing, CPU accounting."""
