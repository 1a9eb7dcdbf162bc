"""What somebody said of a terminal with the test card, kept for the next start: one line a kind of terminal."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from .profiles import PROFILES

NAME = "terminals.tsv"
MOST = 50
"""Lines that are kept, the newest."""


class Memory:
    """The file in the data directory; one that is missing, damaged or closed is as good as empty."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / NAME

    def _read(self) -> dict[str, str]:
        try:
            lines = self._file.read_text("utf-8").splitlines()
        except (OSError, UnicodeError):
            return {}
        parts = (line.partition("\t") for line in lines)
        return {identity: name for identity, _, name in parts if name in PROFILES}

    def recall(self, identity: str) -> str | None:
        """The profile of this kind of terminal, when somebody chose one."""
        return self._read().get(identity)

    def keep(self, identity: str, profile: str) -> None:
        """Remember it; where nothing can be written it holds for this run only."""
        rows = self._read()
        rows.pop(identity, None)
        rows[identity] = profile
        text = "".join(f"{key}\t{value}\n" for key, value in list(rows.items())[-MOST:])
        draft = self._file.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(text, "utf-8")
            draft.replace(self._file)
