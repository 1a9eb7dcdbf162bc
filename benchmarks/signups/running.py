"""Starts what is measured, loads it, and reads from the system what it cost."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from mozaik_tui.account.embedded import open_embedded
from mozaik_tui.account.http.serving import listening
from mozaik_tui.account.registry.importing import import_registry
from mozaik_tui.account.registry.lookup import registry_of
from mozaik_tui.account.registry.reader import RegistryFile

from . import parents
from .http import Connection
from .relay import Relay

TOGETHER = 8
"""Parents who sign up side by side."""


def cpu_of(pids: list[int]) -> float:
    """Seconds of CPU that these processes and their children have used."""
    total = 0.0
    for pid in pids:
        with contextlib.suppress(psutil.NoSuchProcess):
            root = psutil.Process(pid)
            for one in (root, *root.children(recursive=True)):
                with contextlib.suppress(psutil.NoSuchProcess):
                    times = one.cpu_times()
                    total += times.user + times.system
    return total


@dataclass
class Target:
    """Something that takes sign-ups: its port, the processes that are its server and those of its database."""

    port: int
    servers: list[int]
    sign_up: Callable[[Connection, Relay, int], dict[str, float]]
    databases: list[int] = field(default_factory=list)
    next_parent: int = 0


@dataclass(frozen=True)
class Round:
    """What one round showed: sign-ups a second, and CPU in seconds a sign-up."""

    rate: float
    server: float
    database: float
    client: float
    whole: list[float]
    calls: list[dict[str, float]]


def load(target: Target, relay: Relay, count: int, together: int = TOGETHER) -> Round:
    """Let ``count`` parents who never came before sign up, ``together`` at a time. Raises what failed."""
    first = target.next_parent
    target.next_parent += count
    numbers = iter(range(first, first + count))
    turn, calls, failed = threading.Lock(), [], []

    def clerk() -> None:
        connection = Connection(target.port)
        with contextlib.closing(connection):
            while not failed:
                with turn:
                    number = next(numbers, None)
                if number is None:
                    return
                try:
                    calls.append(target.sign_up(connection, relay, number))
                except Exception as error:
                    failed.append(error)

    threads = [threading.Thread(target=clerk) for _ in range(together)]
    before = cpu_of(target.servers), cpu_of(target.databases), time.process_time()
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - began
    after = cpu_of(target.servers), cpu_of(target.databases), time.process_time()
    if failed:
        raise failed[0]
    server, database, client = ((b - a) / count for a, b in zip(before, after, strict=True))
    return Round(count / elapsed, server, database, client, [one["whole"] for one in calls], calls)


def fill(folder: Path, database: str | None, pupils: int) -> None:
    """Make the database and put a registry with the children of ``pupils`` parents in force."""
    parts = open_embedded(data_dir=folder, practice=False, database=database, helpers=False)
    try:
        store, keys = parts.ctx.store, parts.ctx.keys
        file = parents.registry(pupils)
        size = file.getbuffer().nbytes
        home = registry_of(store, keys).home
        report = import_registry(store, keys, home, RegistryFile(file, size), clock=time.time)
        if report.in_force is None or report.in_force.pupils != pupils:
            raise RuntimeError("the registry was not taken")
    finally:
        parts.close()


@contextlib.contextmanager
def service(
    folder: Path,
    relay: Relay,
    *,
    database: str | None = None,
    hash_: bool = True,
    processes: int = 1,
) -> Iterator[Target]:
    """The service on a database that :func:`fill` has made, until the block ends."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(listening("127.0.0.1", 0))
        running = [
            stack.enter_context(_process(folder, relay, database, listener.fileno(), hash_=hash_))
            for _ in range(processes)
        ]
        yield Target(listener.getsockname()[1], running, parents.sign_up)


@contextlib.contextmanager
def _process(
    folder: Path, relay: Relay, database: str | None, listener: int, *, hash_: bool
) -> Iterator[int]:
    order = {
        "folder": str(folder),
        "database": database,
        "direct": not os.environ.get("POOLED"),  # as if a pooler stood in between: nothing is prepared
        "relay": relay.port,
        "hash": hash_,
        "listener": listener,
        "log": str(folder / "log.json"),
    }
    command = [sys.executable, "-m", "benchmarks.signups.server", json.dumps(order)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, pass_fds=[listener], env=dict(os.environ))
    try:
        assert process.stdout is not None
        if process.stdout.readline().strip() != b"ready":
            raise RuntimeError("the server does not start")
        yield process.pid
    finally:
        process.terminate()
        process.wait(60)
