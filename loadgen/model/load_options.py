"""What a race asks of its generators besides the load model.

The fields are those of ``RacePlan`` and of ``LoadPlan``.
"""

from typing import Annotated, Any

import msgspec

from loadgen.model.clients import DEFAULT_CLIENT, ClientKey
from loadgen.model.load_parameter import LoadParameter

REQUESTS_PER_CONNECTION = LoadParameter(
    key="requests_per_connection",
    title="Requests per connection",
    singular="request per connection",
    none="connections stay open",
    zero="unlimited",
    minimum=0,
    maximum=1_000,
    default=0,
    logarithmic=True,
    hint="Close each connection after so many requests: with 1, each request opens its own. "
    "0 is unlimited: they stay open.",
    usual="0: they stay open",
    window_place=50,
    fairness="Each connection is closed after so many; opening the next one is part of the work.",
    generator_maximum=16_384,
)


class LoadOptions(msgspec.Struct, frozen=True, kw_only=True):
    """``client`` sends. The generators get each field as it is in the plan of the race.

    ``requests_per_connection``: each connection is closed after so many, and the next request opens
    another; 0: connections stay open for as long as the server allows.
    """

    client: ClientKey = DEFAULT_CLIENT
    requests_per_connection: Annotated[int, REQUESTS_PER_CONNECTION] = (
        REQUESTS_PER_CONNECTION.default
    )

    def load_options(self) -> dict[str, Any]:
        """The fields of this struct, to make another one that has them."""
        return {name: getattr(self, name) for name in LoadOptions.__struct_fields__}
