"""What is kept of an unexpected error: places in the code and names of types, never a value, a message or an
input.

A traceback's texts may hold a password (architecture.md, Facts about Textual, 1); its places cannot.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator
from pathlib import Path

FOLDER = "crashes"
"""The folder of crash files in the data directory."""


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what led to it, the latest first, at most ten."""
    seen: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in seen and len(seen) < 10:
        seen.append(current)
        yield current
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def _place(frame: traceback.FrameSummary) -> str:
    """``mozaik_tui/cli.py:42 main``: the last parts of the path, which name no machine and no person."""
    return f"{'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}"


def _lines(error: BaseException) -> list[str]:
    lines = []
    for one in _chain(error):
        lines.append(f"{type(one).__module__}.{type(one).__qualname__}")
        lines += [f"  {_place(frame)}" for frame in traceback.extract_tb(one.__traceback__, limit=100)]
    return lines


def reference(error: BaseException) -> str:
    """A short word for this error, the same each time it happens in the same place: ``7K3-QXM``."""
    import base64
    from hashlib import blake2b

    digest = blake2b("\n".join(_lines(error)).encode(), digest_size=5).digest()
    letters = base64.b32encode(digest).decode()
    return f"{letters[:3]}-{letters[3:6]}"


def write(data_dir: Path, error: BaseException) -> str:
    """Keep the places of ``error`` in a file of the data directory that only its owner reads; returns the
    reference.

    A disk that cannot be written never adds an error to the one there is.
    """
    from mozaik_tui import __version__

    word = reference(error)
    try:
        folder = data_dir / FOLDER
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(folder / f"{word}.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write("\n".join([f"mozaik-tui {__version__}", f"E-999 {word}", *_lines(error)]) + "\n")
    except OSError:
        pass
    return word
