"""What a plan says, in the words of the window and of its pictures."""

from loadgen.model.load_plan import Model, OpenModel
from loadgen.model.number_format import duration, over_connections, users
from loadgen.model.race_plan import CLEAR_METRICS, CLIENTS, RacePlan


def model_words(model: Model) -> str:
    """``closed, 64 users`` or ``open, 500/s over 8 connections, at most 1,000 in flight``."""
    if isinstance(model, OpenModel):
        rate = f"{model.rate:,.0f}/s{over_connections(model)}"
        return f"open, {rate}, at most {model.max_in_flight:,} in flight"
    return f"closed, {users(model.concurrency)}"


def client_notice(plan: RacePlan) -> str:
    """Says whose client is measured along; empty when it is ours."""
    return "" if plan.client == "faceoff" else f"sent by {CLIENTS[plan.client]}"


def duration_words(plan: RacePlan) -> str:
    """``until stopped``, ``10 s``, ``until clear: p99, at most 5 min 00 s``."""
    if plan.duration_s is None:
        return "until stopped"
    if plan.until_clear:
        metric = CLEAR_METRICS[plan.clear_metric]
        return f"until clear: {metric}, at most {duration(plan.duration_s)}"
    return f"{plan.duration_s:,} s"
