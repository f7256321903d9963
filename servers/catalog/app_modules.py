"""Modules of apps that no scenario has to ask for.

By itself, since the catalogue of scenarios would count as memory of every server.
"""

ALWAYS_SERVED = ("hello", "wait", "cpu", "orders")
"""The modules that every app has, as far as its variant serves them: changing between these
scenarios restarts no server."""

QUOTES = "quotes"
"""The module that takes bodies with a field of each kind, for which no scenario asks."""

ITEMS = "items"
"""The module of the read API: list, filter, one, create; no scenario asks for it either."""
