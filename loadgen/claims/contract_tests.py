"""The contract that several claims share: every application, asked once."""

from loadgen.claims.claim import ContractTest
from servers.catalog.contract_applications import CONTRACT_APPLICATIONS
from servers.catalog.server_variant import ServerVariant
from servers.catalog.variants import variant

MOUNTED = "fastapi-mounted"


def contract_applications() -> tuple[ServerVariant, ...]:
    """One for each way to check what comes in, and Flask mounted in FastAPI."""
    return (*CONTRACT_APPLICATIONS, variant(MOUNTED))


CONTRACT = ContractTest(applications=tuple(each.key for each in contract_applications()))
FLASK_LIBRARIES = tuple(
    each.key
    for each in CONTRACT_APPLICATIONS
    if each.framework == "flask" and each.validation.document
)
"""Applications of Flask that serve a document."""
