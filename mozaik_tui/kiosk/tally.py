"""How often things happened at this machine, day by day: words and figures, no names, no times of day.

Kept in one small file of the data directory for the staff corner and for whoever looks each morning (docs/kiosk.md).
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

FILE = "kiosk-counts.json"
DAYS_KEPT = 31


class Tally:
    """Counts by day. A disk that cannot be read or written never stops the kiosk: then the counts begin anew."""

    def __init__(self, folder: Path, today: Callable[[], date] = date.today) -> None:
        self._file = folder / FILE
        self._today = today
        self._days = _read(self._file)

    def count(self, word: str) -> None:
        """Once more today."""
        self._days.setdefault(self._today().isoformat(), Counter())[word] += 1
        self._days = dict(sorted(self._days.items())[-DAYS_KEPT:])
        with suppress(OSError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            new = self._file.with_suffix(".new")
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
                json.dump(self._days, handle)
            new.replace(self._file)

    def of_today(self) -> Mapping[str, int]:
        """What was counted today; a word that never came is 0."""
        return Counter(self._days.get(self._today().isoformat(), {}))


def _read(file: Path) -> dict[str, Counter[str]]:
    try:
        told = json.loads(file.read_text("ascii"))
        return {
            str(day): Counter({str(word): int(n) for word, n in row.items()}) for day, row in told.items()
        }
    except (OSError, ValueError, AttributeError, TypeError):
        return {}
