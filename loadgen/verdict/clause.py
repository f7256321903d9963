"""Clauses of a verdict's sentence, and the sentence that is joined of them."""

from collections.abc import Sequence
from typing import NamedTuple

from loadgen.verdict.ratio_text import Figure
from loadgen.verdict.verdict_fields import EmphasisedText


class Clause(NamedTuple):
    """A part of the sentence. ``figure`` stands between ``before`` and ``after``.

    ``stressed`` says that its figure is emphasised, or all of it where there is none.
    """

    before: str
    figure: Figure | None = None
    after: str = ""
    stressed: bool = False

    def parts(self, *, intervals: bool) -> EmphasisedText:
        """With or without the interval beside the figure."""
        before, emphasis, after = "", self.before, self.after
        if self.figure is not None:
            before, emphasis = f"{self.before} ", self.figure.emphasised
            after = f"{self.figure.rest(interval=intervals)}{self.after}"
        if self.stressed:
            return EmphasisedText(before, emphasis, after)
        return EmphasisedText(f"{before}{emphasis}{after}")


def sentence_of(clauses: Sequence[EmphasisedText], begin: str, end: str) -> EmphasisedText:
    """``begin``, the clauses with semicolons between them, ``end``.

    At most one of the clauses has an emphasis, which is that of the sentence.
    """
    stressed = next((n for n, each in enumerate(clauses) if each.emphasis), None)
    if stressed is None:
        return EmphasisedText(f"{begin}{'; '.join(each.text for each in clauses)}{end}")
    before = "".join(f"{each.text}; " for each in clauses[:stressed])
    after = "".join(f"; {each.text}" for each in clauses[stressed + 1 :])
    found = clauses[stressed]
    return EmphasisedText(
        f"{begin}{before}{found.before}", found.emphasis, f"{found.after}{after}{end}"
    )
