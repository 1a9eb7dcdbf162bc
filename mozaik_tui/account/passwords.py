"""Passwords are hashed on threads of their own, behind a short queue (account-service.md, Passwords).

Argon2id with the contract's parameters; never on a caller's thread, nor inside a transaction. The queue
holds about two seconds of hashes; verified flows go first, sign-ins hold at most half of it. What does not
fit is told so at once: better than a parent who waits for a minute.
"""

from __future__ import annotations

import base64
import math
import os
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.journey.rules.password import normalise

if TYPE_CHECKING:
    from argon2 import PasswordHasher

Answer = TypeVar("Answer")
Lane = Literal["flow", "sign_in"]

QUEUE_SECONDS = 2.0
_FIRST_GUESS = 0.04
"""Seconds a hash takes, until the first ones were timed."""
_SALT_BYTES, _HASH_BYTES = 16, 32


@dataclass(frozen=True, slots=True)
class Cost:
    """Argon2id's parameters; ``memory`` in KiB."""

    memory: int = 19456
    rounds: int = 2
    lanes: int = 1


@dataclass(slots=True)
class _Lanes:
    """How many have a place in each lane, and the works that wait there."""

    places: dict[Lane, int] = field(default_factory=lambda: {"flow": 0, "sign_in": 0})
    works: dict[Lane, deque[Callable[[], None]]] = field(
        default_factory=lambda: {"flow": deque(), "sign_in": deque()}
    )


class Place:
    """A place in the queue: its holder may hash and verify, one at a time. Texts are taken in NFC."""

    def __init__(self, hashing: Hashing, lane: Lane) -> None:
        self._hashing = hashing
        self._lane = lane

    def make(self, password: str) -> str:
        """The PHC string of a new password."""
        plain = normalise(password)
        return self._hashing.run(self._lane, lambda: self._hashing.hasher.hash(plain))

    def check(self, phc: str | None, password: str) -> bool:
        """Whether the password is the one of ``phc``; without one, the same work for the answer no."""
        plain = normalise(password)
        return self._hashing.run(self._lane, lambda: self._hashing.matches(phc, plain))

    def outdated(self, phc: str) -> bool:
        """Whether a PHC string was made with other parameters than today's."""
        return self._hashing.hasher.check_needs_rehash(phc)


class Hashing:
    """The threads and their queue. They are daemons, started with the first place that is taken."""

    def __init__(self, cost: Cost = Cost(), *, threads: int | None = None) -> None:
        self._cost = cost
        self._count = threads or os.cpu_count() or 1
        self._seconds = _FIRST_GUESS
        self._lanes = _Lanes()
        self._bell = threading.Condition()
        self._running: list[threading.Thread] = []
        self._over = False
        self._hasher: PasswordHasher | None = None

    @property
    def hasher(self) -> PasswordHasher:
        """Argon2, loaded when it is first needed."""
        if self._hasher is None:
            from argon2 import PasswordHasher

            cost = self._cost
            self._hasher = PasswordHasher(
                cost.rounds, cost.memory, cost.lanes, hash_len=_HASH_BYTES, salt_len=_SALT_BYTES
            )
        return self._hasher

    def matches(self, phc: str | None, plain: str) -> bool:
        """Compare, on the calling thread; ``None`` costs what a real one costs."""
        from argon2.exceptions import InvalidHashError, VerificationError

        try:
            return self.hasher.verify(phc or self._nobodys(), plain) and phc is not None
        except (VerificationError, InvalidHashError):
            return False

    def _nobodys(self) -> str:
        """A PHC string with today's parameters that no password leads to."""
        cost = self._cost
        salt, digest = (
            base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=")
            for size in (_SALT_BYTES, _HASH_BYTES)
        )
        return f"$argon2id$v=19$m={cost.memory},t={cost.rounds},p={cost.lanes}${salt}${digest}"

    @contextmanager
    def place(self, lane: Lane) -> Iterator[Place]:
        """Hold a place. ``ServiceFault("service_unavailable")`` with ``retry_after`` when the queue is
        full.
        """
        with self._bell:
            places = self._lanes.places
            room = max(self._count, int(QUEUE_SECONDS / self._seconds * self._count)) + self._count
            most = max(1, room // 2) if lane == "sign_in" else room
            if self._over or sum(places.values()) >= room or places[lane] >= most:
                raise ServiceFault("service_unavailable", retry_after=math.ceil(QUEUE_SECONDS))
            places[lane] += 1
        try:
            yield Place(self, lane)
        finally:
            with self._bell:
                places[lane] -= 1

    def run(self, lane: Lane, work: Callable[[], Answer]) -> Answer:
        """Run a work on one of the threads, behind those that came before in its lane."""
        future: Future[Any] = Future()

        def timed() -> None:
            began = time.perf_counter()
            try:
                future.set_result(work())
            except Exception as error:
                future.set_exception(error)
            self._seconds += (time.perf_counter() - began - self._seconds) * 0.1

        with self._bell:
            if self._over:
                raise ServiceFault
            self._lanes.works[lane].append(timed)
            if len(self._running) < self._count:
                thread = threading.Thread(target=self._loop, name="hashing", daemon=True)
                thread.start()
                self._running.append(thread)
            self._bell.notify()
        answer: Answer = future.result()
        return answer

    def _loop(self) -> None:
        works = self._lanes.works
        while True:
            with self._bell:
                while not (works["flow"] or works["sign_in"]):
                    if self._over:
                        return
                    self._bell.wait()
                work = (works["flow"] or works["sign_in"]).popleft()
            work()

    def close(self) -> None:
        """Finish what waits and end the threads."""
        with self._bell:
            self._over = True
            self._bell.notify_all()
        for thread in self._running:
            thread.join()
