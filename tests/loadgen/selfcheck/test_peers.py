"""How the clients are run, and how what they print is read."""

from collections.abc import Callable

import pytest

from loadgen.selfcheck import peers
from loadgen.selfcheck.peers import PEERS, OutputError, peer
from tests.loadgen.selfcheck import printed_results
from tests.support.every_case import every_case

PRINTED: list[tuple[Callable[[str], int], str, int]] = [
    (peers.count_of_wrk, printed_results.WRK, 147_666),
    (peers.count_by_status, printed_results.HEY, 40_360),
    (peers.count_by_status, printed_results.OHA, 98_343),
    (peers.count_of_ab, printed_results.AB, 63_149),
    (peers.count_of_autocannon, printed_results.AUTOCANNON, 21_584),
    (peers.count_of_python_client, printed_results.PYTHON, 7_244),
]


@pytest.mark.parametrize(("read", "text", "count"), PRINTED)
def test_what_a_client_prints_is_read(read: Callable[[str], int], text: str, count: int) -> None:
    assert read(text) == count


@every_case("text", ["", "something else\n", "{}", "[1]", "null"])
@every_case("read", [*(read for read, _, _ in PRINTED), peers.count_of_ours])
def test_what_is_not_understood_is_said(read: Callable[[str], int], text: str) -> None:
    with pytest.raises(OutputError, match="It printed no"):
        read(text)


@pytest.mark.parametrize(
    ("percent", "seconds"), [(50, 395e-6), (75, 2.34e-3), (90, 1.02), (99, 90.0)]
)
def test_wrks_percentiles_are_read_in_every_unit(percent: int, seconds: float) -> None:
    assert peers.percentile_of_wrk(printed_results.WRK, percent) == pytest.approx(seconds)


def test_every_peer_says_where_it_goes_and_how_many_it_is() -> None:
    for each in PEERS:
        words = each.command("http://127.0.0.1:9/", 64, 1.5)
        if each.gate:
            words.append(each.gate("http://127.0.0.1:9/", 64).go.decode())
        assert any("http://127.0.0.1:9/" in word for word in words)
        assert any(word.removeprefix("-c") == "64" or ":64" in word for word in words)
        assert each.needs == "" or each.to_add


def test_clients_that_know_whole_seconds_only_get_no_less_than_asked() -> None:
    assert "-d2s" in peer("wrk").command("http://127.0.0.1:9/", 64, 1.5)


def test_a_peer_that_is_not_there_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert not peer("wrk").installed
    assert peer(peers.FACEOFF).installed
    assert peer("httpx, one shared client").installed
    assert peer("httpx, one shared client").version
