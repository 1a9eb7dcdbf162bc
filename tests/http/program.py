"""``mozaik-tui serve`` as a process of its own, that can be ended, killed and started again on the same port."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx2

PROGRAM = str(Path(sys.executable).with_name("mozaik-tui"))
PATIENCE = 60.0
"""Seconds against hanging, nothing else."""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def neighbouring_ports(count: int) -> int:
    """The first of ``count`` ports in a row that nobody has. Below those that the system hands out: a connection of
    another test would have the second one in no time.
    """
    for first in random.sample(range(20_000, 30_000, count), 200):
        with ExitStack() as probes, suppress(OSError):
            for port in range(first, first + count):
                probes.enter_context(socket.create_server(("127.0.0.1", port)))
            return first
    raise AssertionError("no ports in a row")


def environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MOZAIK_")}
    return {**kept, "MOZAIK_DATA_DIR": str(folder), "LC_ALL": "C.UTF-8", **more}


def run(folder: Path, *arguments: str, given: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *arguments],
        env=environment(folder, **more),
        input=given,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
    )


class ServeProgram:
    """One service; ``start`` returns when it is ready."""

    def __init__(self, folder: Path, *arguments: str, scheme: str = "http", **more: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.url = f"{scheme}://127.0.0.1:{self.port}"
        self._line = [PROGRAM, "serve", "--port", str(self.port), *arguments]
        self._env = environment(folder, **more)
        self._log = folder / "serve.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, verify: object = True) -> ServeProgram:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._line, env=self._env, stderr=log, stdin=subprocess.DEVNULL)
        limit = time.monotonic() + PATIENCE
        with httpx2.Client(verify=verify) as client:
            while True:
                try:
                    if client.get(f"{self.url}/v1/ready").status_code == 200:
                        return self
                except httpx2.TransportError:
                    pass
                assert self._process.poll() is None, self.text()
                assert time.monotonic() < limit, self.text()
                time.sleep(0.05)

    def end(self, number: int = signal.SIGTERM) -> int:
        assert self._process is not None
        self._process.send_signal(number)
        code = self._process.wait(PATIENCE)
        self._process = None
        return code

    def close(self) -> None:
        if self._process is not None:
            self.end(signal.SIGKILL)

    def text(self) -> str:
        return self._log.read_text("utf-8")

    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.text().splitlines()]
