"""Whoever has the database alone cannot change the audit trail unseen (account-service.md, Audit)."""

import logging
import threading

import pytest
from sqlalchemy import select

from mozaik_tui.account import audit, audit_chain
from mozaik_tui.account.audit_chain import ChainBroken, seal, verify
from mozaik_tui.account.store import audit_rows
from mozaik_tui.account.store.tables.audit import audit as table
from mozaik_tui.account.store.tables.audit import audit_chain as chain
from mozaik_tui.account.store.tables.audit import audit_keys as keys

DAY = 86400.0


def write(ctx, count=1, **more):
    for n in range(count):
        ctx.store.write(lambda tx, n=n: audit.append(tx, ctx, "code_sent", details={"n": n}, **more))


def run(ctx, sql, *values):
    ctx.store.write(lambda tx: tx.exec_driver_sql(sql, values))


def test_an_empty_trail_is_whole(service):
    report = verify(service())
    assert (report.whole, report.checked, report.waiting, report.number) == (True, 0, 0, 0)
    assert seal(service()) == 0


def test_rows_are_linked_in_order(service):
    ctx = service()
    write(ctx, 5, email="ana@exemple.example", subject=b"child")
    assert verify(ctx).waiting == 5
    assert seal(ctx) == 5
    report = verify(ctx)
    assert (report.whole, report.checked, report.waiting, report.number) == (True, 5, 0, 5)
    assert len(report.head) == 16
    write(ctx)
    assert seal(ctx) == 1
    assert verify(ctx).checked == 6


def test_more_than_a_batch(service):
    ctx = service()
    ctx.store.write(lambda tx: [audit.append(tx, ctx, "code_sent") for _ in range(1201)])
    assert seal(ctx) == 1201
    assert verify(ctx).checked == 1201


@pytest.mark.parametrize(
    ("sql", "broken_at", "reason"),
    [
        ("UPDATE audit SET details = '{}' WHERE number = 3", 3, "changed"),
        ("UPDATE audit SET event = 'code_used' WHERE number = 3", 3, "changed"),
        ("UPDATE audit SET at = at + 1 WHERE number = 3", 3, "changed"),
        ("UPDATE audit SET email = NULL WHERE number = 3", 3, "changed"),
        ("UPDATE audit SET subject = x'00' WHERE number = 1", 1, "changed"),
        ("UPDATE audit SET link = NULL WHERE number = 2", 2, "changed"),
        ("DELETE FROM audit WHERE number = 3", 3, "missing"),
        ("DELETE FROM audit WHERE number = 1", 1, "missing"),
        ("DELETE FROM audit WHERE number = 5", 5, "truncated"),
        ("DELETE FROM audit", 1, "truncated"),
        ("UPDATE audit SET number = NULL, link = NULL WHERE number = 2", 2, "missing"),
        ("UPDATE audit SET number = -2 WHERE number = 2", 2, "missing"),
        ("UPDATE audit SET number = 0 WHERE number = 2", 0, "inserted"),
        ("UPDATE audit SET number = 9 WHERE number = 5", 9, "inserted"),
        ("DELETE FROM audit_chain", 0, "anchor"),
        ("UPDATE audit_chain SET anchor_number = 2", 2, "anchor"),
        ("UPDATE audit_chain SET anchor_mac = x'00'", 0, "anchor"),
        ("UPDATE audit_chain SET head_number = 4", 4, "head"),
        ("UPDATE audit_chain SET head_link = x'00'", 5, "head"),
        ("DELETE FROM audit_keys", 1, "key"),
        ("UPDATE audit_keys SET sealed = x'00'", 1, "key"),
    ],
)
def test_every_change_is_found(service, sql, broken_at, reason):
    ctx = service()
    write(ctx, 5, email="ana@exemple.example", subject=b"child")
    seal(ctx)
    run(ctx, sql.replace("x'00'", r"'\x00'") if ctx.store.dialect == "postgresql" else sql)
    report = verify(ctx)
    assert (report.whole, report.broken_at, report.reason) == (False, broken_at, reason)


def test_two_rows_that_change_places(service):
    ctx = service()
    write(ctx, 5)
    seal(ctx)
    for sql in ("-2 WHERE number = 2", "2 WHERE number = 3", "3 WHERE number = -2"):
        run(ctx, f"UPDATE audit SET number = {sql}")
    assert (verify(ctx).broken_at, verify(ctx).reason) == (2, "changed")


def test_an_older_end_without_its_rows_back_is_found(service):
    """Someone who kept the end of yesterday cannot use it to cut off today's rows and have others linked."""
    ctx = service()
    write(ctx, 3)
    seal(ctx)
    old = ctx.store.read(lambda tx: tx.execute(select(chain)).one())
    write(ctx, 2)
    seal(ctx)
    ctx.store.write(lambda tx: tx.execute(chain.update().values(**old._asdict())))
    assert (verify(ctx).broken_at, verify(ctx).reason) == (4, "inserted")


def test_the_chain_is_another_ones_under_another_key(service):
    ctx = service()
    write(ctx, 2)
    seal(ctx)
    assert verify(service([b"x" * 32])).reason == "anchor"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_chain SET head_number = 1",
        "DELETE FROM audit_chain",
        "DELETE FROM audit_keys",
        "UPDATE audit_keys SET from_number = 90",
    ],
)
def test_nothing_is_linked_to_a_broken_end(service, sql):
    ctx = service()
    write(ctx, 3)
    seal(ctx)
    run(ctx, sql)
    write(ctx)
    with pytest.raises(ChainBroken):
        seal(ctx)
    assert verify(ctx).waiting == 1
    assert not verify(ctx).whole


def test_sealers_at_once_link_each_row_once(service):
    ctx = service()
    write(ctx, 60)
    gate, others = threading.Barrier(4), [service() for _ in range(4)]
    counts = []

    def work(other):
        gate.wait()
        counts.append(seal(other))

    threads = [threading.Thread(target=work, args=(other,)) for other in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 60
    assert verify(ctx).checked == 60


def test_only_the_oldest_run_is_cut_and_an_anchor_stays(service, clock):
    ctx = service()
    write(ctx, 3)
    clock.now += 100 * DAY
    write(ctx, 2)
    clock.now -= 50 * DAY  # a row that is dated back in the middle does not open a hole
    write(ctx)
    clock.now += 100 * DAY
    write(ctx)
    seal(ctx)
    assert audit_chain.cut(ctx, clock.now - 60 * DAY) == 3
    report = verify(ctx)
    assert (report.whole, report.checked, report.number) == (True, 4, 7)
    assert audit_chain.cut(ctx, clock.now - 60 * DAY) == 0
    assert audit_chain.cut(ctx, clock.now + DAY) == 4
    assert (verify(ctx).whole, verify(ctx).checked, verify(ctx).number) == (True, 0, 7)
    write(ctx)
    seal(ctx)
    assert (verify(ctx).checked, verify(ctx).number) == (1, 8)


def test_cutting_in_batches(service, clock):
    ctx = service()
    assert audit_chain.cut(ctx, clock.now) == 0
    ctx.store.write(lambda tx: [audit.append(tx, ctx, "code_sent") for _ in range(1100)])
    seal(ctx)
    clock.now += DAY
    write(ctx)
    seal(ctx)
    assert audit_chain.cut(ctx, clock.now) == 1100
    assert verify(ctx).whole


def test_rows_that_wait_are_never_cut(service, clock):
    ctx = service()
    write(ctx, 2)
    clock.now += 500 * DAY
    assert audit_chain.cut(ctx, clock.now) == 0
    assert verify(ctx).waiting == 2


@pytest.mark.parametrize(
    "sql", ["UPDATE audit SET event = 'x' WHERE number = 2", "UPDATE audit_chain SET head_number = 9"]
)
def test_a_break_is_never_cut_away(service, clock, caplog, sql):
    ctx = service()
    write(ctx, 4)
    seal(ctx)
    run(ctx, sql)
    with caplog.at_level(logging.ERROR, "mozaik_tui.audit"):
        assert audit_chain.cut(ctx, clock.now + DAY) == 0
    assert "audit chain broken" in caplog.text
    assert not verify(ctx).whole


def test_a_row_missing_where_the_cut_ends(service, clock):
    ctx = service()
    write(ctx, 2)
    clock.now += DAY
    write(ctx, 2)
    seal(ctx)
    run(ctx, "DELETE FROM audit WHERE number = 2")
    assert audit_chain.cut(ctx, clock.now) == 0


def test_the_chain_goes_on_under_a_new_key_and_forgets_the_old_one(service, clock):
    old, new = b"o" * 32, b"n" * 32
    before = service([old])
    write(before, 3)
    seal(before)
    both = service([new, old])
    assert audit_chain.rekey(both) == 1
    assert audit_chain.rekey(both) == 0
    clock.now += DAY
    write(both, 2)
    seal(both)
    after = service([new])
    assert (verify(after).whole, verify(after).checked) == (True, 5)
    assert len(after.store.read(audit_rows.keys)) == 2
    assert audit_chain.cut(after, clock.now) == 3
    assert after.store.read(audit_rows.keys)[0][0] == 4
    assert verify(after).checked == 2


def test_rekeying_twice_without_a_row_between(service):
    a, b, c = b"a" * 32, b"b" * 32, b"c" * 32
    first = service([a])
    assert audit_chain.rekey(first) == 0
    write(first)
    seal(first)
    assert audit_chain.rekey(service([b, a])) == 1
    assert audit_chain.rekey(service([c, b])) == 1
    last = service([c])
    write(last)
    assert seal(last) == 1
    assert verify(last).checked == 2


def test_a_broken_end_is_never_signed_anew(service):
    old, new = b"o" * 32, b"n" * 32
    before = service([old])
    write(before, 2)
    seal(before)
    run(before, "UPDATE audit_chain SET head_number = 1")
    with pytest.raises(ChainBroken):
        audit_chain.rekey(service([new, old]))


def test_a_second_key_of_a_part_is_bound_to_its_place(service):
    ctx = service()
    write(ctx, 2)
    seal(ctx)
    sealed = ctx.store.read(lambda tx: tx.execute(select(keys.c.sealed)).scalar_one())
    ctx.store.write(lambda tx: tx.execute(keys.insert(), {"from_number": 2, "sealed": sealed}))
    assert (verify(ctx).broken_at, verify(ctx).reason) == (2, "key")


def test_a_key_that_begins_after_its_rows(service):
    ctx = service()
    write(ctx, 3)
    seal(ctx)

    def work(tx):
        tx.execute(keys.delete())
        audit_chain._put_fresh_key(tx, ctx, 2)

    ctx.store.write(work)
    assert (verify(ctx).broken_at, verify(ctx).reason) == (1, "key")
    assert ctx.store.read(lambda tx: tx.execute(select(table.c.id)).all())
