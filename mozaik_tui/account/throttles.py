"""Budgets: at most so many in a while (account-service.md, Rules: taken before the work, given back on
success).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mozaik_tui.account.store import counter_rows

if TYPE_CHECKING:
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
    if limit <= 0:
        return Locked(whole_seconds(window, window))
    start = now - now % window if aligned else now
    taken = counter_rows.take(tx, kind, key, limit=limit, window=window, start=start, now=now)
    if taken is not None:
        return Taken(*taken)
    if lock is not None:
        counter_rows.lock(tx, kind, key, until=now + lock, length=lock)
    return Locked(wait(tx, kind, key, limit=limit, window=window, now=now))


def give_back(tx: Tx, kind: str, key: bytes, taken: Taken) -> None:
    """Undo a :func:`take`; a window that has begun since keeps its count."""
    counter_rows.give_back(tx, kind, key, started_at=taken.started_at)


def lock_left(tx: Tx, kind: str, key: bytes, *, now: float) -> int:
    """Whole seconds until a lock that has begun ends; 0 when there is none."""
    row = counter_rows.read(tx, kind, key)
    if row is None or row.locked_until is None:
        return 0
    return whole_seconds(row.locked_until - now, row.lock_length)


def wait(tx: Tx, kind: str, key: bytes, *, limit: int, window: float, now: float) -> int:
    """Whole seconds until one can be taken; 0 when one can be taken now (or when trying is what would
    lock).
    """
    row = counter_rows.read(tx, kind, key)
    if row is None or row.count == 0:
        return 0
    if row.locked_until is not None:
        return whole_seconds(row.locked_until - now, row.lock_length)
    return whole_seconds(row.started_at + window - now, window) if row.count >= limit else 0
