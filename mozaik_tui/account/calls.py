"""What every call has in common: its budget, its token, its idempotency key, its transactions."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from mozaik_tui.account import budgets, idempotency, inputs
from mozaik_tui.account.clock import SteadyClock
from mozaik_tui.account.contract import Refusal, ServiceFault
from mozaik_tui.account.idempotency import Held, Kept, Lost, UnderWay
from mozaik_tui.account.passwords import Hashing, Lane, Place
from mozaik_tui.account.store import clock_rows

if TYPE_CHECKING:
    from mozaik_tui.account.context import Caller, Context
    from mozaik_tui.account.store import Tx

Subject = TypeVar("Subject")
Answer = TypeVar("Answer")
Prepared = TypeVar("Prepared")
Hashed = TypeVar("Hashed")

TWIN_PATIENCE = 10.0
"""Seconds that a twin of a call under way waits for its answer."""
_LOOK_AGAIN = 0.05


@dataclass(frozen=True, slots=True)
class Office:
    """What all callers of one service share."""

    ctx: Context
    hashing: Hashing
    twin_patience: float = TWIN_PATIENCE
    done: threading.Condition = field(default_factory=threading.Condition)


@dataclass(frozen=True, slots=True)
class Call(Generic[Subject]):
    """A call as it came in. ``subject`` finds whom it is about by its token, or answers at once where there
    is none.

    ``shape`` is the refusal of arguments that are of the wrong type. Only a call with a ``name`` may carry an
    idempotency ``key``: ``space`` is its bearer token, ``body`` its arguments as JSON has them.
    """

    subject: Callable[[Tx, float], Subject | Refusal]
    shape: Refusal | None = None
    name: str = ""
    space: str = field(default="", repr=False)
    key: str | None = None
    body: Mapping[str, object] = field(default_factory=dict, repr=False)


class Desk:
    """Carries out the calls of one caller.

    ``shape``: what was already wrong with the arguments where they came in (a key that no call knows); told
    where a wrong type would be, after the token.
    """

    def __init__(self, office: Office, caller: Caller, shape: Refusal | None = None) -> None:
        self._office = office
        self._ctx = office.ctx
        self._caller = caller
        self._shape = shape

    def at_once(self, call: Call[Subject], act: Callable[[Tx, Subject, float], Answer | Refusal]) -> Answer:
        """A call whose effect, record and answer are one transaction. Raises its refusal."""
        ctx, now = self._ctx, self._ctx.clock()
        counted = self._counted_apart(now)

        def work(tx: Tx) -> object:
            found = self._begin(tx, call, now, counted=counted)
            if not isinstance(found, _Begun):
                return found
            answer = act(tx, found.who, now)
            if found.held is not None:
                idempotency.end(tx, ctx, found.held, answer)
            return answer

        given: Answer = _given(ctx.store.write(work))
        return given

    def hashing(
        self,
        call: Call[Subject],
        lane: Lane,
        prepare: Callable[[Tx, Subject, float], Prepared | Refusal],
        hash_: Callable[[Place, Prepared], Hashed],
        act: Callable[[Tx, Prepared, Hashed, float], Answer | Refusal],
    ) -> Answer:
        """A call that hashes between two transactions. A twin of one that is under way waits for its
        answer.
        """
        deadline = time.monotonic() + self._office.twin_patience
        counted = False
        while True:
            with self._office.hashing.place(lane) as place:
                counted = counted or self._counted_apart(self._ctx.clock())
                answer = self._attempt(call, place, prepare, hash_, act, counted=counted)
            left = deadline - time.monotonic()
            if not isinstance(answer, UnderWay) or left <= 0:
                given: Answer = _given(answer)
                return given
            counted = True
            with self._office.done:
                self._office.done.wait(min(left, _LOOK_AGAIN))

    def _attempt(
        self,
        call: Call[Subject],
        place: Place,
        prepare: Callable[[Tx, Subject, float], Prepared | Refusal],
        hash_: Callable[[Place, Prepared], Hashed],
        act: Callable[[Tx, Prepared, Hashed, float], Answer | Refusal],
        *,
        counted: bool,
    ) -> object:
        ctx, now = self._ctx, self._ctx.clock()

        def first(tx: Tx) -> object:
            found = self._begin(tx, call, now, counted=counted)
            if not isinstance(found, _Begun):
                return found
            prepared = prepare(tx, found.who, now)
            if not isinstance(prepared, Refusal):
                return _Ready(prepared, found.held)
            if found.held is not None:
                idempotency.end(tx, ctx, found.held, prepared)
            return prepared

        ready = ctx.store.write(first)
        if not isinstance(ready, _Ready):
            return ready
        hashed = hash_(place, ready.prepared)
        later = ctx.clock()

        def second(tx: Tx) -> object:
            answer = act(tx, ready.prepared, hashed, later)
            if ready.held is not None:
                idempotency.end(tx, ctx, ready.held, answer)
            return answer

        try:
            return ctx.store.write(second)
        except Lost:
            return UnderWay()
        finally:
            with self._office.done:
                self._office.done.notify_all()

    def _begin(
        self, tx: Tx, call: Call[Subject], now: float, *, counted: bool = False
    ) -> _Begun[Subject] | Kept | Refusal | UnderWay:
        """Budget, token, types, then what is known of the idempotency key, in this order."""
        if self._note_due(now):
            clock_rows.note(tx, now)
        if not counted and (refused := budgets.take_request(tx, self._ctx, self._caller, now)):
            return refused
        who = call.subject(tx, now)
        if isinstance(who, Refusal):
            return who
        bad = self._shape or call.shape or (None if call.key is None else inputs.not_a_key(call.key))
        if bad or call.key is None:
            return bad or _Begun(who, None)
        what = idempotency.wish(self._ctx, call.name, call.space or self._caller.counted, call.key, call.body)
        found = idempotency.begin(tx, self._ctx, what, now)
        return _Begun(who, found) if isinstance(found, Held) else found

    def _counted_apart(self, now: float) -> bool:
        """Count the request before its work, where works run side by side: a whole school shares the row,
        and would otherwise wait for each other's commits. Raises ``too_many_requests``; false where the
        work has to count.
        """
        store = self._ctx.store
        if not store.apart:
            return False
        refused = store.count(lambda tx: budgets.take_request(tx, self._ctx, self._caller, now))
        if refused is not None:
            raise refused
        return True

    def _note_due(self, now: float) -> bool:
        """Whether the time is to be noted now: every few seconds."""
        clock = self._ctx.clock
        return isinstance(clock, SteadyClock) and clock.due_note(now)


@dataclass(frozen=True, slots=True)
class _Begun(Generic[Subject]):
    """The call may go on; ``held`` is its record."""

    who: Subject
    held: Held | None


@dataclass(frozen=True, slots=True)
class _Ready(Generic[Prepared]):
    """The first transaction is done, the hash may be made."""

    prepared: Prepared
    held: Held | None


def _given(answer: object) -> Any:
    """The answer, or its refusal raised; a twin that is still at work is worth asking again."""
    if isinstance(answer, Kept):
        answer = answer.answer
    if isinstance(answer, UnderWay):
        raise ServiceFault(retry_after=1)
    if isinstance(answer, Refusal):
        raise answer
    return answer
