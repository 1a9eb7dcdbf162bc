"""Hands mails over to an SMTP relay (account-service.md, Mail).

Decisions where the contract leaves room:

- Port 465 speaks TLS from the first byte (RFC 8314) unless ``tls = none``.
- ``required`` verifies the certificate against the system's store (``SSL_CERT_FILE`` names another).
  ``opportunistic``
  takes TLS where it is announced, and verifies only where a password would travel to another machine:
  unverified TLS tells a password to whoever stands between, just as no TLS does. Announced TLS that fails is
  never replaced by none.
- MAIL FROM counts with what comes before RCPT: a 5xx there is about our sender, so the operator's to mend.
"""

from __future__ import annotations

import contextlib
import ipaddress
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable
from typing import TypeVar

from mozaik_tui.account.mail.deadline import DeadlineSMTP
from mozaik_tui.account.mail.mime import with_a_label, written
from mozaik_tui.account.mail.options import IMPLICIT_TLS_PORT, MailSettings
from mozaik_tui.account.mail.transport import (
    BAD_CERTIFICATE,
    IN_CLEAR,
    NOT_ANNOUNCED,
    Errand,
    Rejected,
    RelayFault,
)

T = TypeVar("T")

# How long the relay's goodbye is waited for: the mail is handed over by then.
_GOODBYE_SECONDS = 1.0


class SmtpTransport:
    """One relay; one connection a mail. Safe to share between threads.

    ``implicit_tls_ports`` are those where no STARTTLS is asked for.
    """

    def __init__(
        self, options: MailSettings, *, implicit_tls_ports: frozenset[int] = frozenset({IMPLICIT_TLS_PORT})
    ) -> None:
        options.check()
        self.options = options
        self._implicit = options.port in implicit_tls_ports and options.tls != "none"
        self._live: set[DeadlineSMTP] = set()
        self._lock = threading.Lock()

    def deliver(self, errand: Errand) -> None:
        """Hand one mail over. Raises ``RelayFault`` or ``Rejected``; what the errand raises passes
        through.
        """
        try:
            recipient = with_a_label(errand.recipient)
        except ValueError:
            raise Rejected("address") from None
        relay = DeadlineSMTP(self.options.host, local_hostname=_own_name(self.options.domain))
        with self._lock:
            self._live.add(relay)
        try:
            self._open(relay, errand)
            utf8 = _envelope(relay, self.options, recipient)
            errand.keep()
            self._hand_over(relay, errand, recipient, utf8=utf8)
        finally:
            with self._lock:
                self._live.discard(relay)
            relay.close()

    def abort(self) -> None:
        """Cut every connection that is open."""
        with self._lock:
            for relay in self._live:
                relay.hang_up()

    def probe(self) -> bool:
        """Connect, ask for TLS, sign in and name the sender as for a mail, send none; whether TLS was spoken.
        Raises ``RelayFault``.
        """
        relay = DeadlineSMTP(self.options.host, local_hostname=_own_name(self.options.domain))
        try:
            self._open(relay, None)
            relay.stage(self.options.command_timeout)
            _expect("mail", _careful("mail", lambda: relay.mail(self.options.sender_address)), 250)
            encrypted = isinstance(relay.sock, ssl.SSLSocket)
            _goodbye(relay)
            return encrypted
        finally:
            relay.close()

    def _open(self, relay: DeadlineSMTP, errand: Errand | None) -> None:
        """Everything up to the envelope; a fault here is the operator's or the network's, never the
        parent's.
        """
        steps: tuple[tuple[str, Callable[[], None]], ...] = (
            ("connect", lambda: self._connect(relay)),
            ("greeting", lambda: _expect("greeting", relay.getreply(), 220)),
            ("ehlo", relay.ehlo_or_helo_if_needed),
            ("starttls", lambda: self._start_tls(relay)),
            ("auth", lambda: self._sign_in(relay)),
        )
        for stage, step in steps:
            relay.stage(self.options.connect_timeout if stage == "connect" else self.options.command_timeout)
            _careful(stage, step)
            if errand is not None:
                errand.keep()

    def _connect(self, relay: DeadlineSMTP) -> None:
        sock = socket.create_connection((self.options.host, self.options.port), self.options.connect_timeout)
        relay.adopt(sock)
        if self._implicit:
            sock.settimeout(relay.seconds_left())
            relay.adopt(self._tls_context(relay).wrap_socket(sock, server_hostname=self.options.host))

    def _start_tls(self, relay: DeadlineSMTP) -> None:
        if self._implicit or self.options.tls == "none":
            return
        if not relay.has_extn("starttls"):
            if self.options.tls == "required":
                raise RelayFault("starttls", reason=NOT_ANNOUNCED, alert=True)
            return
        _expect("starttls", relay.docmd("STARTTLS"), 220)
        relay.sock.settimeout(relay.seconds_left())
        relay.adopt(self._tls_context(relay).wrap_socket(relay.sock, server_hostname=self.options.host))
        # RFC 3207: what was announced in clear counts no longer.
        relay.ehlo_resp = relay.helo_resp = None
        relay.esmtp_features = {}
        relay.does_esmtp = False
        relay.ehlo_or_helo_if_needed()

    def _sign_in(self, relay: DeadlineSMTP) -> None:
        if not self.options.password:
            return
        if not isinstance(relay.sock, ssl.SSLSocket) and not _is_loopback(relay.sock):
            raise RelayFault("auth", reason=IN_CLEAR, alert=True)
        relay.login(self.options.user, self.options.password)

    def _tls_context(self, relay: DeadlineSMTP) -> ssl.SSLContext:
        context = ssl.create_default_context()
        secret_at_stake = bool(self.options.password) and not _is_loopback(relay.sock)
        if self.options.tls == "opportunistic" and not secret_at_stake:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context

    def _hand_over(self, relay: DeadlineSMTP, errand: Errand, recipient: str, *, utf8: bool) -> None:
        letter = errand.letter()
        if letter is None:
            relay.stage(_GOODBYE_SECONDS)
            _goodbye(relay)
            return
        body = written(
            letter, sender=self.options.sender, recipient=recipient, domain=self.options.domain, utf8=utf8
        )
        relay.stage(min(self.options.data_timeout, errand.data_seconds))
        try:
            code, _ = relay.data(body)
        except smtplib.SMTPDataError as refused:
            code = refused.smtp_code
        except (smtplib.SMTPException, OSError):
            raise RelayFault("data", reason="connection lost") from None
        _judge("data", code)
        errand.handed_over()
        relay.stage(_GOODBYE_SECONDS)
        _goodbye(relay)


def _envelope(relay: DeadlineSMTP, options: MailSettings, recipient: str) -> bool:
    """MAIL and RCPT; whether the mail is written in UTF-8 because its recipient's local part is not ASCII."""
    utf8 = not recipient.isascii()
    if utf8 and not relay.has_extn("smtputf8"):
        raise Rejected("address", reason="the relay takes no address of this kind")
    extras = ["SMTPUTF8", "BODY=8BITMIME"] if utf8 else []
    relay.stage(options.command_timeout)
    _expect("mail", _careful("mail", lambda: relay.mail(options.sender_address, extras)), 250)
    relay.stage(options.command_timeout)
    _judge("rcpt", _careful("rcpt", lambda: relay.rcpt(recipient))[0])
    return utf8


def _careful(stage: str, step: Callable[[], T]) -> T:
    """Run ``step``; whatever breaks in it is a fault of the relay at ``stage``, told without what the relay
    said.
    """
    try:
        return step()
    except smtplib.SMTPResponseException as refused:
        raise _fault(stage, refused.smtp_code) from None
    except ssl.SSLCertVerificationError:
        raise RelayFault(stage, reason=BAD_CERTIFICATE, alert=True) from None
    except (smtplib.SMTPException, OSError, ValueError) as broken:
        raise RelayFault(stage, reason=type(broken).__name__, alert=stage != "rcpt") from None


def _fault(stage: str, reply: int) -> RelayFault:
    """A reply that is not the one wanted; the operator is called unless the relay says that it will pass."""
    return RelayFault(stage, reply=reply, alert=not 400 <= reply < 500)


def _expect(stage: str, reply: tuple[int, bytes], wanted: int) -> None:
    if reply[0] != wanted:
        raise _fault(stage, reply[0])


def _judge(stage: str, reply: int) -> None:
    """At RCPT and DATA a 5xx is final, and anything else that is no success is tried again."""
    if 500 <= reply < 600:
        raise Rejected(stage, reply)
    if not 200 <= reply < 300:
        raise RelayFault(stage, reply=reply)


def _goodbye(relay: DeadlineSMTP) -> None:
    with contextlib.suppress(smtplib.SMTPException, OSError):
        relay.quit()


def _own_name(fallback: str) -> str:
    """What EHLO says. Never ``getfqdn``: it asks the DNS, without a time-out."""
    name = socket.gethostname()
    return name if "." in name and name.isascii() else fallback


def _is_loopback(sock: socket.socket) -> bool:
    """Whether the relay is on this very machine, by the address that was really reached."""
    try:
        return ipaddress.ip_address(sock.getpeername()[0]).is_loopback
    except (OSError, ValueError):
        return False
