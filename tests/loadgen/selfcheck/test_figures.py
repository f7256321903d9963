"""The figures: short measurements of the real thing, and the judgement on made-up ones."""

from dataclasses import replace

import numpy as np
import pytest

from loadgen.model.load_plan import ClosedModel, OpenModel
from loadgen.model.load_summary import GeneratorSummary, LatencySummary, LoadSummary
from loadgen.model.snapshot import Requests
from loadgen.selfcheck.check_context import CheckContext
from loadgen.selfcheck.figures import agreement, client_cpu, constant_rate, histogram
from loadgen.selfcheck.figures.client_cpu import BARS, FEW, Cost, compare_peers
from loadgen.selfcheck.finding import Finding
from loadgen.selfcheck.generator_driver import drive
from loadgen.selfcheck.paced_server import pauses_s
from loadgen.selfcheck.peers import FACEOFF, PEERS
from loadgen.selfcheck.pinned_processes import NULL_SERVER, PACED_SERVER, Cores, run, serving
from servers.process.child_process import child_command

COST = Cost(requests=100_000, cpu_s=1.3, start_cpu_s=0.3, seconds=2.0)


def _bench() -> CheckContext:
    return CheckContext(Cores(), quick=True, tell=lambda text: None)


def test_what_starting_costs_is_no_cost_of_a_request() -> None:
    assert COST.us == pytest.approx(10.0)


@pytest.mark.parametrize(
    ("peer", "theirs_us", "holds"),
    [
        ("wrk", 6.7, True),
        ("wrk", 6.6, False),
        ("hey", 10.1, True),
        ("hey", 9.9, False),
        ("aiohttp", 70.1, True),
        ("aiohttp", 69.0, False),
    ],
)
def test_a_bar_holds_or_does_not(peer: str, theirs_us: float, holds: bool) -> None:
    theirs = replace(COST, cpu_s=0.3 + theirs_us / 10)
    bar = next(bar for bar in BARS[FEW] if bar.peer == peer)
    finding = compare_peers("cost", bar, {FACEOFF: [COST], peer: [theirs]})
    assert finding.value == pytest.approx(10 / theirs_us)
    assert finding.holds is holds


def test_the_middle_round_counts() -> None:
    wrk = [replace(COST, requests=requests) for requests in (100_000, 125_000, 1_000_000)]
    finding = compare_peers("cost", BARS[FEW][0], {FACEOFF: [COST] * 3, "wrk": wrk})
    assert finding.value == pytest.approx(1.25)


def test_without_the_peer_nothing_is_claimed() -> None:
    finding = compare_peers("cost", BARS[FEW][0], {FACEOFF: [COST]})
    assert (finding.value, finding.holds) == (None, None)


@pytest.mark.process
def test_a_client_that_fails_is_told_and_does_not_end_the_check(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failing = replace(PEERS[0], gate=None, command=lambda *_: ["no-such-client"])
    monkeypatch.setattr("loadgen.selfcheck.figures.client_cpu.PEERS", (failing,))
    findings = list(client_cpu.findings(_bench()))
    assert findings[0].subject == FACEOFF
    assert "no-such-client does not start" in findings[0].note
    # Ours has to work; the others are guests.
    assert findings[0].holds is False
    assert all(finding.holds is None for finding in findings[1:4])


@pytest.mark.parametrize(
    ("ours", "theirs", "holds"),
    [(5.1, 5.0, True), (5.2, 5.0, False), (0.15, 0.06, True), (0.17, 0.06, False)],
)
def test_percentiles_agree_within_3_per_cent_or_a_tenth_of_a_millisecond(
    ours: float, theirs: float, holds: bool
) -> None:
    finding = agreement.agreement("latency", 50, [ours, 99, 0], [theirs, 99, 0], "wrk")
    assert finding.holds is holds
    assert finding.value == pytest.approx(100 * (ours - theirs) / theirs)


def test_an_exact_percentile_is_the_nearest_rank() -> None:
    values = [float(each) for each in range(100, 0, -1)]
    assert [agreement.exact_percentile(values, each) for each in (0, 50, 99, 100)] == [
        1,
        50,
        99,
        100,
    ]


@pytest.mark.parametrize(
    ("rate", "throughput", "holds"),
    [(1_000, 1_000.0, True), (1_000, 1_005.5, True), (1_000, 993.0, False), (100, 99.0, True)],
)
def test_a_rate_is_kept_to_half_a_per_cent_or_one_request(
    rate: float, throughput: float, holds: bool
) -> None:
    totals = LoadSummary(
        requests=Requests(sent=1_000, ok=1_000),
        throughput_per_second=throughput,
        latency_ms=LatencySummary(),
        generator=GeneratorSummary(),
    )
    assert constant_rate.judge_rate(rate, totals, 1.0).holds is holds


def test_a_rate_has_its_latencies_from_schedule_and_from_send() -> None:
    totals = LoadSummary(
        requests=Requests(sent=1_000, ok=1_000),
        throughput_per_second=1_000,
        latency_ms=LatencySummary(p50=2.0, p99=3.0),
        service_ms=LatencySummary(p50=1.0),
        generator=GeneratorSummary(cpu_percent=12.3),
    )
    finding = constant_rate.judge_rate(1_000, totals, 1.0)
    latencies = {
        key: value
        for key, value in finding.details.items()
        if key.endswith("_p99") or "_p50_" in key or "_p99_" in key
    }
    assert latencies == {
        "send_lag_ms_p99": 0.0,
        "from_schedule_p50_ms": 2.0,
        "from_schedule_p99_ms": 3.0,
        "from_send_p50_ms": 1.0,
    }
    assert finding.details["cpu_percent"] == 12.3
    assert finding.note.endswith("12 % of a core")


def test_the_histogram_holds_its_bar_and_a_coarse_one_would_not() -> None:
    findings = list(histogram.findings(_bench()))
    assert len(findings) == 9
    assert all(finding.holds for finding in findings)
    assert 0.1 < histogram.largest_error_percent(np.linspace(1e-3, 1.0, 10_000)) < 0.4


def test_the_paces_are_where_they_are_said_to_be() -> None:
    for spread, p50, p99 in (("wide", 5.3, 38.0), ("narrow", 6.0, 8.0)):
        pauses_ms = 1e3 * np.asarray(pauses_s(spread))
        assert np.percentile(pauses_ms, [50, 99]) == pytest.approx([p50, p99], rel=0.02)


@pytest.mark.process
def test_the_reference_and_the_generator_meet_the_same_server() -> None:
    with serving(None, PACED_SERVER, "narrow") as port:
        ours = drive(OpenModel(200), port, 0.5, None).latency()
        printed = run(
            child_command(agreement.REFERENCE, str(port), "200", "0.5"), None, timeout_s=20
        ).stdout
    reference = agreement.latencies_ms(printed)
    assert len(reference) == 100
    # No answer comes before its pause is over; how much later, the machine decides.
    assert min(reference) >= 4.0
    assert ours.count > 50
    assert ours.percentile(0) * 1e3 >= 3.98


@pytest.mark.process
def test_the_generator_is_driven_past_its_warm_up() -> None:
    with serving(None, NULL_SERVER) as port:
        assert drive(ClosedModel(2), port, 0.3, None).latency().count > 100


def test_finding_nothing_is_no_failure() -> None:
    assert Finding(figure="a", subject="b").holds is None
