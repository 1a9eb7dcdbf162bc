"""What stands between a language and the full screen: limits of the terminal are said before it is spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from ..language.languages import Language, language
from ..language.pair import Pair
from ..language.places import FRENCH
from ..language.terminals.profiles import PROFILES, Showing, showing
from . import right_to_left
from .ask_screen import AskScreen
from .widgets.choices import Choice

if TYPE_CHECKING:
    from textual.screen import Screen

    from ..language.terminals.here import Here
    from ..language.terminals.profiles import Profile
    from ..policy import Policy


class Speaking(Protocol):
    """A full screen on which a language is chosen: the assistant's, and the guide's."""

    terminal: Here
    policy: Policy

    @property
    def spoken(self) -> Pair:
        """The language that is on, and French."""

    async def push_screen_wait(self, screen: Screen[Any], /) -> Any:
        """Textual's own."""

    def take_profile(self, profile: Profile) -> None:
        """Draw for another kind of terminal from here on."""

    def go_on_in_lines(self, tag: str) -> None:
        """End the full screen; whoever started it goes on line by line."""


LINES, ONLY_FRENCH, OTHER = "terminal.choice.lines", "terminal.choice.french", "terminal.choice.other"


def shown(app: Speaking, tag: str) -> Showing:
    """How this terminal shows the language ``tag`` on the full screen."""
    known = language(tag)
    return showing(app.terminal.profile, tag, known.script)


def nothing_to_ask(app: Speaking, tag: str) -> bool:
    """Whether the full screen can speak ``tag`` at once."""
    if shown(app, tag) not in ("well", "odd"):
        return False
    return language(tag).direction == "ltr" or right_to_left.works()


async def settled(app: Speaking, tag: str) -> str | None:
    """The language to speak on the full screen after the reader was asked what there was to ask.

    ``None`` when another language is to be chosen, or when the reader goes on line by line: then the full screen
    ends.
    """
    known, how = language(tag), shown(app, tag)
    if how == "ask":
        await _card(app, known)
    if nothing_to_ask(app, tag):
        return tag
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


async def _card(app: Speaking, known: Language) -> None:
    """Ask which of two lines reads well; the answer is kept for this terminal."""
    from .card_screen import CardScreen

    app.take_profile(PROFILES[await app.push_screen_wait(CardScreen(app.spoken, known))])
