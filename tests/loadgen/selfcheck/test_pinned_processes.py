"""The check's children: what they cost, and that they end."""

import sys
import threading
import time

import psutil
import pytest

from loadgen.selfcheck.pinned_processes import (
    NULL_SERVER,
    PACED_SERVER,
    Cores,
    Gate,
    ProcessError,
    cores,
    run,
    run_gated,
    serving,
)

BURN = "import time\nuntil = time.process_time() + {}\nwhile time.process_time() < until: pass\n"


def _python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


@pytest.mark.process
def test_a_clients_cpu_is_what_the_system_says() -> None:
    idle = run(_python("import time; time.sleep(0.2)"), None, timeout_s=20)
    busy = run(_python(BURN.format(0.4) + "print('done')"), None, timeout_s=20)
    assert busy.stdout == "done\n"
    assert 0.35 < busy.cpu_s - idle.cpu_s < 0.8


@pytest.mark.process
def test_what_goes_by_before_the_gate_is_told_apart() -> None:
    code = (
        BURN.format(0.3)
        + "print(input(), flush=True)\nword = input()\n"
        + BURN.format(0.2)
        + "print(word)"
    )
    done = run_gated(_python(code), None, Gate(b"go\n", b"hello\n"), hold_s=None, timeout_s=20)
    assert done.stdout.split() == ["hello", "go"]
    assert done.start_cpu_s >= 0.25
    assert 0.15 < done.cpu_s - done.start_cpu_s < 0.5


@pytest.mark.process
def test_a_held_client_goes_on_until_its_stdin_closes() -> None:
    code = "import sys\nprint(1, flush=True)\nprint(len(sys.stdin.read()))"
    begun = time.monotonic()
    done = run_gated(_python(code), None, Gate(b"go"), hold_s=0.2, timeout_s=20)
    assert done.stdout.split() == ["1", "2"]
    assert time.monotonic() - begun > 0.2


@pytest.mark.process
def test_a_client_runs_on_its_core_with_all_its_threads() -> None:
    chosen = cores()
    if not chosen.pinned:
        pytest.skip("this machine has one core, or does not let one choose")
    code = "import psutil; print(psutil.Process().cpu_affinity())"
    before = psutil.Process().cpu_affinity()
    assert run(_python(code), chosen.client, timeout_s=20).stdout == f"[{chosen.client}]\n"
    assert psutil.Process().cpu_affinity() == before


def test_without_pinning_there_are_no_cores() -> None:
    assert not Cores().pinned


@pytest.mark.process
@pytest.mark.parametrize(
    ("command", "why"),
    [
        (_python("import sys; sys.exit('no such option')"), "no such option"),
        (_python("raise SystemExit(3)"), "left with 3: it said nothing"),
        (["no-such-client"], "no-such-client does not start"),
    ],
)
def test_a_client_that_fails_says_why(command: list[str], why: str) -> None:
    with pytest.raises(ProcessError, match=why):
        run(command, None, timeout_s=20)
    with pytest.raises(ProcessError, match=why):
        run_gated(command, None, Gate(b""), hold_s=None, timeout_s=20)


@pytest.mark.process
def test_a_client_that_does_not_end_is_ended() -> None:
    forever = _python("import time; time.sleep(600)")
    with pytest.raises(ProcessError, match="did not end within"):
        run(forever, None, timeout_s=0.2)
    with pytest.raises(ProcessError, match="left with"):
        run_gated(forever, None, Gate(b""), hold_s=None, timeout_s=0.2)


@pytest.mark.process
def test_a_server_serves_while_it_is_needed() -> None:
    for server in ((NULL_SERVER,), (PACED_SERVER, "narrow"), (PACED_SERVER, "wide")):
        with serving(None, *server) as port:
            (child,) = psutil.Process().children()
            assert port > 0
        assert not child.is_running()


@pytest.mark.process
def test_a_server_that_does_not_start_says_why() -> None:
    with pytest.raises(ProcessError, match="No module named"), serving(None, "no_such_module"):
        pass


@pytest.mark.process
def test_an_interrupt_while_a_timer_starts_is_the_error_that_is_raised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted(timer: threading.Timer) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(threading.Timer, "start", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_gated(_python("input()"), None, Gate(b""), hold_s=None, timeout_s=20)
