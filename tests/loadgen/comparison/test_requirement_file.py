"""Requirements in a TOML file: read as they would be typed; what is wrong is said of the file."""

from pathlib import Path

import pytest

from loadgen.comparison.requirement import Requirement, RequirementError
from loadgen.comparison.requirement_file import read_requirements


def test_they_are_those_that_could_be_typed(tmp_path: Path) -> None:
    path = tmp_path / "limits.toml"
    path.write_text('require = ["b.p99_ms < 100", "ratio >= 2"]\n')
    assert read_requirements(path) == (
        Requirement.parse("b.p99_ms < 100"),
        Requirement.parse("ratio >= 2"),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("require = [", "is not TOML"),
        ("", "missing required field `require`"),
        ("require = 3", "Expected `array`"),
        ('require = []\nrequired = ["ratio >= 2"]', "unknown field `required`"),
        ('require = ["b.p95_ms < 3"]', "names no figure"),
        ("require = ['\xff']".encode("latin-1"), "is not TOML"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str | bytes, said: str) -> None:
    path = tmp_path / "limits.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(RequirementError, match=said) as raised:
        read_requirements(path)
    assert str(path) in str(raised.value)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(RequirementError, match="cannot be read: No such file"):
        read_requirements(tmp_path / "none.toml")
