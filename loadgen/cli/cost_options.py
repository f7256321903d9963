"""What ``cost`` takes beside the race: objective, price, time."""

import re
from typing import Any

import click

from loadgen.cli.command import SectionOption
from loadgen.cli.option_types import FiniteRange
from loadgen.objective.cost import UTILISATION, Price, parse_price
from loadgen.objective.objective import PERCENTILES, Objective

MOST_LIMIT_MS, MOST_FAILURES = 60_000, 50
_OBJECTIVE, _COST = "the objective", "the cost"
_OBJECTIVE_FORM = re.compile(r"\s*(?P<percentile>p\d+)_ms\s*<\s*(?P<limit>\S+)\s*")


class ObjectiveParameter(click.ParamType[Objective]):
    """``p99_ms < 100``."""

    name = "objective"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Objective:
        if isinstance(value, Objective):
            return value
        found = _OBJECTIVE_FORM.fullmatch(value)
        names = ", ".join(f"{each}_ms" for each in PERCENTILES)
        if found is None or found["percentile"] not in PERCENTILES:
            self.fail(f"“{value}” is no objective; write one of {names}: p99_ms < 100.", param, ctx)
        limit = _number(found["limit"])
        if limit is None or not 0 < limit <= MOST_LIMIT_MS:
            self.fail(
                f"The limit of “{value}” is a number above 0, up to {MOST_LIMIT_MS:,} ms.",
                param,
                ctx,
            )
        percentile = next(each for each in PERCENTILES if each == found["percentile"])
        return Objective(percentile=percentile, limit_ms=limit)


class PriceParameter(click.ParamType[Price]):
    """``0.096 EUR 2026-11-01``: of one hour, the currency's three letters, the day."""

    name = "price"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Price:
        if isinstance(value, Price):
            return value
        try:
            return parse_price(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


def cost_options() -> list[click.Option]:
    """All of them."""
    return [*_objective_options(), *_price_options(), *_search_options()]


def _objective_options() -> list[click.Option]:
    """What is to be met."""
    return [
        SectionOption(
            "--objective",
            section=_OBJECTIVE,
            type=ObjectiveParameter(),
            default=Objective(),
            metavar="TEXT",
            help="A percentile of latency (p50, p90 or p99) below a limit, 0 to "
            f"{MOST_LIMIT_MS:,} ms (default: “p99_ms < 100”)",
        ),
        SectionOption(
            "--failures",
            section=_OBJECTIVE,
            type=FiniteRange(0.01, MOST_FAILURES),
            default=1.0,
            metavar="PERCENT",
            help="At most so many requests fail or are dropped, 0.01 to "
            f"{MOST_FAILURES} % (default: 1)",
        ),
    ]


def _price_options() -> list[click.Option]:
    """What a machine costs."""
    return [
        SectionOption(
            "--price",
            section=_COST,
            type=PriceParameter(),
            metavar="TEXT",
            help="Of one hour of a machine like this: “0.096 EUR 2026-11-01”; without it, there is "
            "cost in CPU seconds alone",
        ),
        SectionOption(
            "--utilisation",
            section=_COST,
            type=click.IntRange(1, 100),
            default=round(100 * UTILISATION),
            metavar="PERCENT",
            help="How much of that rate the machine is asked for on the average, 1 to 100 % "
            f"(default: {round(100 * UTILISATION)})",
        ),
    ]


def _search_options() -> list[click.Option]:
    """How long is searched, and raced at what was found."""
    return [
        SectionOption(
            "--budget",
            section=_OBJECTIVE,
            type=click.IntRange(30, 3600),
            default=120,
            metavar="S",
            help="Begin no further step of a lane's search after so many seconds, 30 to 3,600 "
            "(default: 120)",
        ),
        SectionOption(
            "--confirm",
            section=_OBJECTIVE,
            type=click.IntRange(30, 600),
            default=60,
            metavar="S",
            help="Race so long at the rate that was found, 30 to 600 (default: 60)",
        ),
    ]


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
