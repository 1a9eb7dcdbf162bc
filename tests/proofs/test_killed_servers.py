"""The server process is killed at random instants of every call of a sign-up, and parents ask again with the
same key (account-service.md, Idempotency; Atomic): never half an account, never zero mails, never a lost
acknowledged child.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from mozaik_tui.account.contract import ServiceFault

from .town import PASSWORD, child, parent

PROVE = bool(os.environ.get("MOZAIK_PROVE"))
CALLS = ("start_flow", "verify", "set_password", "add_child")
ROUNDS, SEEDS = (240, 6) if PROVE else (8, 1)
PARENTS = 4
LONGEST = {"start_flow": 0.03, "verify": 0.03, "set_password": 0.12, "add_child": 0.03}
"""Seconds from the beginning of a call within which the kill falls, about what it takes from end to end."""
PATIENCE = 120.0


class Street:
    """Parents who sign up one after the other, and whoever wants to know when one begins a call."""

    def __init__(self, town, seed: int) -> None:
        self.town, self.over = town, threading.Event()
        self.seed = seed
        self.done: dict[str, str] = {}
        """The child that was acknowledged, by e-mail."""
        self.under_way: Counter[str] = Counter()
        self._next = iter(range(10**6))
        self._lock = threading.Lock()
        self._begun = threading.Condition()
        self._wanted: str | None = None

    def begins(self, call: str) -> None:
        """Wait until a parent begins this call."""
        with self._begun:
            self._wanted = call
            assert self._begun.wait_for(lambda: self._wanted is None, PATIENCE), f"nobody comes to {call}"

    def ask(self, call: str, *arguments: object, key: str, chance: random.Random):
        """The call's answer, asked for with one key until it comes; now and then once more, for the same answer."""
        limit = time.monotonic() + PATIENCE
        answer = None
        while answer is None:
            with self._begun:
                self.under_way[call] += 1
                if self._wanted == call:
                    self._wanted = None
                    self._begun.notify()
            with suppress(ServiceFault):
                answer = getattr(self.town.services[0], call)(*arguments, key=key)
            with self._begun:
                self.under_way[call] -= 1
            assert time.monotonic() < limit, f"{call} is never answered"
        if chance.random() < 0.3:
            with suppress(ServiceFault):  # killed again: the answer was only to be seen
                assert getattr(self.town.services[0], call)(*arguments, key=key) == answer
        return answer

    def live(self, lane: int) -> None:
        """One parent after the other."""
        chance = random.Random(self.seed * 1000 + lane)
        while not self.over.is_set():
            with self._lock:
                number = next(self._next)
            email, key = parent(number), f"parent-{number:012d}"
            self.town.expected[email] = 1
            more = {"key": key, "chance": chance}
            flow = self.ask("start_flow", email, "fr", **more).flow_token
            code = self.town.post.code(email)
            assert self.ask("verify", flow, code, **more).account == "new"
            opened = self.ask("set_password", flow, PASSWORD, PASSWORD, **more)
            assert opened.created
            linked = self.ask("add_child", opened.session_token, child(number), **more)
            self.done[email] = linked.id


@pytest.mark.parametrize("seed", range(SEEDS))
def test_killed_at_random_instants_of_every_call(found_town, seed):
    town = found_town(1, session_idle=14400)
    chance, street = random.Random(seed), Street(town, seed)
    (process,) = town.processes
    hit: Counter[str] = Counter()
    with ThreadPoolExecutor(PARENTS) as pool:
        living = [pool.submit(street.live, lane) for lane in range(PARENTS)]
        try:
            for number in range(ROUNDS // SEEDS):
                call = CALLS[number % len(CALLS)]
                street.begins(call)
                time.sleep(chance.uniform(0, LONGEST[call]))
                hit[call] += street.under_way[call] > 0
                process.end(signal.SIGKILL)
                if town.database is None:
                    assert town.scalar("PRAGMA integrity_check") == "ok"
                process.start()
                process.wait()
        finally:
            street.over.set()
        for one in living:
            one.result()
    everyone = len(street.done)
    # How many do is a matter of chance: of a few one is enough on a busy machine, of hundreds a third.
    assert sum(hit.values()) >= (ROUNDS // SEEDS // 3 if PROVE else 1), f"most kills hit no call: {hit}"
    for table in ("accounts", "flows", "codes", "links"):
        assert town.scalar(f"SELECT count(*) FROM {table}") == everyone
    for email, linked in street.done.items():
        session = town.services[0].sign_in(email, PASSWORD).session_token
        assert [one.id for one in town.services[0].children(session)] == [linked]
    town.settle()
    assert all({mail.code for mail in town.post.mails(email)} for email in street.done)
    assert town.errors() == []
    print(f"kills that hit: {dict(hit)} of {ROUNDS // SEEDS}; parents: {everyone}")
