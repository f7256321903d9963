"""What a recorded race costs.

``python -m tests.benchmarks.recording [--seconds 30] [--kills 100]``

Races *hello* on both lanes for so long and writes its frames again: bytes an hour at several levels
of zstd (bar 10 MB at the level in use), CPU to record a frame (bar 0.5 % of a core at ten a
second), seconds from the file of an hour to the first charts (bar 1.0 s) and to all of it. Then a
program that writes a race is killed at so many random moments: how many files open, and how many
seconds each lacks at most (bar: all, 1 s). Exit code 1 when a bar does not hold.
"""

import argparse
import asyncio
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from loadgen.files.zstd import zstd
from loadgen.model.frame import Frame, LaneId
from loadgen.model.race_plan import RacePlan
from loadgen.model.snapshot import TICK_S
from loadgen.race.race import Race
from loadgen.recording.frame_codec import FrameEncoder
from loadgen.recording.race_opening import RaceOpening
from loadgen.recording.race_reader import read_race
from loadgen.recording.race_writer import FRAMES_PER_RECORD, LEVEL, RaceWriter, framed
from loadgen.recording.records import Frames, Start, Stop
from loadgen.verdict.verdict_fields import Verdict
from servers.process.child_process import PROJECT_ROOT
from tests.benchmarks.bars import Bar, report

PER_HOUR = 36_000
FIRST_S = 0.1
"""Of the time line that is read before charts are drawn, as ``gui.session.race_opener`` does."""
LEVELS = (3, LEVEL, 12)
_WRITER = """
import sys, time
from pathlib import Path
from tests.loadgen.recording.recorded import frames, start
from loadgen.recording.race_writer import RaceWriter
sent = frames(60.0)
writer = RaceWriter(Path(sys.argv[1]), start())
for frame in sent:
    writer.add(frame)
    print(frame.seq, flush=True)
    time.sleep(0.002)
"""


async def _race(seconds: int) -> list[Frame]:
    frames: list[Frame] = []
    plan = msgspec.structs.replace(
        RacePlan.default(), scenario="hello", parameters={}, duration_s=seconds
    ).checked()
    await Race(plan, frames.append).run()
    return frames


def size(frames: list[Frame], level: int) -> int:
    """Bytes of the frames in a race file at that level of zstd."""
    encoder, compressor = FrameEncoder(), zstd.ZstdCompressor(level=level)
    written = 0
    for begin in range(0, len(frames), FRAMES_PER_RECORD):
        second = [encoder.encode(each) for each in frames[begin : begin + FRAMES_PER_RECORD]]
        data = compressor.compress(
            framed(Frames(frames=msgspec.Raw(msgspec.msgpack.encode(second))))
        )
        written += len(data) + len(compressor.flush(zstd.ZstdCompressor.FLUSH_BLOCK))
    return written


def sizes_and_times(frames: list[Frame]) -> list[Bar]:
    """Of the frames of one race, for an hour of such."""
    scale = PER_HOUR / len(frames) / 1e6
    bars = []
    for level in LEVELS:
        mb = size(frames, level) * scale
        in_use = level == LEVEL
        bars.append(
            Bar(
                f"an hour of hello on disk, zstd level {level}{' (in use)' if in_use else ''}",
                f"{mb:.1f} MB",
                "10 MB" if in_use else "",
                mb <= 10 if in_use else None,
            )
        )
    began = time.process_time()
    size(frames, LEVEL)
    each_ms = (time.process_time() - began) / len(frames) * 1000
    percent = each_ms * 10 / 1000 * 100
    bars.append(
        Bar("CPU to record a frame", f"{each_ms:.2f} ms = {percent:.2f} %", "0.5 %", percent <= 0.5)
    )
    return bars


def opening(frames: list[Frame]) -> list[Bar]:
    """A file of one hour, from its name to the first charts, which grow from then on."""
    with tempfile.TemporaryDirectory() as folder:
        path = _write_hour(Path(folder, "hour.faceoff"), frames)
        began = time.process_time()
        race = RaceOpening(path)
        race.read_for(FIRST_S)
        first_s = time.process_time() - began
        run = race.read()
        whole_s = time.process_time() - began
        mb = path.stat().st_size / 1e6
    return [
        Bar(
            f"an hour of {mb:.1f} MB, until its first charts",
            f"{first_s:.2f} s",
            "1.0 s",
            first_s <= 1,
        ),
        Bar(f"until all {run.timeline.frames:,} frames are there", f"{whole_s:.1f} s", "", None),
    ]


def _write_hour(path: Path, frames: list[Frame]) -> Path:
    """The frames in random orders, one after the other: repeated as they are they would compress
    better than those of a race.
    """
    chance = random.Random(1)
    racing = [frame for frame in frames if frame.phase == "racing" and frame.at_s > 0]
    writer = RaceWriter(
        path,
        Start(
            id="hour",
            started_at=datetime.now(UTC),
            plan=RacePlan.default(),
            environment={"usable_cores": 2.0},
        ),
    )
    for seq in range(PER_HOUR):
        if seq % len(racing) == 0:
            chance.shuffle(racing)
        frame = racing[seq % len(racing)]
        at_s = (seq + 1) * TICK_S
        writer.add(msgspec.structs.replace(frame, seq=seq, at_s=at_s, marks=(), machine=None))
    curves: dict[LaneId, tuple[float, ...]] = {"a": (1.0, 2.0), "b": (1.0, 2.0)}
    writer.stop(Stop(environment={}, verdict=Verdict(), duration_s=3600.0, curves=curves))
    return path


def kills(times: int) -> Bar:
    """Kill a program that writes a race at random moments, and open what it left."""
    chance = random.Random(1)
    opened, most_lost_s = 0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(times):
            path = Path(folder, f"{number}.faceoff")
            with subprocess.Popen(
                [sys.executable, "-c", _WRITER, str(path)],
                cwd=PROJECT_ROOT,
                stdout=subprocess.PIPE,
                text=True,
            ) as process:
                assert process.stdout is not None
                until, sent = chance.randint(1, 500), 0
                while sent < until and (line := process.stdout.readline()):
                    sent = int(line)
                process.kill()
            race = read_race(path)
            opened += race.is_cut_off and not race.damage
            last = race.frames[-1].seq if race.frames else 0
            most_lost_s = max(most_lost_s, (sent - last) / 10)
    return Bar(
        f"killed at {times} random moments",
        f"{opened} open, at most {most_lost_s:.1f} s lost",
        "all, 1 s",
        opened == times and most_lost_s <= 1.0,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=30, help="of the race")
    parser.add_argument("--kills", type=int, default=100)
    chosen = parser.parse_args()
    frames = asyncio.run(_race(chosen.seconds))
    return report([*sizes_and_times(frames), *opening(frames), kills(chosen.kills)])


if __name__ == "__main__":
    sys.exit(main())
