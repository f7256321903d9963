"""How long the matrix takes from cold: ``python -m tests.benchmarks.contract_matrix [ROUNDS]``.

Every body to every application, each started and stopped, four at a time. Bar: 15 s in each round,
and no child left. It exits with 1 where the bar does not hold.
"""

import asyncio
import sys
import time

import psutil

from loadgen.contract.bodies import BODIES
from loadgen.contract.exchange import exchange_bodies
from loadgen.contract.matrix import make_matrix
from servers.catalog.contract_applications import CONTRACT_APPLICATIONS

BAR_S = 15.0


def main(rounds: int) -> int:
    """Print seconds and leftovers of each round; returns the exit code."""
    holds = True
    for number in range(rounds):
        begun = time.monotonic()
        matrix = make_matrix(asyncio.run(exchange_bodies(CONTRACT_APPLICATIONS, BODIES)), BODIES)
        took_s = time.monotonic() - begun
        children = len(psutil.Process().children(recursive=True))
        cells = len(matrix.rows) * len(matrix.columns)
        print(f"round {number + 1}: {cells} cells in {took_s:.2f} s (bar {BAR_S:g} s), ", end="")
        print(f"{children} children left")
        holds &= (
            took_s <= BAR_S and not children and len(matrix.columns) == len(matrix.applications)
        )
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
