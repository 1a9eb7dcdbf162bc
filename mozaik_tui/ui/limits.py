"""What stands between a language and the full screen: limits of the terminal are said before it is spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..language.languages import Language, language
from ..language.places import FRENCH
from ..language.terminals.profiles import PROFILES, Showing, showing
from . import right_to_left

if TYPE_CHECKING:
    from .speaking import SpeakingApp

LINES, ONLY_FRENCH, OTHER = "terminal.choice.lines", "terminal.choice.french", "terminal.choice.other"


def shown(app: SpeakingApp, tag: str) -> Showing:
    """How this terminal shows the language ``tag`` on the full screen."""
    known = language(tag)
    return showing(app.terminal.profile, tag, known.script)


def nothing_to_ask(app: SpeakingApp, tag: str) -> bool:
    """Whether the full screen can speak ``tag`` at once."""
    if shown(app, tag) not in ("well", "odd"):
        return False
    return language(tag).direction == "ltr" or right_to_left.works()


async def settled(app: SpeakingApp, tag: str) -> str | None:
    """The language to speak on the full screen after the reader was asked what there was to ask.

    ``None`` when another language is to be chosen, or when the reader goes on line by line: then the full screen
    ends.
    """
    known, how = language(tag), shown(app, tag)
    if how == "ask":
        await _card(app, known)
    if nothing_to_ask(app, tag):
        return tag
    from .ask_screen import AskScreen
    from .widgets.choices import Choice

    words = app.spoken
    told = [words.lead.text("terminal.limit.told", language=known.french if how == "squares" else known.name)]
    keys = [ONLY_FRENCH, OTHER]
    if app.policy.may_quit:
        told.append(words.lead.text("terminal.limit.ways"))
        keys.insert(0, LINES)
    choices = [Choice(key, *words.both(key)) for key in keys]
    answer = await app.push_screen_wait(AskScreen(words, "terminal.limit.title", told, choices, escape=OTHER))
    if answer == LINES:
        app.go_on_in_lines(tag)
    return FRENCH if answer == ONLY_FRENCH else None


async def _card(app: SpeakingApp, known: Language) -> None:
    """Ask which of two lines reads well; the answer is kept for this terminal."""
    from .card_screen import CardScreen

    app.take_profile(PROFILES[await app.push_screen_wait(CardScreen(app.spoken, known))])
