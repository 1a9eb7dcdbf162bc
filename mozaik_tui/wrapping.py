"""Breaks text into lines by terminal cells, so that wide characters never push a frame out of place."""

from __future__ import annotations

from rich.cells import cell_len, get_character_cell_size

from mozaik_tui.language import breaking


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


def wrap(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` cells; see :func:`mozaik_tui.language.breaking.wrap`."""
    return breaking.wrap(text, width, cell_len)


def folded(text: str, width: int) -> str:
    """As :func:`wrap`, in one text with line breaks; see :func:`mozaik_tui.language.breaking.folded`."""
    return breaking.folded(text, width, cell_len)
