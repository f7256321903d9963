"""JSON Schema of a demonstration: ``python -m loadgen.demonstration.json_schema`` prints it."""

import sys
from typing import Any

import msgspec

from loadgen.demonstration.demonstration import Demonstration


def demonstration_schema() -> dict[str, Any]:
    """Make the schema from the types; docstrings are left out, as of the run document."""
    schema = msgspec.json.schema(Demonstration)
    for definition in schema["$defs"].values():
        definition.pop("description", None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Faceoff demonstration",
        **schema,
    }


def encoded_schema() -> bytes:
    """The schema as it stands in ``docs/demonstration.schema.json``."""
    return msgspec.json.format(msgspec.json.encode(demonstration_schema()), indent=2) + b"\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(encoded_schema())
