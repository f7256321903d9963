"""The clients that come with Python, for a moment and for real."""

import pytest

from loadgen.selfcheck.peers import FACEOFF, PEERS, Peer
from loadgen.selfcheck.pinned_processes import NULL_SERVER, Finished, run_gated, serving

pytestmark = pytest.mark.process

SECONDS = (0.2, 2.0, 10.0)
"""The first is enough on a machine that is not busy."""
CONNECTIONS = 4
GATED = [peer for peer in PEERS if peer.gate]


@pytest.mark.parametrize("peer", GATED, ids=[peer.name for peer in GATED])
def test_it_waits_at_its_gate_then_has_requests_answered(peer: Peer) -> None:
    if not peer.installed:
        pytest.skip(f"{peer.needs} is not installed: {peer.to_add}")
    with serving(None, NULL_SERVER) as port:
        for seconds in SECONDS:
            done = _run(peer, f"http://127.0.0.1:{port}/hello", seconds)
            if peer.requests(done.stdout) > CONNECTIONS:
                break
    assert peer.requests(done.stdout) > CONNECTIONS
    # Importing it takes longer than that.
    assert 0.05 < done.start_cpu_s < done.cpu_s
    assert peer.held == (peer.name == FACEOFF)


def _run(peer: Peer, url: str, seconds: float) -> Finished:
    assert peer.gate is not None
    return run_gated(
        peer.command(url, CONNECTIONS, seconds),
        None,
        peer.gate(url, CONNECTIONS),
        hold_s=seconds if peer.held else None,
        timeout_s=30,
    )
