"""Looks at a screen as its reader does: what is cut, what is out of sight, what is in another language."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from rich.cells import cell_len
from textual.geometry import Region
from textual.widget import Widget
from textual.widgets import Static

from mozaik_tui.language.catalogue import load
from mozaik_tui.language.languages import offered
from mozaik_tui.language.ordering import needs_order
from mozaik_tui.language.places import FRENCH
from mozaik_tui.ui.app import Assistant
from mozaik_tui.ui.right_to_left import DRAWING
from mozaik_tui.ui.widgets.action_button import ActionButton
from mozaik_tui.ui.widgets.choice_list import ChoiceList
from mozaik_tui.ui.widgets.field_frame import FieldFrame
from mozaik_tui.ui.widgets.filter_list import FilterList
from mozaik_tui.ui.widgets.key_bar import KeyBar
from mozaik_tui.ui.widgets.progress_line import ProgressLine
from mozaik_tui.ui.widgets.text_field import TextField

from ..ui.app.pieces import cut_pieces, told_by

FEW = 30
"""Options up to which a list is looked at as a whole."""
SAYS_ENOUGH = 4
"""Letters outside the fields of a text from which it is known by them."""
DOMAINS = ("assist", "button", "help", "key", "picture", "plain", "refusal", "screen", "terminal")
"""What the front ends say by themselves; a mail is told in French beside the reader's language."""
NAMES = frozenset(name.casefold() for each in offered() for name in (each.name, each.french))


# -- letters -------------------------------------------------------------------------------------------------------
def letters(text: str) -> str:
    """The letters and figures of a text, whatever their forms, blanks and marks."""
    return "".join(each for each in unicodedata.normalize("NFKD", text).casefold() if each.isalnum())


def stands_in(text: str, shown: str) -> bool:
    """Whether all of ``text`` is shown. From right to left the order of the cells is another one: then all letters."""
    wanted, there = letters(text), letters(shown)
    return wanted in there or (
        (DRAWING.base == 1 or needs_order(text)) and not Counter(wanted) - Counter(there)
    )


# -- languages -----------------------------------------------------------------------------------------------------
class Texts:
    """All that a language says: whole texts, and texts with fields."""

    def __init__(self, tag: str) -> None:
        told = [text for domain in DOMAINS for text in _texts(tag, domain)]
        self.whole = {letters(text) for text in told if "{" not in text}
        fields = {text for text in told if "{" in text}
        self.filled = [
            re.compile(".+".join(re.escape(letters(part)) for part in re.split(r"\{\w+\}", text)))
            for text in fields
            if len(letters(re.sub(r"\{\w+\}", "", text))) >= SAYS_ENOUGH
        ]
        self.said: dict[str, bool] = {}

    def say(self, text: str) -> bool:
        """Whether ``text`` is one of this language."""
        known = letters(text)
        if known not in self.said:
            self.said[known] = known in self.whole or any(each.fullmatch(known) for each in self.filled)
        return self.said[known]


def _texts(tag: str, domain: str) -> list[str]:
    catalogue = load(tag, domain)
    assert catalogue is not None
    values = catalogue._catalog.items()  # type: ignore[attr-defined]
    texts = [text for key, text in values if key and isinstance(text, str) and letters(text)]
    return [line for text in texts for line in {text, *text.split("\n")}]


texts_of = lru_cache(maxsize=3)(Texts)


def foreign(leads: list[str], tag: str) -> list[str]:
    """What is said in the place of the reader's language in French or English, though that language has its own words."""
    ours = texts_of(tag)
    others = [texts_of(each) for each in (FRENCH, "en") if each != tag]
    pieces = [line for text in leads for line in text.split("\n") if len(letters(line)) >= SAYS_ENOUGH]
    return [
        f"{piece!r} is not said in {tag}"
        for piece in pieces
        if piece.casefold() not in NAMES and any(each.say(piece) for each in others) and not ours.say(piece)
    ]


def leads_of(widget: Widget) -> list[str]:
    """What a widget says in the reader's language, without the French beside it."""
    if isinstance(widget, ActionButton):
        return [widget.lead]
    if isinstance(widget, ChoiceList):
        names = isinstance(widget.parent, FilterList)  # of languages, of school bodies
        return [] if names else [choice.lead for choice in widget.choices]
    if isinstance(widget, FieldFrame | ProgressLine):
        return [widget._words[0]]
    if widget.has_class("title"):
        return told_by(widget)[0].split("\n")[:1]
    if widget.has_class("label"):
        return []  # told by its frame
    return told_by(widget)


# -- the screen ----------------------------------------------------------------------------------------------------
def rows(app: Assistant) -> list[str]:
    """The screen as it is seen."""
    return ["".join(part.text for part in strip) for strip in app.screen._compositor.render_strips()]


def drawn(widget: Widget) -> str:
    """All that a widget draws, in sight or not."""
    if isinstance(widget, ChoiceList):
        few = widget._rows if len(widget.choices) <= FEW else ()
        return " ".join(widget._draw(row, False, widget.size.width).text for row in few)
    strips = widget.render_lines(Region(0, 0, *widget.outer_size))
    return " ".join(strip.text for strip in strips)


def faults(app: Assistant, *, arrived: bool) -> list[str]:
    """All that is not as it should be on the screen now. ``arrived``: nothing was pressed on it yet."""
    found = [*cut_pieces(app), *_out_of_sight(app)]
    found += [f"{row!r} is too wide" for row in rows(app) if cell_len(row) > app.size.width]
    leads: list[str] = []
    for widget in app.screen.walk_children():
        if not widget.display or not widget.region.area:
            continue
        leads += leads_of(widget)
        found += _not_whole(widget)
        if app.step_screen.query_one("#body") not in widget.ancestors_with_self:
            found += [f"{widget!r} ends below the screen"] * (widget.region.bottom > app.size.height)
    return [*found, *foreign(leads, app.words.tag), *_title(app, arrived=arrived)]


def _not_whole(widget: Widget) -> list[str]:
    if isinstance(widget, FieldFrame | KeyBar | ProgressLine | TextField) or widget.id == "banner":
        return []  # its parts are looked at; or it leaves out whole words where there is little room
    if isinstance(widget, ChoiceList) and len(widget.choices) > FEW:
        return []
    shown = drawn(widget)
    return [
        f"{text!r} is not whole in {shown!r}"
        for piece in told_by(widget)
        for text in piece.split("\n")
        if not stands_in(text, shown)
    ]


def _out_of_sight(app: Assistant) -> list[str]:
    focused = app.screen.focused
    if focused is None:
        return []
    frame = next((node for node in focused.ancestors if isinstance(node, FieldFrame)), None)
    found = []
    if frame is not None:
        seen, whole = _seen(app, frame._label), frame._label.region.height
        if seen.height < whole or not stands_in(" ".join(frame._words[:1]), _text_in(app, seen)):
            found.append(f"the label of {frame.field} is out of sight: {seen} of {whole} rows")
    seen = _seen(app, focused)
    least = 1 if isinstance(focused, ChoiceList) else focused.region.height
    if isinstance(focused, ChoiceList) and focused.cursor_screen_offset.y not in range(seen.y, seen.bottom):
        found.append(f"the mark of {focused!r} is out of sight")
    if seen.height < least:
        found.append(f"{focused!r} is out of sight: {seen}")
    return found


def _seen(app: Assistant, widget: Widget) -> Region:
    return app.screen.find_widget(widget).visible_region


def _text_in(app: Assistant, region: Region) -> str:
    return " ".join(row for row in rows(app)[region.y : region.bottom])


def _title(app: Assistant, *, arrived: bool) -> list[str]:
    screen, lead = app.step_screen, app.words.lead
    title = screen.query(".title").first(Static)
    text = lead.text(screen.title_key)
    found = [] if stands_in(text, drawn(title)) else [f"the title {text!r} is not on the screen"]
    seen = _seen(app, title)
    # With the school body of the child before, the long texts of a few languages leave the title no row.
    kept = any(each.display for each in screen.query("#chosen"))
    if arrived and app.size.height >= 24 and not seen.area and not kept:
        found.append(f"the title {text!r} is out of sight: {seen}")
    return found
