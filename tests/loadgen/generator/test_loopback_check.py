"""Load is sent to this machine only."""

import socket

import pytest

from loadgen.generator.loopback_check import TargetError, check_target
from tests.support.every_case import every_case


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://127.0.0.1:8000/hello?a=1", "127.0.0.1"),
        ("http://127.9.8.7/", "127.9.8.7"),
        ("http://[::1]:8000/", "::1"),
        ("http://localhost:8000/", "127.0.0.1"),
    ],
)
def test_loopback_is_taken(url: str, address: str) -> None:
    assert check_target(url) == address


@every_case(
    "url",
    [
        "http://192.168.0.1/",
        "http://0.0.0.0:8000/",
        "http://[::]/",
        "http://[::ffff:8.8.8.8]/",
        "http://10.0.0.1/",
        "http://example.org/",
        "http://127.0.0.1.example.org/",
        "http://127.0.0.1@example.org/",
        "http://localhost.example.org/",
        "http://2130706433/",
    ],
)
def test_any_other_machine_is_refused(url: str) -> None:
    with pytest.raises(TargetError, match="not this machine"):
        check_target(url)


@pytest.mark.parametrize("url", ["", "127.0.0.1:8000", "https://127.0.0.1/", "http://"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(TargetError, match="no address"):
        check_target(url)


def test_a_localhost_that_leads_elsewhere_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", ("127.0.0.1", 0)), (2, 1, 6, "", ("192.168.0.1", 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(TargetError):
        check_target("http://localhost/")


def test_a_localhost_that_leads_nowhere_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("no such host")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(TargetError):
        check_target("http://localhost/")
