"""All that a migration came to: what its text, document and picture are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from loadgen.migration.comparison import StageComparison
from loadgen.migration.stage_races import StageSpeed
from servers.catalog.migration_stages import Trap


@dataclass(frozen=True, slots=True)
class MigrationRun:
    """``stages`` are compared with Flask alone; ``traps`` were open.

    ``versions`` are those of the packages. ``speeds`` are empty where nothing was raced, ``stages``
    where only that was done; ``raced_traps`` were open in the races.
    """

    stages: Sequence[StageComparison]
    traps: Sequence[Trap]
    versions: Mapping[str, str] = field(default_factory=dict)
    speeds: Sequence[StageSpeed] = ()
    raced_traps: Sequence[Trap] = ()
