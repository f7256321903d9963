"""Two applications that answer at once, or one that does and none after it."""

import asyncio
from collections.abc import Callable, Sequence

from pytestqt.qtbot import QtBot

from gui.pages.validation.validation_page import ValidationPage
from loadgen.contract.bodies import Body
from loadgen.contract.exchange import Answer, Exchange
from servers.catalog.server_variant import ServerVariant
from servers.catalog.variants import variant

APPLICATIONS = (variant("fastapi"), variant("flask"))


async def answer_at_once(
    variants: Sequence[ServerVariant], bodies: Sequence[Body], on_done: Callable[[Exchange], None]
) -> None:
    for each in reversed(variants):
        on_done(Exchange(each, tuple(Answer(422, f"no {body.title}") for body in bodies)))


async def hang(
    variants: Sequence[ServerVariant], bodies: Sequence[Body], on_done: Callable[[Exchange], None]
) -> None:
    on_done(Exchange(variants[0], (Answer(200, "{}"),) * len(bodies)))
    await asyncio.Event().wait()


def wait(qtbot: QtBot, page: ValidationPage) -> None:
    qtbot.waitUntil(lambda: not page.contract.is_running)
