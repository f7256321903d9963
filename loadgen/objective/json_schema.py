"""The JSON Schemas of sweeps and costs: ``python -m loadgen.objective.json_schema FOLDER``."""

import sys
from pathlib import Path
from typing import Any

import msgspec

from loadgen.objective.cost_document import CostDocument
from loadgen.sweep.sweep_document import SweepDocument

SCHEMAS: dict[str, tuple[str, Any]] = {
    "sweep.schema.json": ("Faceoff sweep", SweepDocument),
    "cost.schema.json": ("Faceoff cost at an objective", CostDocument),
}
"""The files in ``docs``, each with its title and the type of the document."""


def encoded_schema(name: str) -> bytes:
    """The schema as it stands in that file; docstrings are left out, as of the run document."""
    title, document = SCHEMAS[name]
    schema = msgspec.json.schema(document)
    for definition in schema["$defs"].values():
        definition.pop("description", None)
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **schema}
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"


if __name__ == "__main__":
    for each in SCHEMAS:
        (Path(sys.argv[1]) / each).write_bytes(encoded_schema(each))
