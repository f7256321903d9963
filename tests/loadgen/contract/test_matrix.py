"""The matrix of what applications answered, and its texts, files and comparison."""

from pathlib import Path

import msgspec
import pytest

from loadgen.contract.bodies import Body
from loadgen.contract.deviations import new_deviations
from loadgen.contract.exchange import Answer, Exchange
from loadgen.contract.matrix import make_matrix
from loadgen.contract.matrix_document import (
    contract_document,
    encode_contract,
    read_contract,
)
from loadgen.contract.matrix_text import (
    cells,
    cost_rows,
    errors,
    groups,
    headers,
    markdown,
    sentences,
    title,
)
from loadgen.files.document import DocumentError
from servers.catalog.variants import variant
from tests.loadgen.contract.quote_documents import modern
from tests.loadgen.contract.small_matrix import (
    BODIES,
    EQUAL,
    STATUS,
    VALUE,
    WHOLE,
    costs,
    exchange,
    matrix,
)


def test_the_bodies_that_are_treated_unlike_come_first() -> None:
    rows = matrix().rows
    assert [row.body for row in rows] == [VALUE, STATUS, EQUAL, WHOLE]
    assert [row.difference for row in rows] == [2, 1, 0, 0]


def test_a_cell_has_what_the_handler_got_and_what_the_document_says() -> None:
    found = {row.body.title: row.cells for row in matrix().rows}
    accepted, refused = found["a string"]["fastapi"], found["a | b"]["fastapi"]
    assert (accepted.status, accepted.received, accepted.error) == (200, "5", "")
    assert (accepted.drift, accepted.documented) == ("accepts_forbidden", True)
    assert (refused.status, refused.received, refused.error) == (422, None, "below 1")
    assert refused.drift is None
    assert found["whole"]["fastapi"].received == "customer='Ada', quantity=5"
    assert (found["equal"]["flask"].drift, found["equal"]["flask"].documented) == (None, None)


def test_what_the_document_allows_and_what_it_does_not_name() -> None:
    answers = ((422, ""), (422, ""), (422, ""), (500, ""))
    found = make_matrix((exchange("fastapi", *answers, document=modern()),), BODIES)
    assert {each.title for each in found.drifting("fastapi", "refuses_allowed")} == {
        "equal",
        "whole",
    }
    assert found.undocumented("fastapi") == (500,)


def test_no_answer_is_no_refusal() -> None:
    answers = ((None, "ReadTimeout: "),) * 4
    found = make_matrix((exchange("fastapi", *answers, document=modern()),), BODIES)
    cell = found.rows[0].cells["fastapi"]
    assert (cell.status, cell.drift, cell.documented) == (None, None, None)
    assert next(cells(found))[1] == "no answer"


def test_a_document_that_cannot_be_read_is_a_problem_of_its_column() -> None:
    found = matrix(document=b"{}")
    assert found.applications[0].problem.startswith("The document does not describe POST /quotes")
    assert next(sentences(found)).startswith("FastAPI: The document does not")
    assert {row.cells["fastapi"].documented for row in found.rows} == {None}


def test_a_document_that_did_not_come_is_a_problem_too() -> None:
    lost = Exchange(
        variant("fastapi"),
        (Answer(422, ""),) * 4,
        document_failure="GET /openapi.json was answered by 404.",
    )
    found = make_matrix((lost,), BODIES)
    assert list(sentences(found)) == ["FastAPI: GET /openapi.json was answered by 404."]


def test_a_long_title_is_cut_and_has_one_line() -> None:
    body = Body("{\n  " + "x" * 200, "", b"{}")
    found = make_matrix((exchange("flask", (422, "y" * 20_000)),), (body,))
    assert title(found.rows[0]) == "{ " + "x" * 77 + "…"
    assert len(found.rows[0].cells["flask"].error) == 10_000


def test_the_text_is_a_row_for_each_body_or_groups() -> None:
    found = matrix()
    assert headers(found) == ("", "fastapi", "flask")
    assert list(cells(found)) == [
        ("a string", "200 (5)†", "422"),
        ("a | b", "422", "400"),
        ("equal", "200 (5)", "200 (5)"),
        ("whole", *["200 (customer='Ada', quantity=5)"] * 2),
    ]
    assert groups(found.rows[0]) == "200 (5): fastapi† · 422: flask"
    assert groups(found.rows[2]) == "200 (5): fastapi, flask"
    assert list(sentences(found)) == [
        (
            "FastAPI, document 3.1.0: of 4 bodies it accepts 1 that its document forbids and "
            "refuses 0 that it allows; it answers no status beside those that are documented."
        ),
        "Flask serves no document.",
        "flasgger needs the package flasgger.",
    ]
    assert errors(found) == ("a | b", (("fastapi", "below 1"), ("flask", "no")))


def test_markdown_keeps_its_columns() -> None:
    lines = markdown(matrix()).splitlines()
    assert lines[:3] == ["|  | fastapi | flask |", "|---|---|---|", "| a string | 200 (5)† | 422 |"]
    assert lines[3] == "| a \\| b | 422 | 400 |"
    assert lines[-5:] == ["    below 1", "", "flask:", "", "    no"]


def test_the_costs_stand_beside_the_lines_of_code(tmp_path: Path) -> None:
    rows = {key: (taken, refused) for key, _, taken, refused in cost_rows(matrix(), costs())}
    assert rows["fastapi"][0] == "1,000 µs (1,000 to 1,000)"
    assert rows["fastapi"][1].startswith("2,000 µs (")
    assert rows["flask"] == rows["flasgger"] == ("–", "–")
    lines = markdown(matrix(), costs()).splitlines()
    assert "- flask: It answered by 500." in lines
    assert any(line.startswith("| fastapi | 22 | 1,000 µs") for line in lines)
    path = tmp_path / "contract.json"
    path.write_bytes(encode_contract(matrix(), costs()))
    found = read_contract(path)
    assert found.costs["flask"].failure == "It answered by 500."
    assert found.costs["fastapi"].cpu_us_taken is not None
    assert found.costs["fastapi"].cpu_us_taken.estimate == pytest.approx(1_000)
    assert found.applications["fastapi"].code_lines == 22


def test_the_document_has_it_all_and_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "contract.json"
    path.write_bytes(encode_contract(matrix()))
    found = read_contract(path)
    assert found.applications["fastapi"].accepts_forbidden == ("a string",)
    assert found.applications["flasgger"].failure == "flasgger needs the package flasgger."
    assert [each.title for each in found.bodies] == ["a string", "a | b", "equal", "whole"]
    assert found.bodies[0].content == '{"quantity": "5"}'
    assert found.bodies[0].cells["flask"].error == "not a number"
    assert found.environment["python"]


def test_only_what_is_new_counts_against_a_baseline() -> None:
    before = contract_document(matrix())
    assert new_deviations(matrix(), before) == []
    changed = modern(responses={"422": {}})
    assert [each.sentence for each in new_deviations(matrix(document=changed), before)] == [
        f"fastapi answers “{title}” by 200, a status that its document does not name."
        for title in ("a string", "equal", "whole")
    ]
    empty = msgspec.structs.replace(before, bodies=())
    assert [each.sentence for each in new_deviations(matrix(), empty)] == [
        "fastapi accepts “a string”, which its document forbids."
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, " cannot be read: No such file or directory."),
        (b"{}", ": It is no document of Faceoff's. Give a file that contract --out"),
        (
            encode_contract(matrix()).replace(b'"version": 1,', b'"version": 2,', 1),
            ": It is of version 2, and this Faceoff reads up to 1: update it. Give a file",
        ),
    ],
)
def test_a_file_that_is_no_contract_is_refused(
    content: bytes | None, sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "contract.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DocumentError, match=r"\.$") as caught:
        read_contract(path)
    assert str(caught.value).startswith(f"{path}{sentence}")
