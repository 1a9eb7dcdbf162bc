"""128 parents at the same instant: how long the whole way and its first call take (p50, p99), and how often the full
queue of hashes says "in a moment".

    python -m benchmarks.at_once [--short] [--postgresql]
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from benchmarks.signups.floor import hashes
from benchmarks.signups.http import Connection
from benchmarks.signups.relay import Relay
from benchmarks.signups.running import Target, fill, service

PARENTS = 128
Calls = list[dict[str, float]]


def together(target: Target, relay: Relay, parents: int) -> tuple[Calls, list[Exception]]:
    """Everybody connects, waits for the others, and starts: the seconds of every call, and who failed."""
    first = target.next_parent
    target.next_parent += parents
    start, calls, failed = threading.Barrier(parents), [], []

    def parent(number: int) -> None:
        with contextlib.closing(Connection(target.port)) as connection:
            start.wait(60)
            try:
                calls.append(target.sign_up(connection, relay, number))
            except Exception as error:
                failed.append(error)

    threads = [threading.Thread(target=parent, args=(number,)) for number in range(first, first + parents)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return calls, failed


@contextlib.contextmanager
def targets(relay: Relay, pupils: int, postgresql: bool) -> Iterator[dict[str, Target]]:
    """SQLite with one process and, if asked for, PostgreSQL with one process a core."""
    with contextlib.ExitStack() as stack:
        ways: dict[str, tuple[str | None, int]] = {"SQLite": (None, 1)}
        if postgresql:
            from tests.postgresql.server import Server

            server, cores = Server(), os.cpu_count() or 1
            stack.callback(server.remove)
            server.start()
            ways[f"PostgreSQL, {cores} processes"] = (server.url(server.make()), cores)
        made = {}
        for name, (database, processes) in ways.items():
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="at-once-")))
            fill(folder, database, pupils)
            made[name] = stack.enter_context(service(folder, relay, database=database, processes=processes))
        yield made


def main(rounds: int = 5, parents: int = PARENTS, postgresql: bool = False) -> None:
    """Measure and print; the first round of each is smaller and warms up."""
    relay = Relay()
    seen: dict[str, Calls] = {}
    failed: dict[str, list[Exception]] = {}
    floors = []
    with targets(relay, parents * (rounds + 1), postgresql) as ways:
        for number in range(rounds + 1):
            floors.append(hashes(parents)[0])
            for name, target in ways.items():
                calls, wrong = together(target, relay, parents if number else parents // 4)
                if number:
                    seen.setdefault(name, []).extend(calls)
                    failed.setdefault(name, []).extend(wrong)
    bare = parents / median(floors)
    print(f"{parents} parents at the same instant, {rounds} rounds; their hashes alone take {bare:.1f} s")
    print(f"  load of the machine: {os.getloadavg()[0]:.1f}")
    for name, calls in seen.items():
        print(
            f"  {name}: {len(calls)} signed up, {len(failed[name])} failed {sorted(map(str, failed[name]))[:3]}"
        )
        waited = [call.get("refused", 0) for call in calls]
        print(f"    told to wait   {sum(map(bool, waited))} parents, {sum(waited):.0f} times")
        for call in ("start", "verify", "password", "child", "list", "whole"):
            seconds = [one[call] for one in calls]
            print(f"    {call:<10} p50 {median(seconds):7.3f} s   p99 {quantiles(seconds, n=100)[98]:7.3f} s")


if __name__ == "__main__":
    rounds, parents = (1, 16) if "--short" in sys.argv else (5, PARENTS)
    main(rounds, parents, postgresql="--postgresql" in sys.argv)
