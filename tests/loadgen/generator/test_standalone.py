"""The generator alone, from a command line."""

import json
import os
import signal
import subprocess
import sys

import pytest

from loadgen.generator import options
from loadgen.model.load_plan import CONCURRENCY_MAX
from tests.loadgen.generator.processes import COMMAND, ROOT, WAIT_S, serving, wait_for
from tests.loadgen.generator.scripted_server import Answer, ScriptedServer
from tests.support.every_case import every_case


def _alone(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | environment,
        timeout=WAIT_S,
        check=False,
    )


@pytest.mark.process
def test_alone_it_prints_one_line_of_totals(server: ScriptedServer) -> None:
    proxy = {"HTTP_PROXY": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9"}
    arguments = ["--url", server.url, "--concurrency", "8", "--duration", "0.5"]
    more = ["--method", "post", "--header", "X-A: b", "--body", "hé", "--timeout", "5"]
    result = _alone(*arguments, *more, **proxy)
    assert (result.returncode, result.stderr) == (0, "")
    (line,) = result.stdout.splitlines()
    totals = json.loads(line)
    requests = totals["requests"]
    assert requests["sent"] == requests["ok"] == len(server.requests)
    assert requests["failed"] == {}
    assert requests["in_flight"] == requests["cancelled"] == 0
    assert totals["throughput_per_second"] == pytest.approx(requests["ok"] / 0.5, rel=0.3)
    latency = totals["latency_ms"]
    assert 0 < latency["p50"] <= latency["p90"] <= latency["p99"] <= latency["p99_9"]
    assert latency["p99_9"] <= latency["max"]
    assert totals["generator"].keys() == {
        "cpu_us_per_request",
        "cpu_percent",
        "send_lag_ms_p99",
        "is_the_limit",
    }
    assert server.requests[0].startswith(b"POST /path HTTP/1.1\r\n")
    assert b"\r\nX-A: b\r\n" in server.requests[0]
    assert server.requests[0].endswith("\r\n\r\nhé".encode())


@pytest.mark.process
def test_alone_it_sends_at_a_constant_rate(server: ScriptedServer) -> None:
    result = _alone("--url", server.url, "--rate", "200", "--duration", "0.5")
    assert result.returncode == 0
    totals = json.loads(result.stdout)
    requests = totals["requests"]
    assert requests["scheduled"] == requests["sent"] + requests["dropped"]
    # It lasts longer than asked where it waits for a processor, and keeps the rate meanwhile.
    assert 90 <= requests["scheduled"] <= 200
    assert 0 < totals["service_ms"]["p50"] <= totals["latency_ms"]["p50"]
    assert totals["generator"]["send_lag_ms_p99"] > 0


@pytest.mark.process
def test_alone_it_drops_what_finds_too_many_under_way() -> None:
    with serving(Answer((), "hold")) as server:
        options = ("--rate", "1000", "--max-in-flight", "3", "--duration", "0.3", "--timeout", "9")
        result = _alone("--url", server.url, *options)
    requests = json.loads(result.stdout)["requests"]
    assert requests["sent"] == 3
    assert requests["dropped"] > 100


@pytest.mark.process
def test_alone_it_sends_over_so_many_connections() -> None:
    with serving(Answer(pause_s=0.02)) as server:
        options = ("--rate", "500", "--connections", "2", "--duration", "0.5")
        result = _alone("--url", server.url, *options)
        assert server.connections == 2
    totals = json.loads(result.stdout)
    assert totals["requests"]["scheduled"] == pytest.approx(250, rel=0.1)
    assert totals["requests"]["waiting"] == 0
    assert totals["requests"]["dropped"] > 100
    assert totals["latency_ms"]["p50"] > 5 * totals["service_ms"]["p50"]


@pytest.mark.process
def test_alone_it_closes_connections_after_so_many_requests(server: ScriptedServer) -> None:
    options = ("--requests-per-connection", "10", "--concurrency", "2", "--duration", "0.3")
    result = _alone("--url", server.url, *options)
    sent = json.loads(result.stdout)["requests"]["sent"]
    assert sent / 10 <= server.connections <= sent / 10 + 2


@pytest.mark.process
def test_alone_stock_httpx_sends(server: ScriptedServer) -> None:
    options = ("--client", "httpx-shared", "--concurrency", "2", "--duration", "0.3")
    result = _alone("--url", server.url, *options)
    requests = json.loads(result.stdout)["requests"]
    assert requests["ok"] == len(server.requests) > 0
    assert b"python-httpx" in server.requests[0]


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
@pytest.mark.parametrize("numbers", [["SIGINT"], ["SIGTERM"], ["SIGHUP", "SIGINT"]])
def test_interrupted_it_prints_what_was_measured(
    numbers: list[str], server: ScriptedServer
) -> None:
    with subprocess.Popen(
        [*COMMAND, "--url", server.url, "--duration", "60"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as process:
        try:
            wait_for(lambda: bool(server.requests))
            for name in numbers:
                process.send_signal(signal.Signals[name])
            out, err = process.communicate(timeout=WAIT_S)
        finally:
            process.kill()
    # Two threads of the process may take two of them, in any order.
    assert process.returncode in {128 + signal.Signals[name] for name in numbers}
    assert err == b""
    requests = json.loads(out)["requests"]
    assert 0 < requests["sent"] <= len(server.requests)


@every_case(
    ("arguments", "said"),
    [
        (["--url", "http://10.1.2.3/"], "“10.1.2.3” is not this machine"),
        (["--url", "https://127.0.0.1/"], "no address like http://127.0.0.1:8000/path"),
        *[
            (
                ["--url", "http://127.0.0.1/", "--concurrency", text],
                f"from 1 to {CONCURRENCY_MAX:,}",
            )
            for text in ("0", "-1", "1000000000", "1e3", "NaN", "", "6.5", "²")
        ],
        *[
            (["--url", "http://127.0.0.1/", "--rate", text], "above 0 to 100,000")
            for text in ("0", "-1", "100001", "inf", "nan", "")
        ],
        (["--url", "http://127.0.0.1/", "--rate", "5", "--concurrency", "5"], "not allowed with"),
        (["--url", "http://127.0.0.1/", "--max-in-flight", "0"], "from 1 to"),
        (["--url", "http://127.0.0.1/", "--connections", "-1"], "from 1 to"),
        (["--url", "http://127.0.0.1/", "--client", "curl"], "httpx-per-user"),
        (["--url", "http://127.0.0.1/", "--duration", "nan"], "seconds, above 0"),
        (["--url", "http://127.0.0.1/", "--header", "no colon"], "name: value"),
        (["--url", "http://127.0.0.1/", "--method", "GE T"], "characters that HTTP/1.1 forbids"),
        (["--concurrency", "3"], "--url"),
    ],
)
def test_bad_usage_is_refused_in_a_sentence(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        options.parse(arguments)
    assert left.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.process
def test_nobody_listening_is_counted_not_fatal() -> None:
    with serving() as server:
        url = server.url
    result = _alone("--url", url, "--concurrency", "2", "--duration", "0.3")
    totals = json.loads(result.stdout)
    assert result.returncode == 0
    assert set(totals["requests"]["failed"]) == {"refused"}
    assert totals["latency_ms"]["p99"] is None
    assert totals["throughput_per_second"] == 0
