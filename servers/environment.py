"""The environment in which children run: nothing in it may change what is measured."""

import os
from collections.abc import Mapping

PARENT_PID = "FACEOFF_PARENT_PID"

_PREFIXES = ("FLASK_", "GEVENT_", "GUNICORN_", "OTEL_", "PYDANTIC_", "PYTHON", "UVICORN_")
_NAMES = frozenset(
    {"ALL_PROXY", "FORWARDED_ALLOW_IPS", "FTP_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"}
    | {
        "LISTEN_FDS",
        "LISTEN_PID",
        "NETRC",
        "SCRIPT_NAME",
        "SSLKEYLOGFILE",
        "SSL_CERT_DIR",
        "SSL_CERT_FILE",
        "WEB_CONCURRENCY",
    }
    | {"WS_PROXY", "WSS_PROXY"}
    | {"PGHOSTADDR", "PGOPTIONS", "PGSERVICE", "PGSERVICEFILE", "PGTARGETSESSIONATTRS"}
)


def child_environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What is left of ``environ`` for a child, and how the child knows its parent (``lifeline``).

    Proxies would hijack loopback traffic, and some of libpq's names lead to another database than
    the URL does; the others change how Python or the servers behave.
    """
    kept = {
        name: value
        for name, value in environ.items()
        if name.upper() not in _NAMES and not name.upper().startswith(_PREFIXES)
    }
    return kept | {PARENT_PID: str(os.getpid()), "PYTHONUTF8": "1"}
