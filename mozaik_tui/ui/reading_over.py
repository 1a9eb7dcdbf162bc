"""What is only read, over the present screen: help, practice card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..account.contract import ServiceFault
from ..language.pair import Pair
from ..outcome import Problem
from ..session import Session
from ..views import card_lines
from ..wording import sentences
from .ask_screen import AskScreen
from .threads import in_thread
from .widgets.choices import Choice

if TYPE_CHECKING:
    from .app import Assistant

CLOSE = "close"


def reading(words: Pair, title: str, paragraphs: Sequence[str], *choices: Choice) -> AskScreen:
    """Paragraphs to read, and a way to close them (first, so that Enter closes)."""
    close = Choice(CLOSE, *words.both("button.close"))
    return AskScreen(words, title, paragraphs, [*choices, close], escape=CLOSE, read_first=True)


def help_over(words: Pair, session: Session) -> AskScreen:
    """The help of the step: what this is, where to find it, what can go wrong, whom to ask (journey.md)."""
    lead, name = words.lead, session.step.name
    paragraphs = [
        f"{lead.text(f'screen.help.{part}')}\n{lead.text(f'help.{name}.{part}', digits=session.code_digits)}"
        for part in ("what", "where", "wrong")
    ]
    whom = [lead.text("screen.help.whom"), lead.text("help.whom"), *session.contact()]
    paragraphs += ["\n".join(whom), lead.text("screen.help.screen", number=session.step.number)]
    return reading(words, "screen.help.title", paragraphs)


async def card_over(app: Assistant) -> None:
    """The practice card; reading it may wait for the service to open."""
    practice = app.session.practice
    if practice is not None:
        try:
            told = card_lines(await in_thread(practice.card), app.words.lead)
        except ServiceFault as fault:
            told = of_fault(app.words, fault)
        await app.push_screen_wait(reading(app.words, "screen.card.title", told))


def of_fault(words: Pair, fault: ServiceFault) -> list[str]:
    """What a card or a mailbox says that cannot be read now."""
    return sentences([Problem(fault.code, retry_after=fault.retry_after)], words.lead)
