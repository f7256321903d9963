"""Where a client finds field and message in the refusals of the libraries."""

import pytest

from loadgen.contract.error_format import ErrorFormat, path_text, read_error_format

PYDANTIC = '{"detail": [{"type": "int", "loc": ["body", "quantity"], "msg": "no int", "input": 1}]}'
MARSHMALLOW = '{"code": 422, "errors": {"json": {"quantity": ["Not a valid integer."]}}}'
RESTX = '{"errors": {"quantity": "5 is too long"}, "message": "Input payload validation failed"}'
SPECTREE = '[{"ctx": {}, "input": "x", "loc": ["quantity"], "msg": "no int"}]'


@pytest.mark.parametrize(
    ("error", "field", "expected"),
    [
        (
            PYDANTIC,
            "quantity",
            ErrorFormat(True, ("detail", 0, "loc", 1), False, ("detail", 0, "msg")),
        ),
        (
            MARSHMALLOW,
            "quantity",
            ErrorFormat(
                True, ("errors", "json", "quantity"), True, ("errors", "json", "quantity", 0)
            ),
        ),
        (
            RESTX,
            "quantity",
            ErrorFormat(True, ("errors", "quantity"), True, ("errors", "quantity")),
        ),
        (SPECTREE, "quantity", ErrorFormat(True, (0, "loc", 0), False, (0, "msg"))),
        (RESTX, "", ErrorFormat(True, None, False, ("message",))),
        ('{"message": "no"}', "quantity", ErrorFormat(True, None, False, ("message",))),
        ("<html>400</html>", "quantity", ErrorFormat(False)),
        ("{}", "quantity", ErrorFormat(True)),
    ],
)
def test_the_field_and_its_message_are_found(error: str, field: str, expected: ErrorFormat) -> None:
    assert read_error_format(error, field) == expected


def test_places_are_written_as_a_client_writes_them() -> None:
    assert path_text(("detail", 0, "loc", 1)) == "detail[0].loc[1]"
    assert path_text((0, "msg")) == "[0].msg"
    assert path_text(()) == "the whole body"
