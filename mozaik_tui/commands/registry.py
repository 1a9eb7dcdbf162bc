"""``mozaik-tui registry import | stats | sample`` (command-line.md; account-service.md, The registry
file).
"""

from __future__ import annotations

import datetime
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from mozaik_tui.commands.errors import CommandError, UsageError
from mozaik_tui.commands.invocation import Invocation

if TYPE_CHECKING:
    from mozaik_tui.account.registry.importing import Report
    from mozaik_tui.account.registry.reader import RegistryFile
    from mozaik_tui.language import Translator

_MOST_ROWS = 100_000_000


def run_import(call: Invocation) -> int:
    """Load a registry; bad rows are told on stderr by line and reason, never by content."""
    from mozaik_tui.account.registry.api import ImportUnderWay
    from mozaik_tui.account.registry.reader import NotARegistry, open_registry
    from mozaik_tui.account.registry.records import HEADER

    skip_bad = "skip-bad" in call.options
    try:
        with open_registry(Path(call.operands[0])) as file:
            report = _imported(call, file, skip_bad)
    except NotARegistry as error:
        raise CommandError(f"registry.not_a_registry.{error.reason}", header=",".join(HEADER)) from None
    except ImportUnderWay:
        raise CommandError("registry.import_under_way") from None
    words, ledger = call.words, report.ledger
    for line, reason in ledger.bad_rows():
        why = words.text(f"registry.reason.{reason}")
        print(words.text("registry.bad_line", line=line, reason=reason, why=why), file=sys.stderr)
    if report.in_force is None:
        bad = words.plural("registry.bad_lines", ledger.bad_lines)
        raise CommandError("registry.nothing_imported", bad=bad)
    call.say(_told(report, words))
    return 0


def run_stats(call: Invocation) -> int:
    """Print what the registry in force counts; zeros and no time before the first import."""
    from mozaik_tui.account.registry.pointer import read_pointer
    from mozaik_tui.commands.database import open_database

    with open_database(call.settings) as (store, _):
        pointer = store.read(read_pointer)
    counts = (pointer.pupils, pointer.guardian_links, pointer.school_bodies) if pointer else (0, 0, 0)
    names = ("pupils", "guardian_links", "school_bodies")
    call.tabulate(
        [*zip(names, counts, strict=True), ("imported_at", _rfc3339(pointer.imported_at) if pointer else "")]
    )
    return 0


def run_sample(call: Invocation) -> int:
    """Write an invented registry of ``--rows`` pupils to ``--output``."""
    from mozaik_tui.account.registry.sample import invented_rows, write_csv

    rows, output = call.options.get("rows", ""), call.options.get("output", "")
    if not (rows.isascii() and rows.isdigit() and int(rows[:12]) <= _MOST_ROWS) or not output:
        raise UsageError("registry.sample_usage")
    try:
        with Path(output).open("w", encoding="utf-8", newline="") as stream:
            write_csv(invented_rows(int(rows)), stream)
    except OSError:
        raise CommandError("registry.cannot_write") from None
    call.say(call.words.plural("registry.sample_written", int(rows)))
    return 0


def _imported(call: Invocation, file: RegistryFile, skip_bad: bool) -> Report:
    from mozaik_tui.account.registry.home import home_of
    from mozaik_tui.account.registry.importing import import_registry
    from mozaik_tui.commands.database import open_database

    with open_database(call.settings) as (store, keys):
        progress = _Progress(call.words)
        try:
            return import_registry(
                store,
                keys,
                home_of(store),
                file,
                clock=time.time,
                skip_bad=skip_bad,
                progress=progress.reading,
                writing=progress.writing,
            )
        finally:
            progress.clear()


class _Progress:
    """A line on stderr that counts up, on a terminal only; at most ten times a second for one thing."""

    def __init__(self, words: Translator) -> None:
        self._words = words
        self._shown = sys.stderr.isatty()
        self._key = ""
        self._next = 0.0
        self._width = 0

    def reading(self, done: int, size: int) -> None:
        """How much of the file is read."""
        self._show("registry.progress", done, size)

    def writing(self, done: int, size: int) -> None:
        """How much of what was read is written."""
        self._show("registry.progress_writing", done, size)

    def _show(self, key: str, done: int, size: int) -> None:
        if not self._shown or (key == self._key and time.monotonic() < self._next):
            return
        self._key, self._next = key, time.monotonic() + 0.1
        line = self._words.text(key, percent=100 * done // max(size, 1)).ljust(self._width)
        self._width = max(self._width, len(line))
        print(f"\r{line}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the line away."""
        if self._width:
            print(f"\r{' ' * self._width}\r", end="", file=sys.stderr, flush=True)


def _told(report: Report, words: Translator) -> str:
    ledger = report.ledger
    figures = {"links": words.number(ledger.guardian_links), "bodies": words.number(ledger.school_bodies)}
    line = words.plural("registry.imported", ledger.pupils, **figures)
    if ledger.bad_lines:
        line += " " + words.plural("registry.left_out", ledger.bad_lines)
    return line


def _rfc3339(seconds: float) -> str:
    moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
