"""A test that goes through a table in one run and names every case that fails.

``pytest.mark.parametrize`` makes a test of each case: collected by every worker, set up, checked
for leaks and reported, 4 ms of CPU. That is most of the time where a case is a call and a
comparison.
"""

import functools
import inspect
import reprlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import pytest
from _pytest.mark import ParameterSet  # what pytest.param returns

Ids: TypeAlias = Iterable[str] | Callable[[Any], object] | None
Test: TypeAlias = Callable[..., None]


def every_case(
    names: str | Sequence[str], cases: Iterable[Any], ids: Ids = None
) -> Callable[[Test], Test]:
    """Takes the arguments of ``pytest.mark.parametrize`` and runs the test with each case.

    All cases run. The error is a group with the error of each case that failed, and its message has
    their ids. Fixtures are set up once, for all cases together: a case must leave them as it found
    them. A case that is skipped fails: the test would not prove what it says. Raises ValueError
    where there is no case.
    """
    keys = [each.strip() for each in names.split(",")] if isinstance(names, str) else list(names)
    table = _table(keys, list(cases), ids)

    def decorate(test: Test) -> Test:
        signature = inspect.signature(test)
        fixtures = [each for name, each in signature.parameters.items() if name not in keys]
        if len(fixtures) + len(keys) != len(signature.parameters):
            raise ValueError(f"{test.__name__} does not take all of {keys}")

        @functools.wraps(test)
        def run_all(*args: Any, **given: Any) -> None:
            errors = {}
            for id_, values in table.items():
                try:
                    test(*args, **given, **values)
                except (Exception, pytest.fail.Exception, pytest.skip.Exception) as error:
                    error.add_note(f"case: {id_}")
                    errors[id_] = error
            if errors:
                failed = "; ".join(errors)
                raise BaseExceptionGroup(
                    f"{len(errors)} of {len(table)} cases failed: {failed}", list(errors.values())
                )

        run_all.__signature__ = signature.replace(parameters=fixtures)  # type: ignore[attr-defined]
        return run_all

    return decorate


def _table(
    keys: Sequence[str], cases: Sequence[Any], ids: Ids
) -> Mapping[str, Mapping[str, object]]:
    """The arguments of each case, by its id, which has the case's number where it is not unique."""
    named = list(ids) if ids is not None and not callable(ids) else None
    table: dict[str, Mapping[str, object]] = {}
    for number, case in enumerate(cases):
        id_, values = "", case if len(keys) > 1 else (case,)
        if isinstance(case, ParameterSet):
            id_, values = str(case.id or ""), case.values
        elif named is not None:
            id_ = named[number]
        elif callable(ids):
            id_ = "-".join(str(ids(each)) for each in values)
        if not id_ or id_ in table:
            id_ = f"{id_ or reprlib.repr(case)} ({number})"
        table[id_] = dict(zip(keys, values, strict=True))
    if not table:
        raise ValueError(f"there is no case of {', '.join(keys)}")
    return table
