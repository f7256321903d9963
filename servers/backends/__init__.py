"""What handlers call, the same for both frameworks: today a computation, one day a database."""
