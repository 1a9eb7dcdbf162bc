"""``doctor`` talks to the relay as far as a mail's sender and says what to mend (command-line.md)."""

import socket

import pytest

from mozaik_tui.account.mail import smtp
from mozaik_tui.commands.doctor import relay as looking
from mozaik_tui.language import Translator
from mozaik_tui.settings import load


@pytest.fixture
def look(tmp_path):
    """What is found of these settings, and the line as it is printed."""

    def at(mail):
        settings = load({"MOZAIK_DATA_DIR": str(tmp_path)})._replace(mail=mail, practice=False)
        found = looking.relay(settings)
        for tag in ("fr", "en"):
            line = Translator(tag).text(found.key, **found.figures)
            assert "secret-of-relay" not in line
        return found.well, found.key, line

    return at


def test_all_is_well_and_nothing_is_sent(relay, options, look, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", certificate.cert)
    there = relay(
        tls_context=certificate.server_context(), require_starttls=True, users={"ecole": "secret-of-relay"}
    )
    mail = options(there.port, tls="required", user="ecole", password="secret-of-relay")
    assert look(mail)[:2] == (True, "doctor.mail_tls")
    assert there.inbox.mails == []
    assert look(options(relay().port, tls="none"))[:2] == (True, "doctor.mail_clear")


def test_practice_asks_nobody(options, look):
    assert look(options(1, transport="practice"))[:2] == (True, "command.doctor.mail_practice")


def test_certificate_password_and_tls_each_have_their_remedy(relay, options, look, certificate, monkeypatch):
    unknown = relay(tls_context=certificate.server_context())
    assert look(options(unknown.port, tls="required"))[1] == "doctor.mail_certificate"
    assert look(options(relay().port, tls="required"))[1] == "doctor.mail_no_starttls"
    there = relay(users={"ecole": "s"}, auth_require_tls=False)
    wrong = look(options(there.port, user="ecole", password="wrong"))
    assert wrong[1] == "doctor.mail_auth"
    assert "535" in wrong[2]
    monkeypatch.setattr(smtp, "_is_loopback", lambda sock: False)
    assert look(options(there.port, user="ecole", password="s"))[1] == "doctor.mail_auth_clear"


@pytest.mark.parametrize(
    ("answers", "key"),
    [
        ({"greeting": "554 not you"}, "doctor.mail_no_relay"),
        ({"greeting": "HTTP/1.1 400 Bad Request"}, "doctor.mail_no_relay"),
        ({"ehlo": "550 no"}, "doctor.mail_no_relay"),
        ({"mail": "550 sender unknown"}, "doctor.mail_sender"),
        ({"mail": "hang"}, "doctor.mail_sender"),
    ],
)
def test_what_is_no_relay_and_what_refuses_the_sender(scripted, options, look, only_short, answers, key):
    short = {}
    if "hang" in answers.values():
        only_short("mail")
        short = {"command_timeout": 0.3}
    assert look(options(scripted(**answers).port, **short))[:2] == (False, key)


def test_tls_that_breaks(scripted, options, look):
    there = scripted(ehlo="250-relay.example\n250 STARTTLS", starttls="454 not now")
    assert look(options(there.port, tls="required"))[1] == "doctor.mail_tls_broken"


def test_nobody_there_and_settings_that_cannot_be(options, look):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    assert look(options(port))[:2] == (False, "command.doctor.mail_closed")
    half = look(options(port, user="ecole", password=""))
    assert half[1] == "doctor.mail_settings"
    assert "mail.user, mail.password" in half[2]
