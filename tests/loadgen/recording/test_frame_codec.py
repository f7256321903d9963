"""Frames survive their differences, but for the rounding that the format states."""

import msgspec
import pytest

from loadgen.model.histogram import SparseHistogram
from loadgen.recording.frame_codec import FrameDecoder, FrameEncoder
from tests.loadgen.recording.recorded import frames


def test_frames_come_back() -> None:
    encoder, decoder = FrameEncoder(), FrameDecoder()
    for frame in frames():
        change = msgspec.msgpack.decode(msgspec.msgpack.encode(encoder.encode(frame)))
        back = decoder.decode(change)
        assert back.seq == frame.seq
        assert back.marks == frame.marks
        for id_, lane in frame.lanes.items():
            assert back.lanes[id_].requests == lane.requests
            assert back.lanes[id_].status == lane.status
            assert back.lanes[id_].latency.buckets == lane.latency.buckets
            assert back.lanes[id_].latency.counts == lane.latency.counts
            assert back.lanes[id_].latency.max_s == pytest.approx(lane.latency.max_s, abs=5e-7)
            assert back.lanes[id_].interval_s == pytest.approx(lane.interval_s, abs=5e-7)
            assert (back.lanes[id_].server is None) == (lane.server is None)


@pytest.mark.parametrize("counts", [(), (1,), (1, 255, 3), (1, 256, 70_000)])
def test_every_histogram_comes_back(counts: tuple[int, ...]) -> None:
    buckets = tuple(300 * (n + 1) + n for n in range(len(counts)))
    frame = frames(0.2)[0]
    lanes = {
        id_: msgspec.structs.replace(lane, latency=SparseHistogram(buckets, counts, 2, 0.5))
        for id_, lane in frame.lanes.items()
    }
    sent = msgspec.structs.replace(frame, lanes=lanes)
    change = msgspec.msgpack.decode(msgspec.msgpack.encode(FrameEncoder().encode(sent)))
    assert FrameDecoder().decode(change).lanes["a"].latency == SparseHistogram(
        buckets, counts, 2, 0.5
    )


@pytest.mark.parametrize(
    "change", [{}, {"lanes": 1}, {"lanes": [{"a": 3}]}, {"seq": ["many"]}, {"lanes": {"a": 1}}]
)
def test_a_damaged_difference_is_a_value_error(change: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        FrameDecoder().decode(change)
