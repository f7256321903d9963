from loadgen.bottleneck.debounce import BottleneckDebounce
from loadgen.bottleneck.rules import Bottleneck

THREADS = {"busy": 4.0, "capacity": 4.0, "queued": 60.0, "late_ms": None, "latest_ms": None}


class TestWatch:
    THREADS, CPU, NOTHING = (Bottleneck(kind, kind) for kind in ("threads", "cpu", "nothing"))

    def test_the_first_is_shown_at_once_and_its_figures_follow(self) -> None:
        watch = BottleneckDebounce()
        assert watch.see(1.0, self.THREADS) is self.THREADS
        other_figures = Bottleneck("threads", "4 of 4 threads busy, 59 waiting")
        assert watch.see(1.1, other_figures) is other_figures

    def test_another_is_shown_when_it_has_held_for_half_a_second(self) -> None:
        watch = BottleneckDebounce()
        watch.see(1.0, self.THREADS)
        shown = [watch.see(at, self.CPU).kind for at in (1.1, 1.3, 1.59, 1.6)]
        assert shown == ["threads", "threads", "threads", "cpu"]

    def test_that_nothing_is_known_gives_way_at_once(self) -> None:
        watch = BottleneckDebounce()
        watch.see(1.0, Bottleneck("unknown", "no answer yet"))
        assert watch.see(1.1, self.THREADS) is self.THREADS

    def test_what_flickers_is_not_shown(self) -> None:
        watch = BottleneckDebounce()
        watch.see(0.0, self.THREADS)
        flicker = (self.CPU, self.THREADS) * 10
        assert {watch.see(n / 4, found).kind for n, found in enumerate(flicker)} == {"threads"}
        # Nor does a third one inherit the time of the second.
        watch.see(6.0, self.CPU)
        assert watch.see(6.4, self.NOTHING) is not self.NOTHING
        assert watch.see(6.6, self.NOTHING) is not self.NOTHING
        assert watch.see(6.9, self.NOTHING) is self.NOTHING

    def test_another_race_starts_anew(self) -> None:
        watch = BottleneckDebounce()
        watch.see(9.0, self.THREADS)
        assert watch.see(0.1, self.CPU) is self.CPU
