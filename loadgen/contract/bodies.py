"""The bodies that are sent: each says one thing in one of the ways in which clients say it."""

from dataclasses import dataclass

from servers.catalog.contract_applications import CREATE, UPDATE, Operation

JSON = "application/json"
LARGEST = 10_000_000
"""Bytes of a body that a person may send."""

FORM = "application/x-www-form-urlencoded"
"""What curl calls a body that it is given by -d."""
_NOTE = b'{"note": "x"}'
_FIELDS = {"customer": '"Ada"', "quantity": "5", "price": "2.5", "express": "false"}


@dataclass(frozen=True, slots=True)
class Body:
    """``title`` is unique. ``field`` is the one in question, "" where it is the whole body.

    ``content_type`` is "" where the request has none.
    """

    title: str
    field: str
    content: bytes
    content_type: str = JSON
    operation: Operation = CREATE


def _valid(**literals: str) -> bytes:
    """A valid quote with these fields as they are written, or added."""
    pairs = (f'"{name}": {literal}' for name, literal in (_FIELDS | literals).items())
    return f"{{{', '.join(pairs)}}}".encode()


def _with(field: str, literal: str) -> Body:
    return Body(f"{field} {literal}", field, _valid(**{field: literal}))


def _update(title: str, content: bytes, content_type: str = JSON) -> Body:
    return Body(f"update {title}".rstrip(), "note", content, content_type, UPDATE)


VALID = Body("a valid body", "quantity", _valid())

BODIES: tuple[Body, ...] = (
    *(
        _with("quantity", literal)
        for literal in ('"5"', "5.0", "5.5", "true", '"5.0"', '" 5 "', '"1_0"', "1e2", "null")
    ),
    _with("price", '"NaN"'),
    _with("price", "true"),
    *(_with("express", literal) for literal in ('"yes"', '"on"', "1", "2", '"maybe"')),
    Body("an extra key", "colour", _valid(colour='"red"')),
    _with("note", "null"),
    _with("customer", "7"),
    _with("customer", '""'),
    Body("quantity twice (3, 4)", "quantity", _valid(quantity='3, "quantity": 4')),
    _with("quantity", '"٥"'),
    Body("an array at the top", "", b"[" + _valid() + b"]"),
    Body("an empty body", "", b""),
    Body("as text/plain", "quantity", _valid(), "text/plain"),
    Body("no content type", "quantity", _valid(), ""),
    _with("price", "1e400"),
    _with("quantity", "1e400"),
    _with("quantity", "100.9"),
    Body("no JSON", "", b"{not json"),
    _update("", _NOTE),
    _update("as text/plain", _NOTE, "text/plain"),
    _update("as a form", _NOTE, FORM),
    _update("no content type", _NOTE, ""),
    _update("cut off", _NOTE[:-1]),
    _update("with an empty body", b""),
    _update("with an array", b"[]"),
    _update("with null", b"null"),
)
"""Each is a valid quote, or a valid update of its note, but for what its title says."""
