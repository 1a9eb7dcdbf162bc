"""The thread that seals and purges."""

import logging
import threading

import pytest

from mozaik_tui.account import audit, audit_chain, housekeeping, retention
from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.housekeeping import Housekeeper

from .rows import (
    DAY,
    add_answer,
    count,
)


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


def test_a_broken_chain_hinders_no_purge(service, clock):
    ctx = service()
    ctx.store.write(lambda tx: audit.append(tx, ctx, "code_sent"))
    audit_chain.seal(ctx)
    ctx.store.write(lambda tx: tx.exec_driver_sql("UPDATE audit_chain SET head_number = 7"))
    ctx.store.write(lambda tx: audit.append(tx, ctx, "code_sent"))
    add_answer(ctx)
    clock.now += DAY
    Housekeeper(ctx, purge_every=0.0).tick()
    assert count(ctx, "idempotency") == 0
