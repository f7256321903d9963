"""Which variant cannot race in which scenario, and why not, in one sentence."""

from collections.abc import Mapping

from servers.catalog.backing_services import backing_service
from servers.catalog.scenarios import SCENARIOS, scenario
from servers.catalog.server_variant import SHOP, ServerVariant
from servers.process.packages import missing_text

_NO_SETTINGS: Mapping[str, int] = {}


def why_not(
    variant: ServerVariant, scenario_key: str, settings: Mapping[str, int] = _NO_SETTINGS
) -> str:
    """Empty where it can, with these settings, and with the default of each that is left out."""
    return variant.unavailable() or scenario_refusal(variant, scenario_key, settings)


def scenario_refusal(
    variant: ServerVariant, scenario_key: str, settings: Mapping[str, int] = _NO_SETTINGS
) -> str:
    """Why a variant that runs here cannot race in that scenario; empty where it can.

    It does not serve it, or a package lacks: of the scenario's handlers, of a backing service, or
    of the library that calls one.
    """
    return serving_refusal(variant, scenario_key) or package_refusal(
        variant, scenario_key, settings
    )


def package_refusal(variant: ServerVariant, scenario_key: str, settings: Mapping[str, int]) -> str:
    """Which packages the scenario lacks with that variant, and what adds them; empty if none."""
    entry = scenario(scenario_key)
    modules = {*entry.modules, entry.key}
    needed = [*entry.packages.get(variant.framework, ())]
    needed += [one for key in entry.services for one in backing_service(key).needed_packages]
    for each in variant.settings:
        if each.packages and (not each.module or each.module in modules):
            needed.append(each.packages[settings.get(each.key, each.default)])
    return missing_text(f"“{entry.title}”", needed)


def serving_refusal(variant: ServerVariant, scenario_key: str) -> str:
    """Why it does not serve that scenario, wherever it runs; empty where it does."""
    if variant.serves(scenario_key):
        return ""
    known = (*SCENARIOS, scenario(SHOP))
    if variant.scenarios is None:
        return (
            f"Only the servers of the migration serve “{scenario(scenario_key).title}”: choose "
            "them in both lanes."
        )
    served = [f"“{each.title}” ({each.key})" for each in known if variant.serves(each.key)]
    *others, last = served
    named = f"{', '.join(others)} and {last}" if others else last
    choose = "one of them" if others else "it"
    return f"{variant.title} serves only {named}; choose {choose}, or another server."


def common(variant: ServerVariant, other: ServerVariant, wanted: str) -> str:
    """The key of a scenario that both serve; "" where there is none.

    That is the one that is wanted, or else the first variant's own choice. Everybody serves orders
    but the servers of the migration, which share a scenario with each other alone.
    """
    if variant.serves(wanted) and other.serves(wanted):
        return wanted
    known = variant.scenarios or other.scenarios or [each.key for each in SCENARIOS]
    return next((key for key in known if variant.serves(key) and other.serves(key)), "")
