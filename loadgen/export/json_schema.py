"""The JSON Schema of the run document: ``python -m loadgen.export.json_schema`` prints it."""

import sys
from typing import Any

import msgspec

from loadgen.export.run_document import RunDocument
from loadgen.model.frame import Frame

TITLE = "Faceoff run document"


def run_document_schema() -> dict[str, Any]:
    """Make the schema from the types.

    A frame is raw bytes to the document's type, so that it is put in here as the ``Frame`` that it
    is. Docstrings are left out: a schema that changes with each word of them is of no use to tools.
    """
    schemas, definitions = msgspec.json.schema_components(
        (RunDocument, Frame), ref_template="#/$defs/{name}"
    )
    document, frame = schemas
    definitions["RunDocument"]["properties"]["frames"] = {"type": "array", "items": frame}
    for definition in definitions.values():
        definition.pop("description", None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": TITLE,
        **document,
        "$defs": dict(sorted(definitions.items())),
    }


def encoded_schema() -> bytes:
    """The schema as it stands in ``docs/run-document.schema.json``."""
    return msgspec.json.format(msgspec.json.encode(run_document_schema()), indent=2) + b"\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(encoded_schema())
