"""Unicode's own files that the tests ship (tests/data/unicode, with their licence)."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "data" / "unicode"


def rows(name: str) -> Iterator[list[str]]:
    """The fields of every line of a file that is no comment."""
    with lzma.open(FOLDER / f"{name}.txt.xz", "rt", encoding="utf-8") as file:
        for line in file:
            if kept := line.partition("#")[0].strip():
                yield [field.strip() for field in kept.split(";")]
