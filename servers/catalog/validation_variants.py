"""Variants that differ in what checks the input: Flask on waitress, and they take orders only."""

from servers.catalog import server_parameters as tunable
from servers.catalog.http_servers import WAITRESS
from servers.catalog.server_variant import ServerVariant
from servers.catalog.validation import (
    APIFLASK,
    BY_HAND,
    FLASGGER,
    FLASK_OPENAPI3,
    NONE,
    SMOREST,
    SPECTREE,
    Validation,
)

_ONLY_ORDERS = ("orders",)


def _flask(
    *, key: str, title: str, checked_by: str, teaches: str, validation: Validation
) -> ServerVariant:
    """Flask on waitress with this validation; ``checked_by`` names it below the title."""
    return ServerVariant(
        key=key,
        title=title,
        subtitle=f"waitress · {checked_by}",
        teaches=f"{teaches} Serves only orders.",
        framework="flask",
        server=WAITRESS,
        settings=(tunable.THREADS,),
        validation=validation,
        scenarios=_ONLY_ORDERS,
    )


VALIDATION_VARIANTS: tuple[ServerVariant, ...] = (
    _flask(
        key="flask-manual",
        title="Flask by hand",
        checked_by="hand-written checks",
        teaches="Every rule of validation written out.",
        validation=BY_HAND,
    ),
    _flask(
        key="flask-cerberus",
        title="Flask Cerberus",
        checked_by="Cerberus",
        teaches="Rules of validation as a dictionary.",
        validation=Validation(
            package="Cerberus",
            whole_numbers=("true passes", "true passes"),
            unknown_fields=("refused", "refused"),
            no_object=("422", "500: it raises an error"),
            refusal=("422", NONE),
            calls=("validate", "validated"),
            declares=("Validator",),
        ),
    ),
    _flask(
        key="flask-restx",
        title="Flask-RESTX",
        checked_by="Flask-RESTX",
        teaches="One model validates and documents, and refuses with 400.",
        validation=Validation(
            package="flask-restx",
            built_on=("jsonschema",),
            document="/swagger.json",
            whole_numbers=("2.0 passes", "2.0 passes"),
            unknown_fields=("pass", "pass"),
            no_object=("400", "400"),
            refusal=("400", "400"),
            calls=("expect", "parse_args"),
        ),
    ),
    _flask(
        key="flask-smorest",
        title="flask-smorest",
        checked_by="marshmallow",
        teaches="One schema validates and documents; 2.5 is a whole number.",
        validation=SMOREST,
    ),
    _flask(
        key="apiflask",
        title="APIFlask",
        checked_by="marshmallow",
        teaches="Flask as an API framework, with marshmallow, and Pydantic in memory.",
        validation=APIFLASK,
    ),
    _flask(
        key="flasgger",
        title="flasgger",
        checked_by="YAML by hand",
        teaches="A YAML file validates, and is read again for each request.",
        validation=FLASGGER,
    ),
    _flask(
        key="spectree",
        title="SpecTree",
        checked_by="Pydantic",
        teaches="FastAPI's models in Flask; a body that is no JSON has no fields.",
        validation=SPECTREE,
    ),
    _flask(
        key="flask-openapi3",
        title="flask-openapi3",
        checked_by="Pydantic",
        teaches="Typed arguments validate and document, as in FastAPI.",
        validation=FLASK_OPENAPI3,
    ),
)
