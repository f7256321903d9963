"""What a Flask handler breaks on in FastAPI is read from its source."""

import pytest

from loadgen.migration.unchanged_handlers import (
    BREAKS,
    STATUS_BESIDE,
    FlaskHandler,
    flask_handlers,
    read_handlers,
)

HEAD = "from flask import Blueprint, abort, jsonify, redirect, request\n"


@pytest.mark.parametrize(
    ("body", "uses"),
    [
        ("return {'a': 1}", ()),
        ("return jsonify(request.args)", ("jsonify", "request")),
        ("return {'a': 1}, 201", (STATUS_BESIDE,)),
        ("if request.args:\n        abort(404)\n    return redirect('/')", None),
        ("other = (1, 2)\n    return {'a': other}", ()),
    ],
)
def test_names_of_flask_and_statuses_beside_an_answer(
    body: str, uses: tuple[str, ...] | None
) -> None:
    text = f"{HEAD}@blueprint.get('/x')\ndef x():\n    {body}\n\ndef no_route():\n    abort(1)\n"
    expected = ("request", "abort", "redirect") if uses is None else uses
    assert list(read_handlers(text)) == [("x", expected)]


def test_what_comes_of_each_name_is_said() -> None:
    moved = FlaskHandler("Hello", "hello", ("jsonify", "redirect", STATUS_BESIDE))
    assert moved.breaks_on == (
        "jsonify: RuntimeError, no application context: 500; "
        "redirect: 200 with JSON, whatever its status; "
        "({...}, 201): 200 with JSON, whatever its status"
    )
    assert FlaskHandler("Hello", "hello", ()).breaks_on == "runs unchanged"


def test_every_name_that_the_scenarios_use_is_known() -> None:
    found = [name for each in flask_handlers() for name in each.uses]
    assert found
    assert {*found} <= {*BREAKS, STATUS_BESIDE}
