"""Requirements in a TOML file, to be kept beside the code that they are about.

``require = ["b.p99_ms < 100", "ratio >= 2"]``
"""

import tomllib
from pathlib import Path

import msgspec

from loadgen.comparison.requirement import Requirement, RequirementError


class _File(msgspec.Struct, forbid_unknown_fields=True):
    require: list[str]


def read_requirements(path: Path) -> tuple[Requirement, ...]:
    """Those of a file; raises RequirementError, which names the file."""
    try:
        with open(path, "rb") as file:
            found = msgspec.convert(tomllib.load(file), _File)
        return tuple(map(Requirement.parse, found.require))
    except OSError as error:
        raise RequirementError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RequirementError(f"{path} is not TOML: {error}.") from error
    except (msgspec.ValidationError, RequirementError) as error:
        reason = str(error).rstrip(".")
        raise RequirementError(
            f"{path}: {reason}; write for example: require = [“ratio >= 2”]."
        ) from error
