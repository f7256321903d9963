"""Many trees of one form as columns: what stands at one place of all of them stands together.

Names are written once instead of once a tree, and numbers of one kind compress well side by side: a
minute of *hello* takes a fifth less than tree by tree. A reader needs all of a record before the
first tree of it, so that files which grow while a race is on are not written so.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from loadgen.recording.value_delta import Tree

_MISSING, _OBJECT, _INTEGER, _BYTES, _OTHER = range(5)

MOST_TREES = 600
"""Of one record: a minute of frames."""

_LARGEST = 1 << 62
"""Integers beyond it, which no race has, are written as they are."""


class Column(msgspec.Struct, frozen=True, array_like=True):
    """One place of all trees; ``kinds`` has a byte for each tree that has the place above.

    ``objects`` are the columns of its keys. ``integers`` are the lowest bytes of all, then the next
    higher ones (the sign is in the lowest bit). ``bytes_`` are joined strings of bytes, of
    ``lengths`` each; ``others`` are values as they are.
    """

    kinds: bytes
    objects: dict[str, "Column"] = {}
    integers: bytes = b""
    lengths: bytes = b""
    bytes_: bytes = b""
    others: tuple[Any, ...] = ()


def columns_of(trees: Sequence[Tree]) -> Column:
    """What ``trees_of`` makes the same trees of; at most ``MOST_TREES``."""
    return _column([(tree,) for tree in trees])


def trees_of(column: Column) -> list[Tree]:
    """Raises ValueError where the column contradicts itself."""
    if (count := len(column.kinds)) > MOST_TREES:
        raise ValueError(f"a record claims to have {count:,} frames")
    return [tree for (tree,) in _cells(column, count)]


_Cell = tuple[Tree, ...]
"""The value at a place, or nothing."""


def _column(cells: Sequence[_Cell]) -> Column:
    kinds = bytes(map(_kind, cells))
    objects, integers, strings, others = (
        [cell[0] for cell, kind in zip(cells, kinds, strict=True) if kind == wanted]
        for wanted in (_OBJECT, _INTEGER, _BYTES, _OTHER)
    )
    keys = dict.fromkeys(key for each in objects for key in each)
    return Column(
        kinds,
        {key: _column([(each[key],) if key in each else () for each in objects]) for key in keys},
        _by_order(integers),
        _by_order([len(each) for (each,) in strings]),
        b"".join(each for (each,) in strings),
        tuple(others),
    )


def _kind(cell: _Cell) -> int:
    match cell:
        case ():
            return _MISSING
        case (dict(),):
            return _OBJECT
        case (int() as number,) if type(number) is int and abs(number) < _LARGEST:
            return _INTEGER
        case ([bytes()],):  # a difference that replaces what was there
            return _BYTES
    return _OTHER


def _cells(column: Column, count: int) -> list[_Cell]:
    kinds = column.kinds
    if len(kinds) != count:
        raise ValueError("a column has not as many places as the one above it has objects")
    objects: list[dict[str, Tree]] = [{} for _ in range(kinds.count(_OBJECT))]
    for key, part in column.objects.items():
        for each, cell in zip(objects, _cells(part, len(objects)), strict=True):
            if cell:
                each[key] = cell[0]
    found: dict[int, Sequence[Tree]] = {
        _OBJECT: objects,
        _INTEGER: _numbers(column.integers, kinds.count(_INTEGER)),
        _BYTES: _strings(column, kinds.count(_BYTES)),
        _OTHER: column.others,
    }
    if (
        any(kinds.count(kind) != len(each) for kind, each in found.items())
        or max(kinds, default=0) > _OTHER
    ):
        raise ValueError("a column has not as many values as places")
    values = {kind: iter(each) for kind, each in found.items()}
    return [() if kind == _MISSING else (next(values[kind]),) for kind in kinds]


def _strings(column: Column, count: int) -> list[list[bytes]]:
    ends = np.cumsum(_numbers(column.lengths, count), dtype=np.int64).tolist()
    if (ends[-1] if ends else 0) != len(column.bytes_):
        raise ValueError("a column has not as many bytes as it says")
    return [[column.bytes_[a:b]] for a, b in zip([0, *ends], ends, strict=False)]


def _by_order(numbers: Sequence[int]) -> bytes:
    signed = np.array(numbers, np.int64)
    unsigned = ((signed << 1) ^ (signed >> 63)).astype("<u8")
    orders = unsigned.view(np.uint8).reshape(-1, 8).T
    width = 8
    while width and not orders[width - 1].any():
        width -= 1
    return orders[:width].tobytes()


def _numbers(data: bytes, count: int) -> list[int]:
    width = len(data) // count if count else 0
    if width > 8 or len(data) != width * count:
        raise ValueError("a column has not as many numbers as places")
    orders = np.zeros((8, count), np.uint8)
    orders[:width] = np.frombuffer(data, np.uint8).reshape(width, count)
    unsigned = np.ascontiguousarray(orders.T).view("<u8").reshape(-1)
    signed = (unsigned >> 1).astype(np.int64) ^ -(unsigned & 1).astype(np.int64)
    return signed.tolist()  # type: ignore[no-any-return]
