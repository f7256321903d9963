"""The clients that come with Python, for a moment and for real."""

import pytest

from loadgen.instrument.peers import FACEOFF, PEERS, Peer
from loadgen.instrument.processes import NULL_SERVER, run_gated, serving

SECONDS = 0.2
GATED = [peer for peer in PEERS if peer.gate]


@pytest.mark.parametrize("peer", GATED, ids=[peer.name for peer in GATED])
def test_it_waits_at_its_gate_then_has_requests_answered(peer: Peer) -> None:
    if not peer.installed:
        pytest.skip(f"{peer.needs} is not installed: {peer.to_add}")
    assert peer.gate is not None
    with serving(None, NULL_SERVER) as port:
        url = f"http://127.0.0.1:{port}/hello"
        done = run_gated(
            peer.command(url, 4, SECONDS),
            None,
            peer.gate(url, 4),
            hold_s=SECONDS if peer.held else None,
            timeout_s=30,
        )
    assert peer.requests(done.stdout) > 4
    # Importing it takes longer than that.
    assert 0.05 < done.start_cpu_s < done.cpu_s
    assert peer.held == (peer.name == FACEOFF)
