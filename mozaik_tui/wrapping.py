"""Breaks text into lines by terminal cells, so that wide characters never push a frame out of place."""

from __future__ import annotations

import re

from rich.cells import cell_len, get_character_cell_size

from mozaik_tui.language.isolates import FSI, LRI, PDI, RLI, SOFT_BREAK
from mozaik_tui.language.ordering import needs_order

GLUE = "\N{NO-BREAK SPACE}"
_GLUED = re.compile(r"(?<=«) | (?=[»:;?!])")
"""Blanks that French typography never breaks at."""

_OPENING = (LRI, RLI, FSI)


def cut(text: str, width: int) -> str:
    """``text`` in at most ``width`` cells; a cut is shown by « … »."""
    if cell_len(text) <= width:
        return text
    if width < 1:
        return ""
    kept, used = [], 0
    for character in text:
        size = get_character_cell_size(character)
        if used + size > width - 1:
            break
        kept.append(character)
        used += size
    return "".join(kept).rstrip() + "…"


def _pieces(word: str, width: int) -> list[str]:
    """A word in pieces of at most ``width`` cells (a piece may be wider only when one character is)."""
    pieces, current, used = [], "", 0
    for character in word:
        size = get_character_cell_size(character)
        if current and used + size > width:
            pieces.append(current)
            current, used = "", 0
        current += character
        used += size
    return [*pieces, current] if current else pieces


def wrap(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` cells, broken at blanks and, where a word is too long,
    inside it.

    Never empty: the empty text is one empty line. Line breaks in ``text`` are kept. An isolate that goes on in
    the next line is closed and opened again, so that each line stands for itself.
    """
    lines = [line for paragraph in _paragraphs(text, width) for line in paragraph]
    return _each_whole(lines) if any(sign in text for sign in _OPENING) else lines


def folded(text: str, width: int) -> str:
    """As :func:`wrap`, in one text with line breaks. Lines of a paragraph that may run both ways are marked as
    going on: their order is that of the whole paragraph.
    """
    between = f"{SOFT_BREAK}\n" if needs_order(text) else "\n"
    return "\n".join(between.join(paragraph) for paragraph in _paragraphs(text, width))


def _paragraphs(text: str, width: int) -> list[list[str]]:
    return [_lines_of(paragraph, max(1, width)) for paragraph in _GLUED.sub(GLUE, text).split("\n")]


def _lines_of(paragraph: str, width: int) -> list[str]:
    """One paragraph in lines, broken in the order in which it is read."""
    lines: list[str] = []
    line, used = "", 0
    for word in paragraph.split(" "):
        size = cell_len(word)
        if line and used + 1 + size <= width:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if line:
            lines.append(line)
        *full, last = _pieces(word, width) or [""]
        lines.extend(full)
        line, used = last, cell_len(last)
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
