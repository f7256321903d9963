"""The limit of open files is raised as far as the system lets it, and never lowered."""

from collections.abc import Iterator

import pytest

from servers.process.descriptor_limit import raise_descriptor_limit

resource = pytest.importorskip("resource")


@pytest.fixture
def hard() -> Iterator[int]:
    """The hard limit, under a soft limit of 256."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
    yield before[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def soft() -> int:
    return int(resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def test_it_is_raised_to_what_is_needed_and_never_lowered(hard: int) -> None:
    assert raise_descriptor_limit(300) == soft() == 300
    assert raise_descriptor_limit(100) == soft() == 300


def test_it_is_raised_no_further_than_the_hard_limit(hard: int) -> None:
    if hard == resource.RLIM_INFINITY:
        pytest.skip("there is no hard limit here")
    assert raise_descriptor_limit(10**9) == soft() == hard


def test_without_a_number_it_is_raised_as_far_as_possible(hard: int) -> None:
    expected = 65_536 if hard == resource.RLIM_INFINITY else hard
    assert raise_descriptor_limit() == soft() == expected


def test_a_refusal_of_the_system_leaves_it_as_it_is(
    hard: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ValueError("current limit exceeds maximum limit")

    with monkeypatch.context() as patched:
        patched.setattr(resource, "setrlimit", refuse)
        assert raise_descriptor_limit(300) == 256
