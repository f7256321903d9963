"""The options that say what is raced, and the plan that they come to."""

import argparse
from collections.abc import Callable

from loadgen.experiments import pinning
from loadgen.experiments.race_plan import (
    BLOCK,
    CLEAR_METRICS,
    CLIENTS,
    CONCURRENCY,
    CONNECTIONS,
    DURATION,
    MAX_IN_FLIGHT,
    RATE,
    TIMEOUT,
    LaneChoice,
    RacePlan,
)
from loadgen.frame import LANES, LaneId
from loadgen.plan import ClosedModel, Model, OpenModel
from servers.parameters import Parameter, ParameterError
from servers.scenarios import SCENARIOS, is_empty_mix, scenario
from servers.variants import VARIANTS, variant

TURNS_S = 30
CLEAR_S = 300


def add_race_options(run: argparse.ArgumentParser) -> None:
    """What is raced, with which load, and how it is measured."""
    _add_race(run.add_argument_group("the race"))
    _add_load(run.add_argument_group("the load"))
    _add_method(run.add_argument_group("how it is measured"))


def _add_race(race: argparse._ArgumentGroup) -> None:
    servers = [each.key for each in VARIANTS]
    for lane, default in (("a", "flask"), ("b", "fastapi")):
        race.add_argument(
            f"--{lane}",
            choices=servers,
            default=default,
            metavar="SERVER",
            help=f"the server in lane {lane.upper()}: {', '.join(servers)} (default: {default})",
        )
    race.add_argument(
        "--scenario",
        choices=[each.key for each in SCENARIOS],
        default="wait",
        metavar="NAME",
        help=f"{', '.join(each.key for each in SCENARIOS)} (default: wait)",
    )
    race.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter of the scenario (wait_ms=50), or a setting of one lane's server "
        "(a.threads=64); may be repeated",
    )
    usual = f"{DURATION.default}; {TURNS_S} in turns, {CLEAR_S} until clear"
    _add_number(race, DURATION, usual)
    race.add_argument(
        "--until-clear",
        nargs="?",
        choices=("", *CLEAR_METRICS),
        const="",
        metavar="METRIC",
        help="end as soon as the 95 %% interval of a ratio excludes 1, at the latest after the "
        f"duration; METRIC is one of {', '.join(CLEAR_METRICS)} (default: requests; p99 with "
        "--rate, where both lanes may answer all that is due)",
    )


def _add_load(load: argparse._ArgumentGroup) -> None:
    _add_number(load, CONCURRENCY, str(CONCURRENCY.default))
    _add_number(load, RATE, "no rate: users who wait")
    _add_number(load, MAX_IN_FLIGHT, f"{MAX_IN_FLIGHT.default}; with --rate")
    _add_number(load, CONNECTIONS, "as many as needed; with --rate")
    _add_number(load, TIMEOUT, str(TIMEOUT.default))
    load.add_argument(
        "--client",
        choices=list(CLIENTS),
        default="faceoff",
        metavar="NAME",
        help="what sends: "
        + ", ".join(f"{key} ({title})" for key, title in CLIENTS.items())
        + " (default: faceoff)",
    )


def _add_method(method: argparse._ArgumentGroup) -> None:
    method.add_argument(
        "--mode",
        choices=("together", "turns"),
        default="together",
        help="both lanes at the same time, or one after the other in blocks (default: together)",
    )
    _add_number(method, BLOCK, f"{BLOCK.default}; with --mode turns")
    method.add_argument(
        "--fresh-servers",
        action="store_true",
        help="restart both servers before each pair of turns, so that the interval covers what "
        "differs from one start to the next; with --mode turns",
    )
    method.add_argument(
        "--pin",
        action="store_true",
        help="keep servers and generators to separate cores, where the system allows it",
    )
    method.add_argument(
        "--calibrate",
        action=argparse.BooleanOptionalAction,
        help="measure before the race what the generator can send at most; without either: when "
        "that is not known for this machine and setting",
    )


def _add_number(group: argparse._ArgumentGroup, parameter: Parameter, usual: str) -> None:
    group.add_argument(
        f"--{parameter.key.replace('_', '-')}",
        type=_number(parameter),
        metavar="N",
        help=f"{parameter.hint} {parameter.range_text} (default: {usual})".replace("%", "%%"),
    )


def _number(parameter: Parameter) -> Callable[[str], int]:
    def parsed(text: str) -> int:
        try:
            return parameter.parse(text)
        except ParameterError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return parsed


def plan_of(typed: argparse.Namespace) -> RacePlan:
    """The plan; raises ParameterError with a sentence."""
    settings: dict[LaneId, dict[str, int]] = {id_: {} for id_ in LANES}
    parameters: dict[str, int] = {}
    for word in typed.set:
        name, equals, value = word.partition("=")
        if not equals:
            raise ParameterError(f"--set takes NAME=VALUE, not “{word}”.")
        lane, dot, key = name.strip().partition(".")
        if not dot:
            known = scenario(typed.scenario).parameters
            parameters[lane] = _find(lane, known, _elsewhere(lane, typed)).parse(value)
        elif lane == "a" or lane == "b":
            settings[lane][key] = _find(key, variant(getattr(typed, lane)).settings).parse(value)
        else:
            raise ParameterError(f"There is no lane “{lane}”; there are: a, b.")
    _check_pinning(typed)
    plan = RacePlan(
        lanes={id_: LaneChoice.of(getattr(typed, id_), **settings[id_]) for id_ in LANES},
        scenario=typed.scenario,
        parameters=parameters,
        model=_model(typed),
        mode=typed.mode,
        block_s=_block_s(typed),
        fresh_servers=_fresh_servers(typed),
        until_clear=typed.until_clear is not None,
        clear_metric=typed.until_clear or ("requests" if typed.rate is None else "p99"),
        client=typed.client,
        pinned=typed.pin,
        duration_s=_duration_s(typed),
        timeout_s=typed.timeout or TIMEOUT.default,
    ).checked()
    if is_empty_mix(plan.scenario, plan.parameters):
        raise ParameterError("All weights of the mix are 0; set at least one to 1 or more.")
    return plan


def _model(typed: argparse.Namespace) -> Model:
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


def _block_s(typed: argparse.Namespace) -> int:
    if typed.block is not None and typed.mode != "turns":
        raise ParameterError("--block is the length of a turn; give --mode turns too.")
    return typed.block or BLOCK.default


def _fresh_servers(typed: argparse.Namespace) -> bool:
    if typed.fresh_servers and typed.mode != "turns":
        raise ParameterError("--fresh-servers is between two turns; give --mode turns too.")
    return bool(typed.fresh_servers)


def _duration_s(typed: argparse.Namespace) -> int:
    if typed.duration is not None:
        return int(typed.duration)
    if typed.until_clear is not None:
        return CLEAR_S
    return TURNS_S if typed.mode == "turns" else DURATION.default


def _check_pinning(typed: argparse.Namespace) -> None:
    if typed.pin and (problem := pinning.problem()):
        raise ParameterError(f"{problem} Leave out --pin.")


def _find(key: str, known: tuple[Parameter, ...], hint: str = "") -> Parameter:
    for parameter in known:
        if parameter.key == key:
            return parameter
    names = ", ".join(parameter.key for parameter in known)
    raise ParameterError(f"There is no setting “{key}” here; there are: {names}.{hint}")


def _elsewhere(key: str, typed: argparse.Namespace) -> str:
    """Where a setting is known that was given without its lane."""
    lanes = [
        id_ for id_ in LANES if any(key == s.key for s in variant(getattr(typed, id_)).settings)
    ]
    return f" It is a setting of a lane's server: write {lanes[0]}.{key}=…" if lanes else ""
