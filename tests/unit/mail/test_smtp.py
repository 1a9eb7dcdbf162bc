"""What each stage of a relay can do to a mail, against real sockets (account-service.md, Mail)."""

import email
import email.policy
import socket
import threading
import time

import pytest

from mozaik_tui.account.mail import smtp
from mozaik_tui.account.mail.smtp import SmtpTransport
from mozaik_tui.account.mail.transport import Rejected, RelayFault


def deliver(settings, errand, **more):
    SmtpTransport(settings, **more).deliver(errand)
    return errand


def test_a_mail_reaches_a_relay(relay, options, errand):
    there = relay()
    sent = deliver(options(there.port), errand())
    assert sent.sent == 1
    assert sent.kept == 6
    assert there.inbox.senders == ["codes@ecole.example"]
    assert there.inbox.recipients == ["ana.lopez@exemple.example"]
    mail = email.message_from_bytes(there.inbox.mails[0], policy=email.policy.default)
    assert mail["Message-ID"] == "<abcdefgh@ecole.example>"
    assert mail["From"].addresses[0].display_name == "École de l'Érable"
    assert "048291" in mail.get_body(("plain",)).get_content()


def test_starttls_with_a_certificate_of_the_system_store(relay, options, errand, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", certificate.cert)
    there = relay(
        tls_context=certificate.server_context(), require_starttls=True, users={"ecole": "secret-of-relay"}
    )
    settings = options(there.port, tls="required", user="ecole", password="secret-of-relay")
    assert deliver(settings, errand()).sent == 1
    SmtpTransport(settings).probe()


def test_a_certificate_nobody_knows_is_refused(relay, options, errand, certificate):
    there = relay(tls_context=certificate.server_context())
    with pytest.raises(RelayFault) as fault:
        deliver(options(there.port, tls="required"), errand())
    assert (fault.value.stage, fault.value.alert) == ("starttls", True)
    assert "certificate" in fault.value.reason


def test_a_certificate_of_another_host_is_refused(relay, options, errand, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", certificate.cert)
    there = relay(tls_context=certificate.server_context())
    # Another way to write the same address, which the certificate does not hold.
    with pytest.raises(RelayFault, match="certificate"):
        deliver(options(there.port, tls="required", host="127.1"), errand())


def test_required_tls_that_is_not_announced(relay, options, errand):
    there = relay()
    with pytest.raises(RelayFault) as fault:
        deliver(options(there.port, tls="required"), errand())
    assert (fault.value.stage, fault.value.alert) == ("starttls", True)
    assert there.inbox.mails == []


def test_opportunistic_tls_takes_what_there_is(relay, options, errand, certificate):
    clear = relay()
    assert deliver(options(clear.port, tls="opportunistic"), errand()).sent == 1
    unknown = relay(tls_context=certificate.server_context(), require_starttls=True)
    assert deliver(options(unknown.port, tls="opportunistic"), errand()).sent == 1


def test_opportunistic_tls_verifies_where_a_password_would_leave_the_machine(
    relay, options, errand, certificate, monkeypatch
):
    there = relay(tls_context=certificate.server_context(), users={"ecole": "s"})
    settings = options(there.port, tls="opportunistic", user="ecole", password="s")
    assert deliver(settings, errand()).sent == 1
    monkeypatch.setattr(smtp, "_is_loopback", lambda sock: False)
    with pytest.raises(RelayFault, match="certificate"):
        deliver(settings, errand())


def test_a_password_without_tls_goes_to_loopback_only(relay, options, errand, monkeypatch):
    there = relay(users={"ecole": "s"}, auth_require_tls=False)
    settings = options(there.port, user="ecole", password="s")
    assert deliver(settings, errand()).sent == 1
    monkeypatch.setattr(smtp, "_is_loopback", lambda sock: False)
    with pytest.raises(RelayFault) as fault:
        deliver(settings, errand())
    assert (fault.value.stage, fault.value.alert) == ("auth", True)


def test_a_socket_that_is_no_network_is_not_loopback():
    with socket.socket() as nobody:
        assert smtp._is_loopback(nobody) is False


def test_tls_from_the_first_byte(relay, options, errand, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", certificate.cert)
    there = relay(ssl_context=certificate.server_context())
    settings = options(there.port, tls="required")
    assert deliver(settings, errand(), implicit_tls_ports=frozenset({there.port})).sent == 1


@pytest.mark.parametrize(
    ("answers", "stage", "reply", "alert"),
    [
        ({"greeting": "554 not you"}, "greeting", 554, True),
        ({"greeting": "421 busy"}, "greeting", 421, False),
        ({"greeting": "nonsense"}, "greeting", -1, True),
        ({"ehlo": "550 no"}, "ehlo", 550, True),
        ({"mail": "550 sender unknown"}, "mail", 550, True),
        ({"mail": "451 later"}, "mail", 451, False),
        ({"rcpt": "451 greylisted"}, "rcpt", 451, False),
        ({"data": "451 later"}, "data", 451, False),
        ({"body": "452 disk full"}, "data", 452, False),
        ({"body": "close"}, "data", None, False),
        ({"body": "hang"}, "data", None, False),
        ({"data": "hang"}, "data", None, False),
        ({"rcpt": "close"}, "rcpt", None, False),
    ],
)
def test_what_is_tried_again(scripted, options, errand, answers, stage, reply, alert):
    there = scripted(**answers)
    one = errand()
    short = {"data_timeout": 0.2} if "hang" in answers.values() else {}
    with pytest.raises(RelayFault) as fault:
        deliver(options(there.port, **short), one)
    assert (fault.value.stage, fault.value.reply, fault.value.alert) == (stage, reply, alert)
    assert one.sent == 0


@pytest.mark.parametrize("answers", [{"rcpt": "550 no such"}, {"data": "554 no"}, {"body": "550 spam"}])
def test_what_is_final(scripted, options, errand, answers):
    there = scripted(**answers)
    one = errand()
    with pytest.raises(Rejected) as rejected:
        deliver(options(there.port), one)
    assert rejected.value.stage in ("rcpt", "data")
    assert one.sent == 0


@pytest.mark.parametrize("stage", ["greeting", "ehlo", "starttls", "auth", "mail", "rcpt", "data", "body"])
@pytest.mark.parametrize("how", ["hang", "trickle"])
def test_no_stage_lasts_longer_than_its_time(scripted, options, errand, only_short, stage, how):
    answers = {"ehlo": "250-relay.example\n250-STARTTLS\n250 AUTH PLAIN", stage: how}
    there = scripted(**answers)
    settings = options(
        there.port,
        tls="opportunistic" if stage == "starttls" else "none",
        user="ecole",
        password="s",
        command_timeout=0.3,
        data_timeout=0.3,
    )
    lasts = "data" if stage == "body" else stage
    only_short(lasts)
    began = time.monotonic()
    with pytest.raises(RelayFault) as fault:
        deliver(settings, errand())
    assert time.monotonic() - began < 20
    assert fault.value.stage == lasts


def test_a_handshake_that_never_comes(scripted, options, errand, only_short):
    only_short("starttls")
    there = scripted(ehlo="250-relay.example\n250 STARTTLS")
    with pytest.raises(RelayFault) as fault:
        deliver(options(there.port, tls="required", command_timeout=0.3), errand())
    assert (fault.value.stage, fault.value.alert) == ("starttls", True)


def test_a_reply_without_end_is_cut(scripted, options, errand):
    with pytest.raises(RelayFault) as fault:
        deliver(options(scripted(ehlo="flood").port), errand())
    assert fault.value.stage == "ehlo"


def test_starttls_refused(scripted, options, errand):
    there = scripted(ehlo="250-relay.example\n250 STARTTLS", starttls="454 not now")
    with pytest.raises(RelayFault) as fault:
        deliver(options(there.port, tls="required"), errand())
    assert (fault.value.stage, fault.value.reply, fault.value.alert) == ("starttls", 454, False)


def test_a_relay_that_is_down(options, errand):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with pytest.raises(RelayFault) as fault:
        deliver(options(port), errand())
    assert (fault.value.stage, fault.value.alert) == ("connect", True)


def test_a_wrong_password_is_the_operators(relay, options, errand):
    there = relay(users={"ecole": "right"}, auth_require_tls=False)
    with pytest.raises(RelayFault) as fault:
        deliver(options(there.port, user="ecole", password="wrong"), errand())
    assert (fault.value.stage, fault.value.reply, fault.value.alert) == ("auth", 535, True)
    assert "wrong" not in str(fault.value)


def test_a_relay_that_knows_no_sign_in(scripted, options, errand):
    with pytest.raises(RelayFault) as fault:
        deliver(options(scripted().port, user="ecole", password="s"), errand())
    assert (fault.value.stage, fault.value.alert) == ("auth", True)


def test_an_internationalised_domain_goes_as_a_label(relay, options, errand):
    there = relay()
    deliver(options(there.port), errand(recipient="zoe@école.example"))
    assert there.inbox.recipients == ["zoe@xn--cole-9oa.example"]
    assert b"To: zoe@xn--cole-9oa.example" in there.inbox.mails[0]


def test_a_local_part_beyond_ascii_needs_smtputf8(relay, scripted, options, errand):
    there = relay(enable_SMTPUTF8=True)
    deliver(options(there.port), errand(recipient="zoé@ecole.example"))
    assert there.inbox.recipients == ["zoé@ecole.example"]
    assert "SMTPUTF8" in there.inbox.options[0]
    with pytest.raises(Rejected, match="address"):
        deliver(options(scripted().port), errand(recipient="zoé@ecole.example"))


def test_a_domain_that_is_none_is_final(options, errand):
    with pytest.raises(Rejected, match="address"):
        deliver(options(1), errand(recipient="zoe@-é-.example"))


def test_a_dead_code_is_not_mailed(scripted, options, errand):
    there = scripted()
    one = deliver(options(there.port), errand(dead=True))
    assert one.sent == 0
    assert there.mails == []
    assert not any(line.upper().startswith("DATA") for line in there.commands)


def test_a_goodbye_that_hangs_does_not_undo_the_hand_over(scripted, options, errand):
    assert deliver(options(scripted(quit="hang").port), errand()).sent == 1


def test_abort_cuts_what_is_under_way(scripted, options, errand):
    there = scripted(rcpt="hang")
    transport = SmtpTransport(options(there.port, command_timeout=20))
    waiting = threading.Event()
    there.before["rcpt"] = waiting.set
    seen = []

    def run():
        with pytest.raises(RelayFault) as fault:
            transport.deliver(errand())
        seen.append(fault.value.stage)

    thread = threading.Thread(target=run)
    thread.start()
    assert waiting.wait(10)
    transport.abort()
    thread.join(10)
    assert seen == ["rcpt"]
    transport.abort()


def test_a_name_of_our_own_never_asks_the_dns(monkeypatch):
    monkeypatch.setattr(socket, "gethostname", lambda: "kiosk.ecole.example")
    assert smtp._own_name("ecole.example") == "kiosk.ecole.example"
    monkeypatch.setattr(socket, "gethostname", lambda: "kiosk")
    assert smtp._own_name("ecole.example") == "ecole.example"
