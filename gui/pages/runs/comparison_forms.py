"""The forms in which a comparison of recorded races is saved."""

from functools import partial

from gui.pages.result_saving import Encode
from gui.picture.layout_list import layout
from gui.style.theme import Theme
from loadgen.comparison.comparison import Comparison
from loadgen.comparison.comparison_document import encode_comparison
from loadgen.comparison.comparison_text import markdown

_PICTURES = {".png": "Picture", ".svg": "Picture as vectors", ".pdf": "Picture as a page"}
_LAYOUT = "comparison"


def has_picture(comparison: Comparison) -> bool:
    """Whether it is of one race before and one after, which did the same work."""
    return len(comparison.before) == len(comparison.after) == 1 and not comparison.refusal


def comparison_forms(comparison: Comparison, theme: Theme) -> dict[str, tuple[str, Encode]]:
    """By suffix: a title, and what makes the file; pictures where there is one."""
    tables: dict[str, tuple[str, Encode]] = {
        ".md": ("Markdown", lambda: markdown(comparison).encode()),
        ".json": ("Comparison", lambda: encode_comparison(comparison)),
    }
    if not has_picture(comparison):
        return tables
    form = layout(_LAYOUT).title
    pictures = {
        suffix: (f"{title}, {form}", partial(_encode_picture, suffix, comparison, theme))
        for suffix, title in _PICTURES.items()
    }
    return {**pictures, **tables}


def _encode_picture(suffix: str, comparison: Comparison, theme: Theme) -> bytes:
    from gui.picture.picture_content import PictureContent
    from gui.picture.render import draw_file

    content = PictureContent(run=comparison.after[0], before=comparison.before[0], theme=theme)
    return draw_file(suffix, content, layout(_LAYOUT), 1)()
