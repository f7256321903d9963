"""Differences between successive trees of objects, numbers, texts and lists, as JSON has them.

- An integer is added to the number before; to a number with a fraction in millionths.
- An object is applied to the object before; its key "" lists the keys that are gone.
- A list of one element replaces what was there.
- An empty list is null. The difference after it is to the last value before the null: a figure that
  is missing now and then is not written in full each time.
"""

import math
from typing import Any, Self

Tree = Any
"""A value of JSON, or bytes."""

GONE = ""
_MILLION = 1_000_000


class Slot:
    """One place in the tree: its last value that was not null, and whether it is null now.

    The value of an object is a dict of slots. Numbers with a fraction have at most six digits after
    the point, so that adding differences adds no error.
    """

    __slots__ = ("_last", "_null")

    _last: Tree

    def __init__(self, value: Tree = None) -> None:
        self._set(value)

    def _set(self, value: Tree) -> None:
        self._null = value is None
        self._last = (
            {key: Slot(each) for key, each in value.items()} if isinstance(value, dict) else value
        )

    def difference(self, value: Tree) -> Tree:
        """What turns the present value into this one, which is the present one then.

        None where it is the same.
        """
        last, was_null = self._last, self._null
        if value is None:
            self._null = True
            return None if was_null else []
        self._null = False
        if isinstance(last, dict) and isinstance(value, dict):
            changes = _object_difference(last, value)
            return changes if changes or was_null else None
        if type(value) is not type(last) or isinstance(value, dict):
            self._set(value)
            return [value]
        self._last = value
        if value == last and not was_null:
            return None
        if type(value) is int:
            return value - last
        if isinstance(value, float) and math.isfinite(value) and math.isfinite(last):
            return round((value - last) * _MILLION)
        return [value]

    def apply(self, change: Tree) -> Self:
        """Take a difference over; raises ValueError, TypeError where it does not fit."""
        if isinstance(change, list):
            if change:
                (value,) = change
                self._set(value)
            else:
                self._null = True
            return self
        self._null = False
        if isinstance(change, dict):
            if not isinstance(self._last, dict):
                raise TypeError("a change of an object where there is none")
            for key in change.get(GONE, ()):
                self._last.pop(key, None)
            for key, each in change.items():
                if key != GONE:
                    self._last.setdefault(key, Slot()).apply(each)
        elif isinstance(self._last, float):
            self._last = round(self._last + change / _MILLION, 6)
        else:
            self._last = self._last + change
        return self

    @property
    def value(self) -> Tree:
        """The present value, without slots."""
        if self._null:
            return None
        last = self._last
        return {key: each.value for key, each in last.items()} if isinstance(last, dict) else last


def _object_difference(slots: dict[str, Slot], value: dict[str, Tree]) -> dict[str, Tree]:
    changes: dict[str, Tree] = {}
    if gone := [key for key in slots if key not in value]:
        changes[GONE] = gone
        for key in gone:
            del slots[key]
    for key, each in value.items():
        slot = slots.get(key)
        if slot is None:
            slots[key] = Slot(each)
            changes[key] = [each]
        elif (change := slot.difference(each)) is not None:
            changes[key] = change
    return changes
