"""The contract of the window, without a widget: sends bodies, measures costs, keeps what came."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from PySide6.QtCore import QObject, Signal

from gui.session.background_task import BackgroundTask, Report
from gui.session.other_work import ANOTHER_IS_ON, other_is_running, register
from gui.session.race_session import RaceSession
from loadgen.contract.bodies import BODIES, LARGEST, Body
from servers.catalog.contract_applications import CONTRACT_APPLICATIONS
from servers.catalog.drifts import DRIFTS

# Imported where it is used: the window has to be there at once.
if TYPE_CHECKING:
    from loadgen.contract.drift_run import DriftOutcome
    from loadgen.contract.exchange import Exchange
    from loadgen.contract.matrix import Matrix
    from loadgen.contract.typed_client.client_check import ClientCheck
    from loadgen.contract.validation_cost import ApplicationCost

_RACE_IS_ON = "A race is on: stop it first, or it would be measured with ten servers beside it."
_OVERTAKEN = "A race was started: the other servers were stopped."
_CANCELLED = "Cancelled: what came before is shown."


class Progress(NamedTuple):
    """How far it has come: ``done`` of ``total`` applications, blocks, clients, or changes."""

    what: Literal["bodies", "costs", "clients", "drifts"]
    done: int
    total: int


class _Results(NamedTuple):
    """The results of runs that were not broken off."""

    matrix: "Matrix | None" = None
    exchanges: Mapping[str, "Exchange"] = MappingProxyType({})
    bodies: tuple[Body, ...] = ()
    own_bodies: tuple[Body, ...] = ()
    outcomes: tuple["DriftOutcome", ...] = ()
    clients: Mapping[str, "ClientCheck"] = MappingProxyType({})


class ContractSession(QObject):
    """``matrix``, ``costs``, ``clients`` and ``outcomes`` (of drift) came last; empty before.

    A run that is cancelled or fails puts back the results that were whole before it; where there
    are none, its own part stays. ``own_bodies`` are those that a person typed. ``changed`` comes
    with each part of a result and each change of what runs, ``said`` with a sentence and whether
    it is about a failure.
    """

    changed = Signal()
    said = Signal(str, bool)

    def __init__(self, session: RaceSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.matrix: Matrix | None = None
        self.costs: Mapping[str, ApplicationCost] = {}
        self.clients: Mapping[str, ClientCheck] = {}
        self.outcomes: tuple[DriftOutcome, ...] = ()
        self.progress: Progress | None = None
        self.own_bodies: tuple[Body, ...] = ()
        self._exchanges: dict[str, Exchange] = {}
        self._bodies: tuple[Body, ...] = ()
        self._whole = _Results()
        self._race = session
        register(session, self)
        self._task = BackgroundTask(self)
        self._task.progressed.connect(self._take)
        self._task.done.connect(self._take_last)
        self._task.failed.connect(self._say_failed)
        self._task.cancelled.connect(self._say_cancelled)
        self._task.changed.connect(self._follow_task)
        session.state_changed.connect(self._follow_race)

    @property
    def is_running(self) -> bool:
        """Whether servers are asked or measured now."""
        return self._task.is_running

    @property
    def has_results(self) -> bool:
        """Whether there is anything to show, or will be."""
        return bool(self.matrix or self.outcomes or self.progress)

    def send_all(self) -> None:
        """Send the bodies of the list, and those that a person typed, to every application."""
        self._exchange((*BODIES, *self.own_bodies), {}, ())

    def send_own(self, body: Body) -> None:
        """Send this body to every application, and keep what they answered to others."""
        if len(body.content) > LARGEST:
            size = f"{len(body.content):,}"
            self.said.emit(f"A body has {LARGEST:,} bytes at most, and this one has {size}.", True)
            return
        is_whole = self._bodies == self._whole.bodies
        if is_whole and body in self._bodies:
            self.said.emit("This body was sent before: its row is on top.", False)
            return
        if not self._may_start():
            return
        self.own_bodies = tuple(dict.fromkeys((body, *self.own_bodies)))
        if is_whole:
            self._exchange((body,), self._exchanges, self._bodies)
        else:  # some applications lack answers: all are asked again
            self._exchange(tuple(dict.fromkeys((*self._bodies, body))), {}, ())

    def measure(self) -> None:
        """Measure what an order costs each application that answered."""
        matrix = self.matrix
        if matrix is None or not self._may_start():
            return
        variants = [each.variant for each in matrix.columns]

        async def work(report: Report) -> object:
            from loadgen.contract.validation_cost import BLOCKS, measure_costs

            def on_block(number: int) -> None:
                report(Progress("costs", number, BLOCKS))

            return await measure_costs(variants, on_block=on_block)

        self._task.start(work)

    def generate_clients(self) -> None:
        """Generate a typed client from each document, and have a small caller of it checked."""
        from loadgen.contract.typed_client.tools import why_no_clients

        if reason := why_no_clients():
            self.said.emit(reason, True)
            return
        if self.matrix is None or not self._may_start():
            return
        answered = _ordered([each for each in self._exchanges.values() if not each.failure])
        documents = [(each.variant, each.document) for each in answered]

        async def work(report: Report) -> object:
            from loadgen.contract.typed_client.client_run import check_clients

            return await check_clients(documents, report)

        self.clients = {}
        self._task.start(work)
        self.progress = Progress("clients", 0, len(documents))
        self.changed.emit()

    def make_drift(self) -> None:
        """Change the code of every application in each way, and see who notices."""
        if not self._may_start():
            return
        total = len(CONTRACT_APPLICATIONS) * len(DRIFTS)

        async def work(report: Report) -> object:
            from loadgen.contract.drift_run import run_drifts

            return tuple(await run_drifts(CONTRACT_APPLICATIONS, DRIFTS, report))

        self.outcomes = ()
        self._task.start(work)
        self.progress = Progress("drifts", 0, total)
        self.changed.emit()

    def cancel(self) -> None:
        """Stop the servers; what came before is kept."""
        self._task.cancel()

    def close(self) -> None:
        """Stop the servers, and wait until they have ended."""
        self._task.close()

    def _exchange(
        self,
        bodies: tuple[Body, ...],
        before: Mapping[str, "Exchange"],
        bodies_before: tuple[Body, ...],
    ) -> None:
        """``before`` are the exchanges to which these are added, and their bodies."""
        if not self._may_start():
            return
        self._exchanges, self._bodies = dict(before), (*bodies_before, *bodies)
        whole, earlier = self._bodies, dict(before)

        async def work(report: Report) -> object:
            from loadgen.contract.exchange import exchange_bodies, joined
            from loadgen.contract.matrix import make_matrix

            found: list[Exchange] = []

            def on_done(each: "Exchange") -> None:
                if before := earlier.get(each.variant.key):
                    each = joined(before, each)
                found.append(each)
                report((each, make_matrix(_ordered(found), whole)))

            await exchange_bodies(CONTRACT_APPLICATIONS, bodies, on_done)
            return None

        self._task.start(work)
        self.progress = Progress("bodies", 0, len(CONTRACT_APPLICATIONS))
        self.changed.emit()

    def _may_start(self) -> bool:
        if self._race.is_on:
            self.said.emit(_RACE_IS_ON, True)
            return False
        if other_is_running(self._race, self):
            self.said.emit(ANOTHER_IS_ON, True)
            return False
        return not self._task.is_running

    def _take(self, report: object) -> None:
        if isinstance(report, Progress):
            self.progress = report
        elif isinstance(report, tuple):
            exchange, self.matrix = report
            self._exchanges[exchange.variant.key] = exchange
            _, done, total = self.progress or Progress("bodies", 0, len(CONTRACT_APPLICATIONS))
            self.progress = Progress("bodies", done + 1, total)
        elif self.progress and self.progress.what == "clients":
            check: ClientCheck = report  # type: ignore[assignment] # what check_clients reports
            self.clients = {**self.clients, check.variant.key: check}
            self.progress = self.progress._replace(done=len(self.clients))
        elif self.progress and self.progress.what == "drifts":
            self.outcomes = (*self.outcomes, report)  # type: ignore[arg-type] # what run_drifts reports
            self.progress = self.progress._replace(done=len(self.outcomes))
        self.changed.emit()

    def _take_last(self, result: object) -> None:
        is_of_clients = self.progress is not None and self.progress.what == "clients"
        if isinstance(result, dict) and is_of_clients:
            self.clients = result
        elif isinstance(result, dict):
            self.costs = result
        elif isinstance(result, tuple):
            self.outcomes = result
        self._whole = _Results(
            self.matrix,
            self._exchanges,
            self._bodies,
            self.own_bodies,
            self.outcomes,
            self.clients,
        )
        self.changed.emit()

    def _say_failed(self, sentence: str) -> None:
        self._put_back()
        self.said.emit(sentence, True)

    def _put_back(self) -> None:
        """Show the results that were whole before the run that was broken off, if there are any."""
        whole = self._whole
        if self.progress and self.progress.what == "drifts" and whole.outcomes:
            self.outcomes = whole.outcomes
        if self.progress and self.progress.what == "clients" and whole.clients:
            self.clients = whole.clients
        if self.progress and self.progress.what == "bodies" and (whole.matrix or not self.matrix):
            self.matrix, self._exchanges = whole.matrix, dict(whole.exchanges)
            self._bodies, self.own_bodies = whole.bodies, whole.own_bodies

    def _say_cancelled(self) -> None:
        self._put_back()
        self.said.emit(_OVERTAKEN if self._race.is_on else _CANCELLED, False)

    def _follow_task(self) -> None:
        if not self._task.is_running:
            self.progress = None
        self.changed.emit()

    def _follow_race(self) -> None:
        if self._race.is_on and self._task.is_running:
            self._task.cancel()


def _ordered(exchanges: list["Exchange"]) -> list["Exchange"]:
    """In the order of the catalogue, whichever answered first."""
    keys = [each.key for each in CONTRACT_APPLICATIONS]
    return sorted(exchanges, key=lambda each: keys.index(each.variant.key))
