"""Breaks text into lines by the cells of a terminal, in the order in which it is read.

``measure`` counts the cells of a text: a screen measures as its terminal draws, the plain lines by :func:`cells`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from .isolates import FSI, LRI, PDI, RLI, SOFT_BREAK
from .ordering import needs_order

Measure = Callable[[str], int]

GLUE = "\N{NO-BREAK SPACE}"
_GLUED = re.compile(r"(?<=«) | (?=[»:;?!])")
"""Blanks that French typography never breaks at."""

_OPENING = (LRI, RLI, FSI)
_ENDING = frozenset("、。，．：；！？）」』】》〉”’…·%,.:;!?)]}»")
"""Signs that never begin a line."""


def cells(text: str) -> int:
    """The cells of ``text`` in most terminals, without a library: wide letters two, marks none."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.category(each) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(each) in ("W", "F")
        else 1
        for each in text
    )


def _pieces(word: str, width: int, measure: Measure) -> list[str]:
    """A word in pieces of at most ``width`` cells (a piece may be wider only when one character is).

    A Chinese sentence is one such word. No piece begins with a sign that ends something, nor with a mark.
    """
    pieces, current = [], ""
    for character in word:
        if current and measure(current + character) > width:
            begun = current + character
            stays = next((n for n in range(len(current), 0, -1) if not _never_first(begun[n])), len(current))
            pieces.append(current[:stays])
            current = current[stays:]
        current += character
    return [*pieces, current] if current else pieces


def _never_first(character: str) -> bool:
    return character in _ENDING or unicodedata.category(character) in ("Mn", "Mc", "Me")


def wrap(text: str, width: int, measure: Measure, *, whole_words: bool = False) -> list[str]:
    """``text`` in lines of at most ``width`` cells, broken at blanks and, where a word is too long,
    inside it. ``whole_words``: an address or a number stays whole all the same, for whoever copies or hears it.

    Never empty: the empty text is one empty line. Line breaks in ``text`` are kept. An isolate that goes on in
    the next line is closed and opened again, so that each line stands for itself.
    """
    lines = [line for paragraph in _paragraphs(text, width, measure, whole_words) for line in paragraph]
    return _each_whole(lines) if any(sign in text for sign in _OPENING) else lines


def folded(text: str, width: int, measure: Measure) -> str:
    """As :func:`wrap`, in one text with line breaks. Lines of a paragraph that may run both ways are marked as
    going on: their order is that of the whole paragraph.
    """
    between = f"{SOFT_BREAK}\n" if needs_order(text) else "\n"
    return "\n".join(between.join(paragraph) for paragraph in _paragraphs(text, width, measure))


def _paragraphs(text: str, width: int, measure: Measure, whole_words: bool = False) -> list[list[str]]:
    glued = _GLUED.sub(GLUE, text)
    return [_lines_of(paragraph, max(1, width), measure, whole_words) for paragraph in glued.split("\n")]


def _lines_of(paragraph: str, width: int, measure: Measure, whole_words: bool) -> list[str]:
    """One paragraph in lines, broken in the order in which it is read."""
    lines: list[str] = []
    line, used = "", 0
    for word in paragraph.split(" "):
        size = measure(word)
        if line and used + 1 + size <= width:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if line:
            lines.append(line)
        *full, last = [word] if whole_words and word.isascii() else _pieces(word, width, measure) or [""]
        lines.extend(full)
        line, used = last, measure(last)
    return [each.replace(GLUE, " ") for each in (*lines, line)]


def _each_whole(lines: list[str]) -> list[str]:
    """``lines`` with every isolate closed where its line ends, and opened again in the next one."""
    whole, open_ = [], ""
    for line in lines:
        begun = open_ + line
        for sign in line:
            if sign in _OPENING:
                open_ += sign
            elif sign == PDI:
                open_ = open_[:-1]
        whole.append(begun + PDI * len(open_))
    return whole
