"""The style sheets that every screen shares. Rules of one widget stand in that widget (read when it is
first shown).

``SHEETS`` is what an app passes as ``css_path``; the breakpoint lists go to ``HORIZONTAL_BREAKPOINTS`` and
``VERTICAL_BREAKPOINTS``. Sheets cannot share variables in Textual: the tokens are those of ``ui/themes.py``.
"""

from __future__ import annotations

from pathlib import Path

NARROW_BELOW, SHORT_BELOW = 60, 20
"""Columns and rows under which a screen is drawn compact."""

HORIZONTAL: list[tuple[int, str]] = [(0, "-narrow"), (NARROW_BELOW, "-broad")]
HIGH_FROM = 32
"""Rows from which there is room for frames around the buttons."""

VERTICAL: list[tuple[int, str]] = [(0, "-short"), (SHORT_BELOW, "-tall"), (HIGH_FROM, "-high")]

SHEETS: tuple[Path, ...] = (Path(__file__).with_name("layout.tcss"),)
RIGHT_TO_LEFT = Path(__file__).with_name("right_to_left.tcss")
"""Read when a language from the right is spoken first: a start in French does not wait for it."""


def size_classes(width: int, height: int) -> tuple[str, str]:
    """The breakpoint classes of a screen of so many columns and rows, as Textual will set them with the
    first size.
    """
    broad = max(each for each in HORIZONTAL if each[0] <= width)
    tall = max(each for each in VERTICAL if each[0] <= height)
    return broad[1], tall[1]
