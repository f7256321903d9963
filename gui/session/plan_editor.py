"""What a person chooses, one thing at a time; nothing here knows of a race that is on."""

import msgspec
from PySide6.QtCore import QObject, Signal

from gui.charts.latency_basis import BASES, Basis
from gui.charts.measures import MEASURES, measure
from gui.session.plan_history import PlanHistory
from loadgen.model.clients import ClientKey
from loadgen.model.frame import LaneId
from loadgen.model.load_parameter import changed_field, parameters_of
from loadgen.model.load_plan import CONCURRENCY, RATE, ClosedModel, Model, OpenModel
from loadgen.model.race_plan import UNTIL_CLEAR_MAX_S, ClearMetric, LaneChoice, RacePlan
from servers.catalog.compatibility import common
from servers.catalog.parameter import defaults
from servers.catalog.scenarios import scenario
from servers.catalog.variants import variant


class PlanEditor(QObject):
    """``plan`` is what was chosen. The model that is not in it is remembered all the same.

    ``basis`` is what the latency chart counts from, ``inside`` whether the fourth chart looks
    inside the servers, and ``measure`` at what: they change no race. ``scenario_moved`` brings a
    sentence when the choice of a variant moves the scenario to one that it serves, and when a later
    choice brings the earlier one back.
    """

    plan_changed = Signal()
    scenario_moved = Signal(str)
    basis_changed = Signal()
    inside_changed = Signal()

    def __init__(
        self,
        plan: RacePlan,
        other_model: Model | None = None,
        basis: Basis = "schedule",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.plan = plan
        self.closed = ClosedModel(CONCURRENCY.default)
        self.open = OpenModel(float(RATE.default))
        self.basis: Basis = basis
        self.inside = False
        self.measure: str = MEASURES[0].key
        self._moved_from: tuple[str, dict[str, int]] | None = None
        self._history = PlanHistory(self._set_earlier)
        for model in (other_model, plan.model):
            self._remember(model)

    @property
    def other_model(self) -> Model:
        """The one that is not in the plan."""
        return self.closed if self.is_open else self.open

    @property
    def is_open(self) -> bool:
        """Whether the load is an open model: requests are due at a rate."""
        return isinstance(self.plan.model, OpenModel)

    @property
    def in_turns(self) -> bool:
        """Whether lanes race one after the other."""
        return self.plan.mode == "turns"

    def set_plan(self, plan: RacePlan) -> None:
        """Replace all of the plan, and signal it where it differs."""
        if plan != self.plan:
            self._history.add(self.plan, plan)
            self.plan = plan
            self._remember(plan.model)
            self.plan_changed.emit()

    def undo(self) -> bool:
        """Take back what was chosen last; False where there is nothing."""
        return self._history.undo()

    def redo(self) -> bool:
        """Choose again what was taken back last; False where there is nothing."""
        return self._history.redo()

    def _set_earlier(self, plan: RacePlan) -> None:
        self._moved_from = None
        self.set_plan(plan)

    def set_basis(self, basis: Basis) -> None:
        """Choose what latency counts from, and signal it where it differs."""
        if basis != self.basis:
            self.basis = basis
            self.basis_changed.emit()

    def next_basis(self) -> None:
        """From schedule, from send, both, and from the beginning; in the open model."""
        if self.is_open:
            self.set_basis(BASES[(BASES.index(self.basis) + 1) % len(BASES)])

    def set_inside(self, inside: bool) -> None:
        """Whether the fourth chart looks inside the servers."""
        if inside != self.inside:
            self.inside = inside
            self.inside_changed.emit()

    def toggle_inside(self) -> None:
        """Switch the fourth chart between spectrum and server internals."""
        self.set_inside(not self.inside)

    def set_measure(self, key: str) -> None:
        """The figure that it draws; the first one of the menu for a key that is none."""
        key = measure(key).key
        if key != self.measure:
            self.measure = key
            self.inside_changed.emit()

    def next_measure(self) -> None:
        """The next one of the menu, or the first; the chart is shown when it was not."""
        if not self.inside:
            self.set_inside(True)
            return
        keys = [each.key for each in MEASURES]
        self.set_measure(keys[(keys.index(self.measure) + 1) % len(keys)])

    def set_model_kind(self, kind: str) -> None:
        """``closed`` or ``open``, as it was last."""
        self._replace(model=self.open if kind == "open" else self.closed)

    def load_values(self) -> dict[str, int]:
        """The load parameters of both models and of the plan, by key, in whole numbers."""
        return {
            parameter.key: round(getattr(holder, name))
            for holder in (self.closed, self.open, self.plan)
            for name, parameter, _ in parameters_of(type(holder))
        }

    def set_load(self, key: str, value: int) -> None:
        """Set the load parameter of that key; raises ParameterError outside its range.

        One of the model that is not chosen is remembered for later.
        """
        holders: tuple[ClosedModel | OpenModel, ...] = (self.closed, self.open)
        for model in holders:
            if changes := changed_field(type(model), key, value):
                self._set_model(msgspec.structs.replace(model, **changes))
        if changes := changed_field(RacePlan, key, value):
            self._replace(**changes)

    def set_parameter(self, key: str, value: int) -> None:
        """Set a parameter of the scenario."""
        self._replace(parameters=self.plan.parameters | {key: value})

    def set_scenario(self, key: str) -> None:
        """Race this scenario, with the parameters last chosen for it."""
        self._moved_from = None
        self._replace(scenario=key, parameters=self._parameters(key))

    def set_variant(self, lane: LaneId, key: str) -> None:
        """Where it does not serve the scenario, another is chosen that both lanes serve.

        The earlier one comes back, with its parameters, with the first choice that serves it in
        both lanes, unless a person chose a scenario in between. Where the two lanes would share no
        scenario at all, the other lane's server changes, too.
        """
        plan = self.plan
        if key == plan.lanes[lane].variant:
            return
        lanes = plan.lanes | {lane: LaneChoice(key, defaults(variant(key).settings))}
        wanted, parameters = self._moved_from or (plan.scenario, plan.parameters)
        (other_lane,) = (id_ for id_ in lanes if id_ != lane)
        if not common(variant(key), lanes[other_lane].entry, wanted):
            lanes |= {other_lane: partner(lanes[lane], other_lane)}
        both = common(variant(key), lanes[other_lane].entry, wanted)
        self._moved_from = None if both == wanted else (wanted, parameters)
        if both != wanted:
            parameters = plan.parameters if both == plan.scenario else self._parameters(both)
        self._replace(lanes=lanes, scenario=both, parameters=parameters)
        if both == plan.scenario:
            return
        title, earlier = scenario(both).title, scenario(wanted).title
        if both == wanted:
            said = f"Both lanes serve “{title}” again: the scenario is as it was."
        else:
            said = f"{variant(key).title} does not serve “{earlier}”: the scenario is “{title}” "
            said += "until both lanes serve the earlier one."
        if lanes[other_lane] != plan.lanes[other_lane]:
            said += f" Lane {other_lane.upper()} races {lanes[other_lane].entry.title} now."
        self.scenario_moved.emit(said)

    def set_setting(self, lane: LaneId, key: str, value: int) -> None:
        """Set one lane's setting of its server."""
        choice = self.plan.lanes[lane]
        self._set_lane(lane, LaneChoice(choice.variant, choice.settings | {key: value}))

    def set_duration(self, seconds: int | None) -> None:
        """End the race after so many seconds, by hand for None."""
        self._replace(duration_s=seconds, until_clear=False)

    def set_until_clear(self, metric: ClearMetric = "requests") -> None:
        """Go on until the interval of that ratio excludes 1, for five minutes at most."""
        self._replace(duration_s=UNTIL_CLEAR_MAX_S, until_clear=True, clear_metric=metric)

    def set_mode(self, mode: str) -> None:
        """``together`` or ``turns``."""
        self._replace(mode=mode)

    def set_client(self, client: ClientKey) -> None:
        """Send by this HTTP client."""
        self._replace(client=client)

    def set_fresh_servers(self, fresh: bool) -> None:
        """Whether both servers are restarted before each pair of turns."""
        self._replace(fresh_servers=fresh)

    def set_pinned(self, pinned: bool) -> None:
        """Keep servers and generators to processors of their own, or let the system choose."""
        self._replace(pinned=pinned)

    def _set_model(self, model: Model) -> None:
        """Take it; where the other kind is chosen, remember it for later."""
        self._remember(model)
        if type(model) is type(self.plan.model):
            self._replace(model=model)

    def _remember(self, model: Model | None) -> None:
        if isinstance(model, OpenModel):
            self.open = model
        elif model is not None:
            self.closed = model

    def _parameters(self, key: str) -> dict[str, int]:
        """Of that scenario, as they were where the present one has them too."""
        return {
            each.key: self.plan.parameters.get(each.key, each.default)
            for each in scenario(key).parameters
        }

    def _set_lane(self, lane: LaneId, choice: LaneChoice) -> None:
        self._replace(lanes=self.plan.lanes | {lane: choice})

    def _replace(self, **changes: object) -> None:
        self.set_plan(msgspec.structs.replace(self.plan, **changes))


def partner(choice: LaneChoice, lane: LaneId) -> LaneChoice:
    """What races against a server that shares no scenario with what is in the other lane.

    The usual one of that lane, or the same server where only that shares a scenario with it.
    """
    plan = RacePlan.default()
    usual = plan.lanes[lane]
    return usual if common(choice.entry, usual.entry, plan.scenario) else choice
