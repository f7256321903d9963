"""The real services hold what is promised of them."""

from servers.services.launcher import RunningService


def test_all_three_are_the_real_thing(services: dict[str, RunningService]) -> None:
    for service in services.values():
        assert not service.ready.simulated, service.ready.reason
        assert "127.0.0.1" in service.ready.url
