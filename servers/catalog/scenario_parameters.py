"""What may be tuned about the scenarios."""

from servers.catalog.parameter import Parameter

PAYLOAD = Parameter(
    "payload_bytes",
    "Payload",
    0,
    1_048_576,
    0,
    "bytes",
    logarithmic=True,
    hint="How many bytes of text each answer carries besides its few fields.",
    words="{:,} bytes payload",
)
WAIT = Parameter(
    "wait_ms",
    "Wait",
    0,
    10_000,
    50,
    "ms",
    logarithmic=True,
    hint="How long each request waits before it is answered.",
)
PRIMES = Parameter(
    "primes_below",
    "Primes below",
    10,
    100_000,
    2_000,
    logarithmic=True,
    hint="Each request counts the primes below this number, in plain Python.",
)
LINES = Parameter(
    "lines",
    "Order lines",
    1,
    500,
    3,
    logarithmic=True,
    hint="How many lines the posted order has; each is validated.",
    words="{:,} order lines",
)
DELAY = Parameter(
    "delay_ms",
    "Query delay",
    0,
    10_000,
    0,
    "ms",
    logarithmic=True,
    hint="How long the database sleeps in each query, holding its connection.",
)
INSERT_EVERY = Parameter(
    "insert_every",
    "Insert every",
    0,
    1_000,
    10,
    "requests",
    logarithmic=True,
    hint="Of so many requests one inserts an order, the others read one; 0 only reads.",
    words="one insert in {:,} requests",
    none="no inserts",
)
DATABASE_POOL = Parameter(
    "database_pool",
    "Database pool",
    1,
    90,
    10,
    "connections",
    logarithmic=True,
    hint="How many connections each server keeps to the database. A change restarts both.",
    words="database pool of {:,}",
)
HITS = Parameter(
    "hit_percent",
    "Hits",
    0,
    100,
    90,
    "%",
    hint="How many of a hundred requests find their answer in the cache.",
    words="{} % hits",
)
COMPUTE = Parameter(
    "compute_ms",
    "Miss costs",
    0,
    10_000,
    20,
    "ms",
    logarithmic=True,
    hint="How long an answer takes that is not in the cache.",
    words="a miss costs {:,} ms",
)
LATENCY = Parameter(
    "latency_ms",
    "Upstream latency",
    0,
    10_000,
    50,
    "ms",
    logarithmic=True,
    hint="How long the upstream takes for its answer.",
)
JITTER = Parameter(
    "jitter_ms",
    "Jitter",
    0,
    10_000,
    0,
    "ms",
    logarithmic=True,
    hint="Up to how much longer the upstream takes, differently each time.",
    words="{:,} ms jitter",
)
FAILURES = Parameter(
    "failure_percent",
    "Upstream failures",
    0,
    100,
    0,
    "%",
    hint="How many of a hundred calls the upstream answers with an error.",
    words="{} % upstream failures",
)
TIMEOUT = Parameter(
    "timeout_ms",
    "Upstream timeout",
    1,
    60_000,
    1_000,
    "ms",
    logarithmic=True,
    hint="After this long without an answer a server gives the upstream up, and says 504.",
)
UPSTREAM_POOL = Parameter(
    "upstream_pool",
    "Upstream pool",
    1,
    1_000,
    100,
    "connections",
    logarithmic=True,
    hint="How many connections each server keeps to the upstream. A change restarts both.",
    words="upstream pool of {:,}",
)
ROWS = Parameter(
    "rows",
    "Rows",
    1,
    5_000,
    50,
    logarithmic=True,
    hint="How many products the HTML page lists.",
    words="{:,} rows",
)
ITEMS = Parameter(
    "items",
    "Items",
    1,
    10_000,
    100,
    logarithmic=True,
    hint="How many products the JSON list holds.",
    words="{:,} items",
)
FILE = Parameter(
    "file_bytes",
    "File",
    1,
    4_194_304,
    65_536,
    "bytes",
    logarithmic=True,
    hint="How big the uploaded file is; the server hashes it.",
    words="a file of {:,} bytes",
)
