"""Sign-ups while the registry is imported anew and swapped: their p99 beside quiet minutes (aim: at most 2 ×), and
beside a process that only computes, since an import takes a core from the parents for as long as it reads.

    python -m benchmarks.swapping [--short] [--pupils N] [--parents N] [--rounds N] [--keep FOLDER]

One round: sign-ups for as long as an import goes on, as many beside the computing process, as many alone. On SQLite.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path
from statistics import median, quantiles

from benchmarks.filling import bring_in, write_registry
from benchmarks.growing import PARENTS, counting, made
from benchmarks.signups.http import Connection
from benchmarks.signups.relay import Relay
from benchmarks.signups.running import Target, load, service
from mozaik_tui.account.embedded import open_embedded

TOGETHER, AT_A_TIME = 4, 20
AROUND = 2.0
"""Seconds before and after a swap in which a sign-up counts as one that could have felt it."""


def importing(folder: Path, file: Path, swaps: object) -> None:
    """One import in a process of its own; tells the moment of its swap."""
    parts = open_embedded(data_dir=folder, practice=False, helpers=False)
    try:
        report = bring_in(parts, file)
        assert report.in_force is not None
        swaps.put(report.in_force.imported_at)  # type: ignore[attr-defined]
    finally:
        parts.close()


def computing() -> None:
    """As much of a core as an import takes, and nothing of the database."""
    while True:
        sum(range(10_000))


@contextlib.contextmanager
def beside(target: Callable[..., None], *arguments: object) -> Iterator[BaseProcess]:
    """A process that runs meanwhile, ended with the block."""
    process = multiprocessing.get_context("spawn").Process(target=target, args=arguments)
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


def timed(target: Target) -> Target:
    """Every sign-up also says when it ``ended``."""
    way = target.sign_up

    def sign_up(connection: Connection, relay: Relay, number: int) -> dict[str, float]:
        return {**way(connection, relay, number), "ended": time.time()}

    target.sign_up = sign_up
    return target


def measure(folder: Path, file: Path, rounds: int) -> None:
    """The three conditions in turn."""
    relay = Relay()
    seen: dict[str, list[dict[str, float]]] = {"during imports": [], "beside computing": [], "quiet": []}
    swaps = multiprocessing.get_context("spawn").SimpleQueue()
    moments = []
    with service(folder, relay) as made_target:
        target = timed(made_target)
        with counting(folder, target):
            load(target, relay, AT_A_TIME, TOGETHER)
            for _ in range(rounds):
                before = len(seen["during imports"])
                with beside(importing, folder, file, swaps) as process:
                    while process.is_alive():
                        seen["during imports"] += load(target, relay, AT_A_TIME, TOGETHER).calls
                    if process.exitcode != 0:
                        raise RuntimeError("the import failed")
                moments.append(swaps.get())
                count = len(seen["during imports"]) - before
                with beside(computing):
                    seen["beside computing"] += load(target, relay, count, TOGETHER).calls
                seen["quiet"] += load(target, relay, count, TOGETHER).calls
    report(seen, moments)


def report(seen: dict[str, list[dict[str, float]]], moments: list[float]) -> None:
    """p50 and p99 by condition, and those that a swap could have touched."""
    print(f"sign-ups during {len(moments)} imports and swaps; load of the machine: {os.getloadavg()[0]:.1f}")
    quiet = [call["whole"] for call in seen["quiet"]]
    p99_quiet = quantiles(quiet, n=100)[98]
    for name, calls in seen.items():
        whole = [call["whole"] for call in calls]
        p99 = quantiles(whole, n=100)[98]
        print(
            f"  {name:<17} {len(whole):5} sign-ups  p50 {median(whole):6.3f} s  p99 {p99:6.3f} s"
            f"  {p99 / p99_quiet:5.2f} × quiet   child p99 {quantiles([c['child'] for c in calls], n=100)[98]:6.3f} s"
        )
    touched = [
        call["whole"]
        for call in seen["during imports"]
        if any(call["ended"] - call["whole"] - AROUND < at < call["ended"] + AROUND for at in moments)
    ]
    if touched:
        print(
            f"  within {AROUND:.0f} s of a swap {len(touched)} sign-ups  p50 {median(touched):.3f} s"
            f"  slowest {max(touched):.3f} s ({max(touched) / p99_quiet:.2f} × the quiet p99)"
        )


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.swapping")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--accounts", type=int, default=1_000)
    parser.add_argument("--pupils", type=int, default=140_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--parents", type=int, default=PARENTS, help="who can sign up until the end")
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args(arguments)
    pupils, rounds, parents = asked.pupils, asked.rounds, asked.parents
    if asked.short:
        pupils, rounds, parents = 5_000, 1, 1_000
    with tempfile.TemporaryDirectory(prefix="swapping-") as name:
        folder = made(asked.keep or Path(name), asked.accounts, pupils, parents)
        file = Path(name) / "pupils.csv"
        write_registry(file, pupils, parents)
        measure(folder, file, rounds)


if __name__ == "__main__":
    main()
