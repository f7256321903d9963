"""What the views make of a matrix: texts, tones, and what stands beside the selected cell."""

from gui.pages.validation.bodies_grid import bodies_grid
from gui.pages.validation.cost_grid import cost_grid
from gui.pages.validation.documents_grid import NOT_NAMED, documents_grid
from gui.pages.validation.grid import Grid, GridCell
from gui.pages.validation.refusals_grid import refusals_grid, refused_rows
from loadgen.contract.exchange import Answer, Exchange
from loadgen.contract.matrix import make_matrix
from servers.catalog.variants import variant
from tests.loadgen.contract.quote_documents import modern
from tests.loadgen.contract.small_matrix import BODIES, EQUAL, STATUS, VALUE, costs, matrix


def texts(grid: Grid) -> dict[str, tuple[str, ...]]:
    return {row.title: tuple(cell.text for cell in row.cells) for row in grid.rows}


def beside(cell: GridCell) -> dict[str, str]:
    return {each.heading: each.text for each in cell.sections}


def test_own_bodies_come_first_then_what_is_treated_unlike() -> None:
    assert list(texts(bodies_grid(matrix(), ()))) == ["a string", "a | b", "equal", "whole"]
    assert next(iter(texts(bodies_grid(matrix(), (EQUAL,))))) == "equal"


def test_a_column_for_each_application_that_ran_and_a_sentence_for_each() -> None:
    grid = bodies_grid(matrix(), ())
    assert grid.columns == ("FastAPI", "Flask")
    assert [each.text for each in grid.sections][-1] == "flasgger needs the package flasgger."


def test_a_cell_says_what_was_sent_answered_and_documented() -> None:
    (fastapi, flask) = bodies_grid(matrix(), ()).rows[0].cells
    assert (fastapi.text, fastapi.tone) == ("200 (5)†", "caution")
    assert beside(fastapi) == {
        "FastAPI: POST /quotes, application/json": '{"quantity": "5"}',
        "Answer": "200; the handler got 5",
        "Its own document": "It forbids this body, and the application accepts it. "
        "It names the status 200.",
    }
    assert (flask.text, flask.tone) == ("422", "muted")
    assert beside(flask)["Body of the answer"] == "not a number"
    assert beside(flask)["Its own document"] == "It serves none."


def test_a_server_that_failed_shows_its_last_lines() -> None:
    exchange = Exchange(
        variant("fastapi"), (Answer(500, "Internal Server Error"),), last_lines=("ValueError",)
    )
    (cell,) = bodies_grid(make_matrix((exchange,), (VALUE,)), ()).rows[0].cells
    assert cell.tone == "failure"
    assert beside(cell)["Last lines of the server"] == "ValueError"


def test_two_documents_stand_side_by_side_what_differs_first() -> None:
    answers = (Answer(422, ""),) * 4
    other = modern(responses={"422": {}})
    found = make_matrix(
        (
            Exchange(variant("fastapi"), answers, modern()),
            Exchange(variant("apiflask"), answers, other),
        ),
        BODIES,
    )
    grid = documents_grid(found, ("fastapi", "apiflask"))
    assert grid.columns == ("FastAPI", "APIFlask")
    first, *_, last = grid.rows
    assert {cell.tone for cell in first.cells} == {"caution"}
    assert first.cells[1].text == NOT_NAMED
    assert {cell.tone for cell in last.cells} == {"plain"}
    assert grid.sections[0].heading == "FastAPI, OpenAPI 3.1.0"


def test_the_refusals_of_a_body_stand_side_by_side() -> None:
    found = matrix()
    assert [row.body for row in refused_rows(found)] == [STATUS, VALUE]
    grid = refusals_grid(found, refused_rows(found)[1])
    assert texts(grid) == {
        "FastAPI": ("200, accepted", "", "", ""),
        "Flask": ("422", "no JSON", "no JSON", "not a number"),
    }


def test_lines_of_code_and_costs_with_intervals() -> None:
    grid = cost_grid(matrix(), costs())
    assert texts(grid)["FastAPI"][0] == "22"
    assert texts(grid)["FastAPI"][1] == "1,000 µs (1,000 to 1,000)"
    assert texts(grid)["flasgger"][1] == "–"
    assert grid.sections[-1].text == "flask: It answered by 500."
