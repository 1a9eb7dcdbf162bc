"""Makes Rich, and so every frame, measure letters as this terminal draws them.

Rich counts the spacing marks of the Indic scripts as nothing and lets a joiner swallow the letter after it;
most terminals give each mark a cell and know no joiners (terminal-text.md, 2: 62 texts in ten terminals). On
such a terminal a frame around विद्यालय would be off by two cells.
"""

from __future__ import annotations

import unicodedata

import rich.cells as cells

_BLOCKS = ((0x0900, 0x1100), (0x1700, 0x1D00), (0xA800, 0xAC00), (0x302E, 0x3030))
"""Where the spacing marks of living scripts are; further ones are on no screen of ours."""


def spacing_marks() -> list[str]:
    """The characters that take a cell in most terminals and none in Rich's table."""
    return [
        chr(code)
        for first, end in _BLOCKS
        for code in range(first, end)
        if unicodedata.category(chr(code)) == "Mc"
    ]


def _with_marks(spans: list[tuple[int, int, int]], marks: list[str]) -> list[tuple[int, int, int]]:
    """Rich's table of ``(first, last, cells)`` with one cell for each of ``marks``."""
    codes = iter(sorted(map(ord, marks)))
    code = next(codes, None)
    found: list[tuple[int, int, int]] = []
    for first, last, size in spans:
        while code is not None and code < first:
            code = next(codes, None)
        while code is not None and code <= last:
            if first < code:
                found.append((first, code - 1, size))
            found.append((code, code, 1))
            first = code + 1
            code = next(codes, None)
        if first <= last:
            found.append((first, last, size))
    return found


def _cell_len(text: str, unicode_version: str = "auto") -> int:
    if cells._is_single_cell_widths(text):
        return len(text)
    return sum(cells.get_character_cell_size(each, unicode_version) for each in text)


def install(marks: int) -> None:
    """Measure with ``marks`` cells a spacing mark from here on; 0 is what Rich does by itself.

    Call it before anything is measured; what was measured before is forgotten.
    """
    if not marks or cells._cell_len is _cell_len:
        return
    table = cells.load_cell_table("auto")  # type: ignore[attr-defined]  # Rich names it without exporting it
    ours = cells.CellTable(
        table.unicode_version, _with_marks(list(table.widths), spacing_marks()), frozenset()
    )
    vars(cells)["load_cell_table"] = lambda _version="auto": ours
    cells._cell_len = _cell_len
    cells.get_character_cell_size.cache_clear()
    cells.cached_cell_len.cache_clear()
