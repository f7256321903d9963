"""The bytes of an ``httpx.Request``."""

import re
from functools import cached_property
from typing import Any, NamedTuple

import httpx

from loadgen.generator.client.header_fields import TOKEN, Fields, tokens, value_of

Origin = tuple[str, int]

_TARGET = re.compile(rb"[\x21-\x7e]+")
# No blanks around it.
_VALUE = re.compile(rb"(?![ \t])[^\x00\n\v\f\r]*(?<![ \t])")


class Wire(NamedTuple):
    """What goes over the connection, and what must be known of it there.

    ``head_only``: the answer has no body. ``closing``: the request asks to close after it.
    ``plain`` is neither. ``timeout_s`` is the deadline for all of it, None for the transport's own.
    """

    data: bytes
    origin: Origin
    head_only: bool
    closing: bool
    plain: bool
    connect_timeout_s: float | None = None
    read_timeout_s: float | None = None
    timeout_s: float | None = None


class PreparedRequest(httpx.Request):
    """A request that is sent many times: its bytes are made once.

    It is not to be changed afterwards.

    ``timeout_s`` is the deadline of each sending as a whole, the transport's own when None.
    ``address`` is the numeric address to connect to, which saves looking up the name each time.
    """

    def __init__(
        self,
        method: str,
        url: str,
        *,
        timeout_s: float | None = None,
        address: str | None = None,
        **parts: Any,
    ) -> None:
        super().__init__(method, url, **parts)
        wire = wire_of(self)
        origin = (address or wire.origin[0], wire.origin[1])
        self.wire = wire._replace(timeout_s=timeout_s, origin=origin)

    @cached_property
    def closing_wire(self) -> Wire:
        """Its bytes with ``Connection: close``."""
        return closing_wire(self, self.wire)


def wire_of(request: httpx.Request) -> Wire:
    """Serialise a request whose body has been read; raises what httpx's own transport would."""
    url = request.url
    if url.scheme != "http":
        raise httpx.UnsupportedProtocol(
            f"Only plain http:// is spoken here, not “{url.scheme}://”."
        )
    method = request.method.encode("ascii")
    if method == b"CONNECT":
        raise httpx.LocalProtocolError("CONNECT is not supported: no proxy is ever used here.")
    fields = request.headers.raw
    _check(method, url.raw_path, fields)
    timeouts = request.extensions.get("timeout", {})
    head_only, closing = method == b"HEAD", b"close" in tokens(fields, b"connection")
    return Wire(
        _head(method, url.raw_path, fields) + _body(request.content, fields),
        (url.host, url.port or 80),
        head_only,
        closing,
        not head_only and not closing,
        timeouts.get("connect"),
        timeouts.get("read"),
    )


def closing_wire(request: httpx.Request, wire: Wire) -> Wire:
    """``wire``, which is of this request, with ``Connection: close``: RFC 9112, section 9.6."""
    others = [field for field in request.headers.raw if field[0].lower() != b"connection"]
    fields = [*others, (b"Connection", b"close")]
    head = _head(request.method.encode("ascii"), request.url.raw_path, fields)
    return wire._replace(data=head + _body(request.content, fields), closing=True, plain=False)


def _check(method: bytes, target: bytes, fields: Fields) -> None:
    whole = TOKEN.fullmatch(method) and _TARGET.fullmatch(target)
    if not whole or not all(TOKEN.fullmatch(n) and _VALUE.fullmatch(v) for n, v in fields):
        raise httpx.LocalProtocolError("The request holds characters that HTTP/1.1 forbids there.")
    if value_of(fields, b"host") is None:
        raise httpx.LocalProtocolError("The request lacks its Host header.")


def _head(method: bytes, target: bytes, fields: Fields) -> bytes:
    # Host goes first: RFC 9110, section 7.2.
    ordered = sorted(fields, key=lambda field: field[0].lower() != b"host")
    lines = b"".join(b"%s: %s\r\n" % field for field in ordered)
    return b"%s %s HTTP/1.1\r\n%s\r\n" % (method, target, lines)


def _body(body: bytes, fields: Fields) -> bytes:
    if value_of(fields, b"transfer-encoding") is not None:
        return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if body else b"0\r\n\r\n"
    declared = value_of(fields, b"content-length") or b"0"
    if declared != b"%d" % len(body):
        raise httpx.LocalProtocolError("The body is not as long as its Content-Length says.")
    return body
