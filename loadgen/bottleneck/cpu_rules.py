"""Limits that are made of CPU time: of a core, of the machine, of one process among several.

What a server used of a core and what it waited for a processor are two figures, and both are said.
Linux counts the waiting of the main thread, whichever process had the processor; a process that
runs one thread at a time cannot have lost more than what it did not use, so no more is counted.
"""

from loadgen.bottleneck.bottleneck import Bottleneck
from loadgen.bottleneck.inputs import BackendInputs, BottleneckInputs
from loadgen.model.number_format import count, milliseconds, percent, significant_count, trimmed
from loadgen.timeline.machine_text import busy_cores_words, machine_words
from servers.catalog.backing_services import backing_service

FULL, WANTED = 0.85, 0.9
QUITE_FULL = 0.945
MACHINE_FULL = 0.9
STARVED = 0.4
WAITS = 0.3
SAID_WAIT = 0.05

MORE_THAN_ONE = 1.2
"""Cores that one process uses at a time, from which on its share of one core says too little."""

CLIENT_MS = 1.0
"""From so much CPU for a call on it is the client: handler and framework need 0.2 to 0.4 ms."""
_OTHER_CLIENT = "Another client may need less: it is a setting of the lane."

ALWAYS = 0.9
"""So many calls for an answer are a call for every answer, with some that were cut off."""

SWITCHES, POOL_SWITCHES, SWITCHES_PER_MS = 4.0, 6.0, 11.0


def computes_always(seen: BottleneckInputs) -> bool:
    """Whether the server uses all that it can of its cores, or would if it got a processor.

    Where it waits much, it is the machine that is short.
    """
    if seen.cpu_share is None:
        return False
    wanted = seen.cpu_share + (0.0 if waits(seen) else seen.cpu_lost)
    return seen.cpu_share >= FULL or wanted >= WANTED


def cpu(seen: BottleneckInputs) -> Bottleneck | None:
    """The CPU of one core, or of one for each process."""
    share = seen.cpu_share
    if share is None or not computes_always(seen) or seen.serving > seen.cores:
        return None
    used, lost = round(100 * share), round(100 * seen.cpu_lost)
    figures = {"cpu_used_percent": float(used), "cpu_wait_percent": float(lost)}
    if share >= FULL:
        return Bottleneck("cpu", _full(seen, used), figures=figures, brief=_full(seen))
    of = "one core" if seen.cores == 1 else f"each of {seen.cores} cores"
    wanted = f"CPU wanted {percent(used + lost)} of {of}"
    waited = f"used {percent(used)}, waited for a processor {percent(lost)}"
    return Bottleneck("cpu", f"{wanted}: {waited}", figures=figures, brief=wanted)


def _full(seen: BottleneckInputs, used: int | None = None) -> str:
    """With how much of it was used, or briefly."""
    full = full_word(seen.cpu_share or 0.0)
    words, how_much = f"CPU of one core {full}", f"{percent(used or 0)} used"
    if seen.cores > 1:
        which = "both" if seen.cores == 2 else f"all {seen.cores}"
        words, how_much = f"CPU of {which} processes {full}", f"{percent(used or 0)} of a core each"
    elif seen.cpu_cores is not None and seen.cpu_cores > MORE_THAN_ONE:
        # Threads that compute outside of Python run several at a time.
        words, how_much = "CPU full", f"{significant_count(seen.cpu_cores)} cores used"
    return words if used is None else f"{words}: {how_much}"


def full_word(share: float) -> str:
    """``full`` from 95 % on, ``nearly full`` below: no figure contradicts its word."""
    return "full" if share >= QUITE_FULL else "nearly full"


def machine(seen: BottleneckInputs) -> Bottleneck | None:
    """No processor is free: who has them is said from the same accounting."""
    if not seen.processors:
        return None
    full = machine_is_full(seen)
    starved = full and seen.cpu_share is not None and seen.cpu_share >= STARVED
    if not (starved or waits(seen)):
        return None
    if full or seen.machine is None or seen.bound:
        return busy_machine(seen)
    figures = _cpu_figures(seen)
    waited = f"it waited for a processor {percent(100 * seen.cpu_lost)} of the time"
    return Bottleneck("machine", waited, cpu_words(seen), figures, "it waited for a processor")


def busy_machine(seen: BottleneckInputs) -> Bottleneck:
    """All processors of the machine are busy, or all that the server is bound to."""
    cores = seen.processors or 1
    sentence, detail = busy_cores_words(cores, own=seen.bound), cpu_words(seen)
    if seen.machine is not None and not seen.bound:
        sentence = busy_cores_words(seen.machine.processors, own=False)
        detail = f"{machine_words(seen.machine, seen.names)}."
    return Bottleneck("machine", sentence, detail, _cpu_figures(seen))


def _cpu_figures(seen: BottleneckInputs) -> dict[str, float]:
    figures = {"cpu_wait_percent": round(100 * seen.cpu_lost, 1)}
    if seen.cpu_share is not None:
        figures["cpu_used_percent"] = round(100 * seen.cpu_share, 1)
    return figures


def machine_is_full(seen: BottleneckInputs) -> bool:
    """Whether less than 10 % of it is idle, by the machine's own accounting where that is known."""
    if seen.machine is not None and not seen.bound:
        return seen.machine.idle <= (1 - MACHINE_FULL) * seen.machine.processors
    if seen.shared_cores is None or not seen.processors:
        return False
    return seen.shared_cores >= MACHINE_FULL * seen.processors


def waits(seen: BottleneckInputs) -> bool:
    """For a processor that somebody else has, of the race or not."""
    return seen.cpu_lost >= WAITS


def uneven(seen: BottleneckInputs) -> Bottleneck | None:
    """Some processes of the server are full while others are spare, as ``process_columns`` says."""
    full, spare, serving = (
        round(each or 0) for each in (seen.full_processes, seen.spare_processes, seen.serving)
    )
    if not full or not spare or serving < 2:
        return None
    which = "one" if full == 1 else count(full)
    connections, on_full = round(seen.open_connections or 0), round(seen.full_connections or 0)
    if on_full * serving > connections * full:
        sentence = f"{count(on_full)} of {count(connections)} connections are on"
        sentence += f" {which} of {count(serving)} processes"
    else:
        sentence = f"{which} of {count(serving)} processes {'is' if full == 1 else 'are'} full"
    waiting = round(seen.full_queued or 0)
    waits_there = f"{count(waiting)} waiting there, " if waiting else ""
    detail = f"{waits_there}{count(spare)} of the others {'is' if spare == 1 else 'are'} idle."
    figures = {
        "full_processes": float(full),
        "spare_processes": float(spare),
        "processes": float(serving),
        "connections_on_full": float(on_full),
        "connections": float(connections),
    }
    return Bottleneck("uneven", sentence, detail[0].upper() + detail[1:], figures)


def client(seen: BottleneckInputs) -> Bottleneck | None:
    """Whether the library that calls a backing service takes the server's CPU.

    The server computes or waits for a processor all the time, however much other programs leave it.
    """
    if seen.cpu_ms_per_answer is None or seen.cpu_share is None:
        return None
    if seen.cpu_share < FULL and seen.cpu_share + seen.cpu_lost < WANTED:
        return None
    for each in seen.backends:
        # Where not every answer takes a call, as in a mix, the CPU is of other things, too.
        if each.client and each.calls_per_s and each.calls_per_s >= ALWAYS * seen.ok_per_s:
            per_call = seen.cpu_ms_per_answer * seen.ok_per_s / each.calls_per_s
            if per_call >= CLIENT_MS:
                return _client(seen, each, per_call)
    return None


def _client(seen: BottleneckInputs, backend: BackendInputs, per_call_ms: float) -> Bottleneck:
    sentence = f"{backend.client}: {milliseconds(per_call_ms)} CPU per call"
    figures = {"cpu_ms_per_call": round(per_call_ms, 3)}
    detail, brief = f"{cpu_words(seen)} {_OTHER_CLIENT}", f"{backend.client} takes the CPU"
    return Bottleneck("client", sentence, detail, figures, brief)


def gil(seen: BottleneckInputs) -> Bottleneck | None:
    """The CPU is full, and much of it goes into handing the GIL from one core to another.

    The thread that reads and those that compute wait for each other's GIL; on two cores each hand-
    over wakes a thread on the other core, which costs some 50 µs of CPU. It shows as voluntary
    context switches. Measured (two cores, CPython 3.11, 64 users; switches and CPU of one answer):

    ==================================  ================  ==================
    lane and scenario                   two cores         bound to one core
    ==================================  ================  ==================
    waitress 4 threads, *hello*         7 to 8, 0.5 ms    1.0, 0.22 ms
    waitress 1 thread, *hello*          19 to 72, 1 to 4  0.2, 0.31 ms
    waitress 4 threads, *cpu*           8, 0.81 ms        1.6, 0.73 ms
    waitress 16 threads, *cache*        24, 0.95 ms       3.2, 0.40 ms
    waitress 16 threads, *database*     50, 1.25 ms       7.7, 0.56 ms
    waitress 64 threads, *upstream*     58, 3.9 ms        20, 1.8 ms
    uvicorn, ``def`` handlers, *hello*  7.5, 0.46 ms      5.1, 0.33 ms
    ==================================  ================  ==================

    So the rule holds where an answer takes 4 switches (6 with Starlette's pool, which switches
    threads for each request) and 15 more for each call of a database or cache, 30 for one of the
    upstream, and where there are 11 switches or more for each ms of CPU: handing over takes 14 to
    40 where it costs, 10 where handlers compute for 0.7 ms and it costs a tenth, 2.7 where they
    compute for 6 ms. Where other programs keep the second core busy, the switches fall to 0.4 to 4
    and the CPU to that of one core: then it does not hold, nor where the server may use one core
    only.
    """
    switches, cpu_ms = seen.voluntary_per_answer, seen.cpu_ms_per_answer
    if switches is None or cpu_ms is None or not seen.busy or (seen.processors or 1) < 2:
        return None
    allowed = POOL_SWITCHES if seen.pooled else SWITCHES
    for each in seen.backends:
        calls = each.calls_per_s / seen.ok_per_s if seen.ok_per_s else 0.0
        allowed += calls * backing_service(each.key).switches_per_call
    if switches < max(allowed, SWITCHES_PER_MS * cpu_ms) or not computes_always(seen):
        return None
    costs = f"{trimmed(switches, 2)} context switches and {milliseconds(cpu_ms)} CPU an answer"
    figures = {"switches_per_answer": round(switches, 2), "cpu_ms_per_answer": round(cpu_ms, 3)}
    brief = "threads hand the GIL over between cores"
    detail = "Bound to one core they would not."
    return Bottleneck("gil", f"{brief}: {costs}", detail, figures, brief)


def cpu_words(seen: BottleneckInputs) -> str:
    """``CPU 30 %.``, of one core; with what it waited, where that is worth a word."""
    if seen.cpu_cores is None:
        return ""
    used = percent(100 * seen.cpu_cores)
    if seen.cpu_lost < SAID_WAIT:
        return f"CPU {used}."
    return f"CPU used {used}, waited for a processor {percent(100 * seen.cpu_lost)}."
