"""What the generator alone is told on its command line."""

import argparse
import contextlib
from functools import partial

import httpx
import msgspec

from loadgen.generator.request_cycle import cycle_of
from loadgen.model.clients import CLIENTS, DEFAULT_CLIENT
from loadgen.model.load_options import LoadOptions
from loadgen.model.load_parameter import LoadParameter, parameters_of
from loadgen.model.load_plan import (
    CONCURRENCY_MAX,
    RATE_MAX,
    ClosedModel,
    LoadPlan,
    LoadRequest,
    Model,
    OpenModel,
)

_HELP = """\
Send one request over and over to a server on this machine, and print one line of JSON: what became
of the requests, throughput (successful responses per second), latency in milliseconds, and what the
generator itself needed. Without any option it is steered by the program: plans as JSON lines on
stdin, snapshots on stdout."""
_EXAMPLES = """\
examples:
  python -m loadgen.generator --url http://127.0.0.1:8000/hello
  python -m loadgen.generator --url http://127.0.0.1:8000/orders --method POST \\
      --header 'content-type: application/json' --body '{"customer": "Ada"}' --concurrency 8
  python -m loadgen.generator --url http://127.0.0.1:8000/hello --rate 500

Each user has one connection and one request in flight; latency is from before a request's first
byte is written to the last byte of its answer, connecting not included. With --rate, requests are
due evenly whatever the server does: latency_ms is then from when a request was due, service_ms from
when it was sent; with --connections, one that finds none of them free waits, which only latency_ms
tells. What finds --max-in-flight requests under way or waiting is dropped. Only loopback addresses
are taken. Ctrl-C ends early, and prints what was measured (exit code 130)."""


class Options(msgspec.Struct, frozen=True):
    """What was asked for on the command line."""

    plan: LoadPlan
    duration_s: float


def _whole(text: str) -> int:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    if not 1 <= number <= CONCURRENCY_MAX:
        raise argparse.ArgumentTypeError(
            f"it takes a whole number from 1 to {CONCURRENCY_MAX:,}, not “{text[:20]}”"
        )
    return number


def _connections(text: str) -> int:
    return 0 if text == "0" else _whole(text)


def _number(parameter: LoadParameter, text: str) -> int:
    """A load parameter, in the range that the generator takes."""
    most = parameter.generator_maximum or parameter.maximum
    try:
        return msgspec.structs.replace(parameter, maximum=most).parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _rate(text: str) -> float:
    with contextlib.suppress(ValueError):
        if 0 < (rate := float(text)) <= RATE_MAX:
            return rate
    raise argparse.ArgumentTypeError(
        f"it takes requests a second, above 0 to {RATE_MAX:,}, not “{text[:20]}”"
    )


def _seconds(text: str) -> float:
    with contextlib.suppress(ValueError):
        if 0 < (seconds := float(text)) <= 86_400:
            return seconds
    raise argparse.ArgumentTypeError(f"it takes seconds, above 0 to 86,400, not “{text[:20]}”")


def _ramp(text: str) -> float:
    return 0.0 if text == "0" else _seconds(text)


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip():
        raise argparse.ArgumentTypeError(f"it takes “name: value”, not “{text[:40]}”")
    return name.strip(), value.strip()


def parse(arguments: list[str]) -> Options:
    """Understand the command line; leaves with 2 and a sentence when it is no use."""
    parser = argparse.ArgumentParser(
        prog="python -m loadgen.generator",
        description=_HELP,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_load(parser)
    _add_request(parser)
    given = parser.parse_args(arguments)
    model: Model = ClosedModel(given.concurrency)
    if given.rate is not None:
        model = OpenModel(given.rate, given.max_in_flight, given.connections)
    plan = LoadPlan(
        revision=1,
        url=given.url,
        model=model,
        client=given.client,
        requests=(LoadRequest("", given.method, tuple(given.header), given.body.encode()),),
        timeout_s=given.timeout,
        ramp_s=given.ramp,
        **{
            name: getattr(given, parameter.key) for name, parameter, _ in parameters_of(LoadOptions)
        },
    )
    try:
        cycle_of(plan)
    except (httpx.TransportError, ValueError) as error:
        parser.error(str(error))
    return Options(plan, given.duration)


def _add_load(parser: argparse.ArgumentParser) -> None:
    how_many = parser.add_mutually_exclusive_group()
    how_many.add_argument("--concurrency", type=_whole, default=64, help="users (default 64)")
    how_many.add_argument("--rate", type=_rate, help="requests a second, instead of users")
    parser.add_argument(
        "--max-in-flight", type=_whole, default=1_000, help="with --rate (default 1,000)"
    )
    parser.add_argument(
        "--connections",
        type=_connections,
        default=0,
        help="with --rate: send over so many (default 0: as many as needed)",
    )
    for _, parameter, _ in parameters_of(LoadOptions):
        parser.add_argument(
            parameter.option,
            type=partial(_number, parameter),
            default=parameter.default,
            help=f"{parameter.hint} (default {parameter.default})",
        )
    parser.add_argument(
        "--ramp", type=_ramp, default=0.0, help="seconds over which users start (default 0)"
    )
    parser.add_argument(
        "--client",
        choices=[each.key for each in CLIENTS],
        default=DEFAULT_CLIENT,
        help=f"what sends (default {DEFAULT_CLIENT})",
    )
    parser.add_argument("--duration", type=_seconds, default=4.0, help="seconds (default 4)")


def _add_request(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--url", required=True, help="what to ask for, on this machine")
    parser.add_argument("--method", default="GET", help="default GET")
    parser.add_argument("--header", type=_header, action="append", default=[], help="repeatable")
    parser.add_argument("--body", default="", help="sent with each request, as UTF-8")
    parser.add_argument(
        "--timeout", type=_seconds, default=60.0, help="seconds for a whole request (default 60)"
    )
