"""Why a request failed, in one word for each kind."""

import errno

import httpx

_OWN_LIMITS = {
    errno.EMFILE,  # this process is out of descriptors
    errno.ENFILE,  # the system is
    errno.EADDRNOTAVAIL,  # out of ports for outgoing connections
    errno.ENOBUFS,
    errno.ENOMEM,
}


# httpcore says it in words only.
_CUT_SHORT = ("Server disconnected", "peer closed connection")


def own_limit(error: BaseException) -> int | None:
    """The system's error number, when what failed is a limit of this process or machine."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno in _OWN_LIMITS:
            return cause.errno
        cause = cause.__cause__ or cause.__context__  # httpcore's pool raises “from None”
    return None


def kind_of(error: Exception) -> str:
    """``refused``, ``reset``, ``timeout``, ``protocol``, or ``generator``.

    ``generator`` is a fault of this process, no server's.

    ``reset`` is a connection that ended, in whatever way, before the answer was complete.
    """
    cause = error.__cause__
    if own_limit(error) is not None:
        return "generator"
    if isinstance(error, httpx.TimeoutException):
        return "timeout"
    if isinstance(cause, EOFError | ConnectionResetError):
        return "reset"
    if isinstance(error, httpx.ReadError | httpx.WriteError) or str(error).startswith(_CUT_SHORT):
        return "reset"
    if isinstance(error, httpx.ConnectError):
        return "refused"
    return "protocol" if isinstance(error, httpx.RemoteProtocolError) else "generator"
