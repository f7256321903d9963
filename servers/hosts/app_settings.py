"""How the apps treat input and answers, beside what their libraries do by themselves.

Rows of the fairness table, where nothing but the code of the handlers decides.
"""

from collections.abc import Collection

from servers.catalog.server_variant import SHOP, ServerVariant
from servers.telemetry.messages import Setting

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


def app_settings(variant: ServerVariant, modules: Collection[str]) -> tuple[Setting, ...]:
    """The rows of that variant's app with these modules; none for a shop, which takes no orders."""
    if variant.serves(SHOP):
        return ()
    checks = variant.validation
    rows: list[_Row] = [
        ("app_whole_numbers", *checks.whole_numbers),
        ("app_unknown_fields", *checks.unknown_fields),
        ("app_no_object", *checks.no_object),
        ("app_refusal", *checks.refusal),
        ("app_answer_check", *checks.answer_check),
    ]
    if not variant.checks_answers:
        rows[-1] = ("app_answer_check", "no: they are responses", "by a model")
    if "upload" in modules:
        rows.append(("app_upload", "8 MiB", "no limit"))
    if "page" in modules:
        is_looked_for = variant.framework == "fastapi"
        rows.append(
            ("app_templates", "not looked for", "looked for" if is_looked_for else "not looked for")
        )
    if variant.server.chunked_bodies:
        rows.append(("app_chunked", *variant.server.chunked_bodies))
    return tuple(Setting(key, _TITLES[key], value, default) for key, value, default in rows)
