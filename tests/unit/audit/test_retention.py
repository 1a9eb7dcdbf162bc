"""What is kept no longer, and how it goes (account-service.md, Retention)."""

import dataclasses
import logging

import pytest
from sqlalchemy import select

from mozaik_tui.account import audit, audit_chain
from mozaik_tui.account.assist import staff
from mozaik_tui.account.context import Caller
from mozaik_tui.account.limits import Limits
from mozaik_tui.account.mail import outbox
from mozaik_tui.account.mail.practice import PracticeTransport
from mozaik_tui.account.mail.worker import Worker
from mozaik_tui.account.retention import Purged, purge
from mozaik_tui.account.store import (
    retention_rows,
    staff_rows,
)
from mozaik_tui.account.store.tables import metadata
from mozaik_tui.account.store.tables.flows import flows
from mozaik_tui.account.store.tables.idempotency import idempotency
from mozaik_tui.account.store.tables.outbox import outbox as outbox_table

from .rows import (
    DAY,
    EMAIL,
    HOUR,
    add_account,
    add_answer,
    add_flow,
    count,
    take,
)


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


@pytest.mark.parametrize(("used", "ends"), [(0, 30 * 60), (29 * 60, 59 * 60), (3 * HOUR + 2400, 4 * HOUR)])
def test_sessions_go_to_the_second_and_none_that_lives(service, clock, used, ends):
    """Idle or at the end of their life, a day after it; those of the staff after their own."""
    ctx = dataclasses.replace(service(), limits=Limits(staff_ttl=4 * 3600, staff_idle=30 * 60))
    add_account(ctx)
    ctx.store.write(lambda tx: staff.add(tx, ctx, name="lea", role="agent", phc="-", secret=None))
    number = ctx.store.read(lambda tx: staff_rows.find(tx, "lea").id)
    values = {"token": bytes(32), "staff_id": number, "now": clock.now}
    ctx.store.write(lambda tx: staff_rows.open_session(tx, **values))
    for table in ("sessions", "staff_sessions"):
        statement = metadata.tables[table].update().values(active_at=clock.now + used)
        ctx.store.write(lambda tx, statement=statement: tx.execute(statement))
    clock.now += ends + DAY - 1
    assert purge(ctx).sessions == 0
    clock.now += 1
    assert purge(ctx).sessions == 2
    assert (count(ctx, "accounts"), count(ctx, "staff")) == (1, 1)


def test_mismatches_are_counted_for_thirty_days(service, clock):
    ctx = service()
    take(ctx, "child_fails_day")
    clock.now += 30 * DAY - 1
    assert purge(ctx).child_failures == 0
    clock.now += 1
    assert purge(ctx).child_failures == 1
