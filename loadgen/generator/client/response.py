"""An ``httpx.Response`` that looks at its headers and joins its body only when somebody asks."""

from collections.abc import Callable
from typing import Any

import httpx

from loadgen.generator.client.response_head import Head


class LazyResponse(httpx.Response):
    """A response that has arrived whole.

    ``latency_s`` is from before its request's first byte was written to its last byte received;
    ``sent_at``, by ``time.perf_counter``, is when that began.

    As with httpx's own transport the content is decoded (gzip and the like) when it is read; unlike
    there, ``content`` may be asked for without reading first.
    """

    # What httpx sets on each response, here once for all.
    next_request = None
    is_closed = False
    is_stream_consumed = False
    default_encoding = "utf-8"
    _request = None
    sent_at = 0.0
    _num_bytes_downloaded = 0

    def __init__(self, head: Head, received: bytes | list[bytes], latency_s: float) -> None:
        """``received`` is head and body in one piece, or the parts of the body."""
        self.status_code = head.status
        self.latency_s = latency_s
        self._head = head
        self._received = received

    @property
    def body(self) -> bytes:
        """The body as it was sent, without transfer coding, but not decoded."""
        if isinstance(self._received, bytes):
            return self._received[len(self._head.raw) :]
        return b"".join(self._received)

    @property
    def content(self) -> bytes:
        if "_content" not in self.__dict__ and isinstance(self.stream, httpx.ByteStream):
            self.read()
        return super().content

    def __getattr__(self, name: str) -> Any:
        made = _LAZY.get(name)
        if made is None:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        value = made(self)
        setattr(self, name, value)
        return value


def _extensions(response: LazyResponse) -> dict[str, Any]:
    head = response._head
    return {"http_version": head.version, "reason_phrase": head.reason}


_LAZY: dict[str, Callable[[LazyResponse], Any]] = {
    "headers": lambda response: httpx.Headers(response._head.fields),
    "stream": lambda response: httpx.ByteStream(response.body),
    "history": lambda response: [],
    "extensions": _extensions,
}
