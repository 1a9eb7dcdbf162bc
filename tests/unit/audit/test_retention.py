"""What is kept no longer, and what is made anew after a change of keys (account-service.md, Retention,
Keys).
"""

import logging
import secrets
import threading

import pytest
from sqlalchemy import func, select

from mozaik_tui.account import audit, audit_chain, housekeeping, retention, throttles
from mozaik_tui.account.assist import staff
from mozaik_tui.account.context import Caller
from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.housekeeping import Housekeeper
from mozaik_tui.account.mail import outbox
from mozaik_tui.account.mail.options import MailSettings
from mozaik_tui.account.mail.practice import PracticeTransport
from mozaik_tui.account.mail.worker import Worker
from mozaik_tui.account.retention import Purged, purge
from mozaik_tui.account.store import (
    account_rows,
    code_rows,
    key_rows,
    retention_rows,
    session_rows,
    staff_rows,
)
from mozaik_tui.account.store.tables import metadata
from mozaik_tui.account.store.tables.flows import flows
from mozaik_tui.account.store.tables.idempotency import idempotency
from mozaik_tui.account.store.tables.links import links
from mozaik_tui.account.store.tables.meta import key_uses
from mozaik_tui.account.store.tables.outbox import outbox as outbox_table
from mozaik_tui.account.store.tables.registry_pointer import registry_pointer

HOUR, DAY = 3600.0, 86400.0
EMAIL = "ana.lopez@exemple.example"


def count(ctx, name):
    query = select(func.count()).select_from(metadata.tables[name])
    return ctx.store.read(lambda tx: tx.execute(query).scalar_one())


def add_flow(ctx, *, with_mail=True):
    def work(tx):
        now = ctx.clock()
        flow = tx.execute(
            flows.insert().returning(flows.c.id),
            {
                "token": secrets.token_bytes(32),
                "salt": bytes(16),
                "email_key": bytes(32),
                "mailbox_key": bytes(32),
                "email": b"",
                "language": "fr",
                "state": "code_sent",
                "kind": None,
                "created_at": now,
                "active_at": now,
                "sent_at": now,
                "dead": False,
            },
        ).scalar_one()
        code = code_rows.add(tx, flow, bytes(32), now=now, ttl=1200, cap=3600, after_handover=600)
        if with_mail:
            outbox.enqueue_code(tx, ctx, Caller(), code_id=code, email=EMAIL, language="fr", code="012345")
        return flow

    return ctx.store.write(work)


def add_account(ctx, email=EMAIL):
    def work(tx):
        account = account_rows.add(
            tx,
            email_key=ctx.keys.mac("email", email),
            email=account_rows.seal_email(ctx.keys, email, email),
            language="fr",
            password="phc",
            now=ctx.clock(),
        )
        session_rows.add(tx, token=secrets.token_bytes(32), account_id=account, now=ctx.clock())
        return account

    return ctx.store.write(work)


def add_answer(ctx):
    values = {
        "id": secrets.token_bytes(32),
        "fingerprint": bytes(32),
        "owner": bytes(16),
        "lease_until": 0.0,
        "created_at": ctx.clock(),
        "answer": b"x",
    }
    ctx.store.write(lambda tx: tx.execute(idempotency.insert(), values))


def take(ctx, kind, window=DAY):
    ctx.store.write(lambda tx: throttles.take(tx, kind, bytes(32), limit=9, window=window, now=ctx.clock()))


def test_flows_go_a_day_after_their_end_and_their_codes_with_them(service, clock):
    ctx = service()
    add_flow(ctx)
    clock.now += 30 * 60 + DAY - 1
    assert purge(ctx).flows == 0
    clock.now += 1
    done = purge(ctx)
    assert (done.flows, count(ctx, "flows"), count(ctx, "codes")) == (1, 0, 0)
    assert count(ctx, "outbox") == 0


def test_a_flow_that_was_used_lives_from_its_last_use_to_its_longest_life(service, clock):
    ctx = service()
    flow = add_flow(ctx, with_mail=False)
    ctx.store.write(lambda tx: tx.execute(flows.update().values(active_at=clock.now + HOUR)))
    clock.now += HOUR + DAY - 1
    assert purge(ctx).flows == 0
    clock.now += 1
    assert purge(ctx).flows == 1
    assert flow


def test_sessions_go_a_day_after_their_end_and_accounts_stay(service, clock):
    ctx = service()
    add_account(ctx)
    clock.now += 30 * 60 + DAY
    assert purge(ctx).sessions == 1
    assert count(ctx, "accounts") == 1


def test_counters_and_failures_of_children(service, clock):
    ctx = service()
    take(ctx, "sends_hour")
    take(ctx, "child_fails_day")
    clock.now += 2 * DAY - 1
    assert purge(ctx).counters == 0
    clock.now += 1
    assert (purge(ctx).counters, count(ctx, "counters")) == (1, 1)
    clock.now += 28 * DAY
    assert (purge(ctx).child_failures, count(ctx, "counters")) == (1, 0)


def test_a_lock_that_holds_is_not_forgotten(service, clock):
    ctx = service()
    take(ctx, "sends_hour")
    ctx.store.write(
        lambda tx: tx.exec_driver_sql(f"UPDATE counters SET locked_until = {clock.now + 3 * DAY}")
    )
    clock.now += 2.5 * DAY
    assert purge(ctx).counters == 0
    clock.now += DAY
    assert purge(ctx).counters == 1


def test_kept_answers_and_practice_mails_go_after_a_day(service, clock):
    ctx = service()
    add_answer(ctx)
    add_flow(ctx)
    transport = PracticeTransport(ctx)
    Worker(ctx, transport).run_once()
    assert len(transport.mailbox(EMAIL)) == 1
    clock.now += DAY - 1
    assert (purge(ctx).answers, len(transport.mailbox(EMAIL))) == (0, 1)
    clock.now += 1
    done = purge(ctx)
    assert (done.answers, done.practice_mails, done.mails) == (1, 1, 1)
    assert transport.mailbox(EMAIL) == ()
    clock.now += 2 * DAY
    purge(ctx)
    assert count(ctx, "mail_turns") == 0


def test_a_notice_is_tried_for_five_days(service, clock):
    ctx = service()
    ctx.store.write(
        lambda tx: outbox.enqueue_notice(
            tx, ctx, Caller(), kind="password_changed", email=EMAIL, language="fr"
        )
    )
    clock.now += 5 * DAY - 1
    purge(ctx)
    assert ctx.store.read(lambda tx: tx.execute(select(outbox_table.c.state)).scalar_one()) == "queued"
    clock.now += 1
    purge(ctx)
    row = ctx.store.read(lambda tx: tx.execute(select(outbox_table)).one())
    assert (row.state, row.sealed) == ("failed", None)
    clock.now += DAY
    assert purge(ctx).mails == 1


def test_the_audit_trail_is_kept_for_a_year(service, clock):
    ctx = service()
    ctx.store.write(lambda tx: audit.append(tx, ctx, "code_sent"))
    clock.now += 365 * DAY
    ctx.store.write(lambda tx: audit.append(tx, ctx, "code_sent"))
    assert purge(ctx).audit == 0
    clock.now += 1
    assert purge(ctx).audit == 1
    report = audit_chain.verify(ctx)
    assert (report.whole, report.checked, report.number) == (True, 1, 2)


def test_a_broken_chain_stops_nothing_else(service, clock, caplog):
    ctx = service()
    ctx.store.write(lambda tx: audit.append(tx, ctx, "code_sent"))
    purge(ctx)
    ctx.store.write(lambda tx: tx.exec_driver_sql("UPDATE audit_chain SET head_number = 7"))
    ctx.store.write(lambda tx: audit.append(tx, ctx, "code_sent"))
    add_answer(ctx)
    clock.now += 400 * DAY
    with caplog.at_level(logging.ERROR):
        done = purge(ctx)
    assert (done.answers, done.audit) == (1, 0)
    assert "audit chain broken" in caplog.text


def test_many_rows_go_in_small_transactions(service, clock, monkeypatch):
    ctx = service()
    monkeypatch.setattr(retention_rows, "BATCH", 500)
    values = {"fingerprint": bytes(32), "owner": bytes(16), "lease_until": 0.0, "created_at": clock.now}
    rows = [{"id": n.to_bytes(32, "big"), **values} for n in range(1201)]
    ctx.store.write(lambda tx: tx.execute(idempotency.insert(), rows))
    clock.now += DAY
    sizes = []
    real = retention_rows.answers_over

    def seen(tx, before):
        sizes.append(real(tx, before))
        return sizes[-1]

    monkeypatch.setattr(retention_rows, "answers_over", seen)
    assert purge(ctx).answers == 1201
    assert sizes == [500, 500, 201, 0]


@pytest.mark.parametrize("address_of", ["sqlite"], indirect=True)
def test_purging_twice_finds_nothing_and_cuts_the_log(service, clock, tmp_path):
    ctx = service()
    add_flow(ctx)
    clock.now += 3 * DAY
    assert purge(ctx) != Purged()
    assert purge(ctx) == Purged()
    assert (tmp_path / "accounts.sqlite-wal").stat().st_size == 0


@pytest.mark.parametrize("address_of", ["sqlite"], indirect=True)
def test_what_was_erased_cannot_be_read_from_the_file(service, clock, tmp_path):
    ctx = service()
    add_flow(ctx)
    sealed = ctx.store.read(lambda tx: tx.execute(select(outbox_table.c.sealed)).scalar_one())
    ctx.store.truncate_log()
    assert sealed in (tmp_path / "accounts.sqlite").read_bytes()
    clock.now += 3 * DAY
    purge(ctx)
    for name in ("accounts.sqlite", "accounts.sqlite-wal"):
        assert sealed not in (tmp_path / name).read_bytes()


OLD, NEW = b"o" * 32, b"n" * 32


def recorded(ctx, since=None):
    """As at the opening of a service: the first key is on record."""
    ctx.store.write(lambda tx: key_rows.record(tx, ctx.keys, ctx.clock() if since is None else since))
    return ctx


def add_link(ctx, account):
    public = "a" * 32
    values = {
        "public_id": public,
        "account_id": account,
        "child_key": bytes(16),
        "family_place": 0,
        "guardian_place": 0,
        "typed": ctx.keys.seal("typed", b'["x","y","z","file_number","12"]', bound=public.encode()),
        "linked_at": ctx.clock(),
    }
    ctx.store.write(lambda tx: tx.execute(links.insert(), values))


def test_after_a_change_of_keys_all_that_lasts_is_made_anew(service, clock):
    before = recorded(service([OLD]))
    account = add_account(before)
    add_account(before, "bob@exemple.example")
    add_link(before, account)
    add_flow(before)
    agent = {"role": "agent", "phc": "-"}
    before.store.write(lambda tx: staff.add(tx, before, name="lea", secret=b"s" * 20, **agent))
    before.store.write(lambda tx: staff.add(tx, before, name="max", secret=None, **agent))
    before.store.write(lambda tx: audit.append(tx, before, "code_sent"))
    audit_chain.seal(before)
    clock.now += 1
    both = recorded(service([NEW, OLD]))
    assert (
        purge(both).rekeyed == 5
    )  # two accounts, the mail that waits, an app's secret, the audit chain's key
    assert purge(both).rekeyed == 0
    after = service([NEW])
    row = after.store.read(lambda tx: account_rows.get(tx, after.keys, account))
    assert row.email == EMAIL
    assert after.store.read(lambda tx: account_rows.find(tx, after.keys.macs("email", EMAIL))) is not None
    typed = after.store.read(lambda tx: tx.execute(select(links.c.typed)).scalar_one())
    assert b"file_number" in after.keys.open("typed", typed, bound=b"a" * 32)
    sealed = after.store.read(lambda tx: staff_rows.find(tx, "lea").totp)
    assert after.keys.open("staff_totp", sealed, bound=b"lea") == b"s" * 20
    transport = PracticeTransport(after, MailSettings())
    Worker(after, transport).run_once()
    assert len(transport.mailbox(EMAIL)) == 1
    assert audit_chain.verify(after).whole


def test_an_old_key_may_go_when_nothing_is_left_under_it(service, clock):
    before = recorded(service([OLD]))
    add_account(before)
    add_answer(before)
    take(before, "child_fails_day")
    clock.now += 10
    both = recorded(service([NEW, OLD]))
    assert purge(both).old_keys == 0
    clock.now += 3 * DAY
    assert purge(both).old_keys == 0  # the child's failures are still counted under it
    clock.now += 30 * DAY
    assert purge(both).old_keys == 1
    in_use = both.store.read(lambda tx: set(tx.execute(select(key_uses.c.key_id)).scalars()))
    assert in_use == {both.keys.ids[0]}
    assert purge(both).old_keys == 0


def test_a_registry_under_an_old_key_holds_it_back(service, clock):
    before = recorded(service([OLD]))
    clock.now += 10
    both = recorded(service([NEW, OLD]))
    values = {
        "id": 1,
        "generation": 1,
        "place": "registry-1.sqlite",
        "imported_at": clock.now,
        "pupils": 1,
        "guardian_links": 1,
        "school_bodies": 1,
        "made_under": before.keys.ids[0],
    }
    both.store.write(lambda tx: tx.execute(registry_pointer.insert(), values))
    assert purge(both).old_keys == 0
    both.store.write(lambda tx: tx.execute(registry_pointer.update().values(made_under=both.keys.ids[0])))
    assert purge(both).old_keys == 1


def test_what_no_key_opens_stays_as_it_is(service, clock):
    lost = service([b"l" * 32])
    add_account(lost)
    add_flow(lost)
    lost.store.write(lambda tx: staff.add(tx, lost, name="lea", role="agent", phc="-", secret=b"s" * 20))
    both = service([NEW, OLD])
    assert purge(both).rekeyed == 0
    assert count(both, "accounts") == 1


def test_a_broken_chain_is_not_signed_with_a_new_key(service, clock, caplog):
    before = service([OLD])
    before.store.write(lambda tx: audit.append(tx, before, "code_sent"))
    purge(before)
    before.store.write(lambda tx: tx.exec_driver_sql("UPDATE audit_chain SET head_number = 7"))
    with caplog.at_level(logging.ERROR):
        purge(service([NEW, OLD]))
    assert "its keys stay as they are" in caplog.text


# -- the thread that does it
# ------------------------------------------------------------------------------------


def wait_for(condition, seconds=10.0):
    tick = threading.Event()
    for _ in range(int(seconds / 0.01)):
        if condition():
            return
        tick.wait(0.01)
    pytest.fail("it never came")


def test_rows_are_linked_within_a_second(service):
    ctx = service()
    keeper = Housekeeper(ctx, purge_every=None)
    keeper.start()
    ctx.store.write(lambda tx: audit.append(tx, ctx, "code_sent"))
    wait_for(lambda: audit_chain.verify(ctx).checked == 1, 1.5)
    assert keeper.stop()
    assert Housekeeper(ctx).stop()


def test_the_purge_comes_with_time(service, clock, monkeypatch):
    ctx = service()
    add_answer(ctx)
    clock.now += DAY
    times = iter([0.0, 59.0, 60.0, 60.0, 61.0, 3661.0, 3661.0])
    monkeypatch.setattr(housekeeping.time, "monotonic", lambda: next(times))
    done = []
    monkeypatch.setattr(retention, "purge", done.append)
    keeper = Housekeeper(ctx)
    for expected in (0, 1, 1, 2):
        keeper.tick()
        assert len(done) == expected


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ServiceFault("storage_busy"), "storage_busy"),
        (audit_chain.ChainBroken(3, "head"), "audit chain broken: head at 3"),
        (ZeroDivisionError("secret@exemple.example"), "ZeroDivisionError"),
    ],
)
def test_whatever_fails_is_told_once_and_tried_again(service, monkeypatch, caplog, error, told):
    calls = []

    def fail(ctx):
        calls.append(1)
        raise error

    monkeypatch.setattr(audit_chain, "seal", fail)
    keeper = Housekeeper(service())
    with caplog.at_level(logging.ERROR):
        keeper.tick()
        keeper.tick()
    assert len(calls) == 2
    assert caplog.text.count(told) == 1
    assert "secret" not in caplog.text
