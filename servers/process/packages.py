"""Python packages that an entry of a catalogue needs, and the sentence for those that lack."""

from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec

import msgspec


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """A package as it is imported, and as it is installed.

    ``requirement`` is its distribution (``psycopg[binary]``), "" where that is called as the
    import. ``extra`` is the extra of this project that has it, "" where every installation should
    have it.
    """

    import_name: str
    requirement: str = ""
    extra: str = ""

    @property
    def distribution(self) -> str:
        """As an installer takes it."""
        return self.requirement or self.import_name


@cache
def is_installed(import_name: str) -> bool:
    """Whether it can be found; nothing is imported."""
    return find_spec(import_name) is not None


def missing_text(title: str, packages: Iterable[Package]) -> str:
    """Which of the packages that ``title`` needs lack, and the command that adds them.

    One sentence, empty where all are installed.
    """
    lacking = [each for each in dict.fromkeys(packages) if not is_installed(each.import_name)]
    if not lacking:
        return ""
    # Here, because it would count as memory of every server.
    from servers.process.installation import command_to_add

    noun = "package" if len(lacking) == 1 else "packages"
    names = [each.distribution.partition("[")[0] for each in lacking]
    extra = next((each.extra for each in lacking if each.extra), "")
    add = command_to_add([each.distribution for each in lacking], extra)
    return f"{title} needs the {noun} {' and '.join(names)}: {add}."
