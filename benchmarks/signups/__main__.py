"""Rounds of whole sign-ups on every store, with and without the hash, each beside a round of bare hashes."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.signups.floor import hashes
from benchmarks.signups.relay import Relay
from benchmarks.signups.running import Round, Target, fill, load, service

AIM = {"SQLite": 1.15, "PostgreSQL": 1.25}
WALL_AIM = 0.70


@contextlib.contextmanager
def targets(relay: Relay, pupils: int):
    """Every way to run the service, by name, all of them open: name of the store, whether hashes are paid."""
    from tests.postgresql.server import Server

    with contextlib.ExitStack() as stack:
        server = Server()
        stack.callback(server.remove)
        server.start()
        made: dict[tuple[str, bool], Target] = {}
        cores = os.cpu_count() or 1
        for store, processes in (("SQLite", 1), ("PostgreSQL", 1), (f"PostgreSQL, {cores} processes", cores)):
            for paid in (True, False):
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="signups-")))
                database = None if store == "SQLite" else server.url(server.make())
                fill(folder, database, pupils)
                target = stack.enter_context(
                    service(folder, relay, database=database, hash_=paid, processes=processes)
                )
                if database:
                    target.databases = [server._process.pid]
                made[store, paid] = target
        yield made


def main(rounds: int = 5, count: int = 60) -> None:
    """Measure and print; the first round of each warms up and is left out."""
    relay = Relay()
    seen: dict[tuple[str, bool], list[Round]] = {}
    floors: list[tuple[float, float]] = []
    with targets(relay, (rounds + 1) * count) as ways:
        for number in range(rounds + 1):
            for name, target in ways.items():
                floor = hashes(count // 2)
                one = load(target, relay, count)
                if number:
                    floors.append(floor)
                    seen.setdefault(name, []).append(one)
    report(seen, floors, rounds, count)


def report(
    seen: dict[tuple[str, bool], list[Round]], floors: list[tuple[float, float]], rounds: int, count: int
) -> None:
    """Medians, and ratios to the hash alone in the same minutes."""
    rate, hash_cpu = median(one[0] for one in floors), median(one[1] for one in floors)
    print(f"whole sign-ups over HTTP: {rounds} interleaved rounds of {count}, medians")
    print(
        f"  Argon2 alone on {os.cpu_count()} cores: {rate:.1f} a second, {hash_cpu * 1000:.1f} ms of CPU each"
    )
    for (store, paid), found in seen.items():
        if not paid:
            continue
        bare = seen[store, False]
        server, database, client, own = (
            median(values) * 1000
            for values in zip(
                *(
                    (one.server, one.database, one.client, other.server)
                    for one, other in zip(found, bare, strict=True)
                ),
                strict=True,
            )
        )
        speed, aim = median(one.rate for one in found), AIM.get(store)
        calls = sorted(second for one in found for second in one.whole)
        print(f"  {store}")
        print(
            f"    sign-ups a second {speed:8.1f}   {speed / rate:.2f} of Argon2 alone (aim: {WALL_AIM} at least)"
        )
        print(f"    server CPU        {server:8.1f} ms without the hash {own:.1f} ms")
        print(
            f"    ratio             {1 + own / (hash_cpu * 1000):8.2f}   (hash + all else) / hash"
            + (f" (aim: {aim} at most)" if aim else "")
        )
        print(f"    database, client  {database:8.1f} ms, {client:.1f} ms of CPU")
        refused = sum(call.get("refused", 0) for one in found for call in one.calls)
        print(
            f"    told to wait      {refused:8.0f} times in {len(found) * count} ways: the queue of hashes was full"
        )
        print(
            f"    a whole way       {median(calls):8.2f} s (the slowest of {len(calls)}: {calls[-1]:.2f} s)"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
