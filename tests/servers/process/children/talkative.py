"""Prints what is no message before, between and after its messages, as a library may do."""

import sys

STRAY = (b"a warning of a library\n", b"\xff\xfe\n", b"[1, 2]\n", b'{"type":"other"}\n', b"\n")
READY, REPORT = b'{"type":"ready","pid":7}\n', b'{"type":"report","number":%d}\n'

if __name__ == "__main__":
    for line in (*STRAY, READY, *STRAY, REPORT % 1, *STRAY, REPORT % 2):
        sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()
    sys.stdin.buffer.read()
