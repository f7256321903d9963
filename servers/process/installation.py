"""Whether this is the source tree or an installed Faceoff, and what to type in either case."""

import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec

PROJECT_FOLDER = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
"""The folder with main.py, servers/, loadgen/ and gui/; installed, site-packages/faceoff."""

IN_SOURCE_TREE = os.path.exists(os.path.join(PROJECT_FOLDER, "pyproject.toml"))
"""Whether that folder is a checkout. An editable installation is both: a checkout with a script."""

PEERS_COMMAND = "uv run --group peers main.py check-instrument"
"""In the source tree: compare the load generator with every Python client."""


def program_name() -> str:
    """What the program is called in help and messages: ``faceoff`` or ``main.py``.

    ``faceoff`` where it was started by its script or as ``python -m faceoff``, editable
    installations included, and wherever there is no main.py to be typed.
    """
    folder, file = os.path.split(sys.argv[0])
    by_script = os.path.splitext(file)[0] == "faceoff"
    as_module = (os.path.basename(folder), file) == ("faceoff", "__main__.py")
    return "faceoff" if by_script or as_module or not IN_SOURCE_TREE else "main.py"


def start_command() -> str:
    """What starts the program; the words of a command follow it."""
    return "faceoff" if program_name() == "faceoff" else "uv run main.py"


def command_to_add(requirements: Sequence[str], extra: str = "") -> str:
    """The command that adds packages to the environment of this program.

    ``requirements`` are distributions as an installer takes them (``psycopg[binary]``), ``extra``
    is the extra of this project that has them, "" for packages that every installation has.
    """
    if program_name() == "main.py":
        return f"uv run --extra {extra} main.py" if extra else "uv run main.py"
    packages = " ".join(_quote(each) for each in requirements)
    if os.path.exists(os.path.join(sys.prefix, "pipx_metadata.json")):
        return f"pipx inject faceoff {packages}"
    python = _quote(sys.executable)
    if find_spec("pip"):
        return f"{python} -m pip install {packages}"
    return f"uv pip install --python {python} {packages}"


def _quote(word: str) -> str:
    """For shells of POSIX and of Windows; neither paths nor requirements have a double quote."""
    return f'"{word}"' if set(word) & set(" []();&<>") else word
