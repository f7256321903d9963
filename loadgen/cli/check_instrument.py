"""``python -m loadgen.selfcheck``: the check by itself."""

import sys

from loadgen.selfcheck.command import main
from servers.process.output_streams import prepare_streams

if __name__ == "__main__":
    prepare_streams()
    sys.exit(main(sys.argv[1:]))
