"""Where in the body of a refusal a client finds which field is wrong, and why."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Step = str | int


@dataclass(frozen=True, slots=True)
class ErrorFormat:
    """``is_json`` tells whether the body is JSON at all.

    ``field_at`` is where the name of the field stands, None where it stands nowhere by itself;
    ``is_key`` tells that it is the key of an object there. ``message_at`` is the first text of the
    field, or of the whole body where no field is named. Places are steps from the top: keys and
    positions.
    """

    is_json: bool
    field_at: tuple[Step, ...] | None = None
    is_key: bool = False
    message_at: tuple[Step, ...] | None = None


def read_error_format(error: str, field: str) -> ErrorFormat:
    """The format of a body that refuses ``field``, which is "" where no field is in question."""
    try:
        found = json.loads(error)
    except ValueError:
        return ErrorFormat(is_json=False)
    texts = [path for path, leaf in _leaves(found) if isinstance(leaf, str) and leaf != field]
    first = _message(texts)
    if not field:
        return ErrorFormat(is_json=True, message_at=first)
    for path, leaf in _leaves(found):
        if field in path:
            place = path[: path.index(field) + 1]
            below = [each for each in texts if each[: len(place)] == place]
            return ErrorFormat(True, place, is_key=True, message_at=_message(below) or first)
        if leaf == field:
            beside = [each for each in texts if each[:2] == path[:2]]
            return ErrorFormat(True, path, message_at=_message(beside) or first)
    return ErrorFormat(is_json=True, message_at=first)


def path_text(path: tuple[Step, ...]) -> str:
    """``detail[0].msg``, as a client writes it."""
    words = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return words.removeprefix(".") or "the whole body"


def _message(paths: list[tuple[Step, ...]]) -> tuple[Step, ...] | None:
    """The one that is called a message, else the first."""
    named = (path for path in paths if path and path[-1] in ("msg", "message", "error"))
    return next(named, paths[0] if paths else None)


def _leaves(found: Any, path: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], Any]]:
    if isinstance(found, dict):
        for key, value in found.items():
            yield from _leaves(value, (*path, key))
    elif isinstance(found, list):
        for at, value in enumerate(found):
            yield from _leaves(value, (*path, at))
    else:
        yield path, found
