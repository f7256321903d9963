"""The columns of the libraries' table that no application of Faceoff is, cell by cell."""

import pytest

from loadgen.contract.bodies import BODIES, Body
from tests.loadgen.contract.library_table import (
    APPLICATIONS,
    LIBRARY_TABLE,
    OTHER_LIBRARY_TABLE,
    OTHER_SETTINGS,
)
from tests.loadgen.contract.other_settings import APPS


@pytest.mark.parametrize("setting", OTHER_SETTINGS)
def test_they_answer_what_their_libraries_do(setting: str) -> None:
    client = APPS[setting]().test_client()

    def answer(body: Body) -> str:
        headers = {"content-type": body.content_type} if body.content_type else {}
        response = client.post("/quotes", data=body.content, headers=headers)
        if response.status_code != 200:
            return f"{response.status_code}"
        return f"200 ({response.get_json().get(body.field, 'dropped')})"

    found = {each.title: answer(each) for each in BODIES if each.title in OTHER_LIBRARY_TABLE}
    expected = {title: answers[setting] for title, answers in OTHER_LIBRARY_TABLE.items()}
    assert found == expected


def test_the_table_has_26_bodies_and_12_columns() -> None:
    """FastAPI, marshmallow, strict, smorest, APIFlask, Cerberus, RESTX, strict, parser, flasgger,
    SpecTree, flask-openapi3."""
    assert list(OTHER_LIBRARY_TABLE) == list(LIBRARY_TABLE)[:26]
    assert len({*APPLICATIONS, *OTHER_SETTINGS}) == 12
