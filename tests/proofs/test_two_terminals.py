"""Two terminals on one file, each with its own workers, and a purge beside them: never « database is locked »
(account-service.md, SQLite: a fair wait).
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from ..http.program import PROGRAM, environment

TERMINAL = Path(__file__).with_name("terminal_process.py")
SECONDS = 30 if os.environ.get("MOZAIK_PROVE") else 3
PATIENCE = 300.0


def test_two_terminals_on_one_file_are_never_locked_out(tmp_path):
    folder = tmp_path / "data"
    terminals = [
        subprocess.Popen(
            [sys.executable, TERMINAL, folder, name, str(SECONDS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "two")
    ]
    try:
        for terminal in terminals:
            assert terminal.stdout.readline() == "ready\n", terminal.stderr.read()
        for terminal in terminals:
            terminal.stdin.write("go\n")
            terminal.stdin.flush()
        file = f"sqlite:///{folder / 'practice.sqlite'}"
        purged = subprocess.run(
            [PROGRAM, "purge", "--database", file],
            env=environment(folder),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        told = [terminal.communicate(timeout=PATIENCE) for terminal in terminals]
    finally:
        for terminal in terminals:
            terminal.kill()
            terminal.wait()
    assert [terminal.returncode for terminal in terminals] == [0, 0], told
    assert purged.returncode == 0, purged.stderr
    counts = [int(out) for out, _ in told]
    assert min(counts) > 0
    with closing(sqlite3.connect(folder / "practice.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM accounts").fetchone() == (sum(counts),)
        assert connection.execute("SELECT count(*) FROM outbox WHERE sealed IS NOT NULL").fetchone() == (0,)
    print(f"sign-ups: {counts}")
