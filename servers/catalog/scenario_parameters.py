"""What may be tuned about the scenarios."""

from servers.catalog.parameter import Parameter

PAYLOAD = Parameter(
    key="payload_bytes",
    title="Payload",
    minimum=0,
    maximum=1_048_576,
    default=0,
    unit="bytes",
    logarithmic=True,
    hint="How many bytes of text each answer carries besides its few fields.",
    words="{:,} bytes payload",
)
WAIT = Parameter(
    key="wait_ms",
    title="Wait",
    minimum=0,
    maximum=10_000,
    default=50,
    unit="ms",
    logarithmic=True,
    hint="How long each request waits before it is answered.",
)
PRIMES = Parameter(
    key="primes_below",
    title="Primes below",
    minimum=10,
    maximum=100_000,
    default=2_000,
    logarithmic=True,
    hint="Each request counts the primes below this number, in plain Python.",
)
SERVICE = Parameter(
    key="service_ms",
    title="Time of a request",
    minimum=1,
    maximum=1_000,
    default=20,
    unit="ms",
    logarithmic=True,
    hint="How long each request takes by itself, waiting and computing together.",
    words="{:,} ms a request",
)
CPU_PART = Parameter(
    key="cpu_percent",
    title="Computing",
    minimum=0,
    maximum=100,
    default=20,
    unit="%",
    hint="How much of that time is spent computing; the rest is spent waiting.",
    words="{} % of it computing",
)
LINES = Parameter(
    key="lines",
    title="Order lines",
    minimum=1,
    maximum=500,
    default=3,
    logarithmic=True,
    hint="How many lines the posted order has; each is validated.",
    words="{:,} order lines",
)
DELAY = Parameter(
    key="delay_ms",
    title="Query delay",
    minimum=0,
    maximum=10_000,
    default=0,
    unit="ms",
    logarithmic=True,
    hint="How long the database sleeps in each query, holding its connection.",
)
INSERT_EVERY = Parameter(
    key="insert_every",
    title="Insert every",
    minimum=0,
    maximum=1_000,
    default=10,
    unit="requests",
    logarithmic=True,
    hint="Of so many requests one inserts an order, the others read one; 0 only reads.",
    words="one insert in {:,} requests",
    none="no inserts",
)
DATABASE_POOL = Parameter(
    key="database_pool",
    title="Database pool",
    minimum=1,
    maximum=90,
    default=10,
    unit="connections",
    logarithmic=True,
    hint="How many connections each server keeps to the database. A change restarts both.",
    words="database pool of {:,}",
)
HITS = Parameter(
    key="hit_percent",
    title="Hits",
    minimum=0,
    maximum=100,
    default=90,
    unit="%",
    hint="How many of a hundred requests find their answer in the cache.",
    words="{} % hits",
)
COMPUTE = Parameter(
    key="compute_ms",
    title="Miss costs",
    minimum=0,
    maximum=10_000,
    default=20,
    unit="ms",
    logarithmic=True,
    hint="How long an answer takes that is not in the cache.",
    words="a miss costs {:,} ms",
)
LATENCY = Parameter(
    key="latency_ms",
    title="Upstream latency",
    minimum=0,
    maximum=10_000,
    default=50,
    unit="ms",
    logarithmic=True,
    hint="How long the upstream takes for its answer.",
)
JITTER = Parameter(
    key="jitter_ms",
    title="Jitter",
    minimum=0,
    maximum=10_000,
    default=0,
    unit="ms",
    logarithmic=True,
    hint="Up to how much longer the upstream takes, differently each time.",
    words="{:,} ms jitter",
)
FAILURES = Parameter(
    key="failure_percent",
    title="Upstream failures",
    minimum=0,
    maximum=100,
    default=0,
    unit="%",
    hint="How many of a hundred calls the upstream answers with an error.",
    words="{} % upstream failures",
)
TIMEOUT = Parameter(
    key="timeout_ms",
    title="Upstream timeout",
    minimum=1,
    maximum=60_000,
    default=1_000,
    unit="ms",
    logarithmic=True,
    hint="After this long without an answer a server gives the upstream up, and says 504.",
)
UPSTREAM_POOL = Parameter(
    key="upstream_pool",
    title="Upstream pool",
    minimum=1,
    maximum=1_000,
    default=100,
    unit="connections",
    logarithmic=True,
    hint="How many connections each server keeps to the upstream. A change restarts both.",
    words="upstream pool of {:,}",
)
ROWS = Parameter(
    key="rows",
    title="Rows",
    minimum=1,
    maximum=5_000,
    default=50,
    logarithmic=True,
    hint="How many products the HTML page lists.",
    words="{:,} rows",
)
ITEMS = Parameter(
    key="items",
    title="Items",
    minimum=1,
    maximum=10_000,
    default=100,
    logarithmic=True,
    hint="How many products the JSON list holds.",
    words="{:,} items",
)
FILE = Parameter(
    key="file_bytes",
    title="File",
    minimum=1,
    maximum=4_194_304,
    default=65_536,
    unit="bytes",
    logarithmic=True,
    hint="How big the uploaded file is; the server hashes it.",
    words="a file of {:,} bytes",
)
