"""A backing service child that reports every 5 s: nobody reads it. See ``quiet_server``."""

import sys

from servers.telemetry import reporter

reporter.INTERVAL_S = 5.0

if __name__ == "__main__":
    from servers.backing_services.__main__ import main

    sys.exit(main())
