"""What servers tell of themselves in the same words, for ``Ready``."""

import platform
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from servers.catalog.common_settings import NODELAY, SPREAD, SYSTEM
from servers.catalog.server_variant import ServerVariant
from servers.process.loopback_socket import BACKLOG, KEEP_ALIVE_S
from servers.telemetry.messages import Load, Setting


def versions(variant: ServerVariant, *packages: str) -> dict[str, str]:
    """Of Python, of these packages, and of what validates."""
    from importlib.metadata import version  # takes 15 ms

    names = dict.fromkeys((*packages, *variant.validation.distributions))
    return {"Python": platform.python_version()} | {name: version(name) for name in names}


def workers(count: int) -> Setting:
    """How many processes serve; one by default, wherever there can be several."""
    return Setting("workers", "Workers", f"{count}", "1")


def processes(settings: Mapping[str, int]) -> tuple[Setting, ...]:
    """How many serve, and how connections come to them where there are several."""
    count = settings.get("workers", 1)
    if count == 1:
        return (workers(count),)
    default = "as the system does it"
    value = default if settings["spread"] == SYSTEM else "even"
    return (workers(count), Setting("spread", SPREAD.title, value, default))


def backlog(default: int) -> Setting:
    """Ours, beside the server's own."""
    return Setting("backlog", "Backlog", f"{BACKLOG:,}", f"{default:,}")


def keep_alive(default_s: int) -> Setting:
    """Ours, beside the server's own."""
    return Setting("keep_alive", "Keep-alive", f"{KEEP_ALIVE_S} s", f"{default_s} s")


def nodelay(settings: Mapping[str, int], *, default: bool) -> Setting:
    """TCP_NODELAY on each connection, beside what the server does by itself."""
    value = NODELAY.text(settings["nodelay"])
    return Setting("nodelay", "TCP_NODELAY", value, "on" if default else "off")


def access_log(*, default: bool) -> Setting:
    """Always off, beside the server's own."""
    return Setting("access_log", "Access log", "off", "on" if default else "off")


def flask_validation(variant: ServerVariant) -> Setting:
    """The library that a Flask app validates with; Flask itself has none."""
    return Setting("validation", "Validation", variant.validation.package or "by hand", "none")


def fastapi_validation() -> Setting:
    """Pydantic, which FastAPI brings."""
    return Setting("validation", "Validation", "Pydantic", "Pydantic")


def pool_load(
    pool: ThreadPoolExecutor,
    capacity: int,
    in_progress: int,
    *,
    connections: int | None,
    loop_lag_ms: float | None = None,
) -> Load:
    """Of a server that hands every request in progress to such a pool.

    Not taken under its lock: a reading may be off by one for a moment, and costs no request.
    """
    queued = min(pool._work_queue.qsize(), in_progress)
    return Load(
        in_progress=in_progress,
        busy=min(capacity, in_progress - queued),
        capacity=capacity,
        queued=queued,
        connections=connections,
        loop_lag_ms=loop_lag_ms,
    )
