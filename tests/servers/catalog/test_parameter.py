"""A parameter takes whole numbers in its range, as a person writes them, and nothing else."""

import pytest

from servers.catalog.parameter import Parameter, ParameterError, checked, defaults
from servers.catalog.scenarios import scenario
from tests.support.every_case import every_case

ONE_ONLY = Parameter.choice(
    key="cores",
    title="Cores",
    choices=("all", "one"),
    words="{} core",
    unavailable=((1, "Not on this system."),),
)
WAIT = Parameter(key="wait_ms", title="Wait", minimum=0, maximum=10_000, default=50, unit="ms")
SIZE = Parameter(key="size", title="Size", minimum=1, maximum=9, default=3)
CORES = Parameter.choice(key="cores", title="Cores", choices=("all", "one", "two of them"))


@pytest.mark.parametrize(
    ("typed", "value"),
    [("0", 0), ("50", 50), (" 50 ", 50), ("10000", 10_000), ("10,000", 10_000), ("0050", 50)],
)
def test_whole_numbers_are_understood(typed: str, value: int) -> None:
    assert WAIT.parse(typed) == value


@every_case(
    "typed",
    [
        *("", " ", "-1", "10001", "1000000000", "9" * 5_000, "1e3", "NaN", "inf", "0x10", "5.0"),
        *("1_000", "1,00", "1 000", "50ms", "٣"),
    ],
)
def test_anything_else_is_refused_with_the_range(typed: str) -> None:
    with pytest.raises(ParameterError, match="Wait takes a whole number from 0 to 10,000 ms"):
        WAIT.parse(typed)


@pytest.mark.parametrize(("typed", "value"), [("all", 0), (" One ", 1), ("TWO of them", 2)])
def test_a_named_value_is_typed_by_its_name(typed: str, value: int) -> None:
    assert CORES.parse(typed) == value
    assert CORES.parse(CORES.typed_text(value)) == value


@pytest.mark.parametrize("typed", ["", "0", "1", "on", "allone", "all,one"])
def test_an_unknown_name_is_refused_with_all_names(typed: str) -> None:
    with pytest.raises(ParameterError, match="Cores takes all, one or two of them, not"):
        CORES.parse(typed)


def test_a_named_value_is_shown_by_its_name() -> None:
    assert (CORES.text(1), CORES.phrase(1)) == ("one", "cores one")
    assert (WAIT.text(1_000), WAIT.typed_text(1_000)) == ("1,000", "1000")
    with pytest.raises(ParameterError, match="Cores takes all, one or two of them"):
        checked((CORES,), {"cores": 3})


def test_zero_may_have_a_name_which_is_shown_and_understood() -> None:
    many = Parameter(key="many", title="Uses", zero="unlimited", minimum=0, maximum=9, default=0)
    assert [many.text(value) for value in (0, 3)] == ["unlimited", "3"]
    assert many.text_with_unit(0) == "unlimited"
    assert [many.parse(text) for text in ("0", "unlimited", "Unlimited", "3")] == [0, 0, 0, 3]
    assert many.typed_text(0) == "0"


def test_defaults_are_filled_in() -> None:
    assert defaults((WAIT, SIZE)) == {"wait_ms": 50, "size": 3}
    assert checked((WAIT, SIZE), {"size": 9}) == {"wait_ms": 50, "size": 9}


@pytest.mark.parametrize(
    ("chosen", "said"), [({"size": 10}, "from 1 to 9"), ({"tempo": 1}, "there are: wait_ms, size")]
)
def test_a_wrong_choice_is_refused(chosen: dict[str, int], said: str) -> None:
    with pytest.raises(ParameterError, match=said):
        checked((WAIT, SIZE), chosen)


@pytest.mark.parametrize(
    ("scenario_key", "key", "value", "said"),
    [
        ("wait", "wait_ms", 50, "50 ms wait"),
        ("cpu", "primes_below", 2_000, "primes below 2,000"),
        ("database", "insert_every", 10, "one insert in 10 requests"),
        ("database", "insert_every", 0, "no inserts"),
        ("mixed", "weight_cpu", 7, "7 Compute"),
    ],
)
def test_a_value_is_told_as_one_says_it(scenario_key: str, key: str, value: int, said: str) -> None:
    (parameter,) = (each for each in scenario(scenario_key).parameters if each.key == key)
    assert parameter.phrase(value) == said


def test_what_is_not_available_here_is_refused_with_the_reason() -> None:
    assert ONE_ONLY.parse("all") == 0
    with pytest.raises(ParameterError, match=r"^Not on this system\. Leave “Cores” at all\.$"):
        ONE_ONLY.parse("one")
    with pytest.raises(ParameterError, match="Not on this system"):
        ONE_ONLY.check(1)


def test_a_named_value_has_its_words() -> None:
    assert ONE_ONLY.phrase(1) == "one core"
    assert (
        Parameter.choice(key="nodelay", title="TCP_NODELAY", choices=("off", "on")).phrase(0)
        == "TCP_NODELAY off"
    )
