"""The number of a page, read out on the phone and the same in every language: ``G7`` is the seventh step; ``G7.2.3`` is
what the digits 2 and 3 open from there. ``G0`` is the choice of the language, one more than the last step the end.
"""

from __future__ import annotations

import re
from copy import copy

from .offers import FRONT_ENDS, follow, offers
from .run_of_guide import Guide, Page

_BASES = ("language", "step", "end")
"""Pages that stand over no other."""

_MARK = re.compile(r"G(\d{1,3})((?:\.\d{1,3})*)")


def mark_of(guide: Guide) -> str:
    """The number of the page that is on. One piece, so that no right-to-left line turns it round."""
    way = [*guide.trail, guide.page]
    base = max(place for place, page in enumerate(way) if page.kind in _BASES)
    number = {"language": 0, "end": guide.steps + 1}.get(way[base].kind, guide.number)
    return ".".join([f"G{number}", *map(str, _digits(guide, way[base:]))])


def _digits(guide: Guide, way: list[Page]) -> list[int]:
    """What is pressed on the first page of ``way`` to come to its last."""
    at, digits = copy(guide), list[int]()
    at.page = way[0]
    for page in way[1:]:
        if (
            digit := _digit(at, page)
        ) == 0:  # a key of its own opened it over another page; the step lists it too
            at.page, digits = way[0], []
            digit = _digit(at, page)
        at.page = page
        digits.append(digit)
    return digits


def _digit(at: Guide, page: Page) -> int:
    """The digit that opens ``page`` from where ``at`` is; 0 for none."""
    for n, offer in enumerate(offers(at), 1):
        if offer.deed == page.kind and page.name in ("", offer.name):
            return n
    return 0


def go_to(guide: Guide, mark: str) -> bool:
    """Lead the guide to the page of this number; whether there is one. ``g 7.2`` does as well as ``G7.2``."""
    wanted = re.sub(r"\s", "", mark).upper()
    if (read := _MARK.fullmatch(wanted)) is None:
        return False
    guide.restart()
    if (number := int(read[1])) == 0:
        guide.open("language")
    for _ in range(min(number, guide.steps + 1) - 1):
        guide.go_on()
    for digit in map(int, read[2].split(".")[1:]):
        offered = offers(guide)
        if not 1 <= digit <= len(offered) or offered[digit - 1].deed in FRONT_ENDS:
            return False
        follow(guide, offered[digit - 1])
    return mark_of(guide) == wanted
