"""From the outbox to the relay and what is written down of it (account-service.md, Mail)."""

import email
import email.policy
import logging
import re
import threading

import pytest

from mozaik_tui.account.context import Caller
from mozaik_tui.account.keys import Keys
from mozaik_tui.account.mail import errands, outbox
from mozaik_tui.account.mail.errands import LeasedErrand, Stopped, claim, retry_wait
from mozaik_tui.account.mail.options import MailSettings
from mozaik_tui.account.mail.smtp import SmtpTransport
from mozaik_tui.account.mail.worker import Worker
from mozaik_tui.account.store import clock_rows, outbox_rows

SETTINGS = MailSettings()


def read(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)


def text_of(raw):
    return read(raw).get_body(("plain",)).get_content()


def worker(office, settings, **more):
    return Worker(office.ctx, SmtpTransport(settings), **more)


def test_a_code_is_mailed_once_and_its_row_emptied(office, relay, options):
    there, here = relay(), office()
    code = here.ask()
    assert here.delivery(code) == "queued"
    mailer = worker(here, options(there.port))
    assert mailer.run_once() == 1
    assert mailer.run_once() == 0
    assert here.delivery(code) == "sent"
    row = here.row(code)
    assert (row.sealed, row.lease_token, row.state) == (None, None, "sent")
    assert here.code(code).handed_over_at == here.clock()
    mail = read(there.inbox.mails[0])
    assert re.fullmatch(r"<[a-z]{28}@ecole\.example>", mail["Message-ID"])
    assert mail["Content-Language"] == "en, fr"
    assert (mailer.tally.sent, mailer.tally.failed, mailer.tally.dropped) == (1, 0, 0)


@pytest.mark.parametrize("address_of", ["sqlite"], indirect=True)
def test_what_waits_names_nobody(office, tmp_path):
    here = office()
    here.ask()
    here.ctx.store.truncate_log()
    content = (tmp_path / "accounts.sqlite").read_bytes()
    for secret in (b"ana.lopez", b"exemple.example", b"048291", b"machine"):
        assert secret not in content


def test_a_notice_is_mailed_after_the_codes(office, relay, options):
    there, here = relay(), office()
    here.notify()
    here.clock.now += 1
    here.ask()
    worker(here, options(there.port)).run_once()
    assert [read(raw)["Subject"].split(" /")[0] for raw in there.inbox.mails] == [
        "Your verification code",
        "Your password was changed",
    ]


def test_an_unknown_notice_is_refused(office):
    here = office()
    with pytest.raises(ValueError, match="no such notice"):
        here.ctx.store.write(
            lambda tx: outbox.enqueue_notice(
                tx, here.ctx, Caller(), kind="birthday", email="a@exemple.example", language="fr"
            )
        )


def test_a_row_that_is_not_there_is_still_to_come(office):
    assert office().delivery(404) == "queued"


def test_a_mail_rolled_back_was_never_there(office):
    here = office()

    def work(tx):
        outbox.enqueue_code(
            tx, here.ctx, Caller(), code_id=1, email="a@exemple.example", language="fr", code="111111"
        )
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        here.ctx.store.write(work)
    assert here.row(1) is None


@pytest.mark.parametrize("death", ["superseded", "tries", "expired", "cancelled"])
def test_a_code_dead_before_the_claim_is_not_mailed(office, relay, options, death):
    there, here = relay(), office()
    code = here.ask()
    if death == "expired":
        here.clock.now += here.ctx.limits.code_ttl_cap + 1
    elif death == "cancelled":
        here.ctx.store.write(lambda tx: tx.exec_driver_sql("DELETE FROM flows"))
    elif death == "tries":
        here.ctx.store.write(lambda tx: tx.exec_driver_sql("UPDATE codes SET tries = 5"))
    else:
        here.kill(code)
    mailer = worker(here, options(there.port))
    assert mailer.run_once() == 0
    assert there.inbox.mails == []
    assert here.row(code).sealed is None
    assert here.delivery(code) == "failed"
    assert mailer.tally.dropped == 1


def test_a_code_that_dies_between_claim_and_data_is_not_mailed(office, scripted, options):
    there, here = scripted(), office()
    code = here.ask()
    there.before["rcpt"] = lambda: here.kill(code)
    mailer = worker(here, options(there.port))
    assert mailer.run_once() == 1
    assert there.mails == []
    assert here.row(code).state == "dropped"
    assert mailer.tally.dropped == 1
    assert not any(line.upper().startswith("DATA") for line in there.commands)


def test_many_dead_codes_are_dropped_in_turns(office, relay, options):
    there, here = relay(), office()
    for _ in range(60):
        here.kill(here.ask())
    alive = here.ask()
    mailer = worker(here, options(there.port))
    mailer.run_once()
    assert mailer.tally.dropped == 60
    assert here.delivery(alive) == "sent"
    assert len(there.inbox.mails) == 1


def test_newest_first_within_one_address_and_in_turn_between_them(office, relay, options):
    there, here = relay(), office()
    for who, number in [("a", "100001"), ("a", "100002"), ("a", "100003"), ("b", "200001"), ("b", "200002")]:
        here.clock.now += 1
        here.ask(f"parent{number}@exemple.example", code=number, who=who)
    worker(here, options(there.port)).run_once()
    seen = [
        re.search(r"^(\d{6})$", text_of(raw).replace("\r", ""), re.MULTILINE)[1] for raw in there.inbox.mails
    ]
    assert seen == ["200002", "100003", "200001", "100002", "100001"]


def test_the_minutes_budget_is_kept_and_starts_afresh(office, relay, options):
    there, here = relay(), office(mail_minute=2)
    here.clock.now -= here.clock.now % 60
    for _ in range(5):
        here.ask()
    mailer = worker(here, options(there.port))
    assert mailer.run_once() == 2
    here.clock.now += 59
    assert mailer.run_once() == 0
    here.clock.now += 1
    assert mailer.run_once() == 2
    here.clock.now += 60
    assert mailer.run_once() == 1


def test_a_budget_of_nothing_mails_nothing(office, relay, options):
    here = office(mail_minute=0)
    here.ask()
    assert worker(here, options(relay().port)).run_once() == 0


def test_a_failed_hand_over_gives_the_minute_its_place_back(office, scripted, relay, options):
    here = office(mail_minute=1)
    first = here.ask(who="a")
    assert worker(here, options(scripted(rcpt="550 unknown").port)).run_once() == 1
    assert here.delivery(first) == "failed"
    second = here.ask(who="b")
    worker(here, options(relay().port)).run_once()
    assert here.delivery(second) == "sent"


def test_greylisting_is_waited_out(office, scripted, options, clock):
    there, here = scripted(rcpt="451 come again"), office()
    code = here.ask()
    mailer = worker(here, options(there.port))
    assert mailer.run_once() == 1
    assert here.delivery(code) == "queued"
    assert 4.0 <= here.row(code).next_try_at - clock() <= 6.0
    clock.now += 3.9
    assert mailer.run_once() == 0
    clock.now += 2.2
    assert mailer.run_once() == 1
    assert 8.0 <= here.row(code).next_try_at - clock() <= 12.0
    there.answers["rcpt"] = "250 now"
    clock.now += 12.1
    assert mailer.run_once() == 1
    assert here.delivery(code) == "sent"
    assert here.row(code).attempts == 3


def test_the_wait_doubles_to_its_cap():
    assert [retry_wait(SETTINGS, n, lambda low, high: 1.0) for n in range(1, 9)] == [
        5, 10, 20, 40, 80, 160, 300, 300,
    ]  # fmt: skip
    assert retry_wait(SETTINGS, 5000, lambda low, high: high) == 300
    assert retry_wait(SETTINGS, 1, lambda low, high: low) == 4


@pytest.mark.parametrize(
    "answers", [{"greeting": "554 go away"}, {"ehlo": "550 no"}, {"mail": "550 not you"}]
)
def test_the_operators_faults_keep_the_mail_and_call_him(office, scripted, options, answers, caplog, clock):
    there, here = scripted(**answers), office()
    code = here.ask()
    mailer = worker(here, options(there.port))
    with caplog.at_level(logging.WARNING, "mozaik_tui.mail"):
        for _ in range(3):
            assert mailer.run_once() == 1
            clock.now += 30
    assert here.delivery(code) == "queued"
    # One alert for one thing, not one a mail.
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    there.answers.clear()
    mailer.run_once()
    assert here.delivery(code) == "sent"


def test_a_refusal_at_rcpt_is_final(office, scripted, options, caplog, clock):
    here = office()
    code = here.ask()
    mailer = worker(here, options(scripted(rcpt="550 ana.lopez@exemple.example unknown").port))
    with caplog.at_level(logging.DEBUG, "mozaik_tui.mail"):
        mailer.run_once()
    assert here.delivery(code) == "failed"
    assert here.row(code).sealed is None
    assert mailer.tally.failed == 1
    assert "ana.lopez" not in caplog.text
    clock.now += 3000
    assert mailer.run_once() == 0


def test_a_lost_reply_sends_again_with_one_message_id(office, scripted, options, clock):
    there, here = scripted(body="close"), office()
    code = here.ask()
    mailer = worker(here, options(there.port))
    mailer.run_once()
    assert here.delivery(code) == "queued"
    there.answers.clear()
    clock.now += 6.1
    mailer.run_once()
    assert here.delivery(code) == "sent"
    first, second = (read(raw) for raw in there.mails)
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]


def test_a_mail_says_how_long_its_code_lives_from_the_hand_over(office, relay, options, clock):
    there, here = relay(), office()
    clock.now -= clock.now % 3600
    here.ask()
    clock.now += 1500
    worker(here, options(there.port)).run_once()
    # 25 minutes late: the hand-over gives 10 minutes more, so it dies 35 minutes after the hour.
    assert re.search(r"before \d+:35 \(Québec", text_of(there.inbox.mails[0]))


def test_a_mail_that_waits_while_the_clock_is_set_back_promises_no_more_than_its_code_has(
    office, relay, options, clock
):
    there, here = relay(), office()
    clock.now -= clock.now % 3600
    here.ask()
    high, clock.now = clock.now, clock.now - 3000
    here.ctx.store.write(lambda tx: clock_rows.settle(tx, here.ctx.limits, high, clock.now))
    worker(here, options(there.port)).run_once()
    assert re.search(r"before \d+:30 \(Québec", text_of(there.inbox.mails[0]))


def test_a_row_is_leased_to_one_worker_only(office, clock):
    here = office()
    here.ask()
    first = claim(here.ctx, SETTINGS).mail
    assert first is not None
    clock.now += 59.9
    assert claim(here.ctx, SETTINGS).mail is None
    clock.now += 0.2
    second = claim(here.ctx, SETTINGS).mail
    assert (second.row, second.token) == (first.row, first.token)
    assert second.lease_token != first.lease_token
    # The first one comes back from a long wait: the row is not his any more.
    errand = LeasedErrand(here.ctx, SETTINGS, first)
    assert errand.letter() is None
    assert errand.dead is False
    errand.put_back()
    assert here.row(first.code_id).lease_token == second.lease_token


def test_a_clock_that_is_set_back_holds_no_mail_up(office, clock):
    here = office()
    here.ask()
    LeasedErrand(here.ctx, SETTINGS, claim(here.ctx, SETTINGS).mail).put_back()
    clock.now -= 7200
    assert claim(here.ctx, SETTINGS).mail is not None
    clock.now -= 7200
    assert claim(here.ctx, SETTINGS).mail is not None


def test_a_long_talk_holds_on_to_its_lease(office, clock, monkeypatch):
    here = office()
    code = here.ask()
    errand = LeasedErrand(here.ctx, SETTINGS, claim(here.ctx, SETTINGS).mail)
    before = here.row(code).lease_until
    clock.now += 25
    errand.keep()
    assert here.row(code).lease_until == before
    monkeypatch.setattr(errands.time, "monotonic", lambda: errand._held_since + 31.0)
    errand.keep()
    assert here.row(code).lease_until == before + 25


def test_data_ends_before_the_lease(office):
    here = office()
    here.ask()
    settings = MailSettings(lease=10)
    errand = LeasedErrand(here.ctx, settings, claim(here.ctx, settings).mail)
    assert 9.0 < errand.data_seconds <= 9.5


def test_a_mail_whose_key_is_gone_is_given_up(office, relay, options, caplog):
    there = relay()
    code = office(Keys([b"a" * 32])).ask()
    here = office(Keys([b"b" * 32]))
    mailer = worker(here, options(there.port))
    with caplog.at_level(logging.ERROR, "mozaik_tui.mail"):
        assert mailer.run_once() == 0
    assert here.delivery(code) == "failed"
    assert mailer.tally.failed == 1
    assert "key is gone" in caplog.text
    assert there.inbox.mails == []


def test_a_body_cannot_be_moved_to_another_row(office, relay, options):
    here = office()
    first, second = here.ask("a@exemple.example"), here.ask("b@exemple.example")
    body = here.row(first).sealed
    table = outbox_rows.outbox
    here.ctx.store.write(
        lambda tx: tx.execute(table.update().where(table.c.code_id == second).values(sealed=body))
    )
    worker(here, options(relay().port)).run_once()
    assert (here.delivery(first), here.delivery(second)) == ("sent", "failed")


def test_stopping_lets_the_row_go_uncounted(office, clock):
    here = office()
    code = here.ask()
    errand = LeasedErrand(here.ctx, SETTINGS, claim(here.ctx, SETTINGS).mail, lambda: True)
    for step in (errand.keep, errand.letter):
        with pytest.raises(Stopped):
            step()
    errand.put_back(counted=False)
    row = here.row(code)
    assert (row.attempts, row.lease_token, row.next_try_at) == (0, None, clock())


def test_only_due_mail_is_looked_for(office):
    here = office()
    find = {"lease": 60.0, "retry_max": 300.0}
    assert not here.ctx.store.read(lambda tx: outbox_rows.any_due(tx, here.clock(), **find))
    here.ask()
    assert here.ctx.store.read(lambda tx: outbox_rows.any_due(tx, here.clock(), **find))


def test_threads_that_claim_at_once_never_share_a_row(office):
    here = office()
    for _ in range(40):
        here.ask()
    rows, lock, gate = [], threading.Lock(), threading.Barrier(8)

    def take():
        gate.wait()
        while (mail := claim(here.ctx, SETTINGS).mail) is not None:
            with lock:
                rows.append(mail.row)

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rows) == len(set(rows)) == 40
