"""Clients of the backing services that handlers call, each for threads and for an event loop.

``database``, ``cache`` and ``upstream`` connect to what the environment names
(``connection_settings``); ``sqlite_pool`` takes the place of a pool where there is no PostgreSQL. A
module is imported only by the handlers that need it: what is not raced costs no memory.
"""
