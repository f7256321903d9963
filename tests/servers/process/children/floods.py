"""Writes megabytes: a line without an end in sight on each pipe, then many short ones."""

import sys

MIB = 1024 * 1024

sys.stderr.write("x" * 5 * MIB + "\n")
sys.stdout.write("y" * 20 * MIB + "\nshort\n")
for n in range(10_000):
    sys.stderr.write(f"warning {n}\n")
    sys.stdout.write(f"{n}\n")
sys.stderr.write("unfinished")
