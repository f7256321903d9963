"""What a plan says, in the words of the window and of its pictures."""

from loadgen.model.clients import DEFAULT_CLIENT, client
from loadgen.model.race_plan import RacePlan


def client_notice(plan: RacePlan) -> str:
    """Says whose client is measured along; empty when it is ours."""
    return "" if plan.client == DEFAULT_CLIENT else f"sent by {client(plan.client).title}"
