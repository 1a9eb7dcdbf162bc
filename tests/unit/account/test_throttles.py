"""Budgets in one statement (account-service.md: by one conditional UPDATE … RETURNING)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik_tui.account.store import counter_rows
from mozaik_tui.account.throttles import Locked, Taken, lock_left, take, wait, whole_seconds

KEY = bytes(32)


@pytest.fixture
def ask(store):
    """``take`` at a time, on the store of this test."""

    def make(now, *, limit=3, window=60, kind="k", **more):
        return store.write(lambda tx: take(tx, kind, KEY, limit=limit, window=window, now=now, **more))

    return make


def test_a_window_begins_with_the_first_one(ask):
    assert [ask(at) for at in (10, 20, 30)] == [Taken(1, 10), Taken(2, 10), Taken(3, 10)]
    assert [ask(at) for at in (30, 69.5)] == [Locked(40), Locked(1)]
    assert ask(70) == Taken(1, 70)


def test_an_aligned_window_begins_with_the_minute(ask):
    assert ask(59, aligned=True, limit=1) == Taken(1, 0)
    assert ask(59.5, aligned=True, limit=1) == Locked(1)
    assert ask(60, aligned=True, limit=1) == Taken(1, 60)


def test_the_first_refusal_locks_and_later_ones_lengthen_nothing(ask, store):
    for _ in range(3):
        ask(0, lock=100)
    assert ask(50, lock=100) == Locked(100)
    assert [ask(at, lock=100) for at in (60, 149)] == [Locked(90), Locked(1)]
    assert store.read(lambda tx: lock_left(tx, "k", KEY, now=149)) == 1
    assert ask(150, lock=100) == Taken(1, 150)
    assert store.read(lambda tx: lock_left(tx, "k", KEY, now=150)) == 0


def test_what_is_given_back_can_be_taken_again(ask, store):
    one = ask(0, limit=1)
    store.write(lambda tx: counter_rows.give_back(tx, ("k", KEY, one.started_at)))
    assert store.read(lambda tx: wait(tx, "k", KEY, limit=1, window=60, now=5)) == 0
    two = ask(30, limit=1)
    assert two == Taken(1, 30)
    assert store.read(lambda tx: wait(tx, "k", KEY, limit=1, window=60, now=40)) == 50
    store.write(lambda tx: counter_rows.give_back(tx, ("k", KEY, one.started_at)))  # of a window that is over
    assert isinstance(ask(40, limit=1), Locked)


def test_a_limit_of_nothing_gives_nothing(ask):
    assert ask(0, limit=0) == Locked(60)


def test_waits_are_whole_seconds_within_their_setting():
    assert [whole_seconds(left, 60) for left in (-1, 0, 0.1, 1, 59.01, 61, 1e9)] == [0, 0, 1, 1, 60, 60, 60]


def test_kinds_and_keys_are_apart(ask, store):
    ask(0, limit=1)
    assert ask(0, limit=1, kind="other") == Taken(1, 0)
    assert store.write(lambda tx: take(tx, "k", b"x" * 32, limit=1, window=60, now=0)) == Taken(1, 0)


def test_fifty_at_once_take_what_there_is(ask):
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: ask(0, limit=7), range(50)))
    assert sum(isinstance(answer, Taken) for answer in answers) == 7


def test_a_count_goes_on_under_a_new_key(ask, store):
    ask(0, limit=2)
    new = b"n" * 32
    store.write(lambda tx: counter_rows.adopt(tx, "k", (new, b"-" * 32, KEY)))
    assert store.write(lambda tx: take(tx, "k", new, limit=2, window=60, now=1)) == Taken(2, 0)
    ask(0, limit=2)
    store.write(lambda tx: counter_rows.adopt(tx, "k", (new, KEY)))
    assert isinstance(ask(1, limit=1), Locked)


class Model:
    """A budget as the rule is written, in plain Python."""

    def __init__(self):
        self.started, self.count, self.until = 0.0, 0, None

    def take(self, now, limit, window, lock):
        if self.until is not None:
            if now < self.until:
                return False
            self.count = 0
        elif now >= self.started + window:
            self.count = 0
        self.until = None
        if self.count >= limit:
            self.until = None if lock is None else now + lock
            return False
        if self.count == 0:
            self.started = now
        self.count += 1
        return True


@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(st.integers(0, 40), max_size=25),
    limit=st.integers(1, 4),
    window=st.integers(1, 60),
    lock=st.none() | st.integers(1, 90),
)
def test_the_statement_does_what_the_rule_says(tmp_path_factory, steps, limit, window, lock):
    from mozaik_tui.account.store.sqlite import open_sqlite

    store = open_sqlite(tmp_path_factory.mktemp("model") / "a.sqlite")
    model, now = Model(), 0.0
    for step in steps:
        now += step
        answer = store.write(
            lambda tx, at=now: take(tx, "k", KEY, limit=limit, window=window, now=at, lock=lock)
        )
        assert isinstance(answer, Taken) == model.take(now, limit, window, lock)
        if isinstance(answer, Locked):
            assert 0 < answer.retry_after <= max(window, lock or 0)
    store.close()
