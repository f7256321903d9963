"""What a generated client has, read from its code; and the program that is written for it."""

from pathlib import Path

import pytest

from loadgen.contract.typed_client.caller import CREATE, LIST, READ, TYPES, USES, write_caller
from loadgen.contract.typed_client.endpoints import Endpoint, read_endpoints

MODULE = """
from ...models.item import Item

def _get_kwargs(number: int, *, body: Unset | NewItem = UNSET) -> dict[str, Any]:
    headers: dict[str, Any] = {{}}
    _kwargs: dict[str, Any] = {{
        "method": "{method}",
        "url": {url},
    }}
    return _kwargs

def _parse_response(*, client: Client, response: httpx.Response) -> Any | Item | None:
    if response.status_code == {status}:
        response_{status} = Item.from_dict(response.json())
        return response_{status}
    if response.status_code == 422:
        response_422 = Refusal.from_dict(response.json())
        return response_422

{sync}
"""
SYNC = "def sync(): ..."


def package(folder: Path, **fields: object) -> Path:
    module = folder / "api" / "default" / "an_operation.py"
    module.parent.mkdir(parents=True)
    module.write_text(MODULE.format(**fields), "utf-8")
    (module.parent / "__init__.py").write_text('""""""', "utf-8")
    return folder


@pytest.mark.parametrize(
    ("method", "url", "status", "sync", "operation", "endpoint"),
    [
        (
            "post",
            '"/items"',
            201,
            SYNC,
            CREATE,
            Endpoint("api.default.an_operation", True, "NewItem", "Item"),
        ),
        (
            "get",
            '"/items/{number}".format(number=quote(str(number), safe=""))',
            200,
            "",
            READ,
            Endpoint("api.default.an_operation", False, "NewItem", "Item"),
        ),
        (
            "get",
            '"/items"',
            404,
            SYNC,
            LIST,
            Endpoint("api.default.an_operation", True, "NewItem", ""),
        ),
    ],
)
def test_an_endpoint_has_its_operation_and_its_classes(
    tmp_path: Path,
    method: str,
    url: str,
    status: int,
    sync: str,
    operation: object,
    endpoint: Endpoint,
) -> None:
    folder = package(tmp_path, method=method, url=url, status=status, sync=sync)
    assert read_endpoints(folder) == {operation: endpoint}


CREATES = Endpoint("api.items.add", True, "NewItem", "Item")
READS = Endpoint("api.items.show", True, "", "Item")
LISTS = Endpoint("api.items.all", True)


def test_the_program_has_a_line_for_each_use() -> None:
    caller = write_caller("shop", {CREATE: CREATES, READ: READS, LIST: LISTS})
    lines = caller.text.splitlines()
    assert "from shop.models import Item, NewItem" in lines
    assert "from shop.api.items import add as create_item" in lines
    assert list(caller.lines) == [*(each.key for each in USES), *(each.key for each in TYPES)]
    assert lines[caller.lines["number"] - 1] == "reveal_type(found.number)"
    assert lines[caller.lines["misspelt-field"] - 1].startswith("NewItem(nmae=")
    assert lines[caller.lines["read"]] == "assert isinstance(found, Item)"
    compile(caller.text, "caller", "exec")


@pytest.mark.parametrize(
    ("endpoints", "absent", "line"),
    [
        ({READ: READS, LIST: LISTS}, {"create", "misspelt-field"}, None),
        ({CREATE: Endpoint("api.items.add", True), READ: READS}, {"create", "list"}, None),
        (
            {READ: Endpoint("api.items.show", False)},
            {"create", "list"},
            "total = found.parsed.price * 2",
        ),
    ],
)
def test_what_is_not_in_the_client_is_left_out(
    endpoints: dict[object, Endpoint], absent: set[str], line: str | None
) -> None:
    caller = write_caller("shop", endpoints)  # type: ignore[arg-type]
    assert absent.isdisjoint(caller.lines)
    assert line is None or line in caller.text.splitlines()
    compile(caller.text, "caller", "exec")
