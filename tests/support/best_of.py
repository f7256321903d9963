"""Times on a machine that may be busy."""

from collections.abc import Callable


def best_of(times: int, measure: Callable[[], float], bar: float) -> float:
    """The smallest of up to so many measurements; the first that is below the bar is enough. A busy
    machine only ever adds time, so that the smallest is the nearest to what the code takes, while
    code that is too slow is so each time.
    """
    smallest = measure()
    for _ in range(times - 1):
        if smallest < bar:
            break
        smallest = min(smallest, measure())
    return smallest
