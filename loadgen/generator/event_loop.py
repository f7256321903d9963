"""The event loop of a process that sends, or answers, as fast as it can."""

import asyncio
import sys


def event_loop() -> asyncio.AbstractEventLoop:
    """The fastest there is."""
    try:
        if sys.platform == "win32":
            import winloop as fast
        else:
            import uvloop as fast
    except ImportError:
        return asyncio.new_event_loop()
    loop: asyncio.AbstractEventLoop = fast.new_event_loop()
    return loop
