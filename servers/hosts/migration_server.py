"""The shop at a stage of its migration: waitress while Flask is alone, uvicorn from then on."""

from collections.abc import Mapping
from functools import partial

from servers.catalog.migration_stages import FASTAPI_ALONE, FLASK_ALONE, TRAPS
from servers.catalog.server_variant import ServerVariant
from servers.hosts import MakeApp, Serving


def migration_serving(
    variant: ServerVariant, settings: Mapping[str, int], make_app: MakeApp, nonce: str
) -> Serving:
    """What serves the stage that ``settings`` name."""
    stage = settings["stage"]
    traps = {each.key: settings[each.key] for each in TRAPS}
    make_stage = partial(make_app, stage=stage, **traps)
    if stage == FLASK_ALONE:
        from servers.hosts.waitress_server import WaitressServing

        return WaitressServing(variant, settings, make_stage, nonce)
    if stage == FASTAPI_ALONE:
        from servers.hosts.uvicorn_server import UvicornServing

        return UvicornServing(variant, settings, make_stage, nonce)
    from servers.hosts.mounted_server import MountedServing

    return MountedServing(variant, settings, make_stage, nonce)
