"""What a lane reports, in words: for its chip, for its strip, and totals for the footer."""

from gui.charts.plan_text import client_notice
from gui.style.text_layout import strong
from loadgen.export.plan_sentence import setting_clauses
from loadgen.model.frame import LANES, LaneId, LaneStatus
from loadgen.model.number_format import duration, percent
from loadgen.model.race_plan import LaneChoice, RacePlan
from loadgen.model.request_totals import has_schedule, request_totals
from loadgen.timeline.generator_use import generator_use, late_words, measured_part
from loadgen.timeline.process_connections import connection_words
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.provenance import load
from servers.catalog.scenarios import Scenario


def settings_words(choice: LaneChoice, scenario: Scenario) -> str:
    """``waitress · 4 threads``: those settings that matter in that scenario."""
    return " · ".join((choice.entry.subtitle, *setting_clauses(choice, scenario)))


def title_clauses(plan: RacePlan) -> list[str]:
    """What is raced, for the title on stage: who with which settings, what, and under which load.

    ``Flask, 4 threads vs FastAPI``, ``Wait on I/O``, ``64 users, 50 ms wait``.
    """
    sides = (
        ", ".join((plan.name(lane), *setting_clauses(plan.lanes[lane], plan.entry)))
        for lane in LANES
    )
    turns = plan.mode_text if plan.mode == "turns" else ""
    clauses = (" vs ".join(sides), plan.entry.title, load(plan), turns, client_notice(plan))
    return [clause for clause in clauses if clause]


def state_words(
    status: LaneStatus, waited_s: float = 0.0, stopping: bool = False, turn: str = ""
) -> str:
    """One line for the chip.

    ``waited_s`` is how long the server has been starting, ``turn`` what ``turn_words`` says.
    """
    if stopping and status.state in ("starting", "restarting", "ready", "running"):
        return "stopping…"
    match status.state:
        case "idle":
            return "not started"
        case "starting":
            return f"starting… {waited_s:.1f} s"
        case "restarting":
            return f"restarting… {waited_s:.1f} s"
        case "failed":
            return status.what or "failed"
        case "unresponsive" | "failing":
            return status.what or "not responding"
        case "stopped":
            return status.text or "stopped"
    if turn:
        return turn
    if status.port is None:
        return "ready"
    return f"port {status.port}" + (f" · pid {status.pid}" if status.pid else "")


def turn_words(lane: LaneId, turn: LaneId | None, in_turns: bool) -> str:
    """Whose turn it is, as seen from a lane; empty when both race together."""
    if not in_turns:
        return ""
    if turn is None:
        return "between two turns"
    return "racing" if turn == lane else "waiting its turn"


def generator_words(timeline: Timeline, id_: LaneId) -> str:
    """``generator 31 % CPU, p99 1.04 ms late``, of what is compared; empty before it reported."""
    use = generator_use(measured_part(timeline, id_))
    if use is None:
        return ""
    sent = timeline.lane(id_).column("generators")[-1:]
    many = f"{sent[0]:.0f} generators" if sent.size and sent[0] > 1 else "generator"
    return f"{many} {use.words}"


def instrument_words(timeline: Timeline) -> tuple[str, ...]:
    """What the load generators of both lanes need, and where they run: clauses for the footer."""
    uses = [use for id_ in LANES if (use := generator_use(measured_part(timeline, id_)))]
    if not uses:
        return ()
    cpu = " and ".join(percent(use.cpu_percent) for use in uses)
    late = late_words(max(use.late_ms for use in uses))
    pinned = any(kept and kept.apart for kept in (timeline.lane(id_).pinned for id_ in LANES))
    clauses = (f"generators {cpu} CPU", late)
    return (*clauses, "pinned to cores") if pinned else clauses


def lane_details(timeline: Timeline, id_: LaneId) -> str:
    """What the strip has no room for, a line each."""
    lane, words = timeline.lane(id_), generator_words(timeline, id_)
    lines = [f"The load {words}."] if words else []
    if lane.pinned is not None:
        server, senders = lane.pinned.server, lane.pinned.generators
        lines.append(f"Server on processor {_listed(server)}, generator on {_listed(senders)}.")
    if words := connection_words(lane.connections_by_process):
        lines.append(f"{words[:1].upper()}{words[1:]}.")
    return "\n".join(lines)


def _listed(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers))


def totals_words(timeline: Timeline, plan: RacePlan) -> tuple[tuple[str, ...], str]:
    """Totals of both lanes side by side, and for the tooltip each lane by itself."""
    lanes = {id_: timeline.lane(id_).requests for id_ in LANES}
    both = lanes["a"] + lanes["b"]
    scheduled = has_schedule(both, plan.model)
    parts = (
        strong(duration(timeline.raced_until_s)),
        *(each.name_first for each in request_totals(both, scheduled=scheduled)),
    )
    said = {
        id_: ", ".join(each.name_first for each in request_totals(total, scheduled=scheduled))
        for id_, total in lanes.items()
    }
    return parts, "\n".join(f"{plan.name(id_)}: {text}" for id_, text in said.items())


def versions_words(timeline: Timeline) -> tuple[str, ...]:
    """The versions that both servers announced, each once."""
    versions: dict[str, str] = {}
    for id_ in LANES:
        announced = timeline.lane(id_).announced
        if announced is not None:
            versions |= announced.versions
    return tuple(f"{name} {version}" for name, version in versions.items())
