"""Signing in (account-service.md, `sign_in_*`, Passwords).

A failure is counted before the password is looked at, by e-mail, known or unknown alike; success clears the
count.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mozaik_tui.account import audit, tokens
from mozaik_tui.account.budgets import key_of
from mozaik_tui.account.contract import Refusal, SessionStarted
from mozaik_tui.account.store import account_rows, counter_rows
from mozaik_tui.account.throttles import DAY, lock_left

if TYPE_CHECKING:
    from mozaik_tui.account.context import Context
    from mozaik_tui.account.passwords import Place
    from mozaik_tui.account.store import Tx
    from mozaik_tui.account.store.account_rows import Credentials

_KIND = "sign_in"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in that was counted and may be looked at; ``known`` is ``None`` for an e-mail without an
    account.
    """

    identity: str = field(repr=False)
    known: Credentials | None


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether the password was right, and its PHC string under new parameters where they have changed."""

    right: bool
    rehashed: str | None = field(default=None, repr=False)


def counted(tx: Tx, ctx: Context, kind: str, what: str, whose: str, now: float) -> Refusal | None:
    """Count a failure beforehand; ``sign_in_locked`` when there were too many. The last one of a run begins the lock,
    before it is known whether it fails: what comes at the same moment is refused as it would be a moment later.
    """
    limits, key = ctx.limits, key_of(tx, ctx, kind, what, whose)
    count = counter_rows.strike(
        tx,
        kind,
        key,
        tries=limits.sign_in_tries,
        length=limits.sign_in_lock,
        longest=limits.sign_in_lock_max,
        memory=DAY,
        now=now,
    )
    if count is not None:
        return None
    return Refusal("sign_in_locked", retry_after=lock_left(tx, kind, key, now=now))


def judged(place: Place, kept: str | None, password: str) -> Checked:
    """Whether ``password`` is that of the PHC string ``kept``: the work of one hash, also where there is none; one more
    where a right password is to be hashed anew.
    """
    right = place.check(kept, password)
    if not right or kept is None or not place.outdated(kept):
        return Checked(right)
    return Checked(True, place.make(password))


def look_up(tx: Tx, ctx: Context, identity: str, now: float) -> Attempt | Refusal:
    """Count a failure beforehand, or ``sign_in_locked``; the same for an e-mail without an account."""
    refusal = counted(tx, ctx, _KIND, "email", identity, now)
    return refusal or Attempt(identity, account_rows.find(tx, ctx.keys.macs("email", identity)))


def check_password(place: Place, attempt: Attempt, password: str) -> Checked:
    """As :func:`judged`, also without an account."""
    return judged(place, attempt.known.password if attempt.known else None, password)


def opened(tx: Tx, ctx: Context, attempt: Attempt, checked: Checked, now: float) -> SessionStarted | Refusal:
    """A session, or ``sign_in_failed``."""
    known = confirmed(tx, ctx, attempt, checked)
    if isinstance(known, Refusal):
        return known
    if checked.rehashed is not None:
        account_rows.rehash(tx, known.account_id, known.password, checked.rehashed)
    audit.append(tx, ctx, "signed_in", email=attempt.identity)
    token, life = tokens.open_session(tx, ctx, known.account_id, now)
    return SessionStarted(token, life)


def confirmed(tx: Tx, ctx: Context, attempt: Attempt, checked: Checked) -> Credentials | Refusal:
    """The account whose password was right, its failures forgotten; ``sign_in_failed`` for a wrong one, for
    an unknown e-mail, and for a password that was replaced while it was looked at.
    """
    # Held: a new password ends the other sessions, also the one that is about to be made here.
    known = account_rows.find(tx, ctx.keys.macs("email", attempt.identity), hold=True)
    before = attempt.known
    if not checked.right or known is None or before is None or known.version != before.version:
        audit.append(tx, ctx, "sign_in_failed", email=attempt.identity)
        return Refusal("sign_in_failed")
    clear_tries(tx, ctx, attempt.identity)
    return known


def clear_tries(tx: Tx, ctx: Context, identity: str) -> None:
    """Success, or a new password by code: the count and the lock are gone."""
    counter_rows.clear(tx, _KIND, key_of(tx, ctx, _KIND, "email", identity))


def lock_of(tx: Tx, ctx: Context, identity: str, now: float) -> int:
    """Whole seconds until this e-mail's passwords are looked at again; 0 when they are."""
    return lock_left(tx, _KIND, key_of(tx, ctx, _KIND, "email", identity), now=now)
