"""Is it a fair race? Both servers' settings row by row, as the serving processes reported them.

The one table that the window shows and every export has.
"""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from loadgen.export.known_settings import KNOWN_SETTINGS
from loadgen.model.load_parameter import changed_from_default
from loadgen.model.number_format import NO_VALUE
from loadgen.model.race_plan import RacePlan
from servers.catalog.race_catalog import RACE_VARIANTS
from servers.telemetry.messages import Ready, Setting

LOAD, SERVER, SETTINGS, APP = "Load", "Server", "Settings", "Application"
PYTHON, VERSIONS = "Python", "Versions"
GROUPS = (LOAD, SERVER, SETTINGS, APP, PYTHON, VERSIONS)

LANES_DIFFER, NOT_DEFAULT = "≠", "◆"
"""The signs of what is marked: nothing is said by colour alone."""
LEGEND = (
    (LANES_DIFFER, "the lanes differ"),
    (NOT_DEFAULT, "differs from the framework's default"),
)

_BY_KEY = {each.key: each for each in KNOWN_SETTINGS}
_ORDER = {key: n for n, key in enumerate(_BY_KEY)}
_OF_PYTHON, _OF_APP = "python_", "app_"
_FIRST = "Python"
_MEANS = {key: each.means for key, each in _BY_KEY.items()} | {
    _FIRST: "Its version, and those of the packages involved."
}


class FairnessRow(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that may decide a race. ``a`` and ``b`` are None where a lane has no such thing.

    ``a_default`` and ``b_default`` are the frameworks' own, None where there is none.
    ``differs`` says that the lanes do, where they are to be compared: two processes have two
    numbers, and two frameworks two lists of packages.
    """

    group: str
    key: str
    title: str
    a: str | None = None
    b: str | None = None
    a_default: str | None = None
    b_default: str | None = None
    differs: bool = False

    @property
    def values(self) -> tuple[str | None, str | None]:
        """What lanes a and b ran with; None where a lane has no such setting."""
        return self.a, self.b

    @property
    def defaults(self) -> tuple[str | None, str | None]:
        """The libraries' own defaults for lanes a and b; None where they are not known."""
        return self.a_default, self.b_default

    @property
    def marked(self) -> tuple[bool, bool]:
        """For each lane, whether it differs from its framework's default."""
        return _is_off(self.a, self.a_default), _is_off(self.b, self.b_default)

    @property
    def means(self) -> str:
        """What it decides, in a sentence; "" where that is not known here."""
        return _MEANS.get(self.key, "")

    @property
    def is_marked(self) -> bool:
        """Whether the lanes differ from each other, or one of them from its default."""
        return self.differs or any(self.marked)


def _is_off(value: str | None, default: str | None) -> bool:
    return None not in (value, default) and value != default


def table(
    a: Ready | None, b: Ready | None, plan: RacePlan | None = None
) -> tuple[FairnessRow, ...]:
    """All rows, in groups, those that decide most at first; none before a server was ready.

    Of the load of ``plan``, which both lanes get, a row only for what is not as usual.
    """
    if a is None and b is None:
        return ()
    return (*_load(plan), *_identity(a, b), *_settings(a, b), *_versions(a, b))


def preview() -> tuple[FairnessRow, ...]:
    """The rows that every race has, before there is anything to say."""
    rows = [
        FairnessRow(group=_group(each.key), key=each.key, title=each.title)
        for each in KNOWN_SETTINGS
        if each.in_every_race
    ]
    return (*rows, FairnessRow(group=VERSIONS, key=_FIRST, title=_FIRST))


def grouped(rows: Iterable[FairnessRow]) -> list[tuple[str, list[FairnessRow]]]:
    """By group, in the groups' order."""
    of = list(rows)
    parts = [(group, [row for row in of if row.group == group]) for group in GROUPS]
    return [(group, part) for group, part in parts if part]


def summary(rows: Sequence[FairnessRow], names: tuple[str, str]) -> str:
    """A sentence on how much is marked."""
    if not rows:
        return ""
    differ = sum(row.differs for row in rows)
    compared = sum(row.group not in (LOAD, SERVER) for row in rows)
    own = [sum(row.marked[n] for row in rows) for n in (0, 1)]
    sentence = f"{differ} of {compared} entries differ between the lanes"
    return (
        f"{sentence}; not the framework's default: {own[0]} on {names[0]}, {own[1]} on {names[1]}."
    )


def cell(value: str | None, default: str | None) -> str:
    """In plain text: ``◆ 4,096 (default 1,024)``; a dash where there is nothing."""
    if value is None:
        return NO_VALUE
    if not _is_off(value, default):
        return value
    return f"{NOT_DEFAULT} {value} (default {default})"


def _load(plan: RacePlan | None) -> list[FairnessRow]:
    return [
        FairnessRow(group=LOAD, key=each.key, title=each.title, a=text, b=text)
        for holder in ((plan.model, plan) if plan else ())
        for each, value in changed_from_default(holder)
        if each.fairness
        for text in [f"{each.text(value)} {each.unit}".rstrip()]
    ]


def _identity(a: Ready | None, b: Ready | None) -> list[FairnessRow]:
    titles = {each.key: f"{each.title} · {each.subtitle}" for each in RACE_VARIANTS}
    entries: tuple[tuple[str, Callable[[Ready], str]], ...] = (
        ("variant", lambda ready: titles.get(ready.variant, ready.variant)),
        ("pid", lambda ready: f"{ready.pid}"),
        ("port", lambda ready: f"{ready.port}"),
    )
    return [
        FairnessRow(
            group=SERVER,
            key=key,
            title=_BY_KEY[key].title,
            a=None if a is None else of(a),
            b=None if b is None else of(b),
        )
        for key, of in entries
    ]


def _settings(a: Ready | None, b: Ready | None) -> list[FairnessRow]:
    mine, yours = _by_key(a), _by_key(b)
    keys = sorted(mine | yours, key=lambda key: _ORDER.get(key, len(_ORDER)))
    rows = [_setting(key, mine.get(key), yours.get(key)) for key in keys]
    if a is None or b is None:  # one server has not been ready: there is nothing to compare
        rows = [msgspec.structs.replace(row, differs=False) for row in rows]
    return sorted(rows, key=lambda row: GROUPS.index(row.group))


def _setting(key: str, one: Setting | None, other: Setting | None) -> FairnessRow:
    a, a_default = (one.value, one.default) if one else (None, None)
    b, b_default = (other.value, other.default) if other else (None, None)
    known = _BY_KEY.get(key)
    title = known.title if known else next(each.title for each in (one, other) if each)
    return FairnessRow(
        group=_group(key),
        key=key,
        title=title,
        a=a,
        b=b,
        a_default=a_default,
        b_default=b_default,
        differs=a != b,
    )


def _versions(a: Ready | None, b: Ready | None) -> list[FairnessRow]:
    mine, yours = (each.versions if each else {} for each in (a, b))
    names = sorted(mine | yours, key=lambda name: (name != _FIRST, name.lower()))
    return [
        FairnessRow(
            group=VERSIONS,
            key=name,
            title=name,
            a=mine.get(name),
            b=yours.get(name),
            differs=name in mine and name in yours and mine[name] != yours[name],
        )
        for name in names
    ]


def _by_key(ready: Ready | None) -> dict[str, Setting]:
    return {each.key: each for each in ready.settings} if ready else {}


def _group(key: str) -> str:
    if key in ("variant", "pid", "port"):
        return SERVER
    if key.startswith(_OF_APP):
        return APP
    return PYTHON if key.startswith(_OF_PYTHON) else SETTINGS
