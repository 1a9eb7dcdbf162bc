"""What a purge makes anew after a key was changed, and when the old key may go (account-service.md, Keys)."""

import logging

import pytest
from sqlalchemy import select

from mozaik_tui.account import audit, audit_chain, idempotency
from mozaik_tui.account.assist import staff
from mozaik_tui.account.child_tries import forget_tries, take_try
from mozaik_tui.account.contract import Refusal, Verified
from mozaik_tui.account.mail.options import MailSettings
from mozaik_tui.account.mail.practice import PracticeTransport
from mozaik_tui.account.mail.worker import Worker
from mozaik_tui.account.retention import purge
from mozaik_tui.account.store import (
    account_rows,
    key_rows,
    staff_rows,
)
from mozaik_tui.account.store.tables.links import links
from mozaik_tui.account.store.tables.meta import key_uses
from mozaik_tui.account.store.tables.registry_pointer import registry_pointer

from .rows import (
    DAY,
    EMAIL,
    NEW,
    OLD,
    add_account,
    add_answer,
    add_flow,
    add_link,
    count,
    recorded,
    take,
)


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
        purge(recorded(service([NEW, OLD])))
    assert "its keys stay as they are" in caplog.text


def test_a_broken_chain_holds_the_key_back_that_it_can_be_looked_into_with(service, clock):
    before = recorded(service([OLD]))
    before.store.write(lambda tx: audit.append(tx, before, "code_sent"))
    purge(before)
    before.store.write(lambda tx: tx.exec_driver_sql("UPDATE audit_chain SET head_number = 7"))
    clock.now += 10
    both = recorded(service([NEW, OLD]))
    clock.now += 40 * DAY
    assert purge(both).old_keys == 0
    before.store.write(lambda tx: tx.exec_driver_sql("UPDATE audit_chain SET head_number = 1"))
    assert purge(both).old_keys == 1


def test_a_key_that_is_put_back_in_front_counts_from_then(service, clock):
    """What was made under the other one meanwhile lives on under it."""
    recorded(service([OLD]))
    clock.now += 10
    both = recorded(service([NEW, OLD]))
    add_account(both)
    clock.now += 10
    back = service([OLD, NEW])
    assert not back.store.read(lambda tx: key_rows.check(tx, back.keys))
    recorded(back)
    assert back.store.read(lambda tx: key_rows.check(tx, back.keys))
    assert purge(back).old_keys == 0
    clock.now += 40 * DAY
    assert purge(back).old_keys == 1


def test_a_new_key_gives_no_new_tries_for_a_child(service, clock):
    before, now = service([OLD]), clock()

    def take(ctx):
        return ctx.store.write(lambda tx: take_try(tx, ctx, EMAIL, now))

    assert not any(isinstance(take(before), Refusal) for _ in range(before.limits.child_fails_hour))
    both = service([NEW, OLD])
    refusal = take(both)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "child_locked"
    assert both.store.write(lambda tx: forget_tries(tx, both, EMAIL, now))
    assert not isinstance(take(both), Refusal)


def test_what_a_dead_call_left_under_an_old_key_is_taken_over(service, clock):
    before, both = service([OLD]), service([NEW, OLD])

    def begin(ctx):
        what = idempotency.wish(ctx, "call", "space", "k" * 16, {"a": 1})
        return ctx.store.write(lambda tx: idempotency.begin(tx, ctx, what, clock()))

    first = begin(before)
    assert isinstance(first, idempotency.Held)
    assert isinstance(begin(both), idempotency.UnderWay)
    clock.now += idempotency.LEASE
    assert isinstance(begin(both), idempotency.Held)
    with pytest.raises(idempotency.Lost):  # it was only slow
        before.store.write(lambda tx: idempotency.end(tx, before, first, Verified("new")))
