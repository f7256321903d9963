"""What a row of the fairness table is about, whatever its value."""

import msgspec


class SettingDescription(msgspec.Struct, frozen=True, kw_only=True):
    """One setting that servers announce under ``key``. ``means`` is what it decides, in a sentence.

    ``in_every_race`` is False where only some servers or scenarios have it: it is then no row of
    the table before a race.
    """

    key: str
    title: str
    means: str
    in_every_race: bool = True
