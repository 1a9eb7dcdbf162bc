"""One line as a terminal that puts nothing in order is to draw it: cells from left to right, each with its origin.

A paragraph is broken into lines in the order in which it is read; each line is then ordered and shaped by
itself. :class:`Paragraph` holds the levels for all of its lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from .bidi import MIRRORED, line_levels, resolve, visual_order
from .isolates import LRI, PDI, RLI, without_controls
from .ordering import needs_order
from .shaping import shaped

_HIDDEN = frozenset(
    map(chr, (0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x206A), 0xFEFF))
)
"""What orders, joins or breaks, and is never drawn."""
_JOINERS = re.compile("[\u200c\u200d]")
_MARGIN = re.compile(r"[\s▶◀●○✓✗•]*")
"""Signs and blanks before and after the words of a line, which belong to the screen and turn with it."""


class Cell(NamedTuple):
    """What is drawn in one place: a character with its marks, where in the text it is from, and its level.

    ``drawn`` may be empty: a sign that only orders. ``end`` is after the last character.
    """

    drawn: str
    start: int
    end: int
    level: int

    @property
    def right_to_left(self) -> bool:
        """Whether the next character of the text stands to the left of this one."""
        return bool(self.level & 1)


class Paragraph(NamedTuple):
    """A paragraph that may run both ways: the level of every character, and its own (0 or 1)."""

    text: str
    levels: tuple[int, ...]
    base: int


@lru_cache(maxsize=512)
def paragraph(text: str, base: int) -> Paragraph:
    """``text`` on a screen that runs from left to right (``base`` 0) or from right to left (1).

    A text that has letters of the other direction only is one piece inside its margins: a French sentence on
    an Arabic screen keeps its full stop at its end, while its blanks and signs turn with the screen.
    """
    start = len(_MARGIN.match(text)[0])  # type: ignore[index]  # it matches the empty text too
    end = max(start, len(text) - len(_MARGIN.match(text[::-1])[0]))  # type: ignore[index]
    body = text[start:end]
    sides = {unicodedata.bidirectional(character) for character in body}
    foreign = not sides & {"R", "AL"} and "L" in sides if base else "L" not in sides and sides & {"R", "AL"}
    if not foreign or body[0] in (LRI, RLI):
        levels, base = resolve(text, base)
        return Paragraph(text, tuple(levels), base)
    levels, base = resolve(f"{text[:start]}{LRI if base else RLI}{body}{PDI}{text[end:]}", base)
    return Paragraph(text, (*levels[:start], *levels[start + 1 : end + 1], *levels[end + 2 :]), base)


def line_cells(whole: Paragraph, start: int, end: int, *, forms: bool, words: bool = False) -> list[Cell]:
    """The cells of the line that holds ``whole.text[start:end]``, from left to right.

    ``forms``: letters are shaped here, for a terminal that does not do it. ``words``: the letters of each word
    stay in the order of the text, for a terminal that turns them.
    """
    text = whole.text[start:end]
    levels = line_levels(text, whole.levels[start:end], whole.base)
    drawn = _drawn(text, forms)
    clusters = _clusters(text, drawn)
    order = visual_order([levels[first] for first, _ in clusters])
    cells = []
    for place in order:
        first, after = clusters[place]
        piece = "".join(drawn[first:after])
        if levels[first] & 1 and piece:
            piece = MIRRORED.get(piece[0], piece[0]) + piece[1:]
        cells.append(Cell(piece, start + first, start + after, levels[first]))
    return _words_turned(cells) if words else cells


def _words_turned(cells: list[Cell]) -> list[Cell]:
    """``cells`` with the letters of each right-to-left word in the order of the text."""
    turned: list[Cell] = []
    for is_word, run in groupby(cells, key=_of_word):
        letters = list(run)
        turned += reversed(letters) if is_word else letters
    return turned


def _of_word(cell: Cell) -> bool:
    return cell.right_to_left and bool(cell.drawn) and unicodedata.bidirectional(cell.drawn[0]) in ("R", "AL")


def _drawn(text: str, forms: bool) -> list[str]:
    """What is sent for each character. A terminal that shapes by itself never sees a joiner: words with one are
    shaped here.
    """
    if forms:
        drawn = shaped(text)
    elif _JOINERS.search(text):
        drawn = [
            piece
            for word in re.split(r"(\s+)", text)
            for piece in (shaped(word) if _JOINERS.search(word) else word)
        ]
    else:
        drawn = list(text)
    return ["" if text[place] in _HIDDEN else piece for place, piece in enumerate(drawn)]


def _clusters(text: str, drawn: Sequence[str]) -> list[tuple[int, int]]:
    """Which characters share a cell: marks with their letter, an alef with the lam that took it in."""
    clusters: list[tuple[int, int]] = []
    for place, character in enumerate(text):
        hidden = character in _HIDDEN
        joins = unicodedata.category(character) in ("Mn", "Me") or (not drawn[place] and not hidden)
        if clusters and (joins or character in "\u200c\u200d") and drawn[clusters[-1][0]]:
            clusters[-1] = (clusters[-1][0], place + 1)
        else:
            clusters.append((place, place + 1))
    return clusters


@lru_cache(maxsize=512)
def visual(text: str, base: int, *, forms: bool = True) -> str:
    """A whole line as it is to be drawn; for what is no paragraph: a name in a list, a border's title."""
    if not base and not needs_order(text):
        return text
    cells = line_cells(paragraph(text, base), 0, len(text), forms=forms)
    return without_controls("".join(cell.drawn for cell in cells), joiners=False)
