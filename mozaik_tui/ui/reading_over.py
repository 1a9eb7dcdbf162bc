"""What is only read, over the present screen: help, practice card, practice mailbox."""

from __future__ import annotations

import re
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

CLOSE, USE = "close", "use"


def reading(words: Pair, title: str, paragraphs: Sequence[str], *choices: Choice) -> AskScreen:
    """Paragraphs to read, and a way to close them (first, so that Enter closes)."""
    close = Choice(CLOSE, *words.both("button.close"))
    return AskScreen(words, title, paragraphs, [*choices, close], escape=CLOSE, read_first=True)


def help_over(words: Pair, session: Session) -> AskScreen:
    """The help of the step: what this is, where to find it, what can go wrong, whom to ask (journey.md)."""
    lead, name = words.lead, session.step.name
    paragraphs = [
        f"{lead.text(f'screen.help.{part}')}\n{lead.text(f'help.{name}.{part}')}"
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
            told = _of_fault(app.words, fault)
        await app.push_screen_wait(reading(app.words, "screen.card.title", told))


def _of_fault(words: Pair, fault: ServiceFault) -> list[str]:
    """What a card or a mailbox says that cannot be read now."""
    return sentences([Problem(fault.code, retry_after=fault.retry_after)], words.lead)


async def mailbox_over(app: Assistant) -> str | None:
    """The practice mailbox; the code that is to be put into the field, when the parent asks for that."""
    practice, words = app.session.practice, app.words
    if practice is None:
        return None
    try:
        mails = await in_thread(lambda: practice.mailbox(app.session.email_sent_to))
    except ServiceFault as fault:
        await app.push_screen_wait(reading(words, "screen.mailbox.title", _of_fault(words, fault)))
        return None
    paragraphs = [words.lead.text("screen.mailbox.explain")]
    paragraphs += [f"{mail.subject}\n\n{mail.text.strip()}" for mail in mails[:1]] or [
        words.lead.text("screen.mailbox.empty")
    ]
    code = re.search(r"(?<!\d)\d{6}(?!\d)", mails[0].text) if mails else None
    use = [Choice(USE, *words.both("screen.mailbox.use"))] if code else []
    answer = await app.push_screen_wait(reading(words, "screen.mailbox.title", paragraphs, *use))
    return code.group() if code and answer == USE else None
