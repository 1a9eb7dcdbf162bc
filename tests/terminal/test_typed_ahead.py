"""What is typed while the program starts counts, whenever it comes."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from .term import PATIENCE, Term

AT_ONCE, ASKED, FULL_SCREEN = b"", b"\x1b[c", b"\x1b[?1049h"
"""What the terminal got before the key: nothing yet; the questions who it is; the full screen, still empty."""


def after(term: Term, sign: bytes) -> None:
    """Wait until the program has written ``sign``."""
    limit = time.monotonic() + PATIENCE
    while sign not in term.raw:
        term._read(0.005)
        assert time.monotonic() < limit, term.raw


@pytest.mark.skipif(sys.platform == "win32", reason="needs pseudo-terminals")
@pytest.mark.parametrize(
    ("digit", "enter"),
    [(AT_ONCE, AT_ONCE), (AT_ONCE, FULL_SCREEN), (ASKED, ASKED), (ASKED, FULL_SCREEN), (FULL_SCREEN, FULL_SCREEN)],
)  # fmt: skip
def test_a_number_and_enter_choose_the_language(tmp_path: Path, digit: bytes, enter: bytes) -> None:
    term = Term(env={"MOZAIK_DATA_DIR": str(tmp_path)})
    after(term, digit)
    term.child.send("2")
    after(term, enter)
    term.child.send("\r")
    term.see("Before you start")
    term.kill()
