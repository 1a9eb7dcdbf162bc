"""The questions that may stand over a screen. Each waits for its answer: call them in a worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..outcome import Doubt
from ..policy import Stop
from ..wording import sentence
from .ask_screen import AskScreen, StopQuestion
from .widgets.choices import Choice

if TYPE_CHECKING:
    from .app import Assistant


LEAVING: Mapping[Stop, tuple[str, str, str]] = {
    "stop": ("screen.leave.title", "screen.leave.stay", "screen.leave.stop"),
    "erase": ("kiosk.erase.title", "kiosk.erase.stay", "kiosk.erase.erase"),
}
"""How a place asks before a parent's end: the title, the choice that changes nothing, the one that ends."""


async def ask(
    app: Assistant,
    title: str,
    paragraphs: Sequence[str],
    choices: Sequence[str],
    *,
    escape: str,
    kind: type[AskScreen] = AskScreen,
) -> str:
    """One question; ``choices`` are catalogue keys, and so is the answer."""
    words = [Choice(key, *app.words.both(key)) for key in choices]
    return await app.push_screen_wait(kind(app.words, title, paragraphs, words, escape=escape))


async def ask_to_leave(app: Assistant) -> bool:
    """Whether the parent really stops; what would be lost is said first (journey.md, Rules for every screen)."""
    loss = app.words.lead.text(f"screen.leave.{app.session.would_lose() or 'nothing'}")
    title, stay, stop = LEAVING[app.session.policy.stop]
    return await ask(app, title, [loss], (stay, stop), escape=stay, kind=StopQuestion) == stop


async def ask_loss(app: Assistant, loss: str) -> bool:
    """Whether to go on although ``loss`` (the code that was sent) is undone by it."""
    paragraphs = [app.words.lead.text(f"screen.loss.{loss}")]
    choices = ("screen.loss.go_on", "screen.loss.stay")
    return await ask(app, "screen.loss.title", paragraphs, choices, escape=choices[1]) == choices[0]


async def ask_doubts(app: Assistant, doubts: Sequence[Doubt]) -> bool:
    """Each doubt once; whether all are settled, so that the step may go on."""
    session, words = app.session, app.words
    for doubt in doubts:
        text = f"{sentence(doubt, words.lead)} ({doubt.support_number})"
        typed = session.answer(doubt.field).strip()
        if doubt.suggestion is None:
            keys = {"keep": "screen.doubt.continue", "correct": "screen.doubt.correct"}
        else:
            keys = {
                "replace": "screen.doubt.replace",
                "keep": "screen.doubt.keep",
                "correct": "screen.doubt.correct",
            }
        choices = [
            Choice(value, *words.both(key, suggestion=doubt.suggestion, typed=typed))
            for value, key in keys.items()
        ]
        answer = await app.push_screen_wait(
            AskScreen(words, "screen.doubt.title", [text], choices, escape="correct")
        )
        if answer == "correct":
            return False
        if answer == "replace" and doubt.suggestion is not None:
            session.type(doubt.field, doubt.suggestion)
        session.keep(doubt)
    return True


async def ask_language(app: Assistant) -> str:
    """The tag of the language that is chosen; the present one when none is."""
    from .language_question import LanguageQuestion

    return await app.push_screen_wait(LanguageQuestion(app))
