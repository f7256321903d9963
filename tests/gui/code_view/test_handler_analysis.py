"""Which lines are of a kind, and where handlers stand."""

import pytest

from gui.code_view.handler_analysis import KINDS, Kind, read
from tests.support.every_case import every_case

FASTAPI = '''\
from fastapi import APIRouter, Query
from pydantic import BaseModel

router = APIRouter()
Ms = Annotated[int, Query(ge=0)]


class Waited(BaseModel):
    """What is answered."""

    waited_ms: int


@router.get("/wait")
async def wait(wait_ms: Ms = 50) -> Waited:
    async with pool.connection() as connection:
        time.sleep(1)
    await asyncio.sleep(wait_ms / 1000)


def plain() -> None:
    time.sleep(1)
'''
FLASK = """\
from flask import Blueprint
from marshmallow import Schema

blueprint = Blueprint("wait", __name__)


class WaitQuery(Schema):
    wait_ms = fields.Integer()


@blueprint.get("/wait")
@cached
async def wait(order_id: int) -> dict:
    query = wait_query.load(request.args)
    await asyncio.sleep(1)
"""


def kinds(text: str) -> dict[int, tuple[Kind, ...]]:
    return read(text).kinds


# what the line says, and of which kinds it is
IN_FASTAPI: list[tuple[str, tuple[Kind, ...]]] = [
    ("Ms = Annotated[int, Query(ge=0)]", ("checks",)),
    ("class Waited(BaseModel):", ("checks",)),
    ('    """What is answered."""', ()),
    ("    waited_ms: int", ("checks",)),
    ('@router.get("/wait")', ("route",)),
    ("async def wait(wait_ms: Ms = 50) -> Waited:", ("async", "checks")),
    ("    async with pool.connection() as connection:", ("await",)),
    ("        time.sleep(1)", ("stalls",)),
    ("    await asyncio.sleep(wait_ms / 1000)", ("await",)),
    ("def plain() -> None:", ()),
    ("    time.sleep(1)", ("blocks",)),
]
IN_FLASK: list[tuple[str, tuple[Kind, ...]]] = [
    ("class WaitQuery(Schema):", ("checks",)),
    ("    wait_ms = fields.Integer()", ("checks",)),
    ('@blueprint.get("/wait")', ("route",)),
    # Flask runs it on a loop of its own, in the thread of the request: the type is not checked.
    ("async def wait(order_id: int) -> dict:", ()),
    ("    query = wait_query.load(request.args)", ("checks",)),
    ("    await asyncio.sleep(1)", ("blocks",)),
]


@every_case(
    ("text", "line", "expected"),
    [(FASTAPI, *each) for each in IN_FASTAPI] + [(FLASK, *each) for each in IN_FLASK],
)
def test_kinds_of_lines(text: str, line: str, expected: tuple[Kind, ...]) -> None:
    assert kinds(text).get(1 + text.splitlines().index(line), ()) == expected


def test_a_handler_is_known_by_its_route() -> None:
    (handler,) = read(FLASK).handlers
    assert (handler.name, handler.route) == ("wait", "get /wait")
    assert (handler.first, handler.line, handler.last) == (11, 13, 15)
    assert [each.name for each in read(FASTAPI).handlers] == ["wait"]


def test_a_class_of_methods_is_a_handler() -> None:
    text = '@ns.route("/orders")\nclass Orders(Resource):\n    def post(self):\n        pass\n'
    (handler,) = read(text).handlers
    assert (handler.route, handler.first, handler.last) == ("route /orders", 1, 4)


def test_every_kind_is_explained() -> None:
    seen = {kind for each in (FASTAPI, FLASK) for told in kinds(each).values() for kind in told}
    assert seen <= set(KINDS)
    assert len(set(KINDS.values())) == len(KINDS)


def test_what_is_no_python_is_refused() -> None:
    with pytest.raises(SyntaxError):
        read("def (")
