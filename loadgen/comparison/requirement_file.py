"""Requirements in a TOML file, to be kept beside the code that they are about, or a run document.

``require = ["b.p99_ms < 100", "ratio >= 2"]``; of a document, those that its race was held against.
"""

import tomllib
from pathlib import Path

import msgspec

from loadgen.comparison.requirement import Requirement, RequirementError


class _File(msgspec.Struct, forbid_unknown_fields=True):
    require: list[str]


class _Required(msgspec.Struct):
    text: str


class _Document(msgspec.Struct):
    """What of a run document is needed here."""

    requirements: list[_Required] = []


def read_requirements(path: Path) -> tuple[Requirement, ...]:
    """Those of a file, JSON where its suffix says so; raises RequirementError, which names it."""
    return _of_document(path) if path.suffix == ".json" else _of_toml(path)


def _of_document(path: Path) -> tuple[Requirement, ...]:
    try:
        found = msgspec.json.decode(path.read_bytes(), type=_Document).requirements
        requirements = tuple(Requirement.parse(each.text) for each in found)
    except OSError as error:
        raise RequirementError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise RequirementError(f"{path} is no run document.") from error
    except RequirementError as error:
        raise RequirementError(f"{path}: {error}") from error
    if not requirements:
        raise RequirementError(f"{path} has no requirements: its race was run without --require.")
    return requirements


def _of_toml(path: Path) -> tuple[Requirement, ...]:
    try:
        with open(path, "rb") as file:
            found = msgspec.convert(tomllib.load(file), _File)
        if not found.require:
            raise RequirementError("it has no requirements")
        return tuple(map(Requirement.parse, found.require))
    except OSError as error:
        raise RequirementError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RequirementError(f"{path} is not TOML: {error}.") from error
    except (msgspec.ValidationError, RequirementError) as error:
        reason = str(error).rstrip(".")
        raise RequirementError(
            f'{path}: {reason}; write for example: require = ["ratio >= 2"].'
        ) from error
