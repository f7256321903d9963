"""Prints as Faceoff does, with signs and a live display; the exit code is 3 when stdout failed."""

import sys

from rich.console import Console
from rich.live import Live

from servers.process.output_streams import is_live_terminal, output_failure, prepare_streams

prepare_streams()
err = Console(stderr=True)
if is_live_terminal(err.file):
    Live("live", console=err).start()
err.print("12 µs · “late” …")
Console().print("≠ ◆ 4.13× ━╌ → −3 ∞ é")
sys.exit(3 if output_failure(sys.stdout) else 0)
