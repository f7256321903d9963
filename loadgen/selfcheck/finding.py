"""What was found out about one figure."""

import msgspec


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """``value`` in ``unit`` is what was measured, None when nothing could be.

    ``note`` says why, or what else belongs to it. ``bar`` is what it is held against, empty where
    it is only reported. ``details`` are the figures behind it, their units in their names.
    """

    figure: str
    subject: str
    value: float | None = None
    unit: str = ""
    bar: str = ""
    holds: bool | None = None
    details: dict[str, float] = {}
    note: str = ""
