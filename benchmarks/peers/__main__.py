"""Ours and each peer, interleaved; sign-ups a second, server CPU, ratios, and Argon2 alone in the same minutes."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.peers.running import CORES, PEERS, paid_as_ours, serving
from benchmarks.signups.floor import hashes
from benchmarks.signups.relay import Relay
from benchmarks.signups.running import Round, Target, fill, load, service

OURS = "ours"


@contextlib.contextmanager
def targets(pupils: int, store: str) -> Iterator[dict[str, tuple[Target, Relay]]]:
    """Ours and every peer on ``sqlite`` or ``postgresql``, all of them open; at the end each peer's hashes are looked at."""
    with contextlib.ExitStack() as stack:
        folders = {
            name: Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="peers-")))
            for name in (OURS, *PEERS)
        }
        databases, running = {name: str(folder / "peer.db") for name, folder in folders.items()}, []
        if store == "postgresql":
            from tests.postgresql.server import Server

            server = Server()
            stack.callback(server.remove)
            server.start()
            databases, running = {name: server.url(server.make()) for name in folders}, [server._process.pid]
        own, processes = (databases[OURS], CORES) if running else (None, 1)
        relay = Relay()
        fill(folders[OURS], own, pupils)
        ours = stack.enter_context(service(folders[OURS], relay, database=own, processes=processes))
        made = {OURS: (ours, relay)}
        for name, peer in PEERS.items():
            made[name] = stack.enter_context(serving(peer, databases[name]))
        for target, _ in made.values():
            target.databases = running
        yield made
        if cheap := [name for name in PEERS if not paid_as_ours(databases[name])]:
            raise RuntimeError(f"not hashed at our cost: {cheap}")


def main(rounds: int = 5, count: int = 60, store: str = "sqlite") -> None:
    """Measure and print; the first round of each warms up and is left out."""
    seen: dict[str, list[Round]] = defaultdict(list)
    floors: list[tuple[float, float]] = []
    with targets((rounds + 1) * count, store) as ways:
        for number in range(rounds + 1):
            floor = hashes(count)
            measured = {name: load(target, relay, count) for name, (target, relay) in ways.items()}
            if number:
                floors.append(floor)
                for name, one in measured.items():
                    seen[name].append(one)
    print(f"on {store}, ", end="")
    report(seen, floors, count)


def report(seen: dict[str, list[Round]], floors: list[tuple[float, float]], count: int) -> None:
    """Medians; ratios are medians of the rounds' own."""
    loads = " ".join(f"{one:.1f}" for one in os.getloadavg())
    rate, cpu = median(one[0] for one in floors), median(one[1] for one in floors) * 1000
    print(f"whole sign-ups: {len(floors)} interleaved rounds of {count}, medians; load {loads}")
    print(
        f"{'':44}{'a second':>9}{'ours / it':>11}{'of Argon2 alone':>17}{'server CPU':>13}{'database':>11}{'client':>9}"
    )
    print(f"{f'Argon2 alone on {CORES} cores':44}{rate:9.1f}{'':11}{'':17}{cpu:10.1f} ms")
    for name, found in seen.items():
        ahead = median(own.rate / its.rate for own, its in zip(seen[OURS], found, strict=True))
        share = median(one.rate / floor[0] for one, floor in zip(found, floors, strict=True))
        server, database, client = (
            median(getattr(one, part) for one in found) * 1000 for part in ("server", "database", "client")
        )
        speed = median(one.rate for one in found)
        print(
            f"{name:44}{speed:9.1f}{ahead:11.2f}{share:17.2f}{server:10.1f} ms{database:8.1f} ms{client:6.1f} ms"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]), *sys.argv[3:])
