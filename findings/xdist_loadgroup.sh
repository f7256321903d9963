#!/usr/bin/env bash
# pytest-xdist 3.8.0 with pytest 9.2.0: --dist loadgroup spreads the tests of a group over all workers.
#
# Seen 27 November 2026 on Linux, CPython 3.11.7, two workers, one group of 20 tests:
#   pytest 8.4.2   1 worker runs the group
#   pytest 9.2.0   2 workers run it, and nothing warns
# xdist marks an item's group by writing to its private _nodeid, which that pytest no longer reads.
# Expensive fixtures of a group are then made once for each worker, and tests that must not run
# beside each other do: a suite gets slower or unstable without a failure that says why.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/test_group.py" <<'PYTHON'
import os

import pytest


@pytest.mark.xdist_group("one")
@pytest.mark.parametrize("number", range(20))
def test_one_of_a_group(number):
    with open(os.environ["SEEN"], "a") as file:
        file.write(os.environ["PYTEST_XDIST_WORKER"] + "\n")
PYTHON

workers() {
    python3 -m venv "$folder/$1"
    "$folder/$1/bin/python" -m pip install --quiet --disable-pip-version-check \
        "pytest==$1" pytest-xdist==3.8.0
    SEEN="$folder/$1.seen" "$folder/$1/bin/python" -m pytest -q -p no:cacheprovider \
        --rootdir "$folder" -n 2 --dist loadgroup "$folder/test_group.py" > "$folder/$1.out"
    sort -u "$folder/$1.seen" | wc -l
}

before=$(workers 8.4.2)
now=$(workers 9.2.0)
echo "pytest 8.4.2: $before worker(s) ran the group; pytest 9.2.0: $now"
[ "$before" -eq 1 ]
[ "$now" -eq 2 ]
echo "as found: --dist loadgroup has no effect"
