"""How the outcome of a claim looks: a colour, and a symbol for those who do not see it."""

from collections.abc import Mapping

from gui.style.theme import Theme
from loadgen.claims.finding import Outcome

_SYMBOLS: Mapping[Outcome, str] = {
    "holds": "●",
    "in part": "◐",
    "fails": "○",
    "undecided": "?",
}


def outcome_symbol(outcome: Outcome) -> str:
    """A circle that is full, half full or empty; a question mark where nothing is decided."""
    return _SYMBOLS[outcome]


def outcome_color(outcome: Outcome, theme: Theme) -> str:
    """``#rrggbb``; of no lane."""
    colors: Mapping[Outcome, str] = {
        "holds": theme.text,
        "in part": theme.caution,
        "fails": theme.failure,
        "undecided": theme.muted,
    }
    return colors[outcome]
