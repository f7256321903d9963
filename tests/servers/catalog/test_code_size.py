"""How many lines an application needs for an order."""

from pathlib import Path

import pytest

from servers.catalog import code_size
from servers.catalog.code_size import code_lines
from servers.catalog.variants import variant

MODULE = '''"""Takes orders.

At length.
"""

from flask import Blueprint

# A comment.
blueprint = Blueprint("orders", __name__)  # another


@blueprint.post("/orders")
def create_order() -> str:
    """Take one."""
    return """no
docstring"""
'''


def test_blank_lines_comments_and_docstrings_do_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "orders.py"
    path.write_text(MODULE, "utf-8")
    (tmp_path / "orders.yml").write_text("# by hand\n\ntitle: orders\n", "utf-8")
    (tmp_path / "wait.py").write_text("pass\n", "utf-8")
    monkeypatch.setattr(code_size, "source", lambda variant, scenario: path)
    assert code_lines(variant("flask"), "orders") == 6 + 1


def test_a_hand_written_document_counts_and_what_is_not_there_does_not() -> None:
    assert code_lines(variant("flasgger"), "orders") > code_lines(variant("flask"), "orders")
    assert code_lines(variant("flasgger"), "wait") == 0
