"""A copy of the source tree with one more of each thing that is an entry.

A scenario, a variant, a figure, a load parameter, a service, a client, a page, a chart, an export,
a claim: each is its own modules and one entry. ``tests/test_new_entries.py`` fails where a person
had to touch more.
"""

import shutil
from pathlib import Path

from servers.process.child_process import PROJECT_ROOT
from tests.support.added_claim import FEW_HANDLERS
from tests.support.added_variant import (
    FLASK_MSGSPEC_APP,
    FLASK_MSGSPEC_ITEMS,
    FLASK_MSGSPEC_ORDERS,
    FLASK_MSGSPEC_QUOTES,
)

FLASK_ECHO = '''\
"""Answers with a number of letters."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

blueprint = Blueprint("echo", __name__)


@blueprint.get("/echo")
def echo() -> ResponseReturnValue:
    return {"letters": "x" * int(request.args["letters"])}
'''
FASTAPI_ECHO = '''\
"""Answers with a number of letters."""

from fastapi import APIRouter
from pydantic import BaseModel

router = APIRouter()


class Echo(BaseModel):
    letters: str


@router.get("/echo")
{async_}def echo(letters: int = 1) -> Echo:
    return Echo(letters="x" * letters)
'''
STAMP_SERVICE = '''\
"""A service that does nothing, in this very process."""

import asyncio

from servers.backing_services.backing_service import Ended


class Stamp:
    product, version = "Stamp", "7"
    simulated, reason = False, ""
    url = "stamp://here"

    async def wait_ended(self) -> Ended:
        return await asyncio.Future()

    async def stop(self) -> None:
        pass


async def start_stamp() -> Stamp:
    return Stamp()
'''
STAMP_CLIENT = '''\
"""What calls the service."""

from servers.clients.connection_settings import ClientInUse


def stamp_client(_: str) -> ClientInUse:
    return ClientInUse((), {"stamp_pool": ("3", "1")})
'''
SECOND_CLIENT = '''\
"""Sends by Faceoff's transport, under another name."""

from collections.abc import Callable

from loadgen.generator.client.connection_registry import ConnectionRegistry
from loadgen.generator.client.transport import LoadTransport


def second_transports(registry: ConnectionRegistry) -> Callable[[], LoadTransport]:
    return lambda: LoadTransport(group=registry)
'''
ADDED_PAGE = '''\
"""A page with nothing but its name, and its icon."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QLabel, QWidget

from gui.session.race_session import RaceSession


def draw_circle() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(12, 12), 8, 8)
    return path


class AddedPage(QLabel):
    def __init__(self, session: RaceSession, parent: QWidget) -> None:
        super().__init__(session.plan.scenario, parent)
'''
ADDED_CHART = '''\
"""Memory once more, under another name."""

from gui.charts.memory import MemoryChart


class AddedChart(MemoryChart):
    title = "Added"
'''


MODULES = {
    "servers/apps/flask/echo.py": FLASK_ECHO,
    "servers/apps/fastapi/echo.py": FASTAPI_ECHO.replace("{async_}", "async "),
    "servers/apps/fastapi_def/echo.py": FASTAPI_ECHO.replace("{async_}", ""),
    "servers/apps/fastapi_blocking/echo.py": FASTAPI_ECHO.replace("{async_}", "async "),
    "servers/apps/flask_msgspec/__init__.py": FLASK_MSGSPEC_APP,
    "servers/apps/flask_msgspec/orders.py": FLASK_MSGSPEC_ORDERS,
    "servers/apps/flask_msgspec/quotes.py": FLASK_MSGSPEC_QUOTES,
    "servers/apps/flask_msgspec/items.py": FLASK_MSGSPEC_ITEMS,
    "servers/backing_services/stamp.py": STAMP_SERVICE,
    "servers/clients/stamp.py": STAMP_CLIENT,
    "loadgen/generator/client/second_client.py": SECOND_CLIENT,
    "loadgen/claims/cards/few_handlers.py": FEW_HANDLERS,
    "gui/pages/added_page.py": ADDED_PAGE,
    "gui/charts/added_chart.py": ADDED_CHART,
}
ENTRIES = {
    "servers/catalog/scenarios.py": {
        "_SINGLE: tuple[Scenario, ...] = (\n": """\
    Scenario(
        key="echo",
        title="Echo letters",
        shows="As many letters as are asked for.",
        parameters=(
            Parameter(
                key="letters", title="Letters", minimum=1, maximum=99, default=5, hint="How many."
            ),
        ),
        requests=requests.get("/echo"),
        modules=("echo",),
        services=("stamp",),
    ),
"""
    },
    "servers/catalog/validation_variants.py": {
        "VALIDATION_VARIANTS: tuple[ServerVariant, ...] = (\n": """\
    ServerVariant(
        key="flask-msgspec",
        title="Flask msgspec",
        subtitle="waitress · msgspec",
        teaches="A type is the schema. Serves only orders.",
        framework="flask",
        server=WAITRESS,
        validation=Validation(
            package="msgspec",
            whole_numbers=("strict", "strict"),
            unknown_fields=("pass", "pass"),
            no_object=("500", "500"),
            refusal=("500", "500"),
            calls=("decode",),
            schemas=("Struct",),
        ),
        settings=(tunable.THREADS,),
        scenarios=_ONLY_ORDERS,
    ),
"""
    },
    "servers/telemetry/columns.py": {
        "\nCOLUMNS: tuple[Column, ...] = (\n": """\
    Column(
        name="spare",
        combine=total,
        measure=lambda process: 8,
        header="spare_threads",
        key="spare",
        title="Spare threads",
        describe=("threads without work",),
    ),
"""
    },
    "servers/catalog/backing_services.py": {
        "BACKING_SERVICES: tuple[BackingService, ...] = (\n": """\
    BackingService(
        key="stamp",
        title="Stamp",
        start="servers.backing_services.stamp:start_stamp",
        client="servers.clients.stamp:stamp_client",
        settings=(_row("stamp_pool", "Stamp pool", "How many stamps there are."),),
    ),
"""
    },
    "loadgen/export/exporters.py": {
        "EXPORTERS: tuple[Exporter, ...] = (\n": """\
    Exporter(".txt", "verdict as text", lambda record, _: record.verdict.headline.encode()),
"""
    },
    "loadgen/model/load_options.py": {
        "        REQUESTS_PER_CONNECTION.default\n    )\n": """\
    pause_ms: Annotated[
        int,
        LoadParameter(
            key="pause",
            title="Pause",
            unit="ms",
            minimum=0,
            maximum=500,
            default=0,
            hint="How long a user rests after each answer.",
            fairness="Fewer requests are under way.",
        ),
    ] = 0
"""
    },
    "gui/pages/page_list.py": {
        "from gui.pages import page_icons\n": (
            "from gui.pages.added_page import AddedPage, draw_circle\n"
        ),
        "make=RacePage\n    ),\n": """\
    Page(key="added", icon=draw_circle, title="Added", hint="Nothing.", make=AddedPage),
""",
    },
    "gui/charts/__init__.py": {
        "from gui.charts.chart import Chart\n": "from gui.charts.added_chart import AddedChart\n",
        "    (MemoryChart,),\n": "    (AddedChart,),\n",
    },
    "loadgen/claims/claim_list.py": {
        "from loadgen.claims.cards import (\n": "    few_handlers,\n",
        "CLAIMS: tuple[Claim, ...] = (\n": "    few_handlers.CLAIM,\n",
    },
    "loadgen/model/clients.py": {
        'client.transport:own_transports",\n        packages=(_HTTPX,),\n    ),\n': """\
    Client(
        key="second",
        title="second client",
        hint="The same transport again.",
        warning="sent by the second client",
        make="loadgen.generator.client.second_client:second_transports",
        packages=(_HTTPX,),
    ),
"""
    },
}
"""By file, what follows which line."""


def extend_tree(folder: Path) -> Path:
    """Copy the source tree into ``folder``, add the modules and the entries, and return it."""
    for name in ("faceoff", "gui", "loadgen", "servers", "tests"):
        shutil.copytree(PROJECT_ROOT / name, folder / name)
    for name in ("main.py", "pyproject.toml", "README.md"):
        shutil.copy2(PROJECT_ROOT / name, folder)
    for name, text in MODULES.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    for name, additions in ENTRIES.items():
        path = folder / name
        text = path.read_text("utf-8")
        for after, entry in additions.items():
            assert text.count(after) == 1, f"{after!r} in {name}"
            text = text.replace(after, after + entry)
        path.write_text(text, "utf-8")
    return folder
