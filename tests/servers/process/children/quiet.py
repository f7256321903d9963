"""A server as it is, but that it reports twice a second: ten times a second, the shared servers of
a test run take a quarter of a core while nobody asks them anything.
"""

import sys

from servers.telemetry import reporter

reporter.INTERVAL_S = 0.5

if __name__ == "__main__":
    from servers.__main__ import main  # what it imports takes the interval as it is by now

    sys.exit(main())
