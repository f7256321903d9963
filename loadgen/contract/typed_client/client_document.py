"""Typed clients as JSON, a part of the contract's document."""

import msgspec

from loadgen.contract.typed_client.client_check import ClientCheck, UseCheck
from loadgen.contract.typed_client.client_run import ClientChecks


class ClientDocument(msgspec.Struct, frozen=True):
    """See ``client_check.ClientCheck``."""

    failure: str
    words: tuple[str, ...]
    uses: tuple[UseCheck, ...]
    own_errors: tuple[str, ...]
    caller: str
    types: dict[str, str]


def client_documents(clients: ClientChecks) -> dict[str, ClientDocument]:
    """By the key of the application."""
    return {key: _document(each) for key, each in clients.items()}


def _document(check: ClientCheck) -> ClientDocument:
    return ClientDocument(
        check.failure,
        check.words,
        check.uses,
        check.own_errors,
        check.caller,
        dict(check.types),
    )
