"""`--help` and `--version` answer within three bare starts of Python; the first texts come at once."""

import subprocess
import sys
import time

import pytest

if sys.platform != "win32":
    import resource

ROUNDS = 12


def spent():
    if sys.platform == "win32":
        return time.perf_counter()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def seconds(command):
    """Of the processor, where the system tells it: what else the machine does counts less then."""
    started = spent()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return spent() - started


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_light_answers_cost_at_most_three_bare_starts(installed, option):
    """The quickest of several runs each, taken in turn: what else the machine does touches both alike."""
    program = installed.with_name("mozaik-tui")
    bare, answer = [], []
    for _ in range(ROUNDS):
        bare.append(seconds([installed, "-c", "pass"]))
        answer.append(seconds([program, option]))
    assert min(answer) <= 3 * min(bare)


def test_the_language_package_imports_within_15_milliseconds():
    found = []
    for _ in range(5):
        done = subprocess.run(
            [sys.executable, "-X", "importtime", "-c", "import mozaik_tui.language"],
            capture_output=True,
            text=True,
        )
        line = next(line for line in done.stderr.splitlines() if line.endswith("| mozaik_tui.language"))
        found.append(int(line.split("|")[1]))
    assert min(found) < 15_000
