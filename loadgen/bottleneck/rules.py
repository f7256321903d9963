"""What limits a lane, in one plain sentence, from measured values and a stated rule.

The rules in their order; the first that holds names the limit:

generator        it had too much to do most of the time, and nothing queues in the server; where it
                 is late though its own CPU is not full, and the machine is, that is the limit
service          a backing service's CPU is full (85 % of what it can use), and the lane's requests
                 spend at least half of their time there
uneven           some of the server's processes are full while others are idle
gil              the CPU is full as below, and its threads switch as ``cpu_rules.gil`` says
client           the CPU is full, or would be if the server got all that it waits for, and a call of
                 a backing service takes 1 ms of it
cpu              the server uses 85 % of what it can, one core for each process, since Python runs
                 one thread at a time; or 90 % together with what it waits for a processor
machine          the server is ready to run in 30 % of the time and has no processor; or less than
                 10 % of the machine is idle (of the processors that it is bound to, the race uses
                 90 %), and it uses 40 % of what it could
loop             the event loop is typically 20 ms late or later: something blocks it
pool             all connections to a backing service are taken, and requests wait for one
threads, tokens  all threads (or tokens of Starlette's pool) are busy, and requests wait for one
failures         half of the requests fail, or more
connections      all connections that the plan allows are taken, and requests wait for one
plan             arrivals are dropped, since as many are in flight as the plan allows
backend          a backing service has at least half of the time of a request, and could do more
busy             users wait, the CPU is half full or more, and it is not the scenario's own wait
nothing          requests are answered, and it is none of the above

CPU comes before pools and threads, since they stay taken for longer where their holders wait for
the processor; pools come before threads, since threads stay busy while they wait for a connection.
"""

from collections.abc import Callable

from loadgen.bottleneck.bottleneck import Bottleneck, Kind
from loadgen.bottleneck.cpu_rules import (
    FULL,
    busy_machine,
    client,
    cpu,
    cpu_words,
    full_word,
    gil,
    machine,
    machine_is_full,
    uneven,
)
from loadgen.bottleneck.inputs import BackendInputs, BottleneckInputs
from loadgen.model.load_summary import CPU_LIMIT_PERCENT
from loadgen.model.number_format import count, milliseconds, percent, significant_count, trimmed

__all__ = ["Bottleneck", "Kind", "bottleneck"]

MOST = 0.5
LATE_MS = 20.0
HALF = 0.5
DROPPED = 0.01
NEARLY = 1.5


def bottleneck(seen: BottleneckInputs) -> Bottleneck:
    """The first rule that holds."""
    found = next(filter(None, (rule(seen) for rule in _RULES)), None)
    return found or Bottleneck("unknown", "no answer yet", "")


def _generator(seen: BottleneckInputs) -> Bottleneck | None:
    # Where requests queue in the server, enough of them arrive.
    if seen.generator_limited < MOST or _threads(seen) or _pool(seen):
        return None
    # How full and how late it was is said once, over what is compared: see ``generator_use``.
    used, why = seen.generator_cpu_percent, ""
    if used is not None and used <= CPU_LIMIT_PERCENT and not seen.bound and machine_is_full(seen):
        return busy_machine(seen)
    if used is not None:
        why = ", its CPU is full" if used > CPU_LIMIT_PERCENT else ", its requests leave late"
    brief = "the load generator is the limit"
    detail = f"The server: {cpu_words(seen)}" if seen.cpu_cores is not None else ""
    return Bottleneck("generator", f"{brief}{why}", detail, brief=brief)


def _service(seen: BottleneckInputs) -> Bottleneck | None:
    for each in seen.backends:
        used = each.cpu_cores
        if used is not None and used >= FULL * each.cores and _takes_time(each, seen):
            of = f"{percent(100 * used)} of a core"
            if each.cores > 1:
                of = f"{significant_count(used)} of {each.cores} cores"
            brief = f"{each.name or each.key}'s CPU is {full_word(used / each.cores)}"
            return Bottleneck("service", f"{brief}: {of}", brief=brief)
    return None


def _takes_time(backend: BackendInputs, seen: BottleneckInputs) -> bool:
    return seen.working > 0 and backend.in_calls >= HALF * seen.working


def _loop(seen: BottleneckInputs) -> Bottleneck | None:
    if seen.late_ms is None or seen.late_ms < LATE_MS:
        return None
    worst = milliseconds(max(seen.late_ms, seen.latest_ms or 0.0))
    return Bottleneck("loop", f"event loop blocked up to {worst}", cpu_words(seen))


def _pool(seen: BottleneckInputs) -> Bottleneck | None:
    for each in seen.backends:
        if each.size and (each.in_use or 0) >= each.size and (each.waiting or 0) >= 1:
            full = f"{count(each.in_use or 0)} of {count(each.size)}"
            brief = f"the {each.key} pool is full"
            sentence = f"{brief}: {full}, {count(each.waiting or 0)} waiting"
            return Bottleneck("pool", sentence, _ceiling(each.size, each.mean_ms), brief=brief)
    return None


def _threads(seen: BottleneckInputs) -> Bottleneck | None:
    if not seen.capacity or (seen.busy or 0) < seen.capacity or (seen.queued or 0) < 1:
        return None
    taken = f"{count(seen.busy or 0)} of {count(seen.capacity)}"
    waiting = f"{count(seen.queued or 0)} waiting"
    ceiling = _ceiling(seen.capacity, seen.wait_ms)
    if seen.pooled:
        return Bottleneck("tokens", f"{taken} pool tokens taken, {waiting}", ceiling)
    return Bottleneck("threads", f"{taken} threads busy, {waiting}", ceiling)


def _ceiling(capacity: float, each_ms: float | None) -> str:
    if not each_ms:
        return ""
    most = trimmed(capacity * 1000 / each_ms)
    return f"Its ceiling is {count(capacity)} ÷ {trimmed(each_ms)} ms = {most}/s."


def _failures(seen: BottleneckInputs) -> Bottleneck | None:
    ended = seen.ok_per_s + seen.failed_per_s
    if not ended or seen.failed_per_s < HALF * ended:
        return None
    return Bottleneck(
        "failures", f"{percent(100 * seen.failed_per_s / ended)} of the requests fail"
    )


def _connections(seen: BottleneckInputs) -> Bottleneck | None:
    if not seen.connections or seen.waiting < 1:
        return None
    taken = f"all {count(seen.connections)} connections are taken"
    return Bottleneck("connections", f"{taken}, {count(seen.waiting)} requests wait for one")


def _plan(seen: BottleneckInputs) -> Bottleneck | None:
    arrived = seen.ok_per_s + seen.failed_per_s + seen.dropped_per_s
    if not seen.most_in_flight or seen.dropped_per_s <= DROPPED * arrived:
        return None
    most = f"the plan allows {count(seen.most_in_flight)} in flight"
    return Bottleneck("plan", f"{most}, so {count(seen.dropped_per_s)} arrivals/s are dropped")


def _backend(seen: BottleneckInputs) -> Bottleneck | None:
    for each in seen.backends:
        if _takes_time(each, seen):
            brief = f"the {each.key} answers in {milliseconds(each.mean_ms)}"
            sentence = f"{brief}; nothing here is the limit"
            return Bottleneck("backend", sentence, cpu_words(seen), brief=brief)
    return None


def _busy(seen: BottleneckInputs) -> Bottleneck | None:
    if seen.users is None or seen.cpu_share is None or seen.cpu_share < HALF:
        return None
    if seen.wait_ms and seen.typical_ms is not None and seen.typical_ms < NEARLY * seen.wait_ms:
        return None
    sentence = f"no single limit: the CPU is {percent(100 * seen.cpu_share)} busy"
    return Bottleneck("busy", sentence, brief="no single limit")


def _nothing(seen: BottleneckInputs) -> Bottleneck | None:
    if not seen.ok_per_s:
        return None
    if seen.users is None:
        return Bottleneck("nothing", "all that arrives is answered", cpu_words(seen))
    waits = "" if seen.typical_ms is None else f" waits {milliseconds(seen.typical_ms)}"
    who = "its user" if seen.users == 1 else f"each of {count(seen.users)} users"
    brief = "nothing here is the limit"
    sentence = f"{brief}: {who}{waits}" if waits else brief
    return Bottleneck("nothing", sentence, cpu_words(seen), brief=brief)


_RULES: tuple[Callable[[BottleneckInputs], Bottleneck | None], ...] = (
    _generator,
    _service,
    uneven,
    gil,
    client,
    cpu,
    machine,
    _loop,
    _pool,
    _threads,
    _failures,
    _connections,
    _plan,
    _backend,
    _busy,
    _nothing,
)
