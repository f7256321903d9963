"""What the libraries answer by themselves, as it was found without Faceoff, in November 2026.

Flask 3.1.3, FastAPI 0.165.0, pydantic 2.14.4, marshmallow 4.4.0, Cerberus 1.3.8, flask-restx 1.3.2,
flask-smorest 0.47.0, APIFlask 3.1.2, flasgger 0.9.7.1, spectree 3.0.0, flask-openapi3 4.3.2.
"""

APPLICATIONS = (
    "fastapi",
    "flask",  # marshmallow with strict=True
    "flask-smorest",
    "apiflask",
    "flask-cerberus",
    "flask-restx",
    "flasgger",
    "spectree",
    "flask-openapi3",
)
_TABLE = """
quantity "5"          | 200 (5)       | 422        | 200 (5)    | 200 (5)    | 422        | 400         | 400         | 200 (5)       | 200 (5)
quantity 5.0          | 200 (5)       | 422        | 200 (5)    | 200 (5)    | 422        | 200 (5.0)   | 200 (5.0)   | 200 (5)       | 200 (5)
quantity 5.5          | 422           | 422        | 200 (5)    | 200 (5)    | 422        | 400         | 400         | 422           | 422
quantity true         | 200 (1)       | 422        | 422        | 422        | 200 (True) | 400         | 400         | 200 (1)       | 200 (1)
quantity "5.0"        | 200 (5)       | 422        | 422        | 422        | 422        | 400         | 400         | 200 (5)       | 200 (5)
quantity " 5 "        | 200 (5)       | 422        | 200 (5)    | 200 (5)    | 422        | 400         | 400         | 200 (5)       | 200 (5)
quantity "1_0"        | 200 (10)      | 422        | 200 (10)   | 200 (10)   | 422        | 400         | 400         | 200 (10)      | 200 (10)
quantity 1e2          | 200 (100)     | 422        | 200 (100)  | 200 (100)  | 422        | 200 (100.0) | 200 (100.0) | 200 (100)     | 200 (100)
quantity null         | 422           | 422        | 422        | 422        | 422        | 400         | 400         | 422           | 422
price "NaN"           | 422           | 422        | 422        | 422        | 422        | 400         | 400         | 422           | 422
price true            | 200 (1.0)     | 422        | 422        | 422        | 422        | 400         | 400         | 200 (1.0)     | 200 (1.0)
express "yes"         | 200 (True)    | 200 (True) | 200 (True) | 200 (True) | 422        | 400         | 400         | 200 (True)    | 200 (True)
express "on"          | 200 (True)    | 200 (True) | 200 (True) | 200 (True) | 422        | 400         | 400         | 200 (True)    | 200 (True)
express 1             | 200 (True)    | 200 (True) | 200 (True) | 200 (True) | 422        | 400         | 400         | 200 (True)    | 200 (True)
express 2             | 422           | 422        | 422        | 422        | 422        | 400         | 400         | 422           | 422
express "maybe"       | 422           | 422        | 422        | 422        | 422        | 400         | 400         | 422           | 422
an extra key          | 200 (dropped) | 422        | 422        | 422        | 422        | 200 ('red') | 200 ('red') | 200 (dropped) | 200 (dropped)
note null             | 200 (None)    | 422        | 422        | 422        | 422        | 400         | 400         | 200 (None)    | 200 (None)
customer 7            | 422           | 422        | 422        | 422        | 422        | 400         | 400         | 422           | 422
customer ""           | 422           | 422        | 422        | 422        | 422        | 400         | 400         | 422           | 422
quantity twice (3, 4) | 200 (4)       | 200 (4)    | 200 (4)    | 200 (4)    | 200 (4)    | 200 (4)     | 200 (4)     | 200 (4)       | 200 (4)
quantity "٥"          | 422           | 422        | 200 (5)    | 200 (5)    | 422        | 400         | 400         | 422           | 422
an array at the top   | 422           | 422        | 422        | 422        | 500        | 400         | 400         | 422           | 422
an empty body         | 422           | 400        | 422        | 422        | 400        | 400         | 400         | 422           | 422
as text/plain         | 422           | 415        | 422        | 422        | 415        | 415         | 415         | 422           | 422
no content type       | 422           | 415        | 422        | 422        | 415        | 415         | 415         | 422           | 422
price 1e400           | 200 (inf)     | 422        | 422        | 422        | 200 (inf)  | 200 (inf)   | 200 (inf)   | 200 (inf)     | 200 (inf)
quantity 1e400        | 500           | 422        | 422        | 422        | 422        | 400         | 400         | 422           | 422
quantity 100.9        | 422           | 422        | 200 (100)  | 200 (100)  | 422        | 400         | 400         | 422           | 422
"""  # noqa: E501

_REFUSING = {
    "update": "200 ('x')",
    "update as text/plain": "422",
    "update as a form": "422",
    "update no content type": "422",
    "update cut off": "422",
    "update with an empty body": "422",
    "update with an array": "422",
    "update with null": "422",
}
_LOSING = _REFUSING | dict.fromkeys(
    (
        "update as text/plain",
        "update as a form",
        "update no content type",
        "update with an empty body",
    ),
    "200 (dropped)",
)
PARTIAL_UPDATES: dict[str, dict[str, str]] = {
    "fastapi": _REFUSING,
    "flask-openapi3": _REFUSING,
    "flask-smorest": _LOSING | {"update cut off": "400"},
    "apiflask": _LOSING | {"update cut off": "400"},
    "spectree": dict.fromkeys(_REFUSING, "200 (dropped)")
    | {"update": "200 ('x')", "update as a form": "500"},
}
"""By application and title: findings/partial_update_lost.sh has it without Faceoff. SpecTree hands
a form's handler None."""

OTHER_SETTINGS = ("marshmallow", "restx strict", "reqparse")
"""What is no application of its own: marshmallow's default fields in plain Flask (``flask`` has the
strict ones, ``flask-smorest`` and ``apiflask`` these), Flask-RESTX's model with ``strict=True`` and
its parser of arguments (``flask-restx`` has the default model)."""
_OTHER_TABLE = """
quantity "5"          | 200 (5)    | 400         | 200 (5)
quantity 5.0          | 200 (5)    | 200 (5.0)   | 200 (5)
quantity 5.5          | 200 (5)    | 400         | 200 (5)
quantity true         | 422        | 400         | 200 (1)
quantity "5.0"        | 422        | 400         | 400
quantity " 5 "        | 200 (5)    | 400         | 200 (5)
quantity "1_0"        | 200 (10)   | 400         | 200 (10)
quantity 1e2          | 200 (100)  | 200 (100.0) | 200 (100)
quantity null         | 422        | 400         | 200 (None)
price "NaN"           | 422        | 400         | 200 (nan)
price true            | 422        | 400         | 200 (1.0)
express "yes"         | 200 (True) | 400         | 200 (True)
express "on"          | 200 (True) | 400         | 200 (True)
express 1             | 200 (True) | 400         | 200 (True)
express 2             | 422        | 400         | 200 (True)
express "maybe"       | 422        | 400         | 200 (True)
an extra key          | 422        | 400         | 200 (dropped)
note null             | 422        | 400         | 200 (None)
customer 7            | 422        | 400         | 200 ('7')
customer ""           | 422        | 400         | 200 ('')
quantity twice (3, 4) | 200 (4)    | 200 (4)     | 200 (4)
quantity "٥"          | 200 (5)    | 400         | 200 (5)
an array at the top   | 422        | 400         | 400
an empty body         | 400        | 400         | 400
as text/plain         | 415        | 415         | 400
no content type       | 415        | 415         | 400
"""


def _read(table: str, columns: tuple[str, ...]) -> dict[str, dict[str, str]]:
    lines = ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    return {title: dict(zip(columns, answers, strict=True)) for title, *answers in lines}


LIBRARY_TABLE = _read(_TABLE, APPLICATIONS)
OTHER_LIBRARY_TABLE = _read(_OTHER_TABLE, OTHER_SETTINGS)
"""By the title of the body and the application, or setting: the status, and what it accepted."""

DEPARTURES = {
    ("an array at the top", "flask-cerberus"): "422",  # the handler looks for an object first
    ("quantity 1e400", "fastapi"): "422",  # the app words refusals that JSON cannot repeat
}
"""Where an application of Faceoff answers otherwise, by its own code."""

ACCEPTS_FORBIDDEN = {
    "fastapi": 9,
    "flask-smorest": 10,
    "apiflask": 8,
    "flask-restx": 2,
    "flasgger": 2,
    "spectree": 9,
    "flask-openapi3": 9,
}
"""Of the 23 bodies that are objects or an array: those that its own document forbids."""
