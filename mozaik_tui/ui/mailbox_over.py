"""The practice mailbox over the present screen."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from ..account.contract import ServiceFault
from ..language.pair import Pair
from ..session import Session
from .ask_screen import AskScreen
from .reading_over import of_fault, reading
from .threads import in_thread
from .widgets.choices import Choice

if TYPE_CHECKING:
    from ..account.contract import Practice, PracticeMessage
    from .app import Assistant

USE, CAME = "use", "came"
LOOK = 0.5
"""Seconds between two looks, while it is empty."""


async def mailbox_over(app: Assistant) -> str | None:
    """The practice mailbox; the code that is to be put into the field, when the parent asks for that.

    A mail that comes while it is open shows itself: who waits for a code waits here.
    """
    practice, words = app.session.practice, app.words
    if practice is None:
        return None
    answer, mail = CAME, None
    while answer == CAME:
        try:
            mail = await in_thread(lambda: _mail(app.session, practice))
        except ServiceFault as fault:
            await app.push_screen_wait(reading(words, "screen.mailbox.title", of_fault(words, fault)))
            return None
        screen = _mailbox(words, mail, app.session)
        coming = asyncio.create_task(_comes(screen, app.session, practice)) if mail is None else None
        try:
            answer = await app.push_screen_wait(screen)
        finally:
            if coming is not None:
                coming.cancel()
    return _code(mail, app.session) if answer == USE else None


def _mail(session: Session, practice: Practice) -> PracticeMessage | None:
    """The mail of this very flow, once it came: an older one's code is dead."""
    if session.wire.delivery == "queued":
        session.watch_quietly()
    mails = practice.mailbox(session.email_sent_to) if session.wire.delivery == "sent" else ()
    return mails[0] if mails else None


def _code(mail: PracticeMessage | None, session: Session) -> str | None:
    code = rf"(?<!\d)\d{{{session.code_digits}}}(?!\d)"
    found = re.search(code, mail.text) if mail is not None else None
    return found.group() if found else None


def _mailbox(words: Pair, mail: PracticeMessage | None, session: Session) -> AskScreen:
    told = f"{mail.subject}\n\n{mail.text.strip()}" if mail else words.lead.text("screen.mailbox.empty")
    use = [Choice(USE, *words.both("screen.mailbox.use"))] if _code(mail, session) else []
    return reading(words, "screen.mailbox.title", [words.lead.text("screen.mailbox.explain"), told], *use)


async def _comes(screen: AskScreen, session: Session, practice: Practice) -> None:
    """Close the empty mailbox, to be opened anew, once the mail is there."""
    while not screen.settled:
        await asyncio.sleep(LOOK)
        with suppress(ServiceFault):
            if await in_thread(lambda: _mail(session, practice)) is not None:
                screen.settle(CAME)
