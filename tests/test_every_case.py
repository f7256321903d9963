"""A test that goes through a table proves as much as one test for each case."""

import pytest

from tests.support.every_case import every_case


def test_every_case_runs_with_its_values_and_the_fixtures() -> None:
    seen: list[tuple[object, int, int]] = []

    @every_case("left, right", [(1, 2), (3, 4)])
    def check(fixture: object, left: int, right: int) -> None:
        seen.append((fixture, left, right))

    check(fixture="one")
    assert seen == [("one", 1, 2), ("one", 3, 4)]


def test_all_that_fail_are_named_with_their_errors() -> None:
    @every_case("value", [1, 2, 3, 4], ids=lambda value: f"value {value}")
    def check(value: int) -> None:
        if value == 4:
            pytest.fail("four")
        assert value % 2, f"{value} is even"

    with pytest.raises(BaseExceptionGroup) as failed:
        check()
    assert str(failed.value).startswith("2 of 4 cases failed: value 2; value 4")
    assert ["2 is even" in str(each) or str(each) for each in failed.value.exceptions] == [
        True,
        "four",
    ]


def test_two_tables_are_every_pair() -> None:
    seen: list[tuple[int, str]] = []

    @every_case("number", [1, 2])
    @every_case("letter", "ab", ids=["first", "second"])
    def check(number: int, letter: str) -> None:
        seen.append((number, letter))
        assert (number, letter) != (2, "b")

    with pytest.raises(BaseExceptionGroup) as failed:
        check()
    assert seen == [(1, "a"), (1, "b"), (2, "a"), (2, "b")]
    assert "1 of 2 cases failed: second" in str(failed.value.exceptions[0])


def test_cases_of_the_same_name_and_those_of_pytest_all_run() -> None:
    seen: list[int] = []

    @every_case("value", [1, 2, pytest.param(3, id="third")], ids=lambda value: "same")
    def check(value: int) -> None:
        seen.append(value)
        raise AssertionError

    with pytest.raises(BaseExceptionGroup, match=r"3 of 3 cases failed: same; same \(1\); third"):
        check()
    assert seen == [1, 2, 3]


@pytest.mark.parametrize(
    ("names", "cases", "reason"),
    [("value", [], "no case of value"), ("other", [1], "does not take all")],
)
def test_a_table_that_would_leave_something_out_is_refused(
    names: str, cases: list[int], reason: str
) -> None:
    def check(value: int) -> None:
        raise AssertionError

    with pytest.raises(ValueError, match=reason):
        every_case(names, cases)(check)
