"""What a worker and a transport know of each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from mozaik_tui.account.mail.options import MailSettings

NOT_ANNOUNCED = "not announced"
BAD_CERTIFICATE = "the certificate was not accepted"
IN_CLEAR = "a password goes over TLS or to a loopback relay only"
"""Reasons of a fault that ``doctor`` tells apart; of others the stage says enough."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it is written, without its envelope.

    ``token`` is the left part of the Message-ID, the same in every attempt; ``date`` is in unix seconds, and
    also the same in every attempt; ``languages`` are the BCP 47 tags it is written in, the parent's first.
    ``code`` stands in ``text`` and ``html``: what differs between mails of one language and minute.
    """

    token: str
    date: float
    languages: tuple[str, ...]
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str = field(repr=False)
    code: str = field(default="", repr=False)


class RelayFault(Exception):
    """The mail was not taken now; it stays queued and is tried again.

    ``stage`` is a word (``connect``, ``greeting``, ``ehlo``, ``starttls``, ``auth``, ``mail``, ``rcpt``,
    ``data``, ``store``), ``reply`` the relay's three digits where there are any. ``alert``: the operator has
    to mend something. The text never holds what the relay said: relays repeat addresses.
    """

    def __init__(
        self, stage: str, *, reply: int | None = None, reason: str = "", alert: bool = False
    ) -> None:
        super().__init__(f"{stage} {reply or ''} {reason}".strip())
        self.stage = stage
        self.reply = reply
        self.reason = reason
        self.alert = alert


class Rejected(Exception):
    """The relay refused this mail for good: a 5xx at RCPT or DATA (account-service.md, Mail)."""

    def __init__(self, stage: str, reply: int | None = None, reason: str = "") -> None:
        super().__init__(f"{stage} {reply or ''} {reason}".strip())
        self.stage = stage
        self.reply = reply
        self.reason = reason


class Errand(Protocol):
    """One claimed mail, as a transport sees it. Both calls go to the database and may raise
    ``ServiceFault``.
    """

    @property
    def recipient(self) -> str:
        """The normalised e-mail address."""

    @property
    def data_seconds(self) -> float:
        """How long DATA may last, its own time-out and the lease both kept; seconds."""

    def keep(self) -> None:
        """Between two stages: holds on to the lease when half of it has gone by."""

    def letter(self) -> Letter | None:
        """Right before DATA: the mail, or ``None`` when its code has died or another worker has the row by
        now.
        """

    def handed_over(self) -> None:
        """Right after the relay took it: the row is done, the code's life is counted from now."""


class Transport(Protocol):
    """Carries one mail away. Shared by the worker threads."""

    @property
    def options(self) -> MailSettings:
        """The settings it was made with."""

    def deliver(self, errand: Errand) -> None:
        """Hand one mail over, calling the errand's steps in their order.

        Raises :class:`RelayFault` (try again) or :class:`Rejected` (final). An errand whose letter is
        ``None`` is left without a word.
        """

    def abort(self) -> None:
        """Cut what is under way, from another thread: the worker stops."""
