"""The libraries with which handlers check what comes in, as far as variants share them."""

import msgspec
from msgspec.structs import replace

from servers.process.packages import Package

Behaviour = tuple[str, str]
"""How it is in the app, and what the library does by default."""
NONE = "none"
_EXTRA = "validation"


class Validation(msgspec.Struct, frozen=True, kw_only=True):
    """What checks the input of an app, and how that shows: rows of the fairness table.

    ``package`` is its name as a distribution, "" for checks that are written by hand. ``built_on``
    are distributions that it imports: they count in the memory of a server that has them. ``extra``
    is the extra of this project that has it, "" where every installation should have it.
    ``whole_numbers`` are what passes for one, ``unknown_fields`` what becomes of a field that
    nobody declared, ``no_object`` and ``refusal`` the status of a body that is no object and of
    other input that is refused, ``answer_check`` whether answers are checked, too. ``document`` is
    the path of the OpenAPI or Swagger document that its apps serve, "" where they serve none.

    For the marks of the code view: ``calls`` are methods that check data, ``schemas`` base classes
    that declare it, ``declares`` names of what declares it where it is called.
    ``typed_arguments`` tells that the types of a handler's arguments declare it.
    """

    package: str
    built_on: tuple[str, ...] = ()
    extra: str = ""
    document: str = ""
    whole_numbers: Behaviour
    unknown_fields: Behaviour
    no_object: Behaviour
    refusal: Behaviour
    answer_check: Behaviour = ("no", "no")
    calls: tuple[str, ...] = ()
    schemas: tuple[str, ...] = ()
    declares: tuple[str, ...] = ()
    typed_arguments: bool = False

    @property
    def distributions(self) -> tuple[str, ...]:
        """All that it brings into a process; none for checks that are written by hand."""
        return (self.package, *self.built_on) if self.package else ()

    @property
    def import_names(self) -> tuple[str, ...]:
        """Those as they are imported: ``flask_restx``."""
        return tuple(each.lower().replace("-", "_") for each in self.distributions)

    @property
    def packages(self) -> tuple[Package, ...]:
        """What an app has to import; what that is built on is installed with it."""
        if not self.package:
            return ()
        name, distribution = self.import_names[0], self.package.lower()
        return (Package(import_name=name, requirement=distribution, extra=self.extra),)


PYDANTIC = Validation(
    package="Pydantic",
    document="/openapi.json",
    whole_numbers=("“2”, 2.0 and true pass", "“2”, 2.0 and true pass"),
    unknown_fields=("ignored", "ignored"),
    no_object=("422", "422"),
    refusal=("422", "422, or 500 where its input is no JSON"),
    answer_check=("by a model", "by a model"),
    calls=("model_validate",),
    schemas=("BaseModel",),
    declares=("Query", "Path", "Body", "Form", "File", "Header", "Field", "Depends"),
)
_CUT_OFF = "“2” and 2.5 pass, as 2"
MARSHMALLOW = Validation(
    package="marshmallow",
    whole_numbers=("strict in an order", _CUT_OFF),
    unknown_fields=("refused in a body, ignored in a query", "refused"),
    no_object=("422", "500: its error has no handler"),
    refusal=("422", "500: its error has no handler"),
    calls=("load", "validate"),
    schemas=("Schema",),
)
BY_HAND = Validation(
    package="",
    # Hand-written checks have no default: nothing would be checked.
    whole_numbers=("strict", NONE),
    unknown_fields=("pass", NONE),
    no_object=("422", NONE),
    refusal=("422", NONE),
)
SMOREST = Validation(
    package="flask-smorest",
    extra=_EXTRA,
    built_on=("marshmallow", "webargs", "apispec"),
    document="/openapi.json",
    whole_numbers=(_CUT_OFF, _CUT_OFF),
    unknown_fields=("refused", "refused"),
    no_object=("422", "422"),
    refusal=("422", "422"),
    answer_check=("no: what is not declared is left out", "no: what is not declared is left out"),
    calls=("arguments", "response"),
    schemas=("Schema",),
)
APIFLASK = replace(
    SMOREST,
    package="APIFlask",
    # It imports Pydantic, in whose models schemas may be written as well.
    built_on=("marshmallow", "webargs", "apispec", "Pydantic"),
    calls=("input", "output"),
)
FLASGGER = Validation(
    package="flasgger",
    extra=_EXTRA,
    # It imports marshmallow and apispec where they are installed, as here they are.
    built_on=("jsonschema", "marshmallow", "apispec"),
    document="/apispec_1.json",
    whole_numbers=("2.0 passes", "2.0 passes"),
    unknown_fields=("pass", "pass"),
    no_object=("400", "400"),
    refusal=("400", "400"),
    declares=("swag_from",),
)
SPECTREE = Validation(
    package="spectree",
    extra=_EXTRA,
    built_on=("Pydantic",),
    document="/apidoc/openapi.json",
    whole_numbers=PYDANTIC.whole_numbers,
    unknown_fields=PYDANTIC.unknown_fields,
    no_object=("422", "422"),
    refusal=("422", "422"),
    answer_check=PYDANTIC.answer_check,
    calls=("validate",),
    schemas=PYDANTIC.schemas,
    declares=PYDANTIC.declares,
    typed_arguments=True,
)
FLASK_OPENAPI3 = replace(
    SPECTREE,
    package="flask-openapi3",
    document="/openapi/openapi.json",
    refusal=("422, or 500 where its input is no text", "422, or 500 where its input is no text"),
    answer_check=("no", "no"),
    calls=("model_validate",),
)
