"""Trees as columns: the same trees again, and what contradicts itself is refused."""

import msgspec
import pytest

from loadgen.recording.value_columns import MOST_TREES, Column, columns_of, trees_of
from loadgen.recording.value_delta import Tree

TREES: list[Tree] = [
    [],
    [{"lanes": {"a": 1.5}}],
    {},
    {"n": -1, "lanes": {"a": [b"\x01\x02"], "b": [[300, 4]]}, "": ["x"]},
    {"n": [None], "lanes": {"a": [b""], "c": [True]}},
    {"n": 2**62, "lanes": {"c": -(2**40)}},
    {"n": 0},
]


@pytest.mark.parametrize("trees", [[], TREES[:1], TREES, TREES * 9])
def test_they_come_back_through_their_file_form(trees: list[Tree]) -> None:
    data = msgspec.msgpack.encode(columns_of(trees))
    assert trees_of(msgspec.msgpack.decode(data, type=Column)) == trees


@pytest.mark.parametrize(
    "column",
    [
        Column(b"\x02\x02", integers=b"\x00"),
        Column(b"\x02", integers=bytes(9)),
        Column(b"\x03", lengths=b"\x04", bytes_=b"a"),
        Column(b"", bytes_=b"a"),
        Column(b"\x04"),
        Column(b"\x00"),
        Column(b"\x07"),
        Column(b"\x01", {"n": Column(b"\x04\x04", others=(1, 2))}),
        Column(bytes(MOST_TREES + 1)),
    ],
)
def test_a_column_that_contradicts_itself_is_refused(column: Column) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - which one is no matter to a reader
        trees_of(column)
