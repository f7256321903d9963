"""Announces the port in its environment: an address at which somebody else answers, or nobody."""

import os
import sys

import msgspec

from servers.telemetry.messages import Ready

ready = Ready("flask", os.getpid(), int(os.environ["IMPOSTOR_PORT"]), "not-its-nonce", (), {})
sys.stdout.buffer.write(b"hello, not a message\n" + msgspec.json.encode(ready) + b"\n")
sys.stdout.buffer.flush()
sys.stdin.buffer.read()
