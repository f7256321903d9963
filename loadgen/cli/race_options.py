"""The options that say what is raced, and the plan that they come to."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

import click

from loadgen.cli.command import SectionOption
from loadgen.cli.option_types import Assignment, CatalogueKey, CatalogueParameter, suggestion
from loadgen.model.clients import CLIENTS, DEFAULT_CLIENT, ClientKey
from loadgen.model.frame import LANES, LaneId
from loadgen.model.load_plan import ClosedModel, Model, OpenModel
from loadgen.model.race_plan import (
    BLOCK,
    CLEAR_METRICS,
    CONCURRENCY,
    CONNECTIONS,
    DURATION,
    EMPTY_MIX,
    MAX_IN_FLIGHT,
    RATE,
    REQUESTS_PER_CONNECTION,
    TIMEOUT,
    UNTIL_CLEAR_MAX_S,
    ClearMetric,
    LaneChoice,
    RacePlan,
)
from loadgen.race.process_control import cpu_layout
from servers.catalog.parameter import Parameter, ParameterError
from servers.catalog.scenarios import SCENARIOS, scenario
from servers.catalog.variants import VARIANTS, variant

TURNS_S = 30
_LANE_IDS: dict[str, LaneId] = {id_: id_ for id_ in LANES}
_RACE, _LOAD, _METHOD = "the race", "the load", "how it is measured"


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceOptions:
    """The values of the options. None: not given, and the default depends on the others."""

    a: str
    b: str
    scenario: str
    set: tuple[str, ...]
    duration: int | None
    until_clear: str | None
    concurrency: int | None
    rate: int | None
    max_in_flight: int | None
    connections: int | None
    requests_per_connection: int | None
    timeout: int | None
    client: ClientKey
    mode: Literal["together", "turns"]
    block: int | None
    fresh_servers: bool
    pin: bool

    def server(self, lane: LaneId) -> str:
        """The variant of a lane."""
        return self.a if lane == "a" else self.b


def race_options() -> list[click.Option]:
    """What is raced, with which load, and how it is measured."""
    return [*_race(), *_load(), *_method()]


def _race() -> Iterator[click.Option]:
    servers = CatalogueKey("server", {each.key: each.title for each in VARIANTS})
    for lane, default in (("a", "flask"), ("b", "fastapi")):
        yield SectionOption(
            f"--{lane}",
            section=_RACE,
            type=servers,
            default=default,
            help=f"The server in lane {lane.upper()}; they are listed below (default: {default})",
        )
    yield SectionOption(
        "--scenario",
        section=_RACE,
        type=CatalogueKey("scenario", {each.key: each.title for each in SCENARIOS}),
        default="wait",
        help="What is asked of both servers; they are listed below (default: wait)",
    )
    yield SectionOption(
        "--set",
        section=_RACE,
        type=Assignment(settable_names),
        multiple=True,
        help="A parameter of the scenario (wait_ms=50), or a setting of one lane's server "
        "(a.threads=64); may be repeated",
    )
    yield _number(
        DURATION, _RACE, f"{DURATION.default}; {TURNS_S} in turns, {UNTIL_CLEAR_MAX_S} until clear"
    )
    yield SectionOption(
        "--until-clear",
        section=_RACE,
        type=CatalogueKey("metric", {str(key): "" for key in CLEAR_METRICS}, empty=True),
        is_flag=False,
        flag_value="",
        help="End as soon as the 95 % interval of a ratio excludes 1, at the latest after the "
        f"duration; METRIC is one of {', '.join(CLEAR_METRICS)} (default: requests; p99 with "
        "--rate, where both lanes may answer all that is due)",
    )


def _load() -> Iterator[click.Option]:
    yield _number(CONCURRENCY, _LOAD, str(CONCURRENCY.default))
    yield _number(RATE, _LOAD, "no rate: users who wait")
    yield _number(MAX_IN_FLIGHT, _LOAD, f"{MAX_IN_FLIGHT.default}; with --rate")
    yield _number(CONNECTIONS, _LOAD, "as many as needed; with --rate")
    yield _number(REQUESTS_PER_CONNECTION, _LOAD, "0: they stay open")
    yield _number(TIMEOUT, _LOAD, str(TIMEOUT.default))
    yield SectionOption(
        "--client",
        section=_LOAD,
        type=CatalogueKey("client", {each.key: each.title for each in CLIENTS}),
        default=DEFAULT_CLIENT,
        help="What sends: "
        + ", ".join(f"{each.key} ({each.title})" for each in CLIENTS)
        + f" (default: {DEFAULT_CLIENT})",
    )


def _method() -> Iterator[click.Option]:
    yield SectionOption(
        "--mode",
        section=_METHOD,
        type=CatalogueKey("mode", {"together": "both at once", "turns": "one after the other"}),
        default="together",
        help="together: both lanes at the same time; turns: one after the other in blocks "
        "(default: together)",
    )
    yield _number(BLOCK, _METHOD, f"{BLOCK.default}; with --mode turns")
    yield SectionOption(
        "--fresh-servers",
        section=_METHOD,
        is_flag=True,
        help="Restart both servers before each pair of turns, so that the interval covers what "
        "differs from one start to the next; with --mode turns",
    )
    yield SectionOption(
        "--pin",
        section=_METHOD,
        is_flag=True,
        help="Keep servers and generators to separate cores, where the system allows it",
    )
    yield SectionOption(
        "--calibrate/--no-calibrate",
        section=_METHOD,
        default=None,
        help="Measure before the race what the generator can send at most; without either: when "
        "that is not known for this machine and setting",
    )


def _number(parameter: Parameter, section: str, usual: str) -> click.Option:
    kind = CatalogueParameter(parameter)
    name = f"--{parameter.key.replace('_', '-')}"
    return SectionOption(name, section=section, type=kind, help=kind.help(usual))


def settable_names(typed: Mapping[str, Any]) -> Iterator[tuple[str, Parameter]]:
    """Each name that ``--set`` takes with these options, and its parameter: ``a.threads``.

    ``typed`` may be incomplete or wrong, as it is while a shell completes it.
    """
    for entry in SCENARIOS:
        if entry.key == typed.get("scenario"):
            yield from ((each.key, each) for each in entry.parameters)
    for lane in LANES:
        for server in VARIANTS:
            if server.key == typed.get(lane):
                yield from ((f"{lane}.{each.key}", each) for each in server.settings)


def plan_of(typed: RaceOptions) -> RacePlan:
    """The plan; raises ParameterError with a sentence."""
    parameters, settings = _assigned(typed)
    _check_pinning(typed)
    plan = RacePlan(
        lanes={id_: LaneChoice.of(typed.server(id_), **settings[id_]) for id_ in LANES},
        scenario=typed.scenario,
        parameters=parameters,
        model=_model(typed),
        mode=typed.mode,
        block_s=_block_s(typed),
        fresh_servers=_fresh_servers(typed),
        until_clear=typed.until_clear is not None,
        clear_metric=_clear_metric(typed),
        client=typed.client,
        pinned=typed.pin,
        duration_s=_duration_s(typed),
        timeout_s=typed.timeout or TIMEOUT.default,
        requests_per_connection=typed.requests_per_connection or REQUESTS_PER_CONNECTION.default,
    ).checked()
    if plan.is_empty_mix:
        raise ParameterError(EMPTY_MIX)
    return plan


def _assigned(typed: RaceOptions) -> tuple[dict[str, int], dict[LaneId, dict[str, int]]]:
    """The scenario's parameters and each lane's settings, as ``--set`` gives them."""
    parameters: dict[str, int] = {}
    settings: dict[LaneId, dict[str, int]] = {id_: {} for id_ in LANES}
    for word in typed.set:
        name, equals, value = word.partition("=")
        if not equals:
            raise ParameterError(f"--set takes NAME=VALUE, not “{word}”.")
        lane, dot, key = name.strip().partition(".")
        if not dot:
            known = scenario(typed.scenario).parameters
            parameters[lane] = _find(lane, known, lane, typed).parse(value)
        elif (id_ := _LANE_IDS.get(lane)) is not None:
            known = variant(typed.server(id_)).settings
            settings[id_][key] = _find(key, known, name.strip(), typed).parse(value)
        else:
            raise ParameterError(f"There is no lane “{lane}”; there are: a, b.")
    return parameters, settings


def _clear_metric(typed: RaceOptions) -> ClearMetric:
    for metric in CLEAR_METRICS:
        if metric == typed.until_clear:
            return metric
    return "requests" if typed.rate is None else "p99"


def _model(typed: RaceOptions) -> Model:
    if typed.rate is None:
        if typed.max_in_flight is not None:
            raise ParameterError("--max-in-flight bounds a rate; give --rate too.")
        if typed.connections is not None:
            raise ParameterError(
                "--connections are what a rate is sent over; give --rate too. "
                "Users, of --concurrency, have one each."
            )
        return ClosedModel(typed.concurrency or CONCURRENCY.default)
    if typed.concurrency is not None:
        raise ParameterError(
            "--rate and --concurrency exclude each other: a rate is kept whatever the server does; "
            "to bound what is in flight, give --max-in-flight."
        )
    return OpenModel(
        float(typed.rate),
        typed.max_in_flight or MAX_IN_FLIGHT.default,
        typed.connections or CONNECTIONS.default,
    )


def _block_s(typed: RaceOptions) -> int:
    if typed.block is not None and typed.mode != "turns":
        raise ParameterError("--block is the length of a turn; give --mode turns too.")
    return typed.block or BLOCK.default


def _fresh_servers(typed: RaceOptions) -> bool:
    if typed.fresh_servers and typed.mode != "turns":
        raise ParameterError("--fresh-servers is between two turns; give --mode turns too.")
    return typed.fresh_servers


def _duration_s(typed: RaceOptions) -> int:
    if typed.duration is not None:
        return typed.duration
    if typed.until_clear is not None:
        return UNTIL_CLEAR_MAX_S
    return TURNS_S if typed.mode == "turns" else DURATION.default


def _check_pinning(typed: RaceOptions) -> None:
    if typed.pin and (problem := cpu_layout.problem()):
        raise ParameterError(f"{problem} Leave out --pin.")


def _find(key: str, known: tuple[Parameter, ...], written: str, typed: RaceOptions) -> Parameter:
    """The parameter of that key; raises ParameterError, which names one that is written alike."""
    for parameter in known:
        if parameter.key == key:
            return parameter
    names = ", ".join(parameter.key for parameter in known)
    meant = _elsewhere(written, typed) or suggestion(
        written, [name for name, _ in settable_names(asdict(typed))]
    )
    raise ParameterError(f"There is no setting “{key}” here; there are: {names}.{meant}")


def _elsewhere(written: str, typed: RaceOptions) -> str:
    """Where a setting is known that was given without its lane."""
    lanes = [
        id_ for id_ in LANES if any(written == s.key for s in variant(typed.server(id_)).settings)
    ]
    return f" It is a setting of a lane's server: write {lanes[0]}.{written}=…" if lanes else ""
