"""Budgets: at most so many in a while (account-service.md, Rules: taken before the work, given back on
success).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mozaik_tui.account.store import counter_rows
from mozaik_tui.account.store.counter_rows import Budget, Count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mozaik_tui.account.store import Tx

MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True, slots=True)
class Taken:
    """One was counted: it is the ``count``-th of the window that began at ``started_at`` (unix seconds)."""

    count: int
    started_at: float


@dataclass(frozen=True, slots=True)
class Locked:
    """Nothing was counted; possible again in ``retry_after`` whole seconds."""

    retry_after: int


def whole_seconds(left: float, most: float) -> int:
    """A remaining time as it is told: whole seconds, rounded up, never below 0 nor past its setting."""
    return max(0, math.ceil(min(left, most)))


def take(
    tx: Tx,
    kind: str,
    key: bytes,
    *,
    limit: int,
    window: float,
    now: float,
    lock: float | None = None,
    aligned: bool = False,
) -> Taken | Locked:
    """Count one of ``limit`` in ``window`` seconds, which begin with the first one (``aligned``: at a
    multiple of them).

    ``key`` is a keyed digest of what is counted on. With ``lock``, the first refusal locks for so many
    seconds; what is refused afterwards lengthens nothing, and the lock's end clears the count.
    """
    start = now - now % window if aligned else now
    taken = take_all(tx, (Budget(kind, key, limit, window, start),), now=now, lock=lock)
    return taken[1] if isinstance(taken, tuple) else taken[0]


def take_all(
    tx: Tx, budgets: Sequence[Budget], *, now: float, lock: float | None = None
) -> list[Taken] | tuple[str, Locked]:
    """Count one on each of some budgets of different kinds, or on none: then the kind of the first one that
    refuses, and its wait. ``lock``: as for :func:`take`, for the last of them.
    """
    open_ = [one for one in budgets if one.limit > 0]
    found = counter_rows.take(tx, open_, now=now) if open_ else {}
    refusing = next((one for one in budgets if one.kind not in found), None)
    if refusing is None:
        return [Taken(*found[one.kind]) for one in budgets]
    if found:
        counter_rows.give_back(
            tx, *((one.kind, one.key, found[one.kind][1]) for one in open_ if one.kind in found)
        )
    if refusing.limit <= 0:
        return refusing.kind, Locked(whole_seconds(refusing.window, refusing.window))
    if lock is not None and refusing is budgets[-1]:
        counter_rows.lock(tx, refusing.kind, refusing.key, until=now + lock, length=lock)
    left = wait(tx, refusing.kind, refusing.key, limit=refusing.limit, window=refusing.window, now=now)
    return refusing.kind, Locked(left)


def lock_left(tx: Tx, kind: str, key: bytes, *, now: float) -> int:
    """Whole seconds until a lock that has begun ends; 0 when there is none."""
    return lock_in(counter_rows.read(tx, (kind, key)).get(kind), now=now)


def lock_in(row: Count | None, *, now: float) -> int:
    """The same for a row that was read."""
    if row is None or row.locked_until is None:
        return 0
    return whole_seconds(row.locked_until - now, row.lock_length)


def wait(tx: Tx, kind: str, key: bytes, *, limit: int, window: float, now: float) -> int:
    """Whole seconds until one can be taken; 0 when one can be taken now (or when trying is what would
    lock).
    """
    return wait_in(counter_rows.read(tx, (kind, key)).get(kind), limit=limit, window=window, now=now)


def wait_in(row: Count | None, *, limit: int, window: float, now: float) -> int:
    """The same for a row that was read."""
    if row is None or row.count == 0:
        return 0
    if row.locked_until is not None:
        return lock_in(row, now=now)
    return whole_seconds(row.started_at + window - now, window) if row.count >= limit else 0
