"""What a plan says, in the words of the window and of its pictures."""

from loadgen.model.race_plan import CLIENTS, RacePlan


def client_notice(plan: RacePlan) -> str:
    """Says whose client is measured along; empty when it is ours."""
    return "" if plan.client == "faceoff" else f"sent by {CLIENTS[plan.client]}"
