"""Compare races with each other: what differs between them, and by how much, with intervals."""
