"""Relays to talk to: real ones (aiosmtpd) and scripted ones that misbehave at a chosen stage."""

import secrets
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from sqlalchemy import select

from mozaik_tui.account.context import Caller, Context
from mozaik_tui.account.keys import Keys
from mozaik_tui.account.limits import Limits
from mozaik_tui.account.mail import outbox
from mozaik_tui.account.mail.messages import code_letter
from mozaik_tui.account.mail.options import MailSettings
from mozaik_tui.account.store import code_rows, open_store, outbox_rows
from mozaik_tui.account.store.tables.flows import codes, flows

from ...tls import certificate as self_signed


@dataclass
class Certificate:
    """A self-signed certificate for 127.0.0.1 and localhost."""

    cert: str
    key: str

    def server_context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.cert, self.key)
        return context


@pytest.fixture(scope="session")
def certificate(tmp_path_factory) -> Certificate:
    return Certificate(*map(str, self_signed(tmp_path_factory.mktemp("certificate"))))


@dataclass
class Inbox:
    """An aiosmtpd handler that keeps what it was given."""

    mails: list[bytes] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    options: list[list[str]] = field(default_factory=list)

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(envelope.original_content)
        self.senders.append(envelope.mail_from)
        self.recipients += envelope.rcpt_tos
        self.options.append(envelope.mail_options)
        return "250 OK"


@dataclass
class Relay:
    """A running relay and what it received."""

    port: int
    inbox: Inbox


@pytest.fixture
def relay(request) -> Callable[..., Relay]:
    """Start a real relay on loopback; keyword arguments are those of aiosmtpd's controller."""

    def start(*, users: dict[str, str] | None = None, **options) -> Relay:
        inbox = Inbox()
        if users is not None:

            def authenticate(server, session, envelope, mechanism, data):
                right = users.get(data.login.decode()) == data.password.decode()
                return AuthResult(success=right, handled=False)

            options = {"authenticator": authenticate, "auth_required": True, **options}
        controller = Controller(inbox, hostname="127.0.0.1", port=0, **options)
        # aiosmtpd looks for its port to see that it runs; 0 has to become a real one first.
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            controller.port = free.getsockname()[1]
        controller.start()
        request.addfinalizer(controller.stop)
        return Relay(controller.port, inbox)

    return start


@dataclass
class Scripted:
    """A relay of a few lines: ``answers`` by stage. A text is said; ``hang`` waits for the end of the test,
    ``close`` hangs up, ``trickle`` sends a byte at a time without ever ending. Stages: greeting, ehlo,
    starttls, auth, mail, rcpt, data, body. What DATA brought is in ``mails``.
    """

    answers: dict[str, str]
    mails: list[bytes] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    before: dict[str, Callable[[], None]] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)
    port: int = 0
    tls: ssl.SSLContext | None = None

    DEFAULTS = {
        "greeting": "220 relay.example ready",
        "ehlo": "250 relay.example",
        "starttls": "220 go on",
        "auth": "235 welcome",
        "mail": "250 OK",
        "rcpt": "250 OK",
        "data": "354 go on",
        "body": "250 OK",
        "quit": "221 bye",
        "rset": "250 OK",
    }

    def serve(self, listener: socket.socket) -> None:
        while not self.over.is_set():
            try:
                sock, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=(sock,), daemon=True).start()

    def talk(self, sock: socket.socket) -> None:
        try:
            self._talk(sock)
        except (OSError, StopIteration, UnicodeDecodeError):
            pass
        finally:
            sock.close()

    def _say(self, sock: socket.socket, stage: str) -> None:
        if stage in self.before:
            self.before[stage]()
        answer = self.answers.get(stage, self.DEFAULTS[stage])
        if answer == "hang":
            self.over.wait(30)
            raise OSError
        if answer == "close":
            raise OSError
        if answer == "trickle":
            while not self.over.wait(0.02):
                sock.sendall(b"2")
            raise OSError
        if answer == "flood":
            while not self.over.is_set():
                sock.sendall(b"250-more and more\r\n" * 100)
            raise OSError
        sock.sendall(answer.replace("\n", "\r\n").encode() + b"\r\n")

    def _talk(self, sock: socket.socket) -> None:
        self._say(sock, "greeting")
        lines = sock.makefile("rb")
        while line := lines.readline():
            verb = line.split()[0].decode().lower()
            self.commands.append(line.decode().strip())
            stage = {"helo": "ehlo"}.get(verb, verb)
            self._say(sock, stage)
            if stage == "quit":
                return
            if stage == "starttls" and self.tls is not None:
                sock = self.tls.wrap_socket(sock, server_side=True)
                lines = sock.makefile("rb")
            if stage == "data" and self.answers.get("data", "354").startswith("354"):
                body = b""
                while not body.endswith(b"\r\n.\r\n"):
                    body += lines.readline() or next(iter(()))
                self.mails.append(body[:-3])
                self._say(sock, "body")


@pytest.fixture
def scripted(request) -> Callable[..., Scripted]:
    """Start a scripted relay: ``scripted(rcpt="550 unknown")``."""

    def start(tls: ssl.SSLContext | None = None, **answers: str) -> Scripted:
        found = Scripted(answers, tls=tls)
        listener = socket.create_server(("127.0.0.1", 0))
        found.port = listener.getsockname()[1]
        threading.Thread(target=found.serve, args=(listener,), daemon=True).start()

        def stop() -> None:
            found.over.set()
            listener.close()

        request.addfinalizer(stop)
        return found

    return start


@pytest.fixture
def options() -> Callable[..., MailSettings]:
    """Settings for a relay on loopback, in clear, with short time-outs."""

    def make(port: int, **changes) -> MailSettings:
        given = {
            "transport": "smtp",
            "host": "127.0.0.1",
            "port": port,
            "sender": "École de l'Érable <codes@ecole.example>",
            "tls": "none",
            "connect_timeout": 5.0,
            "command_timeout": 5.0,
            "data_timeout": 5.0,
        }
        return MailSettings(**{**given, **changes})

    return make


@dataclass
class PlainErrand:
    """One mail without a database behind it."""

    recipient: str = "ana.lopez@exemple.example"
    data_seconds: float = 10.0
    dead: bool = False
    kept: int = 0
    sent: int = 0

    def keep(self) -> None:
        self.kept += 1

    def letter(self):
        if self.dead:
            return None
        return code_letter(token="abcdefgh", date=1.0e9, language="en", code="048291", dies_at=1.0e9 + 1200)

    def handed_over(self) -> None:
        self.sent += 1


@pytest.fixture
def errand() -> Callable[..., PlainErrand]:
    """Make a mail that knows no database."""
    return PlainErrand


@dataclass
class Clock:
    """A clock that stands until it is set."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The clock of the service under test."""
    return Clock()


class Office:
    """A database with an outbox, and parents who ask for codes."""

    def __init__(self, ctx: Context, clock: Clock) -> None:
        self.ctx = ctx
        self.clock = clock
        self.count = 0

    def ask(
        self,
        email: str = "ana.lopez@exemple.example",
        *,
        code: str = "048291",
        language: str = "en",
        who="machine",
    ) -> int:
        """A parent at ``who`` asks for a code: its id."""
        self.count += 1

        def work(tx):
            now, limits = self.clock(), self.ctx.limits
            flow = tx.execute(
                flows.insert().returning(flows.c.id),
                {
                    "token": secrets.token_bytes(32),
                    "salt": bytes(16),
                    "email_key": self.ctx.keys.mac("email", email),
                    "mailbox_key": self.ctx.keys.mac("mailbox", email),
                    "email": b"",
                    "language": language,
                    "state": "code_sent",
                    "kind": None,
                    "created_at": now,
                    "active_at": now,
                    "sent_at": now,
                    "dead": False,
                },
            ).scalar_one()
            found = code_rows.add(
                tx,
                flow,
                bytes(32),
                now=now,
                ttl=limits.code_ttl,
                cap=limits.code_ttl_cap,
                after_handover=limits.code_after_handover,
            )
            outbox.enqueue_code(
                tx, self.ctx, Caller(who), code_id=found, email=email, language=language, code=code
            )
            return found

        return self.ctx.store.write(work)

    def notify(self, email: str = "ana.lopez@exemple.example", *, who: str = "machine") -> None:
        """A password was changed."""
        self.ctx.store.write(
            lambda tx: outbox.enqueue_notice(
                tx, self.ctx, Caller(who), kind="password_changed", email=email, language="en"
            )
        )

    def kill(self, code_id: int) -> None:
        """The code dies: it was used, superseded, cancelled …"""
        self.ctx.store.write(
            lambda tx: tx.execute(codes.update().where(codes.c.id == code_id).values(superseded=True))
        )

    def row(self, code_id: int | None):
        """The newest outbox row of a code."""
        table = outbox_rows.outbox
        query = select(table).where(table.c.code_id == code_id).order_by(table.c.id.desc())
        return self.ctx.store.read(lambda tx: tx.execute(query).first())

    def code(self, code_id: int):
        """A code's row."""
        return self.ctx.store.read(lambda tx: tx.execute(select(codes).where(codes.c.id == code_id)).one())

    def delivery(self, code_id: int) -> str:
        """What the parent is told."""
        return self.ctx.store.read(lambda tx: outbox.delivery_of(tx, code_id))


@pytest.fixture
def office(address_of, clock, request) -> Callable[..., Office]:
    """Open a database: ``office(mail_minute=3)``; the keyword arguments are limits."""

    def start(keys: Keys | None = None, file: str = "accounts.sqlite", **limits) -> Office:
        store = open_store(address_of(file))
        request.addfinalizer(store.close)
        return Office(Context(store, keys or Keys([bytes(32)]), Limits(**limits), clock), clock)

    return start
