"""The comparison as a table with its verdict, on stdout."""

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from loadgen.export import fairness
from loadgen.export.figure_table import figure_rows
from loadgen.export.run_document import RunDocument
from loadgen.model import number_format
from loadgen.model.clients import client
from loadgen.model.frame import LANES, sentence_about
from loadgen.timeline.machine_text import machine_line
from loadgen.timeline.process_connections import connection_words
from loadgen.verdict.verdict import Verdict


def print_report(document: RunDocument, console: Console) -> None:
    """Verdict, evidence, table; then the last words of a server that failed."""
    console.print(Group(*_verdict(document.verdict)), soft_wrap=True)
    console.print(Text(_method(document), "dim"), soft_wrap=True)
    if document.machine is not None:
        names = {id_: document.plan.name(id_) for id_ in LANES}
        console.print(Text(machine_line(document.machine, names), "dim"), soft_wrap=True)
    console.print(_table(document))
    for id_ in LANES:
        if words := connection_words(document.lanes[id_].connections_by_process):
            console.print(Text(f"{document.plan.name(id_)}: {words}", "dim"), soft_wrap=True)
    if document.fairness:
        lanes = document.plan.name("a"), document.plan.name("b")
        texts = fairness.summary(document.fairness, lanes)
        console.print(Text(f"\nIs it a fair race? {texts}"), soft_wrap=True)
        console.print(_fairness(document, lanes))
        legend = "   ".join(f"{sign} {words}" for sign, words in fairness.LEGEND)
        console.print(Text(legend, "dim"), soft_wrap=True)
    for id_ in LANES:
        lane, name = document.lanes[id_], document.plan.name(id_)
        if lane.state == "failed" or lane.last_lines:
            text = sentence_about(name, lane.text, names_lane=lane.names_lane)
            console.print(Text(text, "red"), soft_wrap=True)
    print_last_lines(document, console)


def print_last_lines(document: RunDocument, console: Console) -> None:
    """The last lines on stderr of the children that failed, each with its lane's name."""
    for id_ in LANES:
        for line in document.lanes[id_].last_lines[-10:]:
            console.print(Text(f"  {document.plan.name(id_)}: {line}", "dim"), soft_wrap=True)


def _method(document: RunDocument) -> str:
    """How it was measured: ``open, 500 requests/s · turns of 3 s · by stock httpx, one client``."""
    plan, kept = document.plan, document.lanes["a"].pinned
    load = number_format.load(plan.model, "report")
    parts = [load, *plan.load_texts, plan.mode_text]
    version = document.environment.get("faceoff", "")
    parts.append(f"sent by {client(plan.client).title}")
    if kept is not None and kept.apart:
        parts.append("servers and generators on cores of their own")
    if version:
        parts.append(f"Faceoff {version}")
    return " · ".join(parts)


def _verdict(verdict: Verdict) -> list[RenderableType]:
    parts = verdict.whole_sentence
    sentence = Text(parts.before, "bold")
    sentence.append(parts.emphasis, "cyan").append(parts.after)
    texts: list[RenderableType] = [Text(), sentence]
    texts += [
        Text(text, "dim") for text in (verdict.intervals, verdict.evidence, verdict.why) if text
    ]
    if verdict.caution:
        texts.append(Text(verdict.caution, "yellow"))
    return texts


def _table(document: RunDocument) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("")
    for id_ in LANES:
        table.add_column(document.plan.name(id_), justify="right")
    for row in figure_rows(document):
        table.add_row(row.title, row.a, row.b)
    return table


def _fairness(document: RunDocument, names: tuple[str, str]) -> Table:
    """The settings of both servers, as they reported them; what is marked stands out."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for header in ("", "", *names):
        table.add_column(header)
    for group, rows in fairness.grouped(document.fairness):
        if group == fairness.VERSIONS:
            # A line for each package would bury the rest.
            table.add_row("", group, *(_packages(rows, n) for n in range(len(names))))
            continue
        for row in rows:
            sign = Text(fairness.LANES_DIFFER if row.differs else "", "yellow")
            cells = [
                Text(fairness.cell(value, default), "yellow" if marked else "")
                for value, default, marked in zip(row.values, row.defaults, row.marked, strict=True)
            ]
            table.add_row(sign, row.title, *cells)
    return table


def _packages(rows: Sequence[fairness.FairnessRow], lane: int) -> str:
    texts = ((row.title, row.values[lane]) for row in rows)
    return ", ".join(f"{title} {version}" for title, version in texts if version is not None)
