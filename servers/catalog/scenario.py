"""What a scenario is: the requests that it makes, its parameters, and what serves it."""

from collections.abc import Mapping

import msgspec

from servers.catalog.parameter import Parameter
from servers.catalog.scenario_requests import Requests
from servers.process.packages import Package


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """One question to both servers.

    ``requests`` makes, from the values of ``parameters``, those that are sent one after the other,
    over and over. ``modules`` of the apps serve it; where none is named, the one called as its key,
    which every server has from its start (``app_modules``). ``services`` are the backing services
    that it needs. ``setup`` names the parameters that a server is started with: a change restarts
    it. ``failures`` says of which kind a status other than 2xx is, where that is the scenario's
    own. ``weight`` is how often a mix asks for it, against the weights of the others. ``packages``
    are what its handlers import beside those of their variant, by framework.
    """

    key: str
    title: str
    shows: str
    parameters: tuple[Parameter, ...]
    requests: Requests
    modules: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    setup: tuple[str, ...] = ()
    failures: Mapping[int, str] = msgspec.field(default_factory=dict)
    weight: int = 0
    packages: Mapping[str, tuple[Package, ...]] = msgspec.field(default_factory=dict)

    def environment(self, values: Mapping[str, int]) -> dict[str, str]:
        """What its ``setup`` is to a server's environment."""
        return {f"FACEOFF_{key.upper()}": f"{values[key]}" for key in self.setup}
