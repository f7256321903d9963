"""The keys of the window, one row each: what is bound, what the help shows, what README names."""

from collections.abc import Sequence
from typing import NamedTuple

_SYMBOLS = {"-": "−", "Escape": "Esc"}
_NOT_SHOWN = ("=",)
"""The key of + without Shift, on many keyboards."""


DIGITS = tuple("1234567890")
"""In the order of the keyboard: 0 is of the tenth page."""
DEMONSTRATION_DIGITS = DIGITS[:9]


class Shortcut(NamedTuple):
    """``keys`` are spelt as ``QKeySequence`` takes them; ``help`` says what they do."""

    keys: tuple[str, ...]
    help: str

    @property
    def label(self) -> str:
        """The keys as they are printed on a keyboard: ``F   Shift+F``."""
        return "   ".join(_SYMBOLS.get(key, key) for key in self.keys if key not in _NOT_SHOWN)


def shortcuts(pages: Sequence[str]) -> tuple[Shortcut, ...]:
    """All keys in the help's order. ``pages`` are the titles of the pages: 1 to 9, 0."""
    return (
        Shortcut(("Space",), "Start or stop the race"),
        Shortcut(("+", "=", "-"), "More or less load: the next power of two"),
        Shortcut(("F", "Shift+F"), "Freeze the left or the right server for a second"),
        Shortcut(("L",), "Latency from schedule, from send, or both (open model)"),
        Shortcut(("Y",), "The y axes: usual, logarithmic, or from zero"),
        Shortcut(("I", "Shift+I"), "Fourth chart: spectrum or inside the server; another measure"),
        Shortcut(("Left", "Right"), "Move the crosshair; on stage turn the setting that is picked"),
        Shortcut(("Shift+Left", "Shift+Right"), "Select a stretch: it has its own verdict"),
        Shortcut(("H",), "Hold the time axes while the race goes on, and let them go"),
        Shortcut(("X",), "Pin the values at the crosshair, or take them away"),
        Shortcut(("A",), "Write a note at the crosshair, or at the newest moment"),
        Shortcut(("R",), "Keep the curves as a reference: before and now; again clears it"),
        Shortcut(("Z",), "Zoom to the selection or the crosshair, and back"),
        Shortcut(("Ctrl+S",), "Save the picture"),
        Shortcut(("Ctrl+C",), "Copy the picture, and its numbers as text"),
        Shortcut(("T", "Shift+T"), "Dark or light; as the system"),
        Shortcut(("F11",), "Stage mode: large type, nothing but the race"),
        Shortcut(("P",), "Show or hide the sliders"),
        Shortcut(("S", "Shift+S"), "Pick the next setting, or the one before, for the arrows"),
        Shortcut(("V",), "All four charts, two, or one"),
        Shortcut(("E",), "Enlarge a chart to the whole page, and back"),
        Shortcut(("D",), "Hide or show a chart's curves; as a click on a label"),
        Shortcut(("N",), "The next charts, where not all are shown"),
        Shortcut(("Escape",), "Close the sliders, selection, pinned values, large chart, stage"),
        Shortcut(("Ctrl+Z",), "Take back what was set last"),
        Shortcut(("Ctrl+Shift+Z", "Ctrl+Y"), "Set it again"),
        Shortcut(("Backspace",), "The race before, and back to the other one"),
        Shortcut(("C",), "The code under load, below the charts"),
        Shortcut(DIGITS[: len(pages)], ", ".join(pages[: len(DIGITS)]).capitalize()),
        Shortcut(("G",), "The demonstrations, and back to the race"),
        *_further_digits(len(pages)),
        Shortcut(("B",), "Back to the settings before the demonstration"),
        Shortcut(("?", "F1"), "This help"),
        Shortcut(("Ctrl+K",), "Search all that can be done, and do it"),
        Shortcut(("Ctrl+Q",), "Close the window; a race is stopped, and kept"),
    )


def page_keys(count: int) -> tuple[str, ...]:
    """The keys of so many pages, in the order of the rail; "" for those beyond the tenth."""
    return tuple(DIGITS[n] if n < len(DIGITS) else "" for n in range(count))


def _further_digits(pages: int) -> tuple[Shortcut, ...]:
    """Those that are of no page, and start a demonstration all the same."""
    rest = DEMONSTRATION_DIGITS[pages:]
    return (Shortcut(rest, "There, with the digits before: start that one"),) if rest else ()
