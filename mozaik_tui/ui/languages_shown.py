"""The languages as a list that needs no reading skill, and what is to be known of one before it is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..language import offered
from ..language.catalogue import is_draft
from ..language.places import FRENCH
from .limits import shown
from .widgets.choices import Choice
from .widgets.filter_list import FilterList, containing

if TYPE_CHECKING:
    from .app import Assistant

_TOLD = {"odd": "terminal.notice.odd", "ask": "terminal.notice.ask", "lines": "terminal.notice.lines"}
_TOLD["squares"] = _TOLD["lines"]


def language_choices(app: Assistant) -> list[Choice]:
    """Each language by its own name, with the French one beside it; the French one alone where the terminal has no
    letters for the other.
    """
    choices = []
    for each in offered(app.session.offered):
        squares = shown(app, each.tag) == "squares"
        name, seen = (each.french, "") if squares else (each.name, each.seen)
        french = None if each.french.casefold() == name.casefold() else each.french
        choices.append(Choice(each.tag, name, french, f"{each.tag} {each.name} {each.searched}", seen))
    return choices


def language_list(app: Assistant, *, now: str | None = None) -> FilterList:
    """The list with its filter. ``now`` is the language that is spoken; when it is another one than French, the
    French row says that it is the way to read in French only.
    """
    choices = language_choices(app)
    if now not in (None, FRENCH):
        choices = [
            Choice(FRENCH, *app.words.both("button.french_only"), f"{each.lead} {each.searched}")
            if each.value == FRENCH
            else each
            for each in choices
        ]
    none = app.words.lead.text("screen.language.none")
    return FilterList(
        containing(choices), chosen=now, tell=lambda count: "" if count else none, id="languages"
    )


def about_language(app: Assistant, tag: str) -> str:
    """Its limits on this terminal, and that nobody of this language has read the translation yet."""
    lead = app.words.lead
    keys = [key] if (key := _TOLD.get(shown(app, tag))) else []
    if tag != FRENCH and is_draft(tag):
        keys.append("terminal.notice.draft")
    return "\n".join(lead.text(key) for key in keys)
