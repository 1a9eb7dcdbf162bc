"""What is on the portal's page, as a drawing in text and as a list in words.

The portal's look is not known to us in detail and changes: the drawing shows only what the procedure names, in its
order, and grey where the page has words that we do not know. No line is wider than 38 cells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from ..language.breaking import cells
from ..pictures import GREY
from ..wrapping import cut, wrap
from .procedure import Item
from .words import GuideWords

WIDTH = 38
"""Cells of the drawn page with its edges; as wide as the drawn papers."""

UNKNOWN = GREY * 8
INNER = WIDTH - 4


class _Brush:
    """What the drawing of an item needs to know."""

    def __init__(self, words: GuideWords, address: str) -> None:
        self.here = words.text("picture.here")
        self.icon = words.text("guide.part.icon")
        self.address = address
        self._labels = words.bare_labels

    def label(self, item: Item) -> str:
        return self._labels.get(item.label, UNKNOWN)

    def pointed(self, line: str, item: Item) -> str:
        """The line with an arrow, and the word for "here" where there is room."""
        if not item.here:
            return line
        long = f"{line} ◀ {self.here}"
        return long if cells(long) <= INNER else f"{cut(line, INNER - 2)} ◀"

    def boxed(self, inside: str, item: Item, corners: str) -> list[str]:
        """``inside`` in a frame, never cut; the arrow stands beside its first line."""
        room = INNER - 4 - (cells(self.here) + 3 if item.here else 0)
        first, *others = texts = wrap(inside, room)
        wide = max(cells(text) for text in texts)
        edge, side = corners[4] * (wide + 2), corners[5]

        def walled(text: str) -> str:
            return f"{side} {text}{' ' * (wide - cells(text))} {side}"

        top, foot = f"{corners[0]}{edge}{corners[1]}", f"{corners[2]}{edge}{corners[3]}"
        return [top, self.pointed(walled(first), item), *map(walled, others), foot]


def _address(brush: _Brush, item: Item) -> list[str]:
    return brush.boxed(brush.address, item, "┌┐└┘─│")


def _tab(brush: _Brush, item: Item) -> list[str]:
    return [brush.pointed(f"[ Mozaïk ] [ {brush.label(item)} ]", item)]


def _button(brush: _Brush, item: Item) -> list[str]:
    return brush.boxed(brush.label(item), item, "╔╗╚╝═║")


def _field(brush: _Brush, item: Item) -> list[str]:
    label = [brush.label(item)] if item.label else []
    return [*label, brush.pointed("[" + "_" * 20 + "]", item)]


def _choice(brush: _Brush, item: Item) -> list[str]:
    return [UNKNOWN * 2, brush.pointed(f"(●) {brush.label(item)}   (○) {GREY * 3}", item)]


def _title(brush: _Brush, item: Item) -> list[str]:
    return wrap(brush.label(item), INNER)


def _message(brush: _Brush, item: Item) -> list[str]:
    return wrap(brush.label(item), INNER)


def _icon(brush: _Brush, item: Item) -> list[str]:
    return [brush.pointed(f"(o o)  {brush.icon}", item)]


_DRAWN: Mapping[str, Callable[[_Brush, Item], list[str]]] = {
    "address": _address,
    "tab": _tab,
    "button": _button,
    "field": _field,
    "choice": _choice,
    "title": _title,
    "message": _message,
    "icon": _icon,
}


def drawn(picture: Sequence[Item], words: GuideWords, address: str) -> list[str]:
    """The page as a drawing; nothing for a step that has no page."""
    if not picture:
        return []
    brush = _Brush(words, address)
    lines = [line for item in picture for line in _DRAWN[item.kind](brush, item)]
    edge = "─" * (WIDTH - 2)
    body = [f"│ {line}{' ' * (INNER - cells(line))} │" for line in lines]
    return [f"┌{edge}┐", *body, f"└{edge}┘"]


def told(picture: Sequence[Item], words: GuideWords) -> list[str]:
    """The same in words, for the line mode and for those who hear the screen: one line for each thing."""
    lines = []
    for item, same in groupby(picture):
        line = words.text(f"guide.part.{item.kind}")
        if item.label:
            line = f"{line} {words.label(item.label)}"
        if (count := len(list(same))) > 1:
            line = f"{count} × {line}"
        lines.append(f"{line} ({words.text('picture.here')})" if item.here else line)
    return lines
