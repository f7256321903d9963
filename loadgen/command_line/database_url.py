"""``--database-url``: a PostgreSQL of the user's, for the window and for races without one."""

from collections.abc import MutableMapping, Sequence

from loadgen.experiments.service_names import DATABASE_URL

OPTION = "--database-url"
_SCHEMES = ("postgresql://", "postgres://")


class DatabaseUrlError(ValueError):
    """No address of a PostgreSQL; the message is a sentence that does not repeat it."""


def take(words: Sequence[str], environ: MutableMapping[str, str]) -> list[str]:
    """The words without the option, whose value goes to the environment; raises DatabaseUrlError.

    In the environment it is not in the list of processes, and whoever would not have a password in
    the shell's history sets the variable itself.
    """
    left, rest = [], list(words)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if name != OPTION:
            left.append(word)
            continue
        if not equals:
            value = rest.pop(0) if rest else ""
        environ[DATABASE_URL] = value
    if not environ.get(DATABASE_URL, _SCHEMES[0]).startswith(_SCHEMES):
        raise DatabaseUrlError(
            f"{OPTION} takes the address of a PostgreSQL server, such as "
            "postgresql://user:password@127.0.0.1:5432/database."
        )
    return left
