"""Put claims to the test: their races, contract and sources, each test once for all of them."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from loadgen.claims.claim import Claim, ContractTest, RaceTest, SourceTest, Test
from loadgen.claims.collect import contract_evidence, race_evidence
from loadgen.claims.evidence import ContractEvidence, Evidence, RaceEvidence
from loadgen.claims.judgement import Judgement, judge_claim
from loadgen.claims.progress import Progress, seconds_of
from loadgen.claims.read_handlers import source_evidence
from loadgen.contract.bodies import BODIES
from loadgen.contract.exchange import exchange_bodies
from loadgen.contract.matrix import make_matrix
from loadgen.model.race_plan import RacePlan
from loadgen.race.race import Race
from loadgen.race.session_services import Services
from loadgen.recording.race_and_record import race_and_record
from loadgen.recording.race_recording import RaceRecording
from loadgen.sweep.step_rule import StepRule
from servers.catalog.variants import variant


def _ignore(_: object) -> None:
    """For callers that do not listen."""


@dataclass
class BoardRun:
    """Puts ``claims`` to the test in their order, within one running asyncio loop.

    ``judgements`` are those that are decided so far: after ``cancel`` they are what is left.
    ``on_progress`` is called before each test, ``on_judged`` after each claim.
    """

    claims: Sequence[Claim]
    services: Services
    recording: RaceRecording
    on_progress: Callable[[Progress], None] = _ignore
    on_judged: Callable[[Judgement], None] = _ignore
    judgements: list[Judgement] = field(default_factory=list)
    _races: dict[bytes, RaceEvidence] = field(default_factory=dict)
    _contracts: dict[bytes, dict[str, ContractEvidence]] = field(default_factory=dict)
    _race: Race | None = None
    _asking: asyncio.Task[dict[str, ContractEvidence]] | None = None
    _cancelled: bool = False

    async def run(self) -> list[Judgement]:
        """The judgements. The services are closed, whatever happens."""
        try:
            for number, claim in enumerate(self.claims, 1):
                evidence = await self._evidence(claim, number)
                if self._cancelled:
                    break
                judgement = judge_claim(claim, evidence)
                self.judgements.append(judgement)
                self.on_judged(judgement)
        finally:
            with contextlib.suppress(asyncio.CancelledError):
                await self.services.close()
        return self.judgements

    def cancel(self) -> None:
        """Stop the test that is on, and begin no other."""
        self._cancelled = True
        if self._race is not None:
            self._race.stop()
        if self._asking is not None:
            self._asking.cancel()

    async def _evidence(self, claim: Claim, number: int) -> Evidence:
        evidence = Evidence()
        for test in claim.tests:
            if self._cancelled:
                break
            self.on_progress(Progress(claim, number, len(self.claims), self._left_s(number)))
            match test:
                case RaceTest():
                    found = await self._raced(test)
                    evidence = replace(evidence, races={**evidence.races, test.key: found})
                case ContractTest():
                    evidence = replace(evidence, contract=await self._asked(test))
                case SourceTest():
                    evidence = replace(evidence, source=source_evidence())
        return evidence

    def _left_s(self, number: int) -> float:
        """What the tests that are not done yet take, each of them once."""
        ahead = {
            _identity(test): seconds_of(test)
            for claim in self.claims[number - 1 :]
            for test in claim.tests
        }
        done = {*self._races, *self._contracts}
        return sum(seconds for key, seconds in ahead.items() if key not in done)

    async def _raced(self, test: RaceTest) -> RaceEvidence:
        key = _identity(test)
        if key not in self._races:
            self._races[key] = await self._race_once(test.plan)
        return self._races[key]

    async def _race_once(self, plan: RacePlan) -> RaceEvidence:
        if reason := plan.refusal():
            return RaceEvidence(plan=plan, failure=reason)

        def started(race: Race) -> None:
            self._race = race

        run, name = await race_and_record(
            plan, self.services, self.recording, stop_rule=StepRule(), started=started
        )
        self._race = None
        return race_evidence(run, name)

    async def _asked(self, test: ContractTest) -> dict[str, ContractEvidence]:
        key = _identity(test)
        if key not in self._contracts:
            self._asking = asyncio.create_task(_ask(test))
            try:
                self._contracts[key] = await self._asking
            except asyncio.CancelledError:
                if not self._cancelled:
                    raise
                return {}
            finally:
                self._asking = None
        return self._contracts[key]


async def _ask(test: ContractTest) -> dict[str, ContractEvidence]:
    exchanges = await exchange_bodies([variant(key) for key in test.applications], BODIES)
    return contract_evidence(make_matrix(exchanges, BODIES), exchanges)


def _identity(test: Test) -> bytes:
    """The same for tests that ask the same; a plan has dictionaries, which have no hash."""
    match test:
        case RaceTest():
            return msgspec.json.encode(test.plan, order="deterministic")
        case ContractTest():
            return msgspec.json.encode(test.applications)
        case SourceTest():
            return b""
