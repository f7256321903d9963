"""Each variant says what it is, whether it can run here, and what it serves."""

import sys
from types import SimpleNamespace

import pytest

from servers.__main__ import main
from servers.catalog import server_variant
from servers.catalog.compatibility import common, serving_refusal, why_not
from servers.catalog.scenarios import SCENARIOS
from servers.catalog.server_variant import ServerVariant
from servers.catalog.variants import VARIANTS, variant
from servers.process import packages
from tests.support.every_case import every_case

EACH = every_case("each", VARIANTS, ids=lambda each: each.key)


@EACH
def test_it_says_in_one_sentence_what_it_teaches_and_what_it_serves(each: ServerVariant) -> None:
    assert each.teaches.endswith(".")
    assert len(f"{each.subtitle}. {each.teaches}") <= 115  # one line of the menu
    keys = {one.key for one in SCENARIOS}
    assert set(each.scenarios or ()) <= keys
    assert each.serves("orders")  # so that any two can race
    if each.scenarios == ("orders",):
        assert "Serves only orders." in each.teaches


def test_titles_tell_them_apart() -> None:
    assert len({each.title for each in VARIANTS}) == len(VARIANTS)


def test_packages_of_an_extra_that_lack_are_named_with_the_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    extras = {
        package.import_name for each in VARIANTS for package in each.all_packages if package.extra
    }
    monkeypatch.setattr(packages, "is_installed", lambda name: name not in extras)
    reasons = {each.key: each.unavailable() for each in VARIANTS if each.unavailable()}
    assert reasons == {
        "fastapi-gunicorn": "FastAPI gunicorn needs the packages gunicorn and uvicorn-worker: "
        "uv run --extra gunicorn main.py.",
        "flask-gunicorn": "Flask gunicorn needs the package gunicorn: "
        "uv run --extra gunicorn main.py.",
        "flask-gevent": "Flask gevent needs the package gevent: uv run --extra gevent main.py.",
        "flask-smorest": "flask-smorest needs the package flask-smorest: "
        "uv run --extra validation main.py.",
        "apiflask": "APIFlask needs the package apiflask: uv run --extra validation main.py.",
        "flasgger": "flasgger needs the package flasgger: uv run --extra validation main.py.",
        "spectree": "SpecTree needs the package spectree: uv run --extra validation main.py.",
        "flask-openapi3": "flask-openapi3 needs the package flask-openapi3: "
        "uv run --extra validation main.py.",
    }


def test_a_server_that_is_missing_does_not_even_start(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(packages, "is_installed", lambda name: name != "gevent")
    with pytest.raises(SystemExit) as caught:
        main(["--variant", "flask-gevent"])
    assert caught.value.code == 2
    assert capfd.readouterr().err == (
        "Flask gevent needs the package gevent: uv run --extra gevent main.py.\n"
    )


def test_windows_has_no_gunicorn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_variant, "sys", SimpleNamespace(platform="win32"))
    told = {each.key: each.unavailable() for each in VARIANTS if each.unavailable()}
    assert told.keys() == {"fastapi-gunicorn", "flask-gunicorn"}
    assert all("Windows" in sentence for sentence in told.values())


@pytest.mark.skipif(sys.platform == "win32", reason="two of them need fork")
def test_here_everything_runs() -> None:
    assert [each.unavailable() for each in VARIANTS] == [""] * len(VARIANTS)


@pytest.mark.parametrize(
    ("key", "scenario", "sentence"),
    [
        ("flask", "database", ""),
        ("flask-manual", "orders", ""),
        (
            "flask-manual",
            "wait",
            "Flask by hand serves only “Validate an order” (orders); choose it, or another server.",
        ),
        (
            "flask-async",
            "mixed",
            (
                "Flask async serves only “Hello” (hello), “Wait on I/O” (wait), “Compute” (cpu) "
                "and “Validate an order” (orders); choose one of them, or another server."
            ),
        ),
    ],
)
def test_who_does_not_serve_a_scenario_says_what_it_serves(
    key: str, scenario: str, sentence: str
) -> None:
    assert serving_refusal(variant(key), scenario) == sentence
    assert why_not(variant(key), scenario) == sentence


@EACH
def test_any_two_share_a_scenario(each: ServerVariant) -> None:
    for other in VARIANTS:
        for wanted in ("wait", "mixed"):
            shared = common(each, other, wanted)
            assert each.serves(shared)
            assert other.serves(shared)
