"""Units of sizes in bytes. Standard library only: each child imports it."""

MIB = 1024 * 1024
