#!/usr/bin/env bash
# redis-py 7.2 and later: repr() of an error has no message any more.
#
# Seen 27 November 2026 on Linux, CPython 3.11.7:
#   redis 7.1.1   ResponseError('WRONGTYPE Operation against a key')
#   redis 8.1.0   server:ResponseError
# str() is the same in both. Whatever shows errors by repr loses the reason: a list of results of
# asyncio.gather(return_exceptions=True), f"{error!r}", logging with %r, a container in a message.
# A line such as "network:ConnectionError" also reads like an address, and is no Python expression.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
for version in 7.1.1 8.1.0; do
    "$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        --target "$folder/$version" "redis==$version"
done

show() {
    PYTHONPATH="$folder/$1" "$folder/venv/bin/python" - <<'PYTHON'
import asyncio

import redis


async def fail(error: Exception) -> None:
    raise error


async def main() -> None:
    error = redis.ResponseError("WRONGTYPE Operation against a key")
    results = await asyncio.gather(fail(error), return_exceptions=True)
    print(redis.__version__, "|", results, "|", str(error))


asyncio.run(main())
PYTHON
}

before=$(show 7.1.1)
now=$(show 8.1.0)
echo "$before"
echo "$now"
[ "$before" = "7.1.1 | [ResponseError('WRONGTYPE Operation against a key')] | WRONGTYPE Operation against a key" ]
[ "$now" = "8.1.0 | [server:ResponseError] | WRONGTYPE Operation against a key" ]
echo "as found: the message is in str() only"
