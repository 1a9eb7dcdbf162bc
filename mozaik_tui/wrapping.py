"""Breaks text into lines by terminal cells, so that wide characters never push a frame out of place."""

from __future__ import annotations

import re

from rich.cells import cell_len, get_character_cell_size

GLUE = "\N{NO-BREAK SPACE}"
_GLUED = re.compile(r"(?<=«) | (?=[»:;?!])")
"""Blanks that French typography never breaks at."""


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

    Never empty: the empty text is one empty line. Line breaks in ``text`` are kept.
    """
    width = max(1, width)
    lines: list[str] = []
    for paragraph in _GLUED.sub(GLUE, text).split("\n"):
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
        lines.append(line)
    return [line.replace(GLUE, " ") for line in lines]
