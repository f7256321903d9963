"""The applications whose contracts are compared: one for each way to check what comes in."""

from typing import NamedTuple

from servers.catalog.server_variant import ServerVariant
from servers.catalog.variants import VARIANTS


class Operation(NamedTuple):
    """What is asked of an application: ``POST /quotes``."""

    method: str
    path: str


CREATE = Operation("POST", "/quotes")
UPDATE = Operation("PATCH", "/quotes/last")
"""Takes the same fields, none of them required: a partial update."""

CONTRACT_APPLICATIONS: tuple[ServerVariant, ...] = tuple(
    {each.validation: each for each in reversed(VARIANTS)}.values()
)[::-1]
"""The first variant of each validation; each of their apps has the modules ``scenarios.QUOTES`` and
``scenarios.ITEMS``.
"""
