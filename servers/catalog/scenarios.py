"""The catalogue of scenarios: what is asked of both servers, and why that is worth watching."""

from collections.abc import Collection, Mapping

from servers.catalog import scenario_parameters as tunable
from servers.catalog import scenario_requests as requests
from servers.catalog.parameter import Parameter, defaults
from servers.catalog.scenario import Scenario as Scenario
from servers.catalog.scenario_requests import RequestSpec
from servers.catalog.server_variant import SHOP
from servers.process.packages import Package

_SINGLE: tuple[Scenario, ...] = (
    Scenario(
        key="hello",
        title="Hello",
        shows="A small JSON answer: nothing but the framework's own cost.",
        parameters=(tunable.PAYLOAD,),
        requests=requests.get("/hello"),
        weight=30,
    ),
    Scenario(
        key="wait",
        title="Wait on I/O",
        shows="Each request waits, as for a slow service: threads against an event loop.",
        parameters=(tunable.WAIT, tunable.PAYLOAD),
        requests=requests.get("/wait"),
        weight=10,
    ),
    Scenario(
        key="cpu",
        title="Compute",
        shows="Each request computes: an event loop does not help, it is blocked for everyone.",
        parameters=(tunable.PRIMES,),
        requests=requests.get("/cpu"),
    ),
    Scenario(
        key="split",
        title="Wait and compute",
        shows="The same time of a request, split between waiting and computing: "
        "from where on does an event loop stop helping?",
        parameters=(tunable.SERVICE, tunable.CPU_PART),
        requests=requests.get("/split"),
        modules=("split",),
    ),
    Scenario(
        key="orders",
        title="Validate an order",
        shows="A JSON order is validated and totalled: Pydantic against marshmallow.",
        parameters=(tunable.LINES,),
        requests=requests.orders,
        weight=10,
    ),
    Scenario(
        key="database",
        title="Database",
        shows="Orders are read from PostgreSQL, and now and then inserted: a pool is a limit, too.",
        parameters=(tunable.DELAY, tunable.INSERT_EVERY, tunable.DATABASE_POOL),
        requests=requests.database,
        modules=("database",),
        services=("database",),
        setup=("database_pool",),
        failures={503: "pool exhausted"},
        weight=30,
    ),
    Scenario(
        key="cache",
        title="Cache",
        shows="Get or compute with Valkey: what a hit is worth, "
        "and what the framework costs beside it.",
        parameters=(tunable.HITS, tunable.COMPUTE),
        requests=requests.cache,
        modules=("cache",),
        services=("cache",),
        weight=10,
    ),
    Scenario(
        key="upstream",
        title="Call an API",
        shows="Each request calls another API over HTTP; "
        "the client can cost more than the framework.",
        parameters=(
            tunable.LATENCY,
            tunable.JITTER,
            tunable.FAILURES,
            tunable.TIMEOUT,
            tunable.UPSTREAM_POOL,
        ),
        requests=requests.get(
            "/upstream", "latency_ms", "jitter_ms", "failure_percent", "timeout_ms"
        ),
        modules=("upstream",),
        services=("upstream",),
        setup=("upstream_pool",),
        failures={502: "upstream failed", 504: "upstream timeout"},
    ),
    Scenario(
        key="page",
        title="Render a page",
        shows="A product list through one Jinja2 template: rendering is CPU work on both sides.",
        parameters=(tunable.ROWS,),
        requests=requests.get("/page"),
        packages={"fastapi": (Package(import_name="jinja2"),)},
        modules=("page",),
        weight=10,
    ),
    Scenario(
        key="catalogue",
        title="Serialise a list",
        shows="A long list becomes JSON: jsonify against a response model.",
        parameters=(tunable.ITEMS,),
        requests=requests.get("/catalogue"),
        modules=("catalogue",),
    ),
    Scenario(
        key="upload",
        title="Upload a file",
        shows="A file arrives as a form and is hashed: multipart parsing on both sides.",
        parameters=(tunable.FILE,),
        requests=requests.upload,
        modules=("upload",),
        packages={
            "fastapi": (Package(import_name="python_multipart", requirement="python-multipart"),)
        },
    ),
)


def _mix_requests(values: Mapping[str, int]) -> tuple[RequestSpec, ...]:
    """Each of the others as often as its weight says, spread evenly, with its own defaults."""
    parts: list[list[RequestSpec]] = []
    for each in _SINGLE:
        cycle = each.requests(defaults(each.parameters))
        parts.append([cycle[n % len(cycle)] for n in range(values[f"weight_{each.key}"])])
    # The smallest request stands in for a mix of nothing: see is_empty_mix.
    return tuple(requests.interleaved(parts)) or requests.get("/hello")({"payload_bytes": 0})


def is_empty_mix(key: str, values: Mapping[str, int]) -> bool:
    """Whether scenario ``key`` is the mix, with all of its weights at 0: then Hello is sent."""
    return key == "mixed" and not any(values[f"weight_{each.key}"] for each in _SINGLE)


def _weight(each: Scenario) -> Parameter:
    return Parameter(
        key=f"weight_{each.key}",
        title=each.title,
        minimum=0,
        maximum=100,
        default=each.weight,
        words=f"{{}} {each.title}",
        hint=f"How often “{each.title}” is asked for, against the weights of the others.",
    )


SCENARIOS: tuple[Scenario, ...] = (
    *_SINGLE,
    Scenario(
        key="mixed",
        title="A mix",
        shows="A bit of everything, as a real service has it; the weights are yours.",
        parameters=(
            *map(_weight, _SINGLE),
            *(one for each in _SINGLE for one in each.parameters if one.key in each.setup),
        ),
        requests=_mix_requests,
        modules=tuple(module for each in _SINGLE for module in each.modules),
        services=tuple(service for each in _SINGLE for service in each.services),
        setup=tuple(key for each in _SINGLE for key in each.setup),
        failures={status: kind for each in _SINGLE for status, kind in each.failures.items()},
        packages={
            framework: tuple(one for each in _SINGLE for one in each.packages.get(framework, ()))
            for framework in ("flask", "fastapi")
        },
    ),
)

ON_DEMAND: tuple[str, ...] = tuple(
    dict.fromkeys(module for each in SCENARIOS for module in each.modules)
)
"""The modules that an app has where a scenario asks for them."""


def services_of(modules: Collection[str]) -> set[str]:
    """The keys of the backing services that these modules of an app call."""
    served = [each for each in _SINGLE if each.modules and set(each.modules) <= set(modules)]
    return {service for each in served for service in each.services}


def scenario(key: str) -> Scenario:
    """The scenario of that key, also that of the migration; raises KeyError."""
    if key == SHOP:
        # Here, because it would count as memory of every server.
        from servers.catalog.shop_scenario import SHOP_SCENARIO

        return SHOP_SCENARIO
    for each in SCENARIOS:
        if each.key == key:
            return each
    raise KeyError(key)
