"""A registry's import against the plain route: the same file, read by ``csv``, its rows as they stand into one table
by ``executemany`` (SQLite) or ``COPY`` (PostgreSQL). Aim for 1.4 million pupils: at most 3 ×.

    python -m benchmarks.importing [--short] [--postgresql] [--rounds N] [--pupils N]

The plain route keeps names and addresses in the clear, judges nothing, digests nothing and cannot be asked for a child.
So a second floor has what asking needs at least: a row a guardian, and an index on it. Each runs in a process of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import multiprocessing
import os
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from benchmarks.filling import bring_in
from mozaik_tui.account.embedded import open_embedded
from mozaik_tui.account.registry.sample import invented_rows, write_csv

COLUMNS = "school_body, file_number, permanent_code, last_name, first_name, birth_date, guardian_emails"
_PLAIN = f"CREATE TABLE pupils ({COLUMNS.replace(',', ' text,')} text)"
_INDEX = "CREATE INDEX look_up ON pupils (school_body, file_number, guardian_emails)"
Cost = tuple[float, float, float]
"""Seconds of wall time, seconds of CPU, megabytes of memory at most."""


def records(file: Path, guardians: bool) -> Iterator[list[str]]:
    """The rows of the file; with ``guardians`` one for each of them."""
    with file.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        next(reader)
        if not guardians:
            yield from reader
            return
        for row in reader:
            for email in row[6].split(";"):
                yield [*row[:6], email]


def plain(file: Path, folder: Path, database: str | None, guardians: bool = False) -> None:
    """The rows as they stand into one table, committed."""
    if database:
        import psycopg

        with psycopg.connect(database) as connection, connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS pupils; {_PLAIN}")
            with cursor.copy(f"COPY pupils ({COLUMNS}) FROM STDIN") as copy:
                for row in records(file, guardians):
                    copy.write_row(row)
            if guardians:
                cursor.execute(_INDEX)
        return
    (folder / "plain.sqlite").unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(folder / "plain.sqlite")) as raw, raw:
        raw.execute(_PLAIN)
        raw.executemany("INSERT INTO pupils VALUES (?, ?, ?, ?, ?, ?, ?)", records(file, guardians))
        if guardians:
            raw.execute(_INDEX)


def searchable(file: Path, folder: Path, database: str | None) -> None:
    """The same with a row a guardian and an index."""
    plain(file, folder, database, guardians=True)


def ours(file: Path, folder: Path, database: str | None) -> None:
    """``registry import``; from the second round on beside a generation in force, as every night."""
    parts = open_embedded(data_dir=folder, practice=False, database=database, helpers=False)
    try:
        bring_in(parts, file)
    finally:
        parts.close()


def _alone(way: Callable[..., None], arguments: tuple[object, ...], answer: object) -> None:
    began, cpu = time.perf_counter(), time.process_time()
    way(*arguments)
    used = resource.getrusage(resource.RUSAGE_SELF)
    answer.send((time.perf_counter() - began, time.process_time() - cpu, used.ru_maxrss / 1024))  # type: ignore[attr-defined]


def cost(way: Callable[..., None], *arguments: object) -> Cost:
    """What a way costs in a fresh process; without what starts the process."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_alone, args=(way, arguments, there))
    process.start()
    there.close()
    try:
        found: Cost = here.recv()
    finally:
        process.join()
    return found


def measure(pupils: int, rounds: int, database: str | None) -> None:
    """Interleaved, and printed as medians and pairwise ratios."""
    seen: dict[str, list[Cost]] = {}
    with tempfile.TemporaryDirectory(prefix="importing-") as name:
        folder = Path(name)
        file = folder / "pupils.csv"
        with file.open("w", encoding="utf-8", newline="") as stream:
            write_csv(invented_rows(pupils), stream)
        for number in range(rounds):
            for way in (ours, plain, searchable):
                called = "ours, again" if number and way is ours else way.__name__
                seen.setdefault(called, []).append(cost(way, file, folder, database))
        size = file.stat().st_size / 2**20
    store = "PostgreSQL, COPY" if database else "SQLite, executemany"
    print(f"import of {pupils:,} pupils ({size:.0f} MB), {rounds} interleaved rounds, {store}")
    print(f"  load of the machine: {os.getloadavg()[0]:.1f}")
    for called, costs in seen.items():
        wall, cpu, memory = (median(values) for values in zip(*costs, strict=True))
        line = f"  {called:<12} {wall:7.1f} s  {cpu:7.1f} s of CPU  {memory:6.0f} MB"
        if called.startswith("ours"):
            own = range(1, rounds) if called.endswith("again") else range(1)
            for floor in ("plain", "searchable"):
                pairs = [(mine, seen[floor][place]) for place, mine in zip(own, costs, strict=True)]
                line += "   {}: {:.2f} × wall, {:.2f} × CPU".format(
                    floor, *(median(a[what] / b[what] for a, b in pairs) for what in (0, 1))
                )
        print(line)


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.importing")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pupils", type=int, default=1_400_000)
    asked = parser.parse_args(arguments)
    pupils, rounds = (5_000, 2) if asked.short else (asked.pupils, asked.rounds)
    if not asked.postgresql:
        measure(pupils, rounds, None)
        return
    from tests.postgresql.server import Server

    server = Server()
    try:
        server.start()
        measure(pupils, rounds, server.url(server.make()))
    finally:
        server.remove()


if __name__ == "__main__":
    main()
