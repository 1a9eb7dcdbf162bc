"""A folder for the moment in which a browser or a printer needs a file: ours alone, in memory where the system has that."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_IN_MEMORY = ("/dev/shm",)  # noqa: S108 - a folder of our own is made in it, which nobody else may enter


def _place() -> str | None:
    """Where nothing reaches a disk: the user's runtime folder, or shared memory; ``None`` for the usual place."""
    for folder in (os.environ.get("XDG_RUNTIME_DIR", ""), *_IN_MEMORY):
        if folder and os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK):
            return folder
    return None


@contextmanager
def private_folder() -> Iterator[Path]:
    """The folder; it is removed with all that is in it, whatever happens."""
    with tempfile.TemporaryDirectory(prefix="mozaik-", dir=_place(), ignore_cleanup_errors=True) as folder:
        yield Path(folder)
