"""The clients that are set beside each other: how each is run, and how to read what it prints.

What a client prints is trusted for one thing: how many requests were answered.
"""

import json
import math
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import metadata

import msgspec

from loadgen.model.load_plan import ClosedModel, LoadPlan
from loadgen.model.snapshot import Snapshot
from loadgen.selfcheck.pinned_processes import Gate
from servers.process.child_process import child_command
from servers.process.installation import IN_SOURCE_TREE, PEERS_COMMAND

FACEOFF = "Faceoff"
GENERATOR = "loadgen.generator"
CLIENTS = "loadgen.selfcheck.python_clients"

Command = Callable[[str, int, float], list[str]]


class OutputError(ValueError):
    """A client printed something that is not understood."""


@dataclass(frozen=True)
class Peer:
    """``command`` is made of URL, connections and seconds.

    ``needs`` is the program on PATH, or the Python distribution; ``to_add`` says how to get it.
    ``slow`` clients take a long time to say little.

    What starting it costs is not what a request costs. A client with a ``gate`` (made of URL and
    connections) waits there before its load; ``held`` ones go on until their stdin closes. Of
    another, ``smallest`` is the same with next to nothing to do; None where starting takes no more
    than a few milliseconds.
    """

    name: str
    command: Command
    requests: Callable[[str], int]
    gate: Callable[[str, int], Gate] | None = None
    held: bool = False
    smallest: Callable[[str], list[str]] | None = None
    needs: str = ""
    distribution: bool = False
    to_add: str = ""
    slow: bool = False

    @property
    def installed(self) -> bool:
        """Whether the program or distribution that the client needs is there."""
        if not self.needs:
            return True
        return bool(self.version) if self.distribution else shutil.which(self.needs) is not None

    @property
    def version(self) -> str:
        """Of a Python distribution; programs do not agree on how to ask for it."""
        if not self.distribution:
            return ""
        try:
            return metadata.version(self.needs)
        except metadata.PackageNotFoundError:
            return ""


def count_of_wrk(printed: str) -> int:
    """``  147666 requests in 2.02s, 21.41MB read``."""
    return int(_search(r"^\s*(\d+) requests in ", printed))


def percentile_of_wrk(printed: str, percent: int) -> float:
    """Seconds, out of ``--latency``: ``     99%   14.77ms``."""
    number, unit = _match(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s|m)\s*$", printed).groups()
    return float(number) * {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}[unit]


def count_by_status(printed: str) -> int:
    r"""hey and oha: ``  [200]\t40355 responses``, a line for each status."""
    counts = re.findall(r"^\s*\[\d{3}\]\s+(\d+) responses", printed, re.MULTILINE)
    if not counts:
        raise OutputError("It printed no line like “[200] 40355 responses”.")
    return sum(int(count) for count in counts)


def count_of_ab(printed: str) -> int:
    """``Complete requests:      50000``."""
    return int(_search(r"^Complete requests:\s+(\d+)", printed))


def count_of_autocannon(printed: str) -> int:
    """A JSON document; ``requests.total`` counts responses."""
    try:
        total = json.loads(printed)["requests"]["total"]
        return int(total)
    except (ValueError, KeyError, TypeError):
        raise OutputError("It printed no JSON with requests.total.") from None


def count_of_ours(printed: str) -> int:
    """The generator's snapshots, of which the last one has the totals."""
    try:
        return msgspec.json.decode(printed.splitlines()[-1], type=Snapshot).totals.ok
    except (msgspec.DecodeError, IndexError):
        raise OutputError("It printed no snapshot at its end.") from None


def count_of_python_client(printed: str) -> int:
    """``{"requests": 1234}``, as ``python_clients`` prints it; libraries may print before."""
    return int(_search(r'^\{"requests":(\d+)\}\s*$', printed))


def _search(pattern: str, printed: str) -> str:
    return str(_match(pattern, printed)[1])


def _match(pattern: str, printed: str) -> re.Match[str]:
    match = re.search(pattern, printed, re.MULTILINE)
    if match is None:
        raise OutputError(f"It printed no line like {pattern!r}.")
    return match


def _wrk(url: str, connections: int, seconds: float) -> list[str]:
    return ["wrk", "-t1", f"-c{connections}", f"-d{_whole(seconds)}s", "--latency", url]


def _hey(url: str, connections: int, seconds: float) -> list[str]:
    return ["hey", "-z", f"{seconds:g}s", "-c", str(connections), url]


def _oha(url: str, connections: int, seconds: float) -> list[str]:
    return ["oha", "--no-tui", "-z", f"{_whole(seconds)}s", "-c", str(connections), url]


def _ab(url: str, connections: int, seconds: float) -> list[str]:
    # The time counts; the number only has to be out of reach.
    limits = ("-t", str(_whole(seconds)), "-n", "10000000")
    return ["ab", "-q", "-k", *limits, "-c", str(connections), url]


def _autocannon(url: str, connections: int, seconds: float) -> list[str]:
    return [_program("autocannon"), "-j", "-d", str(_whole(seconds)), "-c", str(connections), url]


def _plans(url: str, connections: int) -> Gate:
    """A pause first: it starts the snapshots."""
    hello, go = (
        LoadPlan(revision=revision, url=url, model=ClosedModel(users))
        for revision, users in enumerate((0, connections))
    )
    return Gate(msgspec.json.encode(go) + b"\n", msgspec.json.encode(hello) + b"\n")


def _client(name: str, url: str, connections: int, seconds: float) -> list[str]:
    return child_command(CLIENTS, name, url, str(connections), f"{seconds:g}")


def _whole(seconds: float) -> int:
    return max(1, math.ceil(seconds))


def _program(name: str) -> str:
    """With its path: on Windows a script is found by its whole name only."""
    return shutil.which(name) or name


def _python_peer(key: str, name: str, needs: str, *, slow: bool = False) -> Peer:
    return Peer(
        name,
        partial(_client, key),
        count_of_python_client,
        gate=lambda *_: Gate(b"go\n"),
        needs=needs,
        distribution=True,
        to_add=(PEERS_COMMAND if IN_SOURCE_TREE else f"install {needs} beside Faceoff"),
        slow=slow,
    )


PEERS: tuple[Peer, ...] = (
    # As it runs in a race: plans in, snapshots out.
    Peer(FACEOFF, lambda *_: child_command(GENERATOR), count_of_ours, gate=_plans, held=True),
    Peer("wrk", _wrk, count_of_wrk, needs="wrk", to_add="apt or brew install wrk"),
    Peer(
        "hey",
        _hey,
        count_by_status,
        smallest=lambda url: ["hey", "-n", "1", "-c", "1", url],
        needs="hey",
        to_add="apt or brew install hey",
    ),
    Peer(
        "oha",
        _oha,
        count_by_status,
        smallest=lambda url: ["oha", "--no-tui", "-n", "1", "-c", "1", url],
        needs="oha",
        to_add="brew or cargo install oha",
    ),
    Peer("ab", _ab, count_of_ab, needs="ab", to_add="apt install apache2-utils"),
    Peer(
        "autocannon",
        _autocannon,
        count_of_autocannon,
        smallest=lambda url: [_program("autocannon"), "-j", "-a", "1", "-c", "1", url],
        needs="autocannon",
        to_add="npm install -g autocannon",
    ),
    _python_peer("faceoff-direct", "Faceoff's transport, called directly", "httpx"),
    _python_peer("faceoff-in-httpx", "Faceoff's transport in httpx", "httpx"),
    _python_peer("aiohttp", "aiohttp", "aiohttp"),
    _python_peer("aiohttp-uvloop", "aiohttp on uvloop", "aiohttp"),
    _python_peer("locust-fast", "Locust FastHttpUser", "locust", slow=True),
    _python_peer("locust", "Locust HttpUser", "locust", slow=True),
    _python_peer("httpx-per-user", "httpx, a client for each user", "httpx", slow=True),
    _python_peer("httpx-shared", "httpx, one shared client", "httpx", slow=True),
)


def peer(name: str) -> Peer:
    """The one of this name."""
    return next(each for each in PEERS if each.name == name)
