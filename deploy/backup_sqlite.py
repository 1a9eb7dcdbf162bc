"""Copies the accounts' SQLite database and its registry while sign-ups go on: one moment, whole.

    python3 deploy/backup_sqlite.py /var/lib/mozaik/accounts.sqlite /backup/2026-11-25

Needs Python 3.11 and nothing else. The target is a new folder. The keys are not in it: without them the copy
names nobody, so they are kept elsewhere. ``cp`` of a database in use is no copy: what is in the write-ahead log
would be missing.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

TRIES = 5
"""The registry in force may be replaced, and its file removed, between the two copies."""


def back_up(database: Path, target: Path) -> None:
    """Raises ``OSError`` and ``sqlite3.Error``; a target that is there is left as it is."""
    target.mkdir(mode=0o700, parents=True)
    for tries_left in reversed(range(TRIES)):
        copy = target / database.name
        copy.unlink(missing_ok=True)
        with (
            closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(copy)) as made,
        ):
            source.backup(made)  # in one step: a single snapshot, and nobody who writes waits for it
            if made.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("the copy is not whole")
            place = made.execute("SELECT place FROM registry_pointer").fetchone()
        copy.chmod(0o600)
        if place is None:
            return
        try:
            shutil.copy2(database.with_name(place[0]), target / place[0])
            return
        except FileNotFoundError:
            if not tries_left:
                raise


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    back_up(Path(sys.argv[1]), Path(sys.argv[2]))
