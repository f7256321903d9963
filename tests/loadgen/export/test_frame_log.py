"""The frames of a race in memory: all of them, as they were, in a sixth of their JSON."""

import msgspec

from loadgen.export.frame_log import EncodedFrames, FrameLog
from loadgen.model.frame import Frame
from tests.support.synthetic_frames import Side, SyntheticFrames

SIDE = Side(spread=0.2, jitter=3, text="first line\nsecond line")


def frames_of(encoded: EncodedFrames) -> list[Frame]:
    return [msgspec.json.decode(raw, type=Frame) for raw in encoded]


def test_frames_come_back_as_often_as_wanted() -> None:
    log, sent = FrameLog(), list(SyntheticFrames().frames(13.3, SIDE, SIDE))
    for frame in sent:
        log.add(frame)
    assert len(log.frames) == len(sent) > 100
    assert frames_of(log.frames) == sent
    encoded = log.frames
    assert frames_of(encoded) == frames_of(encoded)


def test_frames_that_were_taken_do_not_grow() -> None:
    log, sent = FrameLog(), list(SyntheticFrames().frames(12.0, SIDE, SIDE))
    for frame in sent[:55]:
        log.add(frame)
    early = log.frames
    for frame in sent[55:]:
        log.add(frame)
    assert frames_of(early) == sent[:55]


def test_a_race_without_frames_has_none() -> None:
    assert not FrameLog().frames
    assert list(FrameLog().frames) == []
