"""Marks for what happens to lanes and backing services by itself."""

from collections.abc import Mapping

from loadgen.model.frame import LANES, NO_ANSWER, LaneFrame, LaneId, ServiceFrame
from loadgen.race.annotations import Annotations


class EventMarks:
    """Compares each tick with those before, and adds to ``marks`` what has changed."""

    def __init__(self, marks: Annotations) -> None:
        self._marks = marks
        self._down_services: set[str] = set()
        self._down_lanes: set[LaneId] = set()

    def see_services(self, at_s: float, services: Mapping[str, ServiceFrame]) -> bool:
        """A mark where one failed by itself, and where it answers again; whether there was any.

        ``at_s`` is 0 before load flows: then what happens is noted, and not marked.
        """
        found = False
        for key in sorted(services):
            title, state = services[key].title, services[key].state
            was_down = key in self._down_services
            if state == "failed" and not was_down:
                self._down_services.add(key)
                found = self._mark_service(at_s, f"{title} failed") or found
            elif state == "ready" and was_down:
                self._down_services.discard(key)
                found = self._mark_service(at_s, f"{title} is back") or found
        return found

    def _mark_service(self, at_s: float, text: str) -> bool:
        if at_s > 0:
            self._marks.add(at_s, text, kind="service", disturbs=False)
        return at_s > 0

    def see_lanes(
        self, at_s: float, lanes: Mapping[LaneId, LaneFrame], names: Mapping[LaneId, str]
    ) -> None:
        """A mark where a lane that did not answer has answered a request again."""
        for id_ in LANES:
            state = lanes[id_].status.state
            if state in NO_ANSWER and state != "restarting":
                self._down_lanes.add(id_)
            elif lanes[id_].ok and id_ in self._down_lanes:
                self._down_lanes.discard(id_)
                self._marks.add(
                    at_s, f"{names[id_]} answers again", id_, kind="back", disturbs=False
                )
