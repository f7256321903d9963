"""Each failure has one kind, and the generator's own limits are never the server's fault."""

import errno

import httpx

from loadgen.generator.client.failure_kinds import kind_of
from tests.support.every_case import every_case


def _caused(error: Exception, cause: Exception | None) -> Exception:
    error.__cause__ = cause
    return error


REFUSED = OSError(errno.ECONNREFUSED, "refused")
CASES = [
    (httpx.ConnectError("x"), REFUSED, "refused"),
    (httpx.ConnectError("x"), None, "refused"),
    (httpx.ConnectError("x"), OSError(errno.EMFILE, "too many open files"), "generator"),
    (httpx.ConnectError("x"), OSError(errno.EADDRNOTAVAIL, "no ports"), "generator"),
    (httpx.ConnectError("x"), ConnectionResetError(errno.ECONNRESET, "reset"), "reset"),
    (httpx.ConnectTimeout("x"), TimeoutError(), "timeout"),
    (httpx.ReadTimeout("x"), None, "timeout"),
    (httpx.ReadError("x"), ConnectionResetError(errno.ECONNRESET, "reset"), "reset"),
    (httpx.RemoteProtocolError("x"), EOFError(), "reset"),
    (httpx.RemoteProtocolError("x"), None, "protocol"),
    (httpx.LocalProtocolError("x"), None, "generator"),
    (RuntimeError("a bug of ours"), None, "generator"),
]


@every_case(("error", "cause", "kind"), CASES)
def test_kind(error: Exception, cause: Exception | None, kind: str) -> None:
    assert kind_of(_caused(error, cause)) == kind
