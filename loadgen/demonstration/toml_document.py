"""Read and write a demonstration as TOML; a file that is none is refused in one sentence."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from loadgen.demonstration.demonstration import Demonstration
from loadgen.files.atomic_write import write_atomically
from loadgen.model.load_plan import ClosedModel, OpenModel
from loadgen.model.race_plan import LaneChoice, RacePlan
from servers.catalog.parameter import ParameterError
from servers.catalog.scenarios import is_empty_mix

SUFFIX = ".toml"
LARGEST_BYTES = 100_000
_MODELS = {"closed": ClosedModel, "open": OpenModel}


class DemonstrationError(Exception):
    """A file that is no demonstration; the message names it and its field, in one sentence."""


def read_demonstration(path: Path) -> Demonstration:
    """Read a file; raises DemonstrationError."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise DemonstrationError(f"{path} could not be read: {error.strerror}.") from error
    try:
        return _decode(content)
    except _RefusedError as error:
        raise DemonstrationError(f"“{path.name}” is no demonstration: {error}") from error


def write_demonstration(path: Path, demonstration: Demonstration) -> None:
    """Write a file that ``read_demonstration`` reads; raises WriteError."""
    write_atomically(path, encode_demonstration(demonstration))


def encode_demonstration(demonstration: Demonstration) -> bytes:
    """The TOML of a demonstration."""
    fields = msgspec.to_builtins(demonstration)
    return "".join(f"{line}\n" for line in _table(fields, ())).encode()


class _RefusedError(Exception):
    """The second half of the sentence of a DemonstrationError."""


def _decode(content: bytes) -> Demonstration:
    if len(content) > LARGEST_BYTES:
        raise _RefusedError(f"it is longer than {LARGEST_BYTES:,} bytes.")
    try:
        fields = tomllib.loads(content.decode())
        _check_names(fields)
        read = msgspec.convert(fields, Demonstration)
        plan = read.plan.checked()
    except (ValueError, RecursionError) as error:  # of TOML, UTF-8, msgspec, and ParameterError
        raise _RefusedError(_sentence(error)) from error
    if is_empty_mix(plan.scenario, plan.parameters):
        raise _RefusedError("all weights of its mix are 0; set at least one to 1 or more.")
    return msgspec.structs.replace(read, plan=plan)


def _check_names(fields: Mapping[str, Any]) -> None:
    """Refuse a field that the types of the plan would ignore: it may be misspelt."""
    plan = fields.get("plan")
    if not isinstance(plan, dict):
        return
    _check_table("plan", plan, RacePlan.__struct_fields__)
    lanes = plan.get("lanes")
    if isinstance(lanes, dict):
        _check_table("plan.lanes", lanes, ("a", "b"))
        for lane in ("a", "b"):
            if lane not in lanes:
                raise ParameterError(f"There is no “plan.lanes.{lane}”: both lanes are needed.")
            if isinstance(lanes[lane], dict):
                _check_table(f"plan.lanes.{lane}", lanes[lane], LaneChoice.__struct_fields__)
    model = plan.get("model")
    if isinstance(model, dict) and (kind := _MODELS.get(str(model.get("kind")))):
        _check_table("plan.model", model, ("kind", *kind.__struct_fields__))


def _check_table(name: str, table: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for key in table:
        if key not in known:
            raise ParameterError(f"There is no “{name}.{key}”; there are: {', '.join(known)}.")


def _sentence(error: Exception) -> str:
    text = str(error).strip() or type(error).__name__
    return text if text.endswith(".") else f"{text}."


def _table(fields: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """The lines of a table: its values first, as TOML wants it, then the tables in it."""
    if path:
        yield ""
        yield f"[{'.'.join(path)}]"
    for key, value in fields.items():
        if value is not None and not isinstance(value, dict):
            yield f"{key} = {_value(value)}"
    for key, value in fields.items():
        if isinstance(value, dict):
            yield from _table(value, (*path, key))


def _value(value: object) -> str:
    """JSON's form of strings, numbers and truth values is TOML's, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
