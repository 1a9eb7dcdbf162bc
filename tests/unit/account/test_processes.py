"""Two processes on one file are correct (account-service.md, SQLite; Atomic)."""

import subprocess
import sys
import threading
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from .helper_process import PASSWORD, newest_code, service_of

EMAIL = "nadia@example.com"
HELPER = Path(__file__).with_name("helper_process.py")


@pytest.fixture
def parts(tmp_path):
    opened = service_of(tmp_path)
    yield opened
    opened.close()


def together(*commands):
    """Starts processes, lets them go at the same moment, and gives the lines of each."""
    processes = [
        subprocess.Popen(
            [sys.executable, HELPER, *map(str, command)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for command in commands
    ]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    return [process.communicate()[0].split() for process in processes]


def test_the_right_code_eight_times_from_two_processes(parts, tmp_path):
    token = parts.service.start_flow(EMAIL, "fr").flow_token
    code = newest_code(parts, EMAIL)
    lines = together(*[("hammer", tmp_path, "verify", 4, token, code)] * 2)
    assert Counter(chain(*lines)) == {"done": 1, "code_used": 7}


def test_fifty_wrong_codes_from_two_processes(parts, tmp_path):
    token = parts.service.start_flow(EMAIL, "fr").flow_token
    bad = next(c for c in ("000000", "000001") if c != newest_code(parts, EMAIL))
    lines = together(*[("hammer", tmp_path, "verify", 25, token, bad)] * 2)
    assert Counter(chain(*lines)) == {"code_invalid": 5, "code_locked": 45}


def test_wrong_passwords_and_sends_from_two_processes(parts, tmp_path):
    lines = together(
        ("hammer", tmp_path, "sign_in", 20, EMAIL, "wrong"),
        ("hammer", tmp_path, "sign_in", 20, EMAIL, "wrong"),
        ("hammer", tmp_path, "start_flow", 20, EMAIL, "fr"),
        ("hammer", tmp_path, "start_flow", 20, EMAIL, "fr"),
    )
    assert Counter(lines[0] + lines[1]) == {"sign_in_failed": 10, "sign_in_locked": 30}
    assert Counter(lines[2] + lines[3]) == {"done": 30, "send_locked": 10}


def test_twins_in_two_processes_have_one_effect(parts, tmp_path):
    token = parts.service.start_flow(EMAIL, "fr").flow_token
    parts.service.verify(token, newest_code(parts, EMAIL))
    lines = together(*[("twins", tmp_path, token)] * 2)
    assert lines[0] == lines[1]
    assert parts.service.account(lines[0][0]).email == EMAIL
    assert parts.service.sign_in(EMAIL, PASSWORD).session_token


def test_two_first_starts_at_once(tmp_path):
    lines = together(*[("hammer", tmp_path, "start_flow", 3, EMAIL, "fr")] * 3)
    assert Counter(chain(*lines)) == {"done": 9}


def test_a_writer_that_never_rests_keeps_nobody_out(tmp_path):
    """The wait is fair: ten writes get through while another store writes all the time."""
    busy, calm = service_of(tmp_path), service_of(tmp_path)
    over = threading.Event()

    def write_all_the_time():
        while not over.is_set():
            busy.service.school_bodies()
            counts["busy"] += 1

    counts = Counter()
    threads = [threading.Thread(target=write_all_the_time) for _ in range(3)]
    for thread in threads:
        thread.start()
    while counts["busy"] < 20:
        pass
    before = counts["busy"]
    for _ in range(10):
        calm.service.school_bodies()
    meanwhile = counts["busy"] - before
    over.set()
    for thread in threads:
        thread.join()
    busy.close()
    calm.close()
    assert meanwhile < 400
