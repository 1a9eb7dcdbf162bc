"""Whole sign-ups and look-ups as data grows: 1 k, 100 k, 1 M accounts beside 14 k, 140 k, 1.4 M pupils. Aim: flat
within 15 %.

    python -m benchmarks.growing [--short] [--rounds N] [--count N] [--keep FOLDER]

``--keep``: the databases are made there once (minutes for the large one) and used again. On SQLite.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from benchmarks.filling import fill
from benchmarks.signups.floor import hashes
from benchmarks.signups.parents import email_of
from benchmarks.signups.relay import Relay
from benchmarks.signups.running import Round, Target, load, service
from mozaik_tui.account.embedded import EmbeddedParts, open_embedded
from mozaik_tui.account.registry.lookup import registry_of
from mozaik_tui.account.store import Tx, account_rows
from mozaik_tui.journey.rules.folding import fold_name

SIZES = ((1_000, 14_000), (100_000, 140_000), (1_000_000, 1_400_000))
SHORT = ((100, 1_400), (1_000, 14_000))
PARENTS = 4_000
"""Whose children stand in every registry; ``next`` in the folder counts those who came."""
LOOK_UPS = 400


def made(folder: Path, accounts: int, pupils: int, parents: int) -> Path:
    """The folder of one size, filled if it is not yet."""
    own = folder / str(accounts)
    if not (own / "next").exists():
        own.mkdir()
        fill(own, accounts, pupils, parents)
        (own / "next").write_text("0", encoding="utf-8")
    return own


@contextlib.contextmanager
def counting(folder: Path, target: Target) -> Iterator[None]:
    """The parents go on where the last round on this database ended."""
    target.next_parent = int((folder / "next").read_text("utf-8"))
    try:
        yield
    finally:
        (folder / "next").write_text(str(target.next_parent), encoding="utf-8")


def cpu_each(parts: EmbeddedParts, look: Callable[[Tx, int], object], numbers: list[int]) -> float:
    """Seconds of CPU of one look-up, all of them in one transaction."""

    def work(tx: Tx) -> float:
        began = time.thread_time()
        for number in numbers:
            if look(tx, number) is None:
                raise RuntimeError("not found")
        return (time.thread_time() - began) / len(numbers)

    return parts.ctx.store.read(work)


def looking_up(parts: EmbeddedParts, accounts: int, parents: int) -> tuple[float, float]:
    """A child by what a parent types, and an account by its e-mail: seconds of CPU each."""
    keys = parts.ctx.keys
    registry = registry_of(parts.ctx.store, keys)
    last, first = fold_name("Tremblay"), fold_name("Aline")

    def child(tx: Tx, number: int) -> object:
        digests = registry.match_digests(
            "css-montreal", "file_number", f"{number:07d}", last, first, "2014-03-09", email_of(number)
        )
        return registry.match(tx, digests)

    def account(tx: Tx, number: int) -> object:
        return account_rows.find(tx, keys.macs("email", f"holder{number}@example.com"))

    drawn = [random.randrange(parents) for _ in range(LOOK_UPS)]
    known = [random.randrange(accounts) for _ in range(LOOK_UPS)]
    return cpu_each(parts, child, drawn), cpu_each(parts, account, known)


def measure(folder: Path, sizes: tuple[tuple[int, int], ...], rounds: int, count: int, parents: int) -> None:
    """Interleaved rounds on all sizes; the first warms up and is left out."""
    relay = Relay()
    folders = [made(folder, accounts, pupils, parents) for accounts, pupils in sizes]
    seen: dict[tuple[int, bool], list[Round]] = {}
    looks: dict[int, list[tuple[float, float]]] = {}
    floors = []
    with contextlib.ExitStack() as stack:
        ways = {
            (size, paid): stack.enter_context(service(own, relay, hash_=paid))
            for size, own in enumerate(folders)
            for paid in (True, False)
        }
        opened = []
        for own in folders:
            parts = open_embedded(data_dir=own, practice=False, helpers=False)
            stack.callback(parts.close)
            opened.append(parts)
        for number in range(rounds + 1):
            floors.append(hashes(count)[1])
            for (size, paid), target in ways.items():
                with counting(folders[size], target):
                    one = load(target, relay, count)
                if number:
                    seen.setdefault((size, paid), []).append(one)
            for size, parts in enumerate(opened):
                found = looking_up(parts, sizes[size][0], parents)
                if number:
                    looks.setdefault(size, []).append(found)
    report(sizes, seen, looks, median(floors))


def report(
    sizes: tuple[tuple[int, int], ...],
    seen: dict[tuple[int, bool], list[Round]],
    looks: dict[int, list[tuple[float, float]]],
    hash_cpu: float,
) -> None:
    """Medians, and the median of the ratios to the smallest size in the same round."""
    print(f"as data grows: {len(looks[0])} interleaved rounds; bare hash {hash_cpu * 1000:.1f} ms of CPU")
    print(f"  load of the machine: {os.getloadavg()[0]:.1f}")
    figures: dict[str, Callable[[int], list[float]]] = {
        "sign-up, server CPU, ms": lambda size: [1000 * one.server for one in seen[size, True]],
        "  without the hash": lambda size: [1000 * one.server for one in seen[size, False]],
        "sign-up, whole way, ms": lambda size: [1000 * median(one.whole) for one in seen[size, True]],
        "  without the hash ": lambda size: [1000 * median(one.whole) for one in seen[size, False]],
        "call child, ms": lambda size: [
            1000 * median(c["child"] for c in one.calls) for one in seen[size, False]
        ],
        "look-up of a child, CPU µs": lambda size: [1e6 * one[0] for one in looks[size]],
        "look-up of an account": lambda size: [1e6 * one[1] for one in looks[size]],
    }
    print(f"{'':<30}" + "".join(f"{f'{a:,} / {p:,}':>24}" for a, p in sizes))
    for name, of in figures.items():
        cells = []
        for size in range(len(sizes)):
            ratio = median(a / b for a, b in zip(of(size), of(0), strict=True))
            cells.append(f"{median(of(size)):16.1f} ({ratio:4.2f} ×)")
        print(f"{name:<30}{''.join(cells)}")


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growing")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args(arguments)
    sizes, rounds, count = (SHORT, 1, 8) if asked.short else (SIZES, asked.rounds, asked.count)
    with tempfile.TemporaryDirectory(prefix="growing-") as name:
        measure(asked.keep or Path(name), sizes, rounds, count, 200 if asked.short else PARENTS)


if __name__ == "__main__":
    main()
