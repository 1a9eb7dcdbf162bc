"""``mozaik-tui deliver``: a mail worker of its own (account-service.md, Mail)."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mozaik_tui.commands.errors import CommandError
from mozaik_tui.commands.invocation import Invocation
from mozaik_tui.commands.upkeep import open_context

if TYPE_CHECKING:
    from mozaik_tui.account.context import Context
    from mozaik_tui.account.mail.options import MailSettings
    from mozaik_tui.account.mail.transport import Transport

# Where waiting cannot be interrupted (Windows), Ctrl+C is seen after this long.
_LOOK_UP_SECONDS = 1.0


def run(call: Invocation) -> int:
    """Hand over mails until the program is told to end (SIGTERM: 0, Ctrl+C: 130); then one line of what was
    done.

    Raises ``ServiceFault`` and ``CommandError``.
    """
    from mozaik_tui.account.mail.worker import Worker

    settings = call.settings
    with open_context(settings) as ctx:
        practice_mail = call.words.text("maintenance.practice_mail")
        carrier = transport_of(settings.mail, ctx, lambda: call.warn(practice_mail))
        bell = settings.service.database_direct if ctx.store.dialect == "postgresql" else None
        worker = Worker(ctx, carrier, direct=bell)
        with _asked_to_end() as over:
            worker.start()
            try:
                while not over.wait(_LOOK_UP_SECONDS):
                    pass
            finally:
                worker.stop()
                done = worker.tally
                call.say(
                    call.words.text(
                        "maintenance.delivered", sent=done.sent, failed=done.failed, dropped=done.dropped
                    )
                )
    return 0


def transport_of(mail: MailSettings, ctx: Context, warn: Callable[[], None]) -> Transport:
    """The configured transport; into the practice mailbox only with a word of warning."""
    if mail.transport == "practice":
        from mozaik_tui.account.mail.practice import PracticeTransport

        warn()
        return PracticeTransport(ctx, mail)
    from mozaik_tui.account.mail.smtp import SmtpTransport

    try:
        return SmtpTransport(mail)
    except ValueError as wrong:
        # "mail.port: …": the key alone is told, in the catalogue's words.
        raise CommandError("maintenance.mail_settings", key=str(wrong).partition(":")[0]) from None


@contextmanager
def _asked_to_end() -> Iterator[threading.Event]:
    """An event that SIGTERM sets; the handler that was there before is put back."""
    over = threading.Event()
    before = signal.signal(signal.SIGTERM, lambda *_: over.set())
    try:
        yield over
    finally:
        signal.signal(signal.SIGTERM, before)
