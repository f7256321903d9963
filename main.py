"""Faceoff: without arguments the window opens; with a command, a race runs without a display."""

import os
import signal
import sys
import traceback
from typing import TYPE_CHECKING

# Python leaves this folder out with PYTHONSAFEPATH, -P and -I.
if (_folder := os.path.dirname(os.path.abspath(__file__))) not in sys.path:
    sys.path.insert(0, _folder)

from loadgen.cli import database_url
from loadgen.model.version import VERSION

# What takes its time to import is imported where it is needed: the window has to be there at once.
if TYPE_CHECKING:
    from types import FrameType

    from loadgen.cli.recorded_races import ReplayChoice


def start() -> int:
    """Run as a program; the exit code."""
    from loadgen.files import program_log
    from servers.process.output_streams import output_failure, prepare_streams

    # Until somebody else handles it there is nothing to lose, and no traceback to be shown.
    signal.signal(signal.SIGINT, _leave)
    prepare_streams()
    if instruction := os.environ.pop("_FACEOFF_COMPLETE", ""):
        from gui.picture.export_list import ALL_EXPORTERS
        from loadgen.cli.program import complete

        # At each Tab: not a start of the program, so not logged.
        return complete(instruction, ALL_EXPORTERS)
    try:
        words = database_url.take(sys.argv[1:], os.environ)
    except database_url.DatabaseUrlError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    program_log.open_log(words)
    try:
        code = main(words)
    except SystemExit as ended:  # of the command line's parser
        code = ended.code if isinstance(ended.code, int) else 1
    except Exception as error:
        program_log.log_uncaught(error)
        what = f"{type(error).__name__}: {error}".rstrip(": ")
        where = program_log.where() or traceback.format_exc()
        sys.stderr.write(f"Something went wrong inside Faceoff ({what}). {where}\n")
        code = 1
    if failure := output_failure(sys.stdout):
        # A full disk would else go unnoticed: what was to be printed is not there.
        sys.stderr.write(f"The result could not be printed: {failure.strerror}.\n")
        code = code or 1
    program_log.log_end(code)
    return code


def _leave(number: int, frame: "FrameType | None") -> None:
    os._exit(128 + number)


def main(words: list[str]) -> int:
    """The exit code."""
    if "--version" in words:
        sys.stdout.write(f"Faceoff {VERSION}\n")
        return 0
    return _command(words) if words else _window()


def _replay(choice: "ReplayChoice") -> int:
    return _window(choice)


def _demonstrate(name: str) -> int:
    return _window(demonstration=name)


def _window(recorded: "ReplayChoice | None" = None, *, demonstration: str = "") -> int:
    from loadgen.cli.display_check import display_problem
    from loadgen.cli.qt_libraries import import_problem
    from loadgen.files import program_log

    problem = display_problem(os.environ)
    if not problem:
        try:
            from gui.app import main as window
        except ImportError as error:
            problem = import_problem(error)
        else:
            if demonstration:
                from loadgen.demonstration.gallery import find_demonstration

                return window(sys.argv[:1], demonstration=find_demonstration(demonstration))
            if recorded is None:
                return window()
            from gui.session.replay import Replay

            replay = Replay(
                recorded.race,
                recorded.speed,
                follower=recorded.follower,
                follows=recorded.follows,
                is_whole_window=True,
            )
            return window(sys.argv[:1], replay=replay)
    program_log.log_refusal(problem)
    sys.stderr.write(problem + "\n")
    return 2


def _command(words: list[str]) -> int:
    from gui.pages.validation.contract_pictures import CONTRACT_PICTURES
    from gui.picture.export_list import ALL_EXPORTERS, BOARD_PICTURE, SERIES_PICTURES
    from loadgen.cli.program import main as command_line

    return command_line(
        words,
        ALL_EXPORTERS,
        _replay,
        _demonstrate,
        BOARD_PICTURE,
        SERIES_PICTURES,
        contract_pictures=CONTRACT_PICTURES,
    )


if __name__ == "__main__":
    sys.exit(start())
