"""The findings as a document for a machine."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from loadgen.export.machine_info import machine
from loadgen.selfcheck.finding import Finding
from loadgen.selfcheck.peers import PEERS
from loadgen.selfcheck.pinned_processes import Cores

FORMAT, VERSION = "faceoff-instrument", 1


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """``complete`` is False when the check was interrupted.

    ``peers`` says of each whether it was found, ``pinned`` whether server and client had a core
    each. ``others_cpu_percent`` is what other processes took of all cores' time, None where that is
    not known.
    """

    format: str = FORMAT
    version: int = VERSION
    started_at: str
    quick: bool
    complete: bool
    pinned: bool
    others_cpu_percent: float | None
    machine: dict[str, Any]
    peers: dict[str, bool]
    holds: bool
    findings: tuple[Finding, ...]


def all_hold(findings: Sequence[Finding]) -> bool:
    """Whether every bar holds that could be measured."""
    return all(finding.holds is not False for finding in findings)


def encode(
    findings: Sequence[Finding],
    *,
    started_at: datetime,
    quick: bool,
    complete: bool,
    cores: Cores,
    others_cpu_percent: float | None,
) -> bytes:
    """The document, indented, as UTF-8 JSON."""
    document = Document(
        started_at=started_at.isoformat(timespec="seconds"),
        quick=quick,
        complete=complete,
        pinned=cores.pinned,
        others_cpu_percent=others_cpu_percent,
        machine=machine(),
        peers={peer.name: peer.installed for peer in PEERS},
        holds=all_hold(findings),
        findings=tuple(findings),
    )
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"
