"""The generator's own fixtures, where they are needed here too."""

from tests.loadgen.generator.conftest import run

__all__ = ["run"]
