"""Which variant cannot race in which scenario, and why not, in one sentence."""

from servers.catalog.backing_services import backing_service
from servers.catalog.scenarios import SCENARIOS, scenario
from servers.catalog.server_variant import ServerVariant
from servers.process.packages import missing_text


def why_not(variant: ServerVariant, scenario_key: str) -> str:
    """Empty where it can."""
    return variant.unavailable() or unavailable(scenario_key) or unserved(variant, scenario_key)


def unavailable(scenario_key: str) -> str:
    """Which packages of its backing services lack here; empty where it can be raced."""
    entry = scenario(scenario_key)
    needed = (each for key in entry.services for each in backing_service(key).packages)
    return missing_text(f"“{entry.title}”", needed)


def unserved(variant: ServerVariant, scenario_key: str) -> str:
    """Why it does not serve that scenario, wherever it runs; empty where it does."""
    if variant.scenarios is None or variant.serves(scenario_key):
        return ""
    served = [f"“{each.title}” ({each.key})" for each in SCENARIOS if variant.serves(each.key)]
    *others, last = served
    named = f"{', '.join(others)} and {last}" if others else last
    choose = "one of them" if others else "it"
    return f"{variant.title} serves only {named}; choose {choose}, or another server."


def common(variant: ServerVariant, other: ServerVariant, wanted: str) -> str:
    """The key of a scenario that both serve.

    That is the one that is wanted, or else the first variant's own choice. There is always one,
    since everybody serves orders.
    """
    if variant.serves(wanted) and other.serves(wanted):
        return wanted
    known = variant.scenarios or other.scenarios or ()
    return next(key for key in known if variant.serves(key) and other.serves(key))
