"""The JSON Schema of a claims board: ``python -m loadgen.claims.json_schema`` prints it."""

import sys
from typing import Any

import msgspec

from loadgen.claims.board_document import BoardDocument


def board_schema() -> dict[str, Any]:
    """Make the schema from the types; docstrings are left out, as of the run document."""
    schema = msgspec.json.schema(BoardDocument)
    for definition in schema["$defs"].values():
        definition.pop("description", None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Faceoff claims board",
        **schema,
    }


def encoded_schema() -> bytes:
    """The schema as it stands in ``docs/claims.schema.json``."""
    return msgspec.json.format(msgspec.json.encode(board_schema()), indent=2) + b"\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(encoded_schema())
