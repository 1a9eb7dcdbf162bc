"""Starts many real server processes cheaply: a process that has imported the program forks each of them.

``python nursery.py`` reads a JSON line a start, ``{"argv", "environ", "log"}``, and says the new process's id. A
child runs the program as its command line would, and ends with the nursery.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

LOADED = (
    "mozaik_tui.account.embedded",
    "mozaik_tui.account.http.serving",
    "mozaik_tui.account.mail.smtp",
    "mozaik_tui.account.store.postgresql.store",
    "mozaik_tui.commands.serve",
    "argon2",
    "psycopg",
    "sqlite3",
)
_PR_SET_PDEATHSIG = 1


class Nursery:
    """The parent's side: ``start`` gives the id of a process that runs the program."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout.readline() == "ready\n"

    def start(self, argv: list[str], environ: dict[str, str], log: Path) -> int:
        order = {"argv": argv, "environ": environ, "log": str(log)}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(60)


def _be(order: dict) -> None:
    """In the child: become the program."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(order["environ"])
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDWR)
    for number, file in enumerate((nothing, nothing, log)):
        os.dup2(file, number)
    from mozaik_tui.cli import main

    os._exit(main(order["argv"]))


def _main() -> None:
    from importlib import import_module

    for name in LOADED:
        import_module(name)
    signal.signal(
        signal.SIGCHLD, signal.SIG_IGN
    )  # nobody waits for a child: its id is free once it has ended
    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                _be(json.loads(line))
            finally:
                os._exit(70)
        print(child, flush=True)


if __name__ == "__main__":
    _main()
