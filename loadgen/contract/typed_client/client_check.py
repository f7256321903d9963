"""What a typed client of one document is worth: each use of it, and what the type checker says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from servers.catalog.server_variant import ServerVariant

Result = Literal["found", "missed", "accepted", "refused", "absent"]
"""Of a mistake whether the type checker found it, of a right use whether it accepted it; "absent"
where the client has no such operation."""


@dataclass(frozen=True, slots=True)
class UseCheck:
    """``use`` is the key of a ``caller.Use``, ``code`` its line as it was checked.

    ``messages`` are what the type checker says of the line.
    """

    use: str
    result: Result
    code: str = ""
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClientCheck:
    """``uses`` are in the order of ``caller.USES``; none where there is no client.

    ``types`` are what the type checker infers, by the keys of ``caller.TYPES``.

    ``failure`` is why there is none: no document, a package that is missing, or ``is_broken``, a
    tool that took too long or broke off; where the generator refused the document, ``words`` are
    what it says, else its warnings. ``caller`` is the program. ``own_errors`` are what the type
    checker finds in the generated code itself.
    """

    variant: ServerVariant
    uses: tuple[UseCheck, ...] = ()
    caller: str = ""
    failure: str = ""
    words: tuple[str, ...] = ()
    own_errors: tuple[str, ...] = ()
    is_broken: bool = False
    types: Mapping[str, str] = field(default_factory=dict)

    def count(self, *results: Result) -> int:
        """How many uses came out so."""
        return sum(each.result in results for each in self.uses)
