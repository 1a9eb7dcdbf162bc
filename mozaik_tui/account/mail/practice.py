"""The practice mailbox: mails land in the database instead of a relay (journey.md, Practice and real).

Sealed like all that a parent typed, and erased by ``purge`` after a day. In the database, because the worker
that hands over may be another process's, and because a restart must lose nothing.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mozaik_tui.account.contract import PracticeMessage
from mozaik_tui.account.mail.options import MailSettings
from mozaik_tui.account.mail.transport import Errand, Rejected
from mozaik_tui.account.store import practice_rows
from mozaik_tui.journey.rules.email_address import judge_email
from mozaik_tui.journey.rules.verdict import Accepted

if TYPE_CHECKING:
    from mozaik_tui.account.context import Context

PURPOSE = "practice"


def _box(email: str) -> str | None:
    """The identity of an address (journey.md, E-mail); ``None`` for what is no address."""
    judged = judge_email(email)
    return judged.value.identity_key if isinstance(judged, Accepted) else None


class PracticeTransport:
    """Takes every mail at once; ``mailbox`` is what the screen shows."""

    def __init__(self, ctx: Context, options: MailSettings | None = None) -> None:
        self._ctx = ctx
        self.options = options or MailSettings()

    def deliver(self, errand: Errand) -> None:
        """Store the mail. Raises ``Rejected`` for what is no address."""
        box = _box(errand.recipient)
        if box is None:
            raise Rejected("address")
        letter = errand.letter()
        if letter is None:
            return
        content = json.dumps({"subject": letter.subject, "text": letter.text}).encode()
        keys, now = self._ctx.keys, self._ctx.clock()
        self._ctx.store.write(
            lambda tx: practice_rows.insert(
                tx,
                mailbox=keys.mac(PURPOSE, box),
                token=letter.token,
                sealed=keys.seal(PURPOSE, content, bound=letter.token.encode()),
                now=now,
            )
        )
        errand.handed_over()

    def abort(self) -> None:
        """Nothing here takes long."""

    def mailbox(self, email: str) -> tuple[PracticeMessage, ...]:
        """The mails for ``email`` that arrived, newest first; none for what is no address."""
        box = _box(email)
        if box is None:
            return ()
        boxes = self._ctx.keys.macs(PURPOSE, box)
        rows = self._ctx.store.read(lambda tx: practice_rows.mailbox(tx, boxes))
        found = []
        for row in rows:
            content = json.loads(
                self._ctx.keys.open(PURPOSE, bytes(row.sealed), bound=row.message_token.encode())
            )
            found.append(PracticeMessage(row.received_at, content["subject"], content["text"]))
        return tuple(found)
