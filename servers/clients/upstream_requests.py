"""The upstream API, through requests: one session for all threads.

A thread that finds no free connection waits for one, where requests by itself would open more and
throw them away. Proxies of the environment are ignored. A call is measured from the request to the
answer's head, as with httpx, and that includes the wait for a connection.
"""

import requests
from requests.adapters import HTTPAdapter

from servers.clients import connection_settings
from servers.telemetry.backend_usage import call_stats

PRODUCT = f"{connection_settings.upstream_url()}/product"


def session() -> requests.Session:
    """For all threads; it connects when it is asked for something."""
    size = connection_settings.upstream_pool()
    made = requests.Session()
    made.trust_env = False
    made.mount("http://", _Adapter(pool_maxsize=size, pool_block=True))
    return made


class _Adapter(HTTPAdapter):
    def __init__(self, *, pool_maxsize: int, pool_block: bool) -> None:
        super().__init__(pool_maxsize=pool_maxsize, pool_block=pool_block)
        self._watch = call_stats(
            "upstream", pool_maxsize, connection_settings.client_words("requests")
        )

    def send(
        self, request: requests.PreparedRequest, *arguments: object, **options: object
    ) -> requests.Response:
        with self._watch.call() as call:
            response = super().send(request, *arguments, **options)  # type: ignore[arg-type]
            call.failed = response.status_code >= connection_settings.FAILED_STATUS
            return response
