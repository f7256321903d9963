"""Plans from stdin, the last one first: a thread reads, the event loop is told."""

import contextlib
import os
import threading
from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from loadgen.generator.loopback_check import check_target
from loadgen.generator.snapshot_writer import tell
from loadgen.model.load_plan import LoadPlan, LoadRequest


class PlanReader:
    """Calls ``on_plan`` and ``on_end`` from its own thread.

    A line that is no plan is told on stderr and ignored; ``refused`` counts them. A plan without
    requests gets those of the one before.
    """

    def __init__(
        self,
        on_plan: Callable[[LoadPlan], object],
        on_end: Callable[[], object],
        descriptor: int = 0,
    ) -> None:
        self._on_plan = on_plan
        self._on_end = on_end
        self._descriptor = descriptor
        self._decoder = msgspec.json.Decoder(LoadPlan)
        self._requests: tuple[LoadRequest, ...] = ()
        self.refused = 0

    def start(self) -> None:
        """Read in a thread that does not keep the process alive."""
        threading.Thread(target=self._read, name="plans", daemon=True).start()

    def _read(self) -> None:
        rest = bytearray()
        # os.read holds no lock of sys.stdin's, which would abort the interpreter on its way out.
        while chunk := os.read(self._descriptor, 1 << 20):
            # A line with a large body comes in a hundred pieces: each is looked at once.
            first, *others = chunk.split(b"\n")
            rest += first
            if others:
                self._take([bytes(rest), *others[:-1]])
                rest = bytearray(others[-1])
        if rest:
            self._take([bytes(rest)])
        with contextlib.suppress(RuntimeError):  # the event loop may be gone already
            self._on_end()

    def _take(self, lines: list[bytes]) -> None:
        """Of the plans that have piled up only the last one counts."""
        plans = [plan for line in lines if line.strip() and (plan := self._plan(line))]
        if plans:
            self._on_plan(plans[-1])

    def _plan(self, line: bytes) -> LoadPlan | None:
        try:
            plan = self._decoder.decode(line)
            check_target(plan.url)
        except (msgspec.MsgspecError, ValueError) as error:
            self.refused += 1
            tell(f"This line is no plan, and was ignored: {error}")
            return None
        self._requests = plan.requests or self._requests
        return replace(plan, requests=self._requests)
