"""Swagger UI of each document comes from the server itself: it works without a network."""

import asyncio
import contextlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from servers.catalog.app_modules import ITEMS
from servers.catalog.document_page import DOCUMENT_PAGE
from servers.catalog.variants import variant
from servers.launcher import RunningServer, start_server
from tests.support.http_client import ask
from tests.support.loop_thread import LoopThread
from tests.support.request_bodies import get

pytestmark = pytest.mark.process

PAGE = f"{DOCUMENT_PAGE}/"
KEYS = ("fastapi", "flask-openapi3")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER = next(filter(None, map(shutil.which, BROWSERS)), "")
_NAMED = re.compile(r"""(?:src|href)=["']([^"']+)["']""")
_CUT_OFF = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, RunningServer]]:
    loop = LoopThread()
    with contextlib.ExitStack() as stack:
        stack.callback(loop.close)
        found = {}
        for key in KEYS:
            server = loop.run(start_server(key, {}, modules=(ITEMS,), document_page=True))
            stack.callback(_stop, loop, server)
            found[key] = server
        yield found


def _stop(loop: LoopThread, server: RunningServer) -> None:
    loop.run(server.stop())


@pytest.mark.parametrize("key", KEYS)
def test_all_that_the_page_names_is_served_by_the_same_server(
    key: str, servers: dict[str, RunningServer]
) -> None:
    port = servers[key].ready.port
    page = ask(port, get(PAGE))
    assert page.status == 200
    text = page.body.decode()
    named = _NAMED.findall(text)
    assert any(name.endswith("swagger-ui-bundle.js") for name in named)
    assert variant(key).validation.document in text
    for name in (*named, variant(key).validation.document):
        assert not urlsplit(name).netloc, name
        assert ask(port, get(urljoin(PAGE, name))).status == 200, name


@pytest.mark.skipif(not BROWSER, reason="no Chromium is installed")
def test_a_browser_without_a_network_shows_the_operations(
    servers: dict[str, RunningServer], tmp_path: Path
) -> None:
    """The page once its scripts have run; FastAPI's own, at /docs, stays empty then."""
    shown = subprocess.run(
        [
            *(BROWSER, "--headless", "--no-sandbox", "--disable-gpu", _CUT_OFF),
            *(
                f"--user-data-dir={tmp_path}",
                "--virtual-time-budget=9000",
            ),
            *("--dump-dom", f"{servers['fastapi'].url}{PAGE}"),
        ],
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    )
    assert "opblock-summary" in shown.stdout
    assert "/items/{number}" in shown.stdout.replace("\u200b", "").replace("<wbr>", "")


def test_without_being_asked_a_server_has_no_such_page() -> None:
    async def status() -> int:
        server = await start_server("flask-manual", {})
        try:
            return await asyncio.to_thread(lambda: ask(server.ready.port, get(PAGE)).status)
        finally:
            await server.stop()

    assert asyncio.run(status()) == 404
