"""Drawings in text of the papers that hold the number: where it stands on each, and what a code permanent
is made of.

All words come from the catalogue (domain ``picture``). What is printed on the papers stays French, as on
the papers; the child and the numbers are invented. No line is wider than 38 cells, so that a drawing fits
40 columns; more room gives longer lines of explanation only, since a wider paper would say no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from rich.cells import cell_len

from mozaik_tui.language import Translator
from mozaik_tui.language.isolates import isolated, left_to_right
from mozaik_tui.language.places import RIGHT_TO_LEFT
from mozaik_tui.wrapping import cut, wrap

Kind = Literal["report_card", "supplies_bill", "student_card", "timetable", "permanent_code"]
KINDS: tuple[Kind, ...] = ("report_card", "supplies_bill", "student_card", "timetable", "permanent_code")

PAPER_WIDTH = 38
"""Cells of a drawn paper with its edges; narrower only on a narrower screen."""

FILE_NUMBER = "1234567"
NUMBERED, GREY = "number", "░"

_PAPERS: dict[str, tuple[str, ...]] = {
    "report_card": ("title", "school", "pupil", NUMBERED, "line_1", "line_2", "line_3"),
    "supplies_bill": ("title", NUMBERED, "pupil", "line_1", "line_2", "total"),
    "student_card": ("school", "title", "pupil", NUMBERED),
    "timetable": ("title", "pupil", NUMBERED, "line_1", "line_2"),
}
"""What is printed on each paper, from top to bottom; ``number`` is the place of the numéro de fiche."""

_CODE_ROWS = 5
"""Rows of the drawing of the code; the rows below explain it in the reader's language."""

_GREYED = ("line_1", "line_2", "line_3", "total")

CODE_PARTS = (("TRE", 1), ("J", 2), ("71", 3), ("03", 4), ("14", 5), ("02", 6))
"""An invented code permanent in its parts (journey.md, Code permanent): Tremblay, Jules, 9 March 2014."""


def _framed(lines: Sequence[str], width: int) -> list[str]:
    """``lines`` on a sheet of paper ``width`` cells wide."""
    inner = width - 4
    edge = "─" * (width - 2)
    body = [f"│ {line}{' ' * (inner - cell_len(line))} │" for line in (cut(line, inner) for line in lines)]
    return [f"┌{edge}┐", *body, f"└{edge}┘"]


def _marked(label: str, here: str, room: int) -> list[str]:
    """The number in a frame of its own, with an arrow and the word for "here" beside it where they fit."""
    text = f"{label} {FILE_NUMBER}"
    if cell_len(text) > room - 6:
        text = FILE_NUMBER
    edge = "═" * (cell_len(text) + 2)
    pointer = f" ◀ {here}" if cell_len(text) + 7 + cell_len(here) <= room else " ◀"
    return [f"╔{edge}╗", f"║ {text} ║{pointer}", f"╚{edge}╝"]


def _paper(kind: str, words: Translator, width: int) -> list[str]:
    room = width - 4
    lines: list[str] = []
    own = isolated if words.tag in RIGHT_TO_LEFT else str
    for place in _PAPERS[kind]:
        if place == NUMBERED:
            lines += _marked(own(words.text("picture.number.label")), own(words.text("picture.here")), room)
            continue
        text = own(words.text(f"picture.{kind}.{place}"))
        if place in _GREYED:
            rest = room - cell_len(text) - 1
            text = f"{text} {GREY * min(rest, 6):>{max(rest, 0)}}"
        lines.append(text)
    return _framed(lines, width)


def _code(words: Translator, width: int) -> list[str]:
    """The code in its parts, each with a number, and below it what each part is."""
    top = middle = bottom = ""
    for part, number in CODE_PARTS:
        size = len(part)
        hook = "│" if size == 1 else "└" + "┬".center(size - 2, "─") + "┘" if size > 2 else "└┘"
        top += part + "  "
        middle += hook + "  "
        bottom += str(number).center(size) + "  "
    whole = "".join(part for part, _number in CODE_PARTS)
    lines = [f"  {row}".rstrip() for row in (whole, "", top, middle, bottom)]
    lines.append("")
    for _part, number in CODE_PARTS:
        first, *others = wrap(words.text(f"picture.permanent_code.part_{number}"), width - 4)
        lines += [f"{number} = {first}", *(f"    {line}" for line in others)]
    return lines


def picture_lines(kind: Kind, translator: Translator, width: int) -> list[str]:
    """The drawing and, below it, a sentence that says the same in words. No line is wider than ``width``
    cells (28 or more).

    Raises ``KeyError`` for a kind that is not in :data:`KINDS`.
    """
    if kind not in KINDS:
        raise KeyError(kind)
    whole = kind == "permanent_code"
    drawn = _code(translator, width) if whole else _paper(kind, translator, min(width, PAPER_WIDTH))
    if translator.tag in RIGHT_TO_LEFT:
        # What is printed on the papers is French: they are not turned, whatever is written beside them.
        paper = len(drawn) if not whole else _CODE_ROWS
        drawn = [*map(left_to_right, drawn[:paper]), *drawn[paper:]]
    return [*drawn, *wrap(translator.text(f"picture.{kind}.caption"), width)]


def picture_words(kind: Kind, translator: Translator) -> list[str]:
    """What the drawing shows, in sentences, for whoever hears it or reads it in braille."""
    parts = CODE_PARTS if kind == "permanent_code" else ()
    told = [f"{part}: {translator.text(f'picture.permanent_code.part_{number}')}" for part, number in parts]
    return [translator.text(f"picture.{kind}.caption"), *told]
