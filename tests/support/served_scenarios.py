"""What the shared servers of a test run serve: a further module is one name here.

Those that need a backing service are told by the fixture ``environment`` where it is.
"""

from servers.catalog.scenarios import SCENARIOS, Scenario
from servers.catalog.variants import VARIANTS, ServerVariant

MODULES: tuple[str, ...] = ("page", "catalogue", "upload", "database", "cache", "upstream")

AVAILABLE = tuple(each for each in VARIANTS if not each.unavailable())

# A mix asks for what the others ask for.
SERVED: tuple[Scenario, ...] = tuple(
    each for each in SCENARIOS if set(each.modules) <= set(MODULES) and each.key != "mixed"
)


def modules_of(variant: ServerVariant) -> tuple[str, ...]:
    """Those that it is started with."""
    return tuple(each for each in MODULES if variant.serves(each))


def contestant(variant: ServerVariant) -> str:
    """Whose answers it gives: ``flask`` or ``fastapi``. A Flask app in FastAPI is a Flask app."""
    return "fastapi" if variant.validation == "Pydantic" else "flask"
