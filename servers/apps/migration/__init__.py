"""A small shop on its way from Flask to FastAPI: an app for each stage, traps open or mended.

``before`` is the Flask app, ``after`` the routes that have moved and what keeps their answers as
they were, ``hasty`` the same routes moved without care.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

from servers.catalog.migration_stages import FLASK_ALONE, ROUTES, TRAPS, moved_routes

if TYPE_CHECKING:
    from fastapi import FastAPI
    from flask import Flask


def create_app(
    modules: Collection[str], stage: int, threads: int = 0, **open_traps: int
) -> "Flask | FastAPI":
    """The app of that stage; a trap whose value is 1 is open. ``modules`` are not used.

    ``threads`` are those in which a mounted Flask app answers.
    """
    if stage == FLASK_ALONE:
        from servers.apps.migration.before import create_flask_app

        return create_flask_app(each.key for each in ROUTES)
    from servers.apps.migration.mixed_app import create_mixed_app

    traps = frozenset(each.key for each in TRAPS if open_traps.get(each.key))
    return create_mixed_app(stage, moved_routes(stage), traps, threads)
