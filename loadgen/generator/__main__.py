"""``python -m loadgen.generator``: under the program, or alone with ``--url``."""

import asyncio
import gc
import os
import sys

from loadgen.generator.event_loop import event_loop
from servers.process.output_streams import prepare_streams
from servers.process.parent_death import die_with_parent


def _import_lean() -> None:
    """httpx without its command line: click and rich take longer to import than all the rest of it.

    httpx goes on without them where they are missing, so they are made to be.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy only counts here
    sys.modules["httpx._main"] = None  # type: ignore[assignment]
    import httpx

    del sys.modules["httpx._main"]
    assert httpx.__version__


def _tune_garbage_collection() -> None:
    """What is imported now stays: never look at it again, and look at the rest seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def main() -> int:
    """The exit code."""
    _import_lean()
    from loadgen.generator import child, options, standalone

    if len(sys.argv) > 1:
        prepare_streams()
    asked = options.parse(sys.argv[1:]) if len(sys.argv) > 1 else None
    if asked is None:
        die_with_parent()
    _tune_garbage_collection()
    with asyncio.Runner(loop_factory=event_loop) as runner:
        return runner.run(standalone.measure(asked) if asked else child.serve())


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:  # before anything was measured
        sys.exit(130)
