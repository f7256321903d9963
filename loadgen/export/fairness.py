"""Is it a fair race? Both servers' settings row by row, as the serving processes told them.

The one table that the window shows and every export has.
"""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from servers.catalog.variants import VARIANTS
from servers.telemetry.messages import Ready, Setting

SERVER, SETTINGS, APP = "Server", "Settings", "Application"
PYTHON, VERSIONS = "Python", "Versions"
GROUPS = (SERVER, SETTINGS, APP, PYTHON, VERSIONS)

LANES_DIFFER, NOT_DEFAULT = "≠", "◆"
"""The signs of what is marked: nothing is said by colour alone."""
LEGEND = (
    (LANES_DIFFER, "the lanes differ"),
    (NOT_DEFAULT, "differs from the framework's default"),
)

# A key, what it is called whatever the framework's word is, and what it decides.
_KNOWN: tuple[tuple[str, str, str], ...] = (
    ("variant", "Variant", "Which of Faceoff's servers runs."),
    ("pid", "Process", "The number of the server's process, which reported this table."),
    ("port", "Port", "Where it listens, on 127.0.0.1 alone."),
    ("workers", "Processes", "How many processes answer; each needs memory of its own."),
    (
        "spread",
        "Connections over processes",
        "Even: each process has as many. System: whichever accepts first has it, for good.",
    ),
    ("threads", "Threads", "So many requests each process computes or blocks on at a time."),
    ("cores", "Cores", "On how many cores its threads and processes may run."),
    ("worker_class", "Worker class", "How gunicorn's processes serve requests."),
    ("event_loop", "Event loop", "What waits for all connections at once."),
    ("view_loop", "Loop of a view", "What an async view waits on: its own, it shares nothing."),
    ("parser", "HTTP parser", "What reads the requests: in C, or in Python."),
    ("validation", "Validation", "What checks the input before the handler sees it."),
    ("database_pool", "Database pool", "So many queries can be under way at a time."),
    ("cache_pool", "Cache pool", "So many commands to the cache can be under way at a time."),
    ("database_wait", "Database wait", "How long a request waits for a free connection."),
    (
        "cache_full",
        "Cache pool full",
        "What happens to a command that finds all connections taken.",
    ),
    (
        "cache_retries",
        "Cache retries",
        "How often a command whose connection broke is tried again.",
    ),
    ("upstream_client", "HTTP client", "The library that calls the other API; it can cost most."),
    ("upstream_pool", "Upstream pool", "So many calls to the other API can be under way."),
    ("upstream_keep_alive", "Upstream kept alive", "So many of its connections are used again."),
    (
        "upstream_timeout",
        "Upstream timeout for",
        "A step is to connect, or the next piece of data.",
    ),
    ("upstream_proxies", "Upstream proxies", "Whether proxies of the environment are used."),
    ("upstream_retries", "Upstream retries", "How often a call that failed is tried again."),
    ("connection_limit", "Connection limit", "Connections beyond it wait, or are refused."),
    ("backlog", "Backlog", "Connections that may wait to be accepted."),
    ("keep_alive", "Keep-alive", "How long an idle connection stays open."),
    (
        "nodelay",
        "TCP_NODELAY",
        "Off, the second part of an answer waits up to 40 ms for the client's acknowledgement.",
    ),
    ("access_log", "Access log", "A line for every request costs both time and disk."),
    ("app_whole_numbers", "Whole numbers", "What the validation takes for a whole number."),
    ("app_unknown_fields", "Unknown fields", "What becomes of a field that nobody declared."),
    (
        "app_no_object",
        "Body that is no object",
        "The status of an order that is a list, or a text.",
    ),
    ("app_refusal", "Refused input", "The status of input that is not valid."),
    ("app_answer_check", "Answers checked", "Whether what a handler returns is validated, too."),
    ("app_upload", "Largest upload", "A body that is longer is refused."),
    ("app_templates", "Changed templates", "Looked for, each page asks the disk for its template."),
    ("app_chunked", "Chunked bodies", "What the app reads of a body whose length is not said."),
    (
        "python_build",
        "Python build",
        "How the interpreter was compiled: an optimised one is clearly faster.",
    ),
    ("python_compiler", "Python compiler", "What compiled the interpreter."),
    ("python_gil", "GIL", "With it, one thread computes at a time."),
    ("python_flags", "Python flags", "Whether asserts and debugging aids are on."),
    (
        "python_library_paths",
        "Library paths",
        "Variables of the user's that say where shared libraries are loaded from.",
    ),
)
_ORDER = {key: n for n, (key, _, _) in enumerate(_KNOWN)}
_TITLES = {key: title for key, title, _ in _KNOWN}
_SOMETIMES = frozenset(
    (
        "worker_class",
        "view_loop",
        "spread",
        "database_pool",
        "database_wait",
        "cache_pool",
        "cache_full",
        "cache_retries",
        "upstream_client",
        "upstream_pool",
        "upstream_keep_alive",
        "upstream_timeout",
        "upstream_proxies",
        "upstream_retries",
        "app_upload",
        "app_templates",
        "app_chunked",
        "python_library_paths",
    )
)
"""Not every race has these."""
_OF_PYTHON, _OF_APP = "python_", "app_"
_FIRST = "Python"
_MEANS = {key: means for key, _, means in _KNOWN} | {
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
        return self.a, self.b

    @property
    def defaults(self) -> tuple[str | None, str | None]:
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
        return self.differs or any(self.marked)


def _is_off(value: str | None, default: str | None) -> bool:
    return None not in (value, default) and value != default


def table(a: Ready | None, b: Ready | None) -> tuple[FairnessRow, ...]:
    """All rows, in groups, those that decide most at first; none before a server was ready."""
    if a is None and b is None:
        return ()
    return (*_identity(a, b), *_settings(a, b), *_versions(a, b))


def preview() -> tuple[FairnessRow, ...]:
    """The rows that every race has, before there is anything to say."""
    rows = [FairnessRow(group=_group(key), key=key, title=title) for key, title, _ in _KNOWN]
    versions = FairnessRow(group=VERSIONS, key=_FIRST, title=_FIRST)
    return (*(row for row in rows if row.key not in _SOMETIMES), versions)


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
    compared = sum(row.group != SERVER for row in rows)
    own = [sum(row.marked[n] for row in rows) for n in (0, 1)]
    told = f"{differ} of {compared} entries differ between the lanes"
    return f"{told}; not the framework's default: {own[0]} on {names[0]}, {own[1]} on {names[1]}."


def cell(value: str | None, default: str | None) -> str:
    """In plain text: ``◆ 4,096 (default 1,024)``; a dash where there is nothing."""
    if value is None:
        return "–"
    if not _is_off(value, default):
        return value
    return f"{NOT_DEFAULT} {value} (default {default})"


def _identity(a: Ready | None, b: Ready | None) -> list[FairnessRow]:
    titles = {each.key: f"{each.title} · {each.subtitle}" for each in VARIANTS}
    told: tuple[tuple[str, Callable[[Ready], str]], ...] = (
        ("variant", lambda ready: titles.get(ready.variant, ready.variant)),
        ("pid", lambda ready: f"{ready.pid}"),
        ("port", lambda ready: f"{ready.port}"),
    )
    return [
        FairnessRow(
            group=SERVER,
            key=key,
            title=_TITLES[key],
            a=None if a is None else of(a),
            b=None if b is None else of(b),
        )
        for key, of in told
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
    title = _TITLES.get(key) or next(each.title for each in (one, other) if each)
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
