"""Make evidence of what a test left: of a run record, and of a contract matrix."""

from collections.abc import Sequence

from loadgen.claims.evidence import ContractEvidence, RaceEvidence
from loadgen.comparison.run_figures import run_figures
from loadgen.contract.exchange import Exchange
from loadgen.contract.matrix import Application, Cell, Matrix
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import LANES
from loadgen.verdict.caveats import LIMITED_FRACTION


def race_evidence(run: RunRecord, race: str = "") -> RaceEvidence:
    """The evidence of a race that is over; ``race`` is its name among the recorded ones."""
    timeline = run.timeline
    parts = {id_: part for id_ in LANES if (part := timeline.lane_stretch(id_))}
    use = timeline.measured_machine_use()
    services = (timeline.services.get(key) for key in run.plan.entry.services)
    return RaceEvidence(
        plan=run.plan,
        figures=run_figures(run),
        throughput_ratio=run.verdict.throughput_ratio,
        cpu_ratio=run.verdict.cpu_ratio,
        race=race,
        failure=run.failure,
        generator_limited=frozenset(
            id_ for id_, part in parts.items() if part.generator_limited >= LIMITED_FRACTION
        ),
        others_share=use.others / use.processors if use else None,
        stand_ins=tuple(each.name for each in services if each and each.simulated),
    )


def contract_evidence(matrix: Matrix, exchanges: Sequence[Exchange]) -> dict[str, ContractEvidence]:
    """That of each application by its key."""
    answers = {each.variant.key: each.answers for each in exchanges if not each.failure}
    flask = answers.get("flask", ())
    found: dict[str, ContractEvidence] = {}
    for each in matrix.applications:
        key = each.variant.key
        if each.failure:
            found[key] = ContractEvidence(failure=each.failure)
            continue
        same = sum(a == b for a, b in zip(answers[key], flask, strict=False))
        found[key] = _application(each, [row.cells[key] for row in matrix.rows], matrix, same)
    return found


def _application(
    application: Application, cells: Sequence[Cell], matrix: Matrix, same: int
) -> ContractEvidence:
    operations = {row.body.operation for row in matrix.rows}
    key = application.variant.key
    refused = 0
    for row in matrix.rows:
        operation = application.operations.get(row.body.operation)
        cell = row.cells[key]
        if operation and operation.allows(row.body) is False and not cell.is_accepted:
            refused += cell.status is not None
    return ContractEvidence(
        sent=len(cells),
        forbidden_taken=len(matrix.drifting(key, "accepts_forbidden")),
        forbidden_refused=refused,
        allowed_refused=len(matrix.drifting(key, "refuses_allowed")),
        errors=sum(each.status is not None and each.status >= 500 for each in cells),
        undocumented=matrix.undocumented(key),
        # The document describes others, too: the read API, and what no body was sent to.
        documented=sum(each in application.operations for each in operations),
        operations=len(operations),
        same_as_flask=same,
    )
