"""The requests of the contract, in few words."""

import json

import msgspec

from servers.catalog.scenario_requests import RequestSpec

JSON = (("content-type", "application/json"),)
LINE: dict[str, object] = {"sku": "SKU-1", "quantity": 2, "unit_price_cents": 250}
BOUNDARY = "faceoff"
FORM = (("content-type", f"multipart/form-data; boundary={BOUNDARY}"),)


def get(target: str) -> RequestSpec:
    return RequestSpec("GET", target)


def post(body: bytes, headers: tuple[tuple[str, str], ...] = JSON) -> RequestSpec:
    return RequestSpec("POST", "/orders", headers, body)


def order(**changed: object) -> RequestSpec:
    """A valid order with some fields changed; None takes a field away."""
    whole = {"customer": "Ada", "lines": [LINE]} | changed
    sent = {key: value for key, value in whole.items() if value is not None}
    return post(json.dumps(sent).encode())


def order_line(**changed: object) -> RequestSpec:
    """An order whose only line has some fields changed."""
    return order(lines=[LINE | changed])


def order_text(
    customer: str = '"Ada"', quantity: str = "2", unit_price_cents: str = "250"
) -> RequestSpec:
    """An order whose values are written as given, one byte for a character."""
    line = f'{{"sku": "SKU-1", "quantity": {quantity}, "unit_price_cents": {unit_price_cents}}}'
    return post(f'{{"customer": {customer}, "lines": [{line}]}}'.encode("latin-1"))


def chunked(whole: RequestSpec) -> RequestSpec:
    """The same request, its body in two chunks of unknown length."""
    half = len(whole.body) // 2
    parts = whole.body[:half], whole.body[half:], b""
    body = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts)
    headers = (*whole.headers, ("transfer-encoding", "chunked"))
    return msgspec.structs.replace(whole, headers=headers, body=body)


def form(*parts: bytes, end: str = f"--{BOUNDARY}--\r\n") -> RequestSpec:
    """An upload of these parts."""
    return upload(b"".join(parts) + end.encode())


def part(disposition: str, content: bytes = b"abc", encoding: str = "utf-8") -> bytes:
    """One part of a form."""
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n"
    return head.encode(encoding) + content + b"\r\n"


def file(content: bytes = b"abc", name: str = "a.txt") -> bytes:
    """The part with the file."""
    return part(f'name="file"; filename="{name}"', content)


def upload(body: bytes, headers: tuple[tuple[str, str], ...] = FORM) -> RequestSpec:
    return RequestSpec("POST", "/upload", headers, body)
