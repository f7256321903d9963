"""What the handlers of both frameworks work on: a computation, made-up products, page templates."""
