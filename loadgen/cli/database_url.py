"""``--database-url``: a PostgreSQL of the user's, for the window and for races without one."""

from collections.abc import MutableMapping, Sequence

from loadgen.model.service_names import DATABASE_URL

OPTION = "--database-url"
_SCHEMES = ("postgresql://", "postgres://")
_NEED_NO_DATABASE = frozenset(
    {"-h", "--help", "--version", "check-instrument", "contract", "migration"}
)


class DatabaseUrlError(ValueError):
    """No address of a PostgreSQL; the message is a sentence that does not repeat it."""


def take(words: Sequence[str], environ: MutableMapping[str, str]) -> list[str]:
    """The words without the option, whose value goes to the environment; raises DatabaseUrlError.

    In the environment it is not in the list of processes, and a user who wants no password in
    the shell's history sets the variable itself. A variable that is empty is one that is not set.
    """
    left, given = _split(words)
    if given is not None:
        environ[DATABASE_URL] = given
    elif not environ.get(DATABASE_URL):
        environ.pop(DATABASE_URL, None)
        return left
    if _NEED_NO_DATABASE.isdisjoint(left) and not environ[DATABASE_URL].startswith(_SCHEMES):
        raise DatabaseUrlError(
            f"{DATABASE_URL if given is None else OPTION} takes the address of a PostgreSQL "
            "server, such as postgresql://user:password@127.0.0.1:5432/database."
        )
    return left


def _split(words: Sequence[str]) -> tuple[list[str], str | None]:
    """The other words, and the last value of the option, None where it is not there."""
    left: list[str] = []
    rest, given = list(words), None
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if name != OPTION:
            left.append(word)
        elif equals:
            given = value
        else:
            given = rest.pop(0) if rest else ""
    return left, given
