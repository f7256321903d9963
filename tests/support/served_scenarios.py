"""What the shared servers of a test run serve: everything that is in the catalogue.

Those that need a backing service are told by the fixture ``environment`` where it is.
"""

from servers.catalog.scenarios import ON_DEMAND, SCENARIOS, Scenario
from servers.catalog.server_variant import ServerVariant
from servers.catalog.variants import VARIANTS

AVAILABLE = tuple(each for each in VARIANTS if not each.unavailable())

# A mix asks for what the others ask for.
SERVED: tuple[Scenario, ...] = tuple(each for each in SCENARIOS if each.key != "mixed")


def modules_of(variant: ServerVariant) -> tuple[str, ...]:
    """Those that it is started with."""
    return tuple(each for each in ON_DEMAND if variant.serves(each))
