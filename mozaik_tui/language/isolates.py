"""Isolates: what keeps a piece of another direction whole inside a sentence (UAX #9, 2.4).

They stand in texts and never reach a terminal: the drawing of a line uses them up, and the plain lines leave
them out (terminal-text.md, 1.4: some terminals give them a cell).
"""

from __future__ import annotations

from itertools import chain

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"

SOFT_BREAK = "\u2028"
"""At the end of a line that goes on: the paragraph is one, though its lines stand apart."""

_JOINERS = {0x200C: None, 0x200D: None}
_UNSEEN_BUT_JOINERS: dict[int, None] = dict.fromkeys(
    chain((0x61C, 0x200B, 0x200E, 0x200F), range(0x2028, 0x202F), range(0x2060, 0x206A), (0xFEFF,))
)
_UNSEEN = {**_UNSEEN_BUT_JOINERS, **_JOINERS}


def left_to_right(text: str) -> str:
    """``text`` as a piece that runs from left to right whatever is around it: French, a number, an address."""
    return "\n".join(f"{LRI}{line}{PDI}" if line else line for line in text.split("\n"))


def right_to_left(text: str) -> str:
    """``text`` as a piece that runs from right to left: a whole sentence of such a language among others."""
    return "\n".join(f"{RLI}{line}{PDI}" if line else line for line in text.split("\n"))


def isolated(text: str) -> str:
    """``text`` as a piece in its own direction, whatever is around it: a name, anything that was typed."""
    return f"{FSI}{text}{PDI}" if text else text


def without_controls(text: str, *, joiners: bool = True) -> str:
    """``text`` without the signs that only order or break; ``joiners`` (of Persian, Hindi) stay when asked for."""
    return text.translate(_UNSEEN_BUT_JOINERS if joiners else _UNSEEN)
