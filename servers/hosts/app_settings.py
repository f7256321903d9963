"""How the apps treat input and answers, beside what their libraries do by themselves.

Rows of the fairness table, where nothing but the code of the handlers decides.
"""

from collections.abc import Collection

from servers.catalog.variants import ServerVariant
from servers.telemetry.messages import Setting

_NONE = "none"
_TITLES = {
    "app_whole_numbers": "Whole numbers",
    "app_unknown_fields": "Unknown fields",
    "app_no_object": "Body that is no object",
    "app_refusal": "Refused input",
    "app_answer_check": "Answers checked",
    "app_upload": "Largest upload",
    "app_templates": "Changed templates",
    "app_chunked": "Chunked bodies",
}

_Row = tuple[str, str, str]
"""Key, how it is in the app, and what the library does by default."""

# By the library that validates. Hand-written checks have no default: nothing would be checked.
_VALIDATION: dict[str, tuple[_Row, ...]] = {
    "Pydantic": (
        ("app_whole_numbers", "“2”, 2.0 and true pass", "“2”, 2.0 and true pass"),
        ("app_unknown_fields", "ignored", "ignored"),
        ("app_no_object", "422", "422"),
        ("app_refusal", "422", "422, or 500 where its input is no JSON"),
        ("app_answer_check", "by a model", "by a model"),
    ),
    "marshmallow": (
        ("app_whole_numbers", "strict in an order", "“2” and 2.5 pass, as 2"),
        ("app_unknown_fields", "refused in a body, ignored in a query", "refused"),
        ("app_no_object", "422", "500: its error has no handler"),
        ("app_refusal", "422", "500: its error has no handler"),
        ("app_answer_check", "no", "no"),
    ),
    "Cerberus": (
        ("app_whole_numbers", "true passes", "true passes"),
        ("app_unknown_fields", "refused", "refused"),
        ("app_no_object", "422", "500: it raises an error"),
        ("app_refusal", "422", _NONE),
        ("app_answer_check", "no", "no"),
    ),
    "flask-restx": (
        ("app_whole_numbers", "2.0 passes", "2.0 passes"),
        ("app_unknown_fields", "pass", "pass"),
        ("app_no_object", "400", "400"),
        ("app_refusal", "400", "400"),
        ("app_answer_check", "no", "no"),
    ),
    "": (
        ("app_whole_numbers", "strict", _NONE),
        ("app_unknown_fields", "pass", _NONE),
        ("app_no_object", "422", _NONE),
        ("app_refusal", "422", _NONE),
        ("app_answer_check", "no", "no"),
    ),
}


def app_settings(variant: ServerVariant, modules: Collection[str]) -> tuple[Setting, ...]:
    """The rows of that variant's app with these modules."""
    rows = list(_VALIDATION[variant.validation])
    if not variant.checks_answers:
        rows[-1] = ("app_answer_check", "no: they are responses", "by a model")
    if "upload" in modules:
        rows.append(("app_upload", "8 MiB", "no limit"))
    if "page" in modules:
        is_pydantic = variant.validation == "Pydantic"
        rows.append(
            ("app_templates", "not looked for", "looked for" if is_pydantic else "not looked for")
        )
    if variant.server == "mounted":
        rows.append(("app_chunked", "read", "empty: a2wsgi does not say where they end"))
    return tuple(Setting(key, _TITLES[key], value, default) for key, value, default in rows)
