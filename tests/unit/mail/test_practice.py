"""The practice mailbox (journey.md, Practice and real)."""

import pytest

from mozaik_tui.account.keys import Keys
from mozaik_tui.account.mail.errands import LeasedErrand, claim
from mozaik_tui.account.mail.practice import PracticeTransport
from mozaik_tui.account.mail.worker import Worker


def test_mails_land_newest_first_and_only_their_own(office, clock):
    here = office()
    transport = PracticeTransport(here.ctx)
    mailer = Worker(here.ctx, transport)
    here.ask("Ana.Lopez@exemple.example", code="000111")
    mailer.run_once()
    clock.now += 61
    here.ask("Ana.Lopez@exemple.example", code="000222", language="fr")
    here.ask("bob@exemple.example", code="000333")
    mailer.run_once()
    found = transport.mailbox(" ana.lopez@EXEMPLE.example ")
    assert ["000222" in found[0].text, "000111" in found[1].text, len(found)] == [True, True, 2]
    assert found[0].received_at == clock()
    assert found[0].subject == "Votre code de vérification"
    assert "000222" not in repr(found)
    assert transport.mailbox("nobody@exemple.example") == ()
    assert transport.mailbox("no address") == ()
    transport.abort()


@pytest.mark.parametrize("address_of", ["sqlite"], indirect=True)
def test_a_restart_loses_nothing_and_the_file_names_nobody(office, tmp_path):
    first = office()
    first.ask(code="000444")
    Worker(first.ctx, PracticeTransport(first.ctx)).run_once()
    first.ctx.store.truncate_log()
    second = office()
    assert "000444" in PracticeTransport(second.ctx).mailbox("ana.lopez@exemple.example")[0].text
    content = (tmp_path / "accounts.sqlite").read_bytes()
    assert b"000444" not in content
    assert b"ana.lopez" not in content


def test_a_mailbox_outlives_a_change_of_keys(office):
    old, new = b"o" * 32, b"n" * 32
    before = office(Keys([old]))
    before.ask(code="000555")
    Worker(before.ctx, PracticeTransport(before.ctx)).run_once()
    after = office(Keys([new, old]))
    assert "000555" in PracticeTransport(after.ctx).mailbox("ana.lopez@exemple.example")[0].text


def test_a_second_delivery_of_one_mail_changes_nothing(office, clock):
    here = office()
    transport = PracticeTransport(here.ctx)
    here.ask()
    mail = claim(here.ctx, transport.options).mail
    transport.deliver(LeasedErrand(here.ctx, transport.options, mail))
    here.ctx.store.write(
        lambda tx: tx.exec_driver_sql(
            f"UPDATE outbox SET state = 'queued', lease_token = '{mail.lease_token}'"
        )
    )
    transport.deliver(LeasedErrand(here.ctx, transport.options, mail))
    assert len(transport.mailbox("ana.lopez@exemple.example")) == 1


def test_a_dead_code_does_not_land(office):
    here = office()
    transport = PracticeTransport(here.ctx)
    code = here.ask()
    mail = claim(here.ctx, transport.options).mail
    here.kill(code)
    transport.deliver(LeasedErrand(here.ctx, transport.options, mail))
    assert transport.mailbox("ana.lopez@exemple.example") == ()


@pytest.mark.parametrize("address", ["no address", "a@b@c"])
def test_what_is_no_address_is_refused(office, address):
    here = office()
    code = here.ask(address)
    Worker(here.ctx, PracticeTransport(here.ctx)).run_once()
    assert here.delivery(code) == "failed"
