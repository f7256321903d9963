"""The claims there are, in the order of the board: one entry each."""

from loadgen.claims.cards import (
    blocking,
    cache,
    connections,
    database,
    defaults,
    documents,
    drift,
    external_api,
    html,
    memory,
    migration,
    sync_handlers,
    threads,
    validation,
)
from loadgen.claims.claim import Claim

CLAIMS: tuple[Claim, ...] = (
    threads.CLAIM,
    memory.CLAIM,
    connections.CLAIM,
    external_api.CLAIM,
    database.CLAIM,
    cache.CLAIM,
    validation.CLAIM,
    documents.CLAIM,
    drift.CLAIM,
    migration.CLAIM,
    sync_handlers.CLAIM,
    html.CLAIM,
    defaults.CLAIM,
    blocking.CLAIM,
)


def claim(key: str) -> Claim:
    """The claim of that key; raises KeyError."""
    return {each.key: each for each in CLAIMS}[key]
