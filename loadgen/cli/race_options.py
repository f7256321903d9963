"""The options that say what is raced, and the plan that they come to."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, Self

import click
import msgspec

from loadgen.cli.command import SectionOption
from loadgen.cli.option_types import Assignment, CatalogueKey, CatalogueParameter, suggestion
from loadgen.model.clients import CLIENTS, DEFAULT_CLIENT, ClientKey
from loadgen.model.frame import LANES, LaneId
from loadgen.model.load_parameter import LoadParameter, parameters_of
from loadgen.model.load_plan import CONCURRENCY, RATE, ClosedModel, Model, OpenModel
from loadgen.model.race_plan import (
    CLEAR_METRICS,
    DURATION,
    EMPTY_MIX,
    UNTIL_CLEAR_MAX_S,
    ClearMetric,
    LaneChoice,
    RacePlan,
    load_parameters,
)
from loadgen.race.process_control import cpu_layout
from servers.catalog.parameter import Parameter, ParameterError
from servers.catalog.race_catalog import RACE_SCENARIOS, RACE_VARIANTS
from servers.catalog.scenarios import scenario
from servers.catalog.variants import variant

TURNS_S = 30
_LANE_IDS: dict[str, LaneId] = {id_: id_ for id_ in LANES}
_RACE, _LOAD, _METHOD = "the race", "the load", "how it is measured"


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceOptions:
    """The values of the options. None: not given, and the default depends on the others.

    ``numbers`` are those of the load parameters, by key.
    """

    a: str
    b: str
    scenario: str
    set: tuple[str, ...]
    duration: int | None
    until_clear: str | None
    client: ClientKey
    mode: Literal["together", "turns"]
    fresh_servers: bool
    pin: bool
    numbers: Mapping[str, int | None]

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """The options among these values; what is not there was not given."""
        numbers = {each.key: values.get(each.key) for each in load_parameters()}
        given: dict[str, Any] = {each.name: values.get(each.name) for each in fields(cls)}
        return cls(**{**given, "numbers": numbers})

    def server(self, lane: LaneId) -> str:
        """The variant of a lane."""
        return self.a if lane == "a" else self.b


def keys_of(holder: type[msgspec.Struct]) -> list[str]:
    """The keys of the load parameters of a plan or a load model."""
    return [field.parameter.key for field in parameters_of(holder)]


MODEL_KEYS = (*keys_of(ClosedModel), *keys_of(OpenModel))
"""Of the options that say how much load there is."""


def keys_of_turns() -> list[str]:
    """Those that count only where lanes take turns."""
    return [each.key for each in load_parameters() if each.in_turns]


def race_options() -> list[click.Option]:
    """What is raced, with which load, and how it is measured."""
    return [*_race(), *_load(), *_method()]


def _race() -> Iterator[click.Option]:
    servers = CatalogueKey("server", {each.key: each.title for each in RACE_VARIANTS})
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
        type=CatalogueKey("scenario", {each.key: each.title for each in RACE_SCENARIOS}),
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
    yield SectionOption(
        "--duration",
        section=_RACE,
        type=(kind := CatalogueParameter(DURATION)),
        help=kind.help(f"{DURATION.default}; {TURNS_S} in turns, {UNTIL_CLEAR_MAX_S} until clear"),
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
    yield from (_number(each, _LOAD) for each in load_parameters() if each.section == "load")
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
    yield from (_number(each, _METHOD) for each in load_parameters() if each.section == "method")
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


def _number(parameter: LoadParameter, section: str) -> click.Option:
    kind = CatalogueParameter(parameter)
    return SectionOption(
        parameter.option, section=section, type=kind, help=kind.help(parameter.usual_text)
    )


def settable_names(typed: Mapping[str, Any]) -> Iterator[tuple[str, Parameter]]:
    """Each name that ``--set`` takes with these options, and its parameter: ``a.threads``.

    ``typed`` may be incomplete or wrong, as it is while a shell completes it.
    """
    for entry in RACE_SCENARIOS:
        if entry.key == typed.get("scenario"):
            yield from ((each.key, each) for each in entry.parameters)
    for lane in LANES:
        for server in RACE_VARIANTS:
            if server.key == typed.get(lane):
                yield from ((f"{lane}.{each.key}", each) for each in server.settings)


def plan_of(typed: RaceOptions) -> RacePlan:
    """The plan; raises ParameterError with a sentence."""
    parameters, settings = _parse_assignments(typed)
    _check_pinning(typed)
    plan = RacePlan(
        lanes={id_: LaneChoice.of(typed.server(id_), **settings[id_]) for id_ in LANES},
        scenario=typed.scenario,
        parameters=parameters,
        model=_model(typed),
        mode=typed.mode,
        fresh_servers=_fresh_servers(typed),
        until_clear=typed.until_clear is not None,
        clear_metric=_clear_metric(typed),
        client=typed.client,
        pinned=typed.pin,
        duration_s=_duration_s(typed),
        **_values(RacePlan, typed),
    ).checked()
    if plan.is_empty_mix:
        raise ParameterError(EMPTY_MIX)
    return plan


def _parse_assignments(typed: RaceOptions) -> tuple[dict[str, int], dict[LaneId, dict[str, int]]]:
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
    return "requests" if typed.numbers[RATE.key] is None else "p99"


def _model(typed: RaceOptions) -> Model:
    has_rate, has_users = (typed.numbers[each.key] is not None for each in (RATE, CONCURRENCY))
    if has_rate and has_users:
        raise ParameterError(
            "--rate and --concurrency exclude each other: a rate is kept whatever the server does; "
            "to bound what is in flight, give --max-in-flight."
        )
    if has_rate:
        return OpenModel(**_values(OpenModel, typed))
    for each in parameters_of(OpenModel):
        if typed.numbers[each.parameter.key] is not None:
            raise ParameterError(each.parameter.refusal_alone)
    return ClosedModel(**_values(ClosedModel, typed))


def _values(holder: type[msgspec.Struct], typed: RaceOptions) -> dict[str, Any]:
    """The fields of its load parameters, with defaults for what was not given."""
    found: dict[str, Any] = {}
    for name, parameter, kind in parameters_of(holder):
        value = typed.numbers[parameter.key]
        if value is not None and parameter.in_turns and typed.mode != "turns":
            raise ParameterError(parameter.refusal_alone)
        found[name] = kind(parameter.default if value is None else value)
    return found


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
