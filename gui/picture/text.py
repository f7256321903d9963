"""What an exported picture says in words: what was measured, with what, on what machine."""

from collections.abc import Iterable, Mapping
from typing import Any

from gui.charts.axes import time_span
from gui.charts.event_number import event_color
from gui.charts.events import events
from gui.charts.plan_text import client_notice
from gui.charts.time_chart import ends
from gui.charts.view import View
from gui.style.text_layout import Span, unbroken, unbroken_parts
from gui.style.theme import MEDIUM, REGULAR, SEMIBOLD, Theme, lane_symbol
from loadgen.export.fairness import (
    APP,
    LANES_DIFFER,
    LEGEND,
    NOT_DEFAULT,
    PYTHON,
    SETTINGS,
    FairnessRow,
)
from loadgen.export.lane_summary import LaneSummary
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import LANES, LaneId, Pinned
from loadgen.model.number_format import clock, duration, load, mib, percent, rate, trimmed
from loadgen.model.request_totals import TotalName, has_schedule, request_totals
from loadgen.timeline.generator_use import late_words, measured_part
from loadgen.timeline.machine_text import MachineShare, cores_words, machine_shares
from loadgen.timeline.process_connections import connection_words
from servers.catalog.backing_services import backing_service

_DOT = "\u00a0\u00a0·  "
"""Ends a line, and never begins one."""


def heading(run: RunRecord, theme: Theme) -> list[Span]:
    """Who raced, and what was asked of them."""
    plan = run.plan
    asked = [plan.entry.title]
    for parameter in plan.entry.parameters:
        value = plan.parameters[parameter.key]
        if value or parameter.default:
            asked.append(parameter.phrase(value))
    asked += [load(plan.model, "settings"), *plan.load_texts, plan.mode_text]
    return [
        *_name(run, "a", theme),
        Span("  vs  ", theme.muted),
        *_name(run, "b", theme),
        Span(_DOT + _DOT.join(asked), theme.muted),
    ]


def label(run: RunRecord, theme: Theme) -> list[Span]:
    """Which Faceoff, what sent the load, when it was, and how long it took."""
    version = run.environment.get("faceoff")  # older run documents do not have it
    lasted = duration(run.timeline.raced_until_s)
    after = Span(f"{_DOT}{run.started_at:%Y-%m-%d %H:%M}{_DOT}{lasted}", theme.muted)
    by = client_notice(run.plan)
    sent_by = [Span(_DOT, theme.muted), Span(by, theme.caution, MEDIUM)] if by else []
    return [Span(f"Faceoff {version}" if version else "Faceoff", theme.muted), *sent_by, after]


def verdict(run: RunRecord, theme: Theme) -> list[Span]:
    """The sentence, its emphasis in the leader's colour.

    Its intervals stand below, in ``intervals``. Muted where too little was measured.
    """
    said = run.verdict
    parts = said.whole_headline
    color = theme.lane(said.leader) if said.leader else theme.text
    plain = theme.muted if said.is_provisional else theme.text
    texts = unbroken_parts(parts.before, parts.emphasis, parts.after)
    return [
        Span(text, shade, SEMIBOLD)
        for text, shade in zip(texts, (plain, color, plain), strict=True)
    ]


def evidence(run: RunRecord, theme: Theme) -> list[Span]:
    """What the sentence rests on, and what limited each server, each in its lane's colour."""
    spans = [Span(unbroken(run.verdict.evidence), theme.muted)] if run.verdict.evidence else []
    for lane, limit in run.verdict.limit.items():
        spans += [Span("\u00a0· ", theme.muted)] if spans else []
        spans.append(Span(f"{run.plan.name(lane)}: ", theme.lane(lane), MEDIUM))
        spans.append(Span(unbroken(limit.sentence), theme.text))
    return spans


def intervals(run: RunRecord, theme: Theme) -> list[Span]:
    """Those of all ratios; nothing before there are any."""
    return [Span(unbroken(run.verdict.intervals), theme.text)] if run.verdict.intervals else []


def caution(run: RunRecord, theme: Theme) -> list[Span]:
    """Set when the generator was the limit."""
    told = run.verdict.caution
    return [Span(unbroken(f"▲  {told}"), theme.caution, MEDIUM)] if told else []


def lane_title(run: RunRecord, lane: LaneId, theme: Theme) -> list[Span]:
    """The lane's name and server."""
    return [*_name(run, lane, theme), Span(f"  {run.plan.lanes[lane].entry.subtitle}", theme.muted)]


def lane_totals(run: RunRecord, lane: LaneId, theme: Theme) -> list[Span]:
    """Where every request went; what failed is told by kind, in red."""
    requests = run.timeline.lane(lane).requests
    scheduled = has_schedule(requests, run.plan.model)
    totals = {each.name: each for each in request_totals(requests, scheduled=scheduled)}

    def joined(*names: TotalName) -> str:
        return _DOT.join(totals[name].number_first for name in names if name in totals)

    failed = totals["failed"]
    after = joined("dropped", "cancelled", *(("in flight",) if requests.in_flight else ()))
    return [
        Span(joined("scheduled", "sent", "ok") + _DOT, theme.text, MEDIUM),
        Span(failed.number_first, theme.failure if failed.number else theme.text, MEDIUM),
        Span(_DOT + after, theme.text, MEDIUM),
    ]


def lane_settings(run: RunRecord, lane: LaneId, theme: Theme) -> list[Span]:
    """Every setting in force, as the server told it; what differs from a default is marked."""
    of = run.timeline.lane(lane)
    spans: list[Span] = []
    if of.status.state == "failed":
        spans += [Span(f"{of.status.text}  ", theme.failure, MEDIUM)]
    if of.announced is None:
        return [*spans, Span("The server never became ready: it told no settings.", theme.muted)]
    n = LANES.index(lane)
    groups = (SETTINGS, APP) if _sends_bodies(run) else (SETTINGS,)
    told = [
        row
        for row in run.fairness
        if row.values[n] is not None
        and (row.group in groups or (row.group == PYTHON and row not in _shared(run)))
    ]
    for row in told:
        after = Span(_DOT if row is not told[0] else "", theme.muted)
        spans += [after, *_setting(row, n, theme)]
    return spans


def _sends_bodies(run: RunRecord) -> bool:
    """Whether how an application reads bodies matters in this race.

    Elsewhere it would only make the type smaller.
    """
    plan = run.plan
    return any(each.body for each in plan.entry.requests(plan.parameters))


def _shared(run: RunRecord) -> list[FairnessRow]:
    """What is to be told of Python, and is the same on both sides: it stands with the machine."""
    return [
        row
        for row in run.fairness
        if row.group == PYTHON and None not in row.values and not row.differs
    ]


def lane_versions(run: RunRecord, lane: LaneId, theme: Theme) -> list[Span]:
    """What the server is made of."""
    announced = run.timeline.lane(lane).announced
    return [Span(_versions(announced.versions.items() if announced else ()), theme.muted)]


def lane_instrument(run: RunRecord, lane: LaneId, theme: Theme) -> list[Span]:
    """What the sending needed, how fast it could have been, and where it all ran."""
    timeline, plan = run.timeline, run.plan
    part = measured_part(timeline, lane)
    told = LaneSummary.of(part, plan.lanes[lane], plan.model)
    many = "load generator" if told.generators == 1 else "load generators"
    late = late_words(told.generator.send_lag_ms_p99)
    parts = [
        f"{told.generators} {many}: {percent(told.generator.cpu_percent)} CPU, {late}",
        f"ceiling {rate(told.ceiling_per_s)}" if told.ceiling_per_s else "ceiling not calibrated",
        connection_words(told.connections_by_process),
        _places(told.pinned),
    ]
    bound = [Span(_whole("generator-bound  "), theme.caution, SEMIBOLD)]
    facts = Span(_DOT.join(_whole(each) for each in parts if each), theme.muted)
    return [*(bound if told.generator_bound else []), facts]


def _places(pinned: Pinned | None) -> str:
    if pinned is None:
        return ""
    server, senders = (", ".join(map(str, each)) for each in (pinned.server, pinned.generators))
    return f"pinned: server on processor {server}, generator on {senders}"


def machine_use(run: RunRecord) -> tuple[MachineShare, ...]:
    """Who used the processors in what is compared; empty where that is not known."""
    use = run.timeline.measured_machine_use()
    return machine_shares(use, {id_: run.plan.name(id_) for id_ in LANES}) if use else ()


def machine(run: RunRecord, theme: Theme) -> list[Span]:
    """Where it was measured, and with which generator."""
    of = run.environment
    parts = [
        str(of.get("cpu", "")),
        _cores(of),
        f"{mib(of['memory_mib'])} memory" if "memory_mib" in of else "",
        str(of.get("os", "")),
        f"Python {of['python']}" if "python" in of else "",
        f"httpx {of['versions']['httpx']}" if "httpx" in of.get("versions", {}) else "",
    ]
    spans = [Span(_DOT.join(part for part in parts if part), theme.muted)]
    for row in _shared(run):
        spans += [Span(_DOT, theme.muted), *_setting(row, 0, theme)]
    return [*spans, *_services(run, theme), Span(f"{_DOT}load from the same machine", theme.muted)]


def _cores(environment: Mapping[str, Any]) -> str:
    """``2 cores``, or ``1 of 2 cores`` where the program may not use all of them."""
    cores = environment.get("cores", 0)
    usable = environment.get("usable_cores", cores)
    if not cores:
        return ""
    return cores_words(cores) if usable >= cores else f"{trimmed(usable)} of {cores_words(cores)}"


def _services(run: RunRecord, theme: Theme) -> list[Span]:
    """What stood behind both servers; marked, where it is not the real thing."""
    told = run.environment.get("services", {})
    spans: list[Span] = []
    for key in run.plan.entry.services:
        if key in told:
            color = theme.caution if "stands_in_because" in told[key] else theme.muted
            title = backing_service(key).picture_title or str(told[key].get("title", ""))
            spans += [Span(_DOT, theme.muted), Span(_whole(title), color)]
    return spans


def happened(run: RunRecord, theme: Theme, view: View) -> list[Span]:
    """``Shown: 2:14 to 3:14   1 concurrency 16 → 64 (0:04)   2 ...``.

    Nothing where all of a race is shown in which nothing happened.
    """
    timeline, spans = run.timeline, []
    low, high = view.zoom or time_span(max(ends(timeline)), view.window_s, over=True)
    if low > 0:
        shown = f"The charts show {clock(low)} to {clock(high)} of the race."
        spans.append(Span(f"{shown}   ", theme.text, SEMIBOLD))
    for event in events(timeline, run.plan):
        spans.append(Span(_whole(f"{event.number} "), event_color(event, theme), SEMIBOLD))
        spans.append(Span(_whole(event.text), theme.text))
        spans.append(Span(f"{_whole(f' at {clock(event.x)}')}   ", theme.muted))
    return spans


def legend(theme: Theme) -> list[Span]:
    """What the signs in the tables of the picture mean."""
    spans: list[Span] = []
    for sign, words in LEGEND:
        spans += [Span(f"   {sign}" if spans else sign, theme.caution, SEMIBOLD)]
        spans += [Span(f"  {words}", theme.muted)]
    return spans


def _name(run: RunRecord, lane: LaneId, theme: Theme) -> list[Span]:
    return [Span(f"{lane_symbol(lane)} {run.plan.name(lane)}", theme.lane(lane), SEMIBOLD)]


def _setting(row: FairnessRow, lane: int, theme: Theme) -> list[Span]:
    """Never broken in the middle."""
    value, marked = row.values[lane] or "", row.marked[lane]
    signs = (LANES_DIFFER if row.differs else "") + (NOT_DEFAULT if marked else "")
    default = f" (default {row.defaults[lane]})" if marked else ""
    return [
        Span(_whole(f"{signs} ") if signs else "", theme.caution, SEMIBOLD),
        Span(_whole(f"{row.title} "), theme.muted),
        Span(_whole(value), theme.text, SEMIBOLD if marked else REGULAR),
        Span(_whole(default), theme.muted),
    ]


def _whole(text: str) -> str:
    return text.replace(" ", "\u00a0").replace("-", "\u2011")


def _versions(versions: Iterable[tuple[str, str]]) -> str:
    return _DOT.join(_whole(f"{name} {version}") for name, version in versions)
