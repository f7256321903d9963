"""What ``check-instrument`` is asked for."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """A check of the load generator, and the JSON file that it shall write, if any."""

    quick: bool
    out: Path | None
