"""A server child that reports once a second. Reporting ten times a second, the shared servers of a
test run would use a quarter of a core while no test asks them anything.
"""

import os

from servers.telemetry import reporter

reporter.INTERVAL_S = 1.0

if __name__ == "__main__":
    from servers.__main__ import main  # what it imports takes the interval as it is by now

    # At once: to take all modules apart costs each of the shared servers 0.1 s of CPU.
    os._exit(main())
