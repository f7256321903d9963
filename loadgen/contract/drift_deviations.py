"""What changes of the code bring about, and what of it an earlier run of them did not find."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from loadgen.contract.drift_document import FORMAT, VERSION, DriftDocument, drift_document
from loadgen.contract.drift_run import DriftOutcome
from loadgen.files.document import read_document

Detector = Literal["document", "conformance", "answers"]
_SENTENCES: dict[Detector, str] = {
    "document": "the document of {app} changes: {kind}, {where}.",
    "conformance": "the document of {app} is not true: {kind}, {where}.",
    "answers": "{app} answers otherwise: {kind}, {where}.",
}


@dataclass(frozen=True, slots=True)
class DriftDeviation:
    """``kind`` is the detector's name of it; ``where`` the operation or probe, and the place in it.

    ``drift`` is the key of the change that brought it about.
    """

    application: str
    drift: str
    detector: Detector
    kind: str
    where: str

    @property
    def sentence(self) -> str:
        """What happens, and after which change."""
        found = _SENTENCES[self.detector].format(
            app=self.application, kind=self.kind, where=self.where
        )
        return f"After {self.drift} {found}"


def drift_deviations(document: DriftDocument) -> Iterator[DriftDeviation]:
    """All that the three detectors found, in the document's order."""
    for each in document.outcomes:
        place = each.application, each.drift
        if each.invalid:
            yield DriftDeviation(*place, "document", "no longer valid", each.invalid)
        for change in each.changes:
            where = f"{' '.join(change.operation)} {change.what}"
            yield DriftDeviation(*place, "document", change.kind, where)
        for found in each.nonconformances:
            yield DriftDeviation(*place, "conformance", found.kind, found.probe)
        for differing in each.differences:
            where = f"{differing.probe}, {differing.place}"
            yield DriftDeviation(*place, "answers", differing.kind, where)


def new_drift_deviations(
    outcomes: Sequence[DriftOutcome], baseline: DriftDocument
) -> list[DriftDeviation]:
    """Those of the outcomes that the baseline does not have, each once."""
    known = set(drift_deviations(baseline))
    found = dict.fromkeys(drift_deviations(drift_document(outcomes)))
    return [each for each in found if each not in known]


def read_drifts(path: Path) -> DriftDocument:
    """Read a file that ``encode_drifts`` made; raises DocumentError."""
    command = "contract --drift NAME --out FILE.json"
    return read_document(path, DriftDocument, FORMAT, VERSION, command)
