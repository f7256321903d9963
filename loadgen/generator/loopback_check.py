"""Where load may go: this machine, and nowhere else."""

import ipaddress
import socket

import httpx


class TargetError(ValueError):
    """An address that is refused; the message says why."""


def check_target(url: str) -> str:
    """The numeric loopback address that ``url`` leads to; raises TargetError."""
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise TargetError(f"“{url}” is no address: {error}.") from None
    if parsed.scheme != "http" or not parsed.host:
        raise TargetError(f"“{url}” is no address like http://127.0.0.1:8000/path.")
    host = parsed.host
    addresses = _localhost() if host == "localhost" else [host]
    if not addresses or not all(_is_loopback(address) for address in addresses):
        raise TargetError(
            f"“{host}” is not this machine: load is only sent to 127.0.0.0/8, ::1 or localhost."
        )
    return addresses[0]


def _localhost() -> list[str]:
    try:
        found = socket.getaddrinfo("localhost", None, type=socket.SOCK_STREAM)
    except OSError:
        return []
    # IPv4 first: that is where the servers of this program are.
    return sorted((str(each[4][0]) for each in found), key=lambda address: ":" in address)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
