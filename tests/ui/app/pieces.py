"""What a screen says, widget by widget, and what of it is cut."""

from __future__ import annotations

import re

from rich.cells import cell_len
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from mozaik_tui.ui.app import Assistant
from mozaik_tui.ui.widgets.action_button import ActionButton
from mozaik_tui.ui.widgets.choice_list import ChoiceList
from mozaik_tui.ui.widgets.error_summary import ErrorSummary
from mozaik_tui.ui.widgets.field_frame import FieldFrame
from mozaik_tui.ui.widgets.key_bar import KeyBar
from mozaik_tui.ui.widgets.paper_picture import PaperPicture
from mozaik_tui.ui.widgets.text_field import TextField
from mozaik_tui.ui.widgets.yes_no import YesNo


def told_by(widget: Widget) -> list[str]:
    """Each piece of text that a widget shows, as it was given to it."""
    if isinstance(widget, ActionButton):
        return [widget.lead, widget.french or ""]
    if isinstance(widget, ChoiceList):
        return [text for choice in widget.choices for text in (choice.lead, choice.french or "")]
    if isinstance(widget, KeyBar):
        return [
            widget._words(key) for entry in widget._entries for key in (entry.key_label, entry.deed_label)
        ]
    if isinstance(widget, YesNo):
        return list(widget.labels)
    if isinstance(widget, PaperPicture | TextField):
        return []  # what is printed on a paper, and what was typed, is no text of ours
    if isinstance(widget, Static):
        return [str(widget.content)]
    if hasattr(widget, "lines") and isinstance(widget.lines, list):  # the checklist
        return [str(line) for line in widget.lines]
    return [text for text in getattr(widget, "_words", ()) if isinstance(text, str)]


def cut_pieces(app: Assistant) -> list[str]:
    """What is drawn wider than there is room, or what a line shows cut."""
    width, found = app.size.width, []
    for widget in app.screen.walk_children():
        if not widget.display or not widget.region.area:
            continue
        if widget.region.right > width or widget.region.x < 0:
            found.append(f"{widget!r} stands out of the screen: {widget.region}")
        room = widget.content_size.width
        if isinstance(widget, TextField | VerticalScroll | FieldFrame | ErrorSummary):
            continue
        lines = (
            str(widget.render()).split("\n") if told_by(widget) and not isinstance(widget, ChoiceList) else []
        )
        if isinstance(widget, ChoiceList):
            lines = ["".join(part.text for part in widget.render_line(y)) for y in range(widget.size.height)]
        if type(widget) is Static:
            continue  # Textual breaks its lines itself
        if any(cell_len(line.rstrip()) > room for line in lines):
            found.append(f"{widget!r}: {max(lines, key=cell_len)!r} in {room}")
        if len(lines) > widget.content_size.height:
            found.append(f"{widget!r}: {len(lines)} lines in {widget.content_size.height}")
        shown = " ".join(" ".join(lines).split())
        for text in told_by(widget) if isinstance(widget, ActionButton | ChoiceList) else ():
            words = re.sub(r"\s", "", text)
            if words not in re.sub(r"[\s▶●]", "", shown) and isinstance(widget, ActionButton):
                found.append(f"{widget!r}: {text!r} is not whole in {shown!r}")
        if "…" in shown and not any("…" in text for text in told_by(widget)):
            found.append(f"{widget!r} is cut: {shown!r}")
    return found
