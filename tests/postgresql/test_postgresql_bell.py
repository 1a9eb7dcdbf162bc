"""Mail workers hear of a mail by LISTEN where they have a session of their own (account-service.md, Growing)."""

import tempfile
import threading
import time
from pathlib import Path

import pytest

from mozaik_tui.account.assist.bell import CHANNEL
from mozaik_tui.account.context import Caller
from mozaik_tui.account.embedded import open_embedded
from mozaik_tui.account.mail import outbox, worker
from mozaik_tui.account.mail.practice import PracticeTransport
from mozaik_tui.account.mail.worker import Worker
from mozaik_tui.account.store.postgresql import bell, kept_session
from mozaik_tui.account.store.postgresql.notices import Notices

from .pooler import Pooler

PATIENCE = 60
EMAIL = "nadia@example.com"


def until(condition):
    limit = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.01)


@pytest.fixture
def rung(monkeypatch):
    """Without a bell nobody would look for a day."""
    monkeypatch.setattr(worker, "POLL_SECONDS", 86400.0)
    monkeypatch.setattr(worker, "HEARING_SECONDS", 86400.0)


def opened(folder, database, **more):
    return open_embedded(data_dir=folder, practice=False, database=database, direct=database, **more)


def test_a_mail_of_another_process_is_heard(postgresql, tmp_path, rung):
    front = opened(tmp_path, postgresql, deliver=False)
    carrier = Worker(front.ctx, PracticeTransport(front.ctx), direct=postgresql)
    carrier.start()
    try:
        until(lambda: carrier._listener.hears)
        for number in range(3):
            token = front.service.start_flow(f"p{number}@example.com", "fr").flow_token
            until(lambda token=token: front.service.flow(token).delivery == "sent")
        assert carrier.tally.sent == 3
    finally:
        carrier.stop()
        front.close()


def test_what_was_put_in_before_anybody_listened_is_found(postgresql, tmp_path, rung):
    front = opened(tmp_path, postgresql, helpers=False)
    carrier = Worker(front.ctx, PracticeTransport(front.ctx), direct=postgresql)
    carrier.start()
    try:
        # It hears before it wakes the workers: what they look for then must not be there yet.
        until(lambda: carrier._rung and len(carrier._bell._waiters) == len(carrier._threads))
        front.ctx.store.write(
            lambda tx: outbox.enqueue_notice(
                tx, front.ctx, Caller(), kind="password_changed", email=EMAIL, language="fr"
            )
        )
        assert carrier.tally.sent == 0
        bell.ring_once(postgresql)
        until(lambda: carrier.tally.sent == 1)
    finally:
        carrier.stop()
        front.close()


def test_a_server_that_went_away_is_heard_again(postgresql_server, monkeypatch):
    monkeypatch.setattr(kept_session, "PAUSE_SECONDS", 0.05)
    heard, names = threading.Event(), []
    name = postgresql_server.make()
    url = postgresql_server.url(name)
    listener, ringer, notices = bell.Listener(url, heard.set), bell.Ringer(url), Notices(url, names.append)
    kept = (listener, ringer, notices)
    for each in kept:
        each.start()

    def ring():
        ringer.wake()
        return heard.wait(0.1)

    def tell():
        with kept_session.connected(url) as session:
            session.execute(f"NOTIFY {CHANNEL}, 'an assist'")
        return names

    try:
        until(lambda: listener.hears)
        until(tell)
        postgresql_server.stop("crash")
        until(lambda: not listener.hears)
        postgresql_server.start()
        until(lambda: listener.hears)
        heard.clear()
        names.clear()
        until(ring)
        until(tell)
        assert set(names) == {"an assist"}
    finally:
        for each in kept:
            each.stop()
        postgresql_server.drop(name)


def test_behind_a_pooler_nobody_relies_on_the_bell(postgresql_server):
    """Whoever listens there hears nothing, and goes on asking once a second."""
    name = postgresql_server.make()
    with tempfile.TemporaryDirectory(prefix="pool-") as folder:
        pooler = Pooler(Path(folder), postgresql_server._data, name, connections=2)
        heard = threading.Event()
        listener = bell.Listener(pooler.url, heard.set)
        listener.start()
        until(lambda: pooler.transactions >= 2)  # it has begun to listen, and has tried its own ears
        bell.ring_once(pooler.url)
        assert not heard.is_set()
        assert not listener.hears
        listener.stop()
        pooler.close()
    postgresql_server.drop(name)


def test_several_rings_are_one(postgresql_server):
    """Who signs up never waits for the bell, however often it is pulled."""
    ringer = bell.Ringer("postgresql://nobody@192.0.2.1/none")
    started = time.monotonic()
    for _ in range(10_000):
        ringer.wake()
    assert time.monotonic() - started < PATIENCE
    ringer.stop()
