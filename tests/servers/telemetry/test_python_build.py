"""A server tells which Python serves."""

import sys
import sysconfig

import pytest

from loadgen.export.fairness import VERSIONS, table
from servers.launcher import RunningServer
from servers.telemetry.python_build import python_build


def told() -> dict[str, str]:
    return {each.key: each.value for each in python_build()}


def test_it_tells_build_compiler_gil_and_flags() -> None:
    assert told().keys() == {"python_build", "python_compiler", "python_gil", "python_flags"}
    assert told()["python_build"].startswith("CPython")
    assert told()["python_flags"] == "none"
    assert not any(each.differs for each in python_build())


@pytest.mark.parametrize(
    ("configured", "words"),
    [
        ("'--enable-optimizations' '--with-lto'", "optimised (PGO, LTO)"),
        ("'--enable-optimizations'", "optimised (PGO)"),
        ("'--prefix=/x'", "not optimised"),
        (None, "optimisation unknown"),
    ],
)
def test_how_it_was_configured(
    monkeypatch: pytest.MonkeyPatch, configured: str | None, words: str
) -> None:
    monkeypatch.setattr(sysconfig, "get_config_var", lambda name: configured)
    assert told()["python_build"] == f"CPython, {words}"


def test_without_the_gil_it_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: False, raising=False)
    (gil,) = (each for each in python_build() if each.key == "python_gil")
    assert (gil.value, gil.differs) == ("off", True)


def test_servers_announce_it(running: dict[str, RunningServer]) -> None:
    for server in running.values():
        keys = {each.key for each in server.ready.settings}
        assert {"python_build", "python_gil"} <= keys


def test_all_that_servers_tell_is_explained_in_the_fairness_table(
    running: dict[str, RunningServer],
) -> None:
    for server in running.values():
        told = [row for row in table(server.ready, server.ready) if row.group != VERSIONS]
        assert [row.key for row in told if not row.means] == []
        assert len(told) == len({row.title for row in told})


def test_a_library_path_that_is_handed_on_is_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/lib")
    row = next(each for each in python_build() if each.key == "python_library_paths")
    assert (row.value, row.default) == ("LD_LIBRARY_PATH", "none")
    monkeypatch.setenv("LD_LIBRARY_PATH", "")
    assert "python_library_paths" not in told()
