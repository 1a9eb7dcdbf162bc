"""Sorts millions of digests on disk: fixed-size entries thrown into 256 parts by their first byte.

Digests are evenly spread, so each part is small enough to be sorted in memory, and the parts come out in
order. A table that is filled in the order of its key is written once, front to back; filled in the file's
order it would be rewritten page by page. The spool is a nameless file in the folder of the database: a
killed import leaves none.
"""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

PARTS = 256
_FLUSH = 1 << 15
# What is kept of a digest: the line where its row starts, and for identities a fingerprint of the row's
# data as well.
MATCH = struct.Struct("=16sI")
IDENTITY = struct.Struct("=16sqI")
pack_line = struct.Struct("=I").pack
pack_data = struct.Struct("=qI").pack


class Spool:
    """Entries of one layout (:data:`MATCH` or :data:`IDENTITY`), handed back part by part."""

    __slots__ = ("_chunks", "_file", "_layout", "_parts")

    def __init__(self, folder: Path, layout: struct.Struct) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by __exit__
        self._layout = layout
        self._parts = [bytearray() for _ in range(PARTS)]
        self._chunks: list[list[tuple[int, int]]] = [[] for _ in range(PARTS)]

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, digest: bytes, rest: bytes) -> None:
        """Take one entry; ``rest`` is :func:`pack_line` or :func:`pack_data` of what goes with the digest."""
        self._parts[digest[0]] += digest + rest

    def relieve(self) -> None:
        """Write the parts that have grown to disk; to be called every few thousand entries."""
        for place, part in enumerate(self._parts):
            if len(part) >= _FLUSH:
                self._chunks[place].append((self._file.tell(), len(part)))
                self._file.write(part)
                part.clear()

    def part(self, place: int) -> Iterator[Any]:
        """The entries whose digest starts with the byte ``place``, in no order, as tuples of the layout."""
        end = self._file.tell()
        kept = []
        for start, size in self._chunks[place]:
            self._file.seek(start)
            kept.append(self._file.read(size))
        self._file.seek(end)
        kept.append(bytes(self._parts[place]))
        return self._layout.iter_unpack(b"".join(kept))
