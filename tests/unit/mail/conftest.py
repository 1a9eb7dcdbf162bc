"""What the tests of the mail are given: relays, an errand, a clock, an office."""

import socket
import ssl
import threading
from collections.abc import Callable

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from mozaik_tui.account.context import Context
from mozaik_tui.account.keys import Keys
from mozaik_tui.account.limits import Limits
from mozaik_tui.account.mail.deadline import DeadlineSMTP
from mozaik_tui.account.mail.options import MailSettings
from mozaik_tui.account.store import open_store

from ...tls import certificate as self_signed
from .office import Clock, Office, PlainErrand
from .relays import Certificate, Inbox, Relay, Scripted


@pytest.fixture(scope="session")
def certificate(tmp_path_factory) -> Certificate:
    return Certificate(*map(str, self_signed(tmp_path_factory.mktemp("certificate"))))


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


STAGES = ("connect", "greeting", "ehlo", "starttls", "auth", "mail", "rcpt", "data")


@pytest.fixture
def only_short(monkeypatch) -> Callable[[str], None]:
    """Of the stages to come only the one that is told keeps to its time: a busy machine may take longer over others."""

    def keep(slow: str) -> None:
        stage, names = DeadlineSMTP.stage, iter(STAGES)

        def longer(self: DeadlineSMTP, seconds: float) -> None:
            stage(self, seconds if next(names, slow) == slow else 60.0)

        monkeypatch.setattr(DeadlineSMTP, "stage", longer)

    return keep


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


@pytest.fixture
def errand() -> Callable[..., PlainErrand]:
    """Make a mail that knows no database."""
    return PlainErrand


@pytest.fixture
def clock() -> Clock:
    """The clock of the service under test."""
    return Clock()


@pytest.fixture
def office(address_of, clock, request) -> Callable[..., Office]:
    """Open a database: ``office(mail_minute=3)``; the keyword arguments are limits."""

    def start(keys: Keys | None = None, file: str = "accounts.sqlite", **limits) -> Office:
        store = open_store(address_of(file))
        request.addfinalizer(store.close)
        return Office(Context(store, keys or Keys([bytes(32)]), Limits(**limits), clock), clock)

    return start
