"""The shop on its way from Flask to FastAPI: one server whose stage and traps are settings."""

from collections.abc import Mapping

from msgspec.structs import replace

from servers.catalog.common_settings import CORES, NODELAY
from servers.catalog.http_servers import FRONT, HttpServer
from servers.catalog.migration_stages import FASTAPI_ALONE, FLASK_ALONE, TRAPS
from servers.catalog.parameter import Parameter
from servers.catalog.server_parameters import BRIDGE_THREADS
from servers.catalog.server_variant import SHOP, ServerVariant
from servers.catalog.validation import BY_HAND
from servers.process.packages import Package

STAGE = Parameter(
    key="stage",
    title="Stage",
    minimum=0,
    maximum=FASTAPI_ALONE,
    default=0,
    words="stage {}",
    hint="0 is Flask alone, 1 Flask mounted in FastAPI; each further stage moves one route.",
)


def stage_module(settings: Mapping[str, int]) -> str:
    """The module of the app that shows what answers at the stage of these settings."""
    return "before" if settings.get(STAGE.key, STAGE.default) == FLASK_ALONE else "mixed_app"


TRAP_SETTINGS = tuple(
    Parameter.choice(
        key=each.key,
        title=each.title,
        choices=("mended", "open"),
        words=f"{each.title}: {{}}",
        hint=each.breaks,
        rare=True,
    )
    for each in TRAPS
)
THREADS = replace(
    BRIDGE_THREADS,
    hint="So many threads answer for Flask, on waitress and mounted; a2wsgi's default is 10, that "
    "of waitress 4.",
)
MIGRATION = ServerVariant(
    key="migration",
    title="Migration",
    subtitle="waitress, then uvicorn",
    teaches="The same shop at each stage between Flask and FastAPI. Serves only the shop.",
    framework="flask",
    server=HttpServer(
        key="migration",
        host="servers.hosts.migration_server:migration_serving",
        packages=tuple(
            Package(import_name=name) for name in ("fastapi", "uvicorn", "a2wsgi", "waitress")
        ),
    ),
    validation=BY_HAND,
    settings=(STAGE, *TRAP_SETTINGS, THREADS, CORES, NODELAY),
    scenarios=(SHOP,),
)
MIGRATION_FRONT = replace(
    MIGRATION,
    key="migration-front",
    title="Strangler front",
    subtitle="two apps behind a proxy",
    teaches="A front sends a share of the requests to the new app. Serves only the shop.",
    server=FRONT,
    app_key=MIGRATION.key,
    packages=MIGRATION.server.packages,
    settings=(
        replace(
            STAGE,
            default=FASTAPI_ALONE,
            hint="That of the new app; the old one is stage 0, Flask alone.",
        ),
        *MIGRATION.settings[1:],
    ),
)
"""Before Flask alone and the shop at another stage, each of them a server of its own."""
SHOP_VARIANTS = (MIGRATION, MIGRATION_FRONT)
