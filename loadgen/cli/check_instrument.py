"""``python -m loadgen.cli.check_instrument``: the command ``check-instrument`` by itself."""

import sys
from collections.abc import Sequence

from loadgen.cli.arguments import VARIABLES, request_of
from loadgen.cli.instrument_options import check_command
from loadgen.selfcheck.check_context import Figure
from loadgen.selfcheck.check_request import CheckRequest
from loadgen.selfcheck.command import check
from loadgen.selfcheck.figures import FIGURES
from servers.process.installation import program_name
from servers.process.output_streams import prepare_streams


def main(words: Sequence[str], figures: Sequence[Figure] = FIGURES) -> int:
    """The exit code; exits with 2 where the words make no sense."""
    command = check_command()
    name = f"{program_name()} {command.name}"
    request = request_of(command, name, f"{VARIABLES}_CHECK_INSTRUMENT", words)
    assert isinstance(request, CheckRequest)
    return check(request, figures)


if __name__ == "__main__":
    prepare_streams()
    sys.exit(main(sys.argv[1:]))
