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


def kind_of(error: Exception) -> str:
    """``refused``, ``reset``, ``timeout``, ``protocol``, or ``generator``, which is no server's
    fault.

    ``reset`` is a connection that ended, in whatever way, before the answer was complete.
    """
    cause = error.__cause__
    if isinstance(cause, OSError) and cause.errno in _OWN_LIMITS:
        return "generator"
    if isinstance(error, httpx.TimeoutException):
        return "timeout"
    if isinstance(cause, EOFError | ConnectionResetError) or isinstance(error, httpx.ReadError):
        return "reset"
    if isinstance(error, httpx.ConnectError):
        return "refused"
    return "protocol" if isinstance(error, httpx.RemoteProtocolError) else "generator"
