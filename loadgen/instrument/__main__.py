"""``python -m loadgen.instrument``: the check by itself."""

import sys

from loadgen.instrument.program import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
