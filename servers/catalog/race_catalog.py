"""All that can race: the catalogues, and what races in the shop of the migration alone.

Servers import the catalogues without it, so that it is no part of their memory.
"""

from servers.catalog.migration import SHOP_VARIANTS
from servers.catalog.scenarios import SCENARIOS, Scenario
from servers.catalog.server_variant import ServerVariant
from servers.catalog.shop_scenario import SHOP_SCENARIO
from servers.catalog.variants import VARIANTS

RACE_VARIANTS: tuple[ServerVariant, ...] = (*VARIANTS, *SHOP_VARIANTS)
RACE_SCENARIOS: tuple[Scenario, ...] = (*SCENARIOS, SHOP_SCENARIO)
