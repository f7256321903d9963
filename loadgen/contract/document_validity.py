"""Whether a document is valid, in the words of openapi-spec-validator."""

import json
from functools import lru_cache
from importlib.util import find_spec


@lru_cache(maxsize=32)
def why_invalid(text: bytes) -> str | None:
    """Why the document is invalid, and where: empty where it is valid.

    None where that is not known: the validator is not installed (extra ``validation``), or the text
    is no JSON.
    """
    if find_spec("openapi_spec_validator") is None:
        return None
    from openapi_spec_validator import validate
    from openapi_spec_validator.exceptions import OpenAPIError
    from openapi_spec_validator.validation.exceptions import OpenAPIValidationError

    try:
        validate(json.loads(text))
    except OpenAPIValidationError as error:
        said, *_ = error.message.splitlines()
        where = "/".join(map(str, error.absolute_path))
        return f"{said}, at {where}" if where else said
    except OpenAPIError:
        return "it is of no version of OpenAPI or Swagger that is known"
    except ValueError:
        return None
    return ""
