"""Others who use the machine while it is measured."""

import subprocess
import sys

import pytest

from loadgen.selfcheck.background_load import Used, caution, measure_use, others_percent

posix = pytest.mark.skipif(sys.platform == "win32", reason="not known there")


def test_others_are_told_of_above_a_tenth_only() -> None:
    assert caution(None) == caution(10.0) == ""
    assert "took 43 % of this machine's CPU" in caution(43.2)


@posix
def test_what_others_use_is_what_is_left_of_the_busy_time() -> None:
    before, after = Used(0, 100, 1), Used(10, 105, 4)
    assert others_percent(before, after, 2) == pytest.approx(10.0)
    assert others_percent(before, before, 2) is None


@pytest.mark.process
@posix
def test_our_own_children_are_no_others() -> None:
    before = measure_use()
    burn = "import time\nwhile time.process_time() < 0.3: pass"
    subprocess.run([sys.executable, "-c", burn], check=True)
    after = measure_use()
    assert after.own_s - before.own_s >= 0.3
    assert after.busy_s > before.busy_s
