"""What only goes wrong where transactions run side by side: each is held open at the worst moment
(account-service.md, Atomic).
"""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from mozaik_tui.account import audit, audit_chain, throttles, tokens
from mozaik_tui.account.context import Context
from mozaik_tui.account.contract import Refusal
from mozaik_tui.account.embedded import open_embedded
from mozaik_tui.account.keys import Keys
from mozaik_tui.account.limits import Limits
from mozaik_tui.account.mail.practice import PracticeTransport
from mozaik_tui.account.mail.worker import Worker
from mozaik_tui.account.passwords import Cost
from mozaik_tui.account.store import clock_rows, open_store, retention_rows

NOW = 1_800_000_000.0
EMAIL, PASSWORD, OTHER = "nadia@example.com", "Kx7$vold8rz", "Wq4%lune9to"
DAY = 86400.0


@pytest.fixture
def ctx(postgresql):
    store = open_store(postgresql, Keys([b"k" * 32]))
    yield Context(store, Keys([b"k" * 32]), Limits(), lambda: NOW)
    store.close()


@pytest.fixture
def parts(postgresql, tmp_path):
    opened = open_embedded(
        data_dir=tmp_path,
        practice=False,
        database=postgresql,
        limits=Limits(resend_wait=0, sends_hour=100, sends_day=100, sends_day_all=100),
        cost=Cost(8, 1),
        helpers=False,
    )
    opened.hashing._count = 4
    yield opened
    opened.close()


class Held:
    """A work that stays open after what it did, until it is let go."""

    def __init__(self, store, work):
        self.done, self.go = threading.Event(), threading.Event()

        def run(tx):
            answer = work(tx)
            self.done.set()
            self.go.wait(20)
            return answer

        self._pool = ThreadPoolExecutor(1)
        self._future = self._pool.submit(store.write, run)
        assert self.done.wait(10)

    def end(self):
        self.go.set()
        return self._future.result()


def waiters(store):
    return store.read(
        lambda tx: tx.exec_driver_sql(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        ).scalar_one()
    )


def until_one_waits(store):
    end = time.monotonic() + 10
    while not waiters(store):
        assert time.monotonic() < end


def verified(parts):
    token = parts.service.start_flow(EMAIL, "fr").flow_token
    box = PracticeTransport(parts.ctx)
    Worker(parts.ctx, box).run_once()
    code = next(word for word in box.mailbox(EMAIL)[0].text.split() if word.isdigit() and len(word) == 6)
    parts.service.verify(token, code)
    return token


def test_a_new_password_ends_the_session_of_a_sign_in_with_the_old_one(parts, monkeypatch):
    """The sign-in has seen that the password is right; the new password comes before its commit."""
    parts.service.set_password(verified(parts), PASSWORD, PASSWORD)
    flow = verified(parts)
    seen, go, real = threading.Event(), threading.Event(), tokens.open_session

    def slow(*arguments):
        monkeypatch.setattr(tokens, "open_session", real)
        seen.set()
        go.wait(20)
        return real(*arguments)

    monkeypatch.setattr(tokens, "open_session", slow)
    with ThreadPoolExecutor(2) as pool:
        signing_in = pool.submit(parts.service.sign_in, EMAIL, PASSWORD)
        assert seen.wait(10)
        replacing = pool.submit(parts.service.set_password, flow, OTHER, OTHER)
        until_one_waits(parts.ctx.store)
        go.set()
        old, new = signing_in.result().session_token, replacing.result().session_token
    assert parts.service.account(new).email == EMAIL
    with pytest.raises(Refusal, match="unauthenticated"):
        parts.service.account(old)


def test_an_account_is_erased_while_others_use_it(parts):
    sessions = [parts.service.set_password(verified(parts), PASSWORD, PASSWORD).session_token]
    sessions += [parts.service.sign_in(EMAIL, PASSWORD).session_token for _ in range(7)]

    def use(session):
        try:
            if session == sessions[0]:
                return parts.service.delete_account(session, PASSWORD)
            return parts.service.children(session)
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(8) as pool:
        answers = Counter(pool.map(use, sessions * 4))
    assert set(answers) <= {None, (), "unauthenticated"}
    assert answers[None] == 1


def test_a_purge_leaves_a_budget_that_begins_anew(ctx):
    key = b"x" * 32

    def take(tx, now):
        return throttles.take(tx, "sends_day", key, limit=5, window=DAY, now=now)

    ctx.store.write(lambda tx: take(tx, NOW - 3 * DAY))
    held = Held(ctx.store, lambda tx: take(tx, NOW))
    assert ctx.store.write(lambda tx: retention_rows.counters_over(tx, NOW - 2 * DAY, NOW)) == 0
    held.end()
    assert ctx.store.write(lambda tx: retention_rows.counters_over(tx, NOW - 2 * DAY, NOW)) == 0
    assert ctx.store.write(lambda tx: take(tx, NOW)).count == 2


def test_a_step_of_the_clock_is_answered_once(ctx):
    """Two processes notice it; the second waits and finds it answered."""
    ctx.store.write(lambda tx: clock_rows.note(tx, NOW))
    settle = lambda tx: clock_rows.settle(tx, ctx.limits, NOW, NOW - 4000)  # noqa: E731
    held = Held(ctx.store, settle)
    with ThreadPoolExecutor(1) as pool:
        second = pool.submit(ctx.store.write, lambda tx: (settle(tx), None))
        until_one_waits(ctx.store)
        held.end()
        second.result()
    assert ctx.store.read(clock_rows.read) == NOW - 4000


def test_first_sealers_at_once_make_one_chain(ctx):
    for _ in range(20):
        ctx.store.write(lambda tx: audit.append(tx, ctx, "tried"))
    with ThreadPoolExecutor(6) as pool:
        linked = list(pool.map(lambda _: audit_chain.seal(ctx), range(6)))
    assert sum(linked) == 20
    report = audit_chain.verify(ctx)
    assert (report.whole, report.checked, report.waiting) == (True, 20, 0)


def test_rows_are_linked_while_others_write(ctx):
    over = threading.Event()

    def write():
        count = 0
        while not over.is_set():
            ctx.store.write(lambda tx: audit.append(tx, ctx, "tried"))
            count += 1
        return count

    with ThreadPoolExecutor(4) as pool:
        writing = [pool.submit(write) for _ in range(3)]
        try:
            linked = sum(audit_chain.seal(ctx) for _ in range(10))
        finally:
            over.set()
        written = sum(one.result() for one in writing)
    linked += audit_chain.seal(ctx)
    assert linked == written
    assert audit_chain.verify(ctx).checked == written


def test_requests_of_one_address_do_not_wait_for_each_others_commits(ctx):
    """A transaction of the school is open; the next request is counted all the same."""
    held = Held(ctx.store, lambda tx: audit.append(tx, ctx, "tried"))

    def take(tx):
        return throttles.take(tx, "requests", b"s" * 32, limit=100, window=60, now=NOW, aligned=True)

    with ThreadPoolExecutor(8) as pool:
        counts = sorted(taken.count for taken in pool.map(lambda _: ctx.store.count(take), range(60)))
    assert counts == list(range(1, 61))
    held.end()


def test_a_budget_taken_at_once_is_never_exceeded(ctx):
    def take(tx):
        taken = throttles.take(tx, "sends_hour", b"m" * 32, limit=5, window=3600, now=NOW, lock=900)
        return type(taken).__name__

    with ThreadPoolExecutor(10) as pool:
        answers = Counter(pool.map(lambda _: ctx.store.write(take), range(50)))
    assert answers == {"Taken": 5, "Locked": 45}
