"""Requests that are sent to one server before and after a change of its code."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from servers.catalog.contract_applications import Operation


@dataclass(frozen=True, slots=True)
class Probe:
    """``operation`` is as documents name it, ``target`` what is asked for.

    ``parameters`` are the texts of the target by place and name: ``("query", "limit")``.
    """

    title: str
    operation: Operation
    target: str
    content: bytes = b""
    content_type: str = ""
    parameters: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProbeAnswer:
    """``status`` is None where none came; ``text`` then says why not."""

    status: int | None
    content_type: str = ""
    text: str = ""
