"""The upstream API, through urllib3: one pool for all threads.

A thread that finds no free connection waits for one, where urllib3 by itself would open more and
throw them away. A call that fails is not tried again. urllib3 knows no proxies of the environment.
A call is measured from the request to the end of the answer, which urllib3 reads at once.
"""

from typing import Any

import urllib3

from servers.clients import connection_settings
from servers.telemetry.backend_usage import call_stats

PRODUCT = f"{connection_settings.upstream_url()}/product"


def pool() -> urllib3.PoolManager:
    """For all threads; it connects when it is asked for something."""
    return _Pool(maxsize=connection_settings.upstream_pool(), block=True, retries=False)


class _Pool(urllib3.PoolManager):
    def __init__(self, *, maxsize: int, block: bool, retries: bool) -> None:
        super().__init__(maxsize=maxsize, block=block, retries=retries)
        self._watch = call_stats("upstream", maxsize, connection_settings.client_words("urllib3"))

    def urlopen(self, *arguments: Any, **options: Any) -> urllib3.BaseHTTPResponse:
        with self._watch.call() as call:
            response = super().urlopen(*arguments, **options)
            call.failed = response.status >= connection_settings.FAILED_STATUS
            return response
