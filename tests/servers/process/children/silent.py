"""Says nothing, and leaves when its stdin closes."""

import sys

sys.stdin.buffer.read()
