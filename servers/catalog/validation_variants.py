"""Variants that differ in what checks the input: Flask on waitress, and they take orders only."""

from servers.catalog import server_parameters as tunable
from servers.catalog.http_servers import WAITRESS
from servers.catalog.server_variant import ServerVariant
from servers.catalog.validation import (
    APIFLASK,
    BY_HAND,
    FLASGGER,
    NONE,
    SMOREST,
    SPECTREE,
    Validation,
)

_ONLY_ORDERS = ("orders",)
_EXTRA = "validation"

VALIDATION_VARIANTS: tuple[ServerVariant, ...] = (
    ServerVariant(
        key="flask-manual",
        title="Flask by hand",
        subtitle="waitress · hand-written checks",
        teaches="Every rule of validation written out. Serves only orders.",
        framework="flask",
        server=WAITRESS,
        settings=(tunable.THREADS,),
        validation=BY_HAND,
        scenarios=_ONLY_ORDERS,
    ),
    ServerVariant(
        key="flask-cerberus",
        title="Flask Cerberus",
        subtitle="waitress · Cerberus",
        teaches="Rules of validation as a dictionary. Serves only orders.",
        framework="flask",
        server=WAITRESS,
        settings=(tunable.THREADS,),
        validation=Validation(
            package="Cerberus",
            whole_numbers=("true passes", "true passes"),
            unknown_fields=("refused", "refused"),
            no_object=("422", "500: it raises an error"),
            refusal=("422", NONE),
            calls=("validate", "validated"),
            declares=("Validator",),
        ),
        scenarios=_ONLY_ORDERS,
    ),
    ServerVariant(
        key="flask-restx",
        title="Flask-RESTX",
        subtitle="waitress · Flask-RESTX",
        teaches="One model validates and documents, and refuses with 400. Serves only orders.",
        framework="flask",
        server=WAITRESS,
        settings=(tunable.THREADS,),
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
        scenarios=_ONLY_ORDERS,
    ),
    ServerVariant(
        key="flask-smorest",
        title="flask-smorest",
        subtitle="waitress · marshmallow",
        teaches="One schema validates and documents; 2.5 is a whole number. Serves only orders.",
        framework="flask",
        server=WAITRESS,
        settings=(tunable.THREADS,),
        validation=SMOREST,
        scenarios=_ONLY_ORDERS,
        requires="flask_smorest",
        extra=_EXTRA,
    ),
    ServerVariant(
        key="apiflask",
        title="APIFlask",
        subtitle="waitress · marshmallow",
        teaches="Flask as an API framework, with marshmallow, and Pydantic in memory. "
        "Serves only orders.",
        framework="flask",
        server=WAITRESS,
        settings=(tunable.THREADS,),
        validation=APIFLASK,
        scenarios=_ONLY_ORDERS,
        requires="apiflask",
        extra=_EXTRA,
    ),
    ServerVariant(
        key="flasgger",
        title="flasgger",
        subtitle="waitress · YAML by hand",
        teaches="A YAML file validates, and is read again for each request. Serves only orders.",
        framework="flask",
        server=WAITRESS,
        settings=(tunable.THREADS,),
        validation=FLASGGER,
        scenarios=_ONLY_ORDERS,
        requires="flasgger",
        extra=_EXTRA,
    ),
    ServerVariant(
        key="spectree",
        title="SpecTree",
        subtitle="waitress · Pydantic",
        teaches="FastAPI's models in Flask; a body that is no JSON has no fields. "
        "Serves only orders.",
        framework="flask",
        server=WAITRESS,
        settings=(tunable.THREADS,),
        validation=SPECTREE,
        scenarios=_ONLY_ORDERS,
        requires="spectree",
        extra=_EXTRA,
    ),
)
