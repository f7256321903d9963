"""What several charts ask of a time line is computed once for each of its frames."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from loadgen.timeline.timeline import Timeline

P = ParamSpec("P")
T = TypeVar("T")


def per_frame(
    make: Callable[Concatenate[Timeline, P], T],
) -> Callable[Concatenate[Timeline, P], T]:
    """Cache the results of ``make`` for each time line until its next frame, phase or note.

    The arguments after the time line are given by position, and compared by equality.
    """
    cached: WeakKeyDictionary[Timeline, tuple[object, list[tuple[object, T]]]] = WeakKeyDictionary()

    @wraps(make)
    def cached_make(timeline: Timeline, /, *args: P.args, **kwargs: P.kwargs) -> T:
        moment = timeline.frames, timeline.phase, timeline.notes
        known = cached.get(timeline)
        if known is None or known[0] != moment:
            known = cached[timeline] = (moment, [])
        for of, made in known[1]:
            if of == args:
                return made
        result = make(timeline, *args, **kwargs)
        known[1].append((args, result))
        return result

    return cached_make
