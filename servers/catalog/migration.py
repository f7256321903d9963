"""The shop on its way from Flask to FastAPI: one server whose stage and traps are settings."""

from servers.catalog.common_settings import CORES, NODELAY
from servers.catalog.http_servers import HttpServer
from servers.catalog.migration_stages import FASTAPI_ALONE, TRAPS
from servers.catalog.parameter import Parameter
from servers.catalog.server_parameters import BRIDGE_THREADS
from servers.catalog.server_variant import ServerVariant
from servers.catalog.validation import PYDANTIC
from servers.process.packages import Package

STAGE = Parameter(
    key="stage",
    title="Stage",
    minimum=0,
    maximum=FASTAPI_ALONE,
    default=0,
    hint="0 is Flask alone, 1 Flask mounted in FastAPI; each further stage moves one route.",
)
TRAP_SETTINGS = tuple(
    Parameter.choice(
        key=each.key, title=each.title, choices=("mended", "open"), words="{}", hint=each.breaks
    )
    for each in TRAPS
)
MIGRATION = ServerVariant(
    key="migration",
    title="Migration",
    subtitle="waitress, then uvicorn",
    teaches="The same shop at each stage between Flask and FastAPI.",
    framework="flask",
    server=HttpServer(
        key="migration",
        host="servers.hosts.migration_server:migration_serving",
        packages=tuple(
            Package(import_name=name) for name in ("fastapi", "uvicorn", "a2wsgi", "waitress")
        ),
    ),
    validation=PYDANTIC,
    settings=(STAGE, *TRAP_SETTINGS, BRIDGE_THREADS, CORES, NODELAY),
    scenarios=(),
)
