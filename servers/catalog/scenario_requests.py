"""The requests of the scenarios: made once for a choice of parameters, sent over and over."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar
from urllib.parse import urlencode

import msgspec

ORDERS_IN_DATABASE = 10_000
"""The keys 1 to this are there from the start."""

_Each = TypeVar("_Each")
_CYCLE = 100
# So long that no key is asked for again in the 2 ms for which it may be kept, by either lane.
_CACHE_CYCLE = 1_000
_BOUNDARY = "faceoff-7MA4YWxkTrZu0gW"


class RequestSpec(msgspec.Struct, frozen=True):
    """One HTTP request, the same for both lanes. ``target`` is path and query."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


Requests = Callable[[Mapping[str, int]], tuple[RequestSpec, ...]]


def get(path: str, *keys: str) -> Requests:
    """One GET with the values of ``keys`` as its query, of all where none is named."""

    def requests(values: Mapping[str, int]) -> tuple[RequestSpec, ...]:
        chosen = {key: value for key, value in values.items() if not keys or key in keys}
        return (RequestSpec("GET", f"{path}?{urlencode(chosen)}"),)

    return requests


def orders(values: Mapping[str, int]) -> tuple[RequestSpec, ...]:
    """One POST of an order of ``lines`` lines."""
    return (_order("/orders", values["lines"]),)


def database(values: Mapping[str, int]) -> tuple[RequestSpec, ...]:
    """Reads of orders all over the table; every ``insert_every``-th request inserts one."""
    every, delay = values["insert_every"], f"?delay_ms={values['delay_ms']}"
    reads = [
        # A stride that is prime to the number of orders meets them all in a scattered order.
        RequestSpec("GET", f"/database/orders/{1 + n * 3_917 % ORDERS_IN_DATABASE}{delay}")
        for n in range(_CYCLE if every == 0 else every - 1)
    ]
    return (*reads, _order(f"/database/orders{delay}", 3)) if every else tuple(reads)


def cache(values: Mapping[str, int]) -> tuple[RequestSpec, ...]:
    """``hit_percent`` of the requests ask for what was asked for before.

    The others' keys expire at once.
    """
    hits, compute = values["hit_percent"] * _CACHE_CYCLE // 100, values["compute_ms"]
    hot = [f"/cache/hot-{n % 100}?ttl_ms=600000&compute_ms={compute}" for n in range(hits)]
    cold = [f"/cache/cold-{n}?ttl_ms=1&compute_ms={compute}" for n in range(_CACHE_CYCLE - hits)]
    return tuple(RequestSpec("GET", target) for target in interleaved([hot, cold]))


def upload(values: Mapping[str, int]) -> tuple[RequestSpec, ...]:
    """One POST of a file, as a form of a browser sends it. Its bytes look random, and are not."""
    import hashlib  # takes 2 ms, which a server that imports the catalogue would need, too

    size = values["file_bytes"]
    block = b"".join(hashlib.sha256(b"%d" % n).digest() for n in range(128))
    content = (block * (size // len(block) + 1))[:size]
    head = (
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="faceoff.bin"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = head.encode() + content + f"\r\n--{_BOUNDARY}--\r\n".encode()
    kind = f"multipart/form-data; boundary={_BOUNDARY}"
    return (RequestSpec("POST", "/upload", (("content-type", kind),), body),)


def interleaved(parts: Sequence[Sequence[_Each]]) -> list[_Each]:
    """All of all parts, each spread evenly over the whole."""
    placed = [
        ((n + 0.5) / len(part), which, each)
        for which, part in enumerate(parts)
        for n, each in enumerate(part)
    ]
    return [each for _, _, each in sorted(placed, key=lambda place: place[:2])]


def _order(target: str, lines: int) -> RequestSpec:
    import json

    sold = [
        {"sku": f"SKU-{n:04d}", "quantity": 1 + n % 5, "unit_price_cents": 199 + 50 * n}
        for n in range(lines)
    ]
    body = json.dumps({"customer": "Ada Lovelace", "lines": sold}).encode()
    return RequestSpec("POST", target, (("content-type", "application/json"),), body)
