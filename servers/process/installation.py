"""Whether this is the source tree or an installed Faceoff, and what to type in either case."""

import os

PROJECT_FOLDER = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
"""The folder with main.py, servers/, loadgen/ and gui/; installed, site-packages/faceoff."""

INSTALLED = not os.path.exists(os.path.join(PROJECT_FOLDER, "pyproject.toml"))

COMMAND = "faceoff" if INSTALLED else "uv run main.py"
"""What starts the program; the words of a command follow it."""

PEERS_COMMAND = "uv run --group peers main.py check-instrument"
"""In the source tree: compare the load generator with every Python client."""


def command_with_extra(extra: str) -> str:
    """How to add the packages of an extra of this project: what to do, as a part of a sentence."""
    if INSTALLED:
        return f"install Faceoff with its extra “{extra}”"
    return f"uv run --extra {extra} main.py"
