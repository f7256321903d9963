"""Changes of an application's code as a developer in a hurry makes them: the kinds of drift.

The changes of an application stand in the file ``drift.toml`` beside its code, as texts of its
module ``items`` and what replaces them. What is written by hand beside the code stays as it is.
"""

import tomllib
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple

from servers.catalog.app_modules import ITEMS
from servers.catalog.handler_source import module_file, shown_path
from servers.catalog.server_variant import ServerVariant

_FILE = "drift.toml"


class Drift(NamedTuple):
    """``hint`` is what the developer did."""

    key: str
    title: str
    hint: str


DRIFTS = (
    Drift("renamed-field", "A field renamed", "price is called cost, where the code spells it."),
    Drift("added-status", "A status added", "A second item of the same name is refused with 409."),
    Drift("dropped-parameter", "A parameter dropped", "The list is no longer filtered by kind."),
    Drift(
        "left-in-path",
        "A parameter left in the path",
        "The number is gone from the function, and stays in the path.",
    ),
    Drift(
        "answer-around-model",
        "An answer around the model",
        "One item is answered with other fields, past the model.",
    ),
)


class DriftError(Exception):
    """A change that does not fit the code: one sentence."""


class DriftedSource(NamedTuple):
    """The module's file, its text, and its text with the change."""

    path: Path
    before: str
    after: str

    @property
    def diff(self) -> str:
        """The lines that differ, with three around them, as ``diff -u`` prints them."""
        name = shown_path(self.path)
        lines = unified_diff(
            self.before.splitlines(), self.after.splitlines(), name, name, lineterm=""
        )
        return "\n".join(lines)


def drifted_source(variant: ServerVariant, key: str) -> DriftedSource:
    """The module ``items`` of the variant's application; raises DriftError."""
    path = module_file(f"{variant.package}.{ITEMS}")
    if path is None:
        raise DriftError(f"{variant.title} has no module {ITEMS}.")
    before = after = path.read_text("utf-8")
    file = path.parent / _FILE
    changes = tomllib.loads(file.read_text("utf-8")).get(key, []) if file.is_file() else []
    if not changes:
        raise DriftError(f"{variant.title} has no change “{key}”.")
    for each in changes:
        if after.count(each["old"]) != 1:
            raise DriftError(f"{shown_path(path)} does not have once: {each['old']}")
        after = after.replace(each["old"], each["new"])
    return DriftedSource(path, before, after)
