"""Repeated calls: the same key and body give the same answer and one effect (account-service.md,
Idempotency).

A call makes its record in the transaction of its effect, so that a crash leaves both or neither. Only a
call that hashes between two transactions holds its record for a while; if it dies, its lease ends and the
next one takes over.
"""

from __future__ import annotations

import hmac
import json
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mozaik_tui.account import answers, tokens
from mozaik_tui.account.assist import lines, staff
from mozaik_tui.account.assist.contract import AssistOffered, StaffSignedIn
from mozaik_tui.account.contract import FlowStarted, Refusal, SessionStarted
from mozaik_tui.account.store import idempotency_rows
from mozaik_tui.account.throttles import DAY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mozaik_tui.account.answers import Answer
    from mozaik_tui.account.context import Context
    from mozaik_tui.account.store import Tx

PURPOSE = "idempotency"
KEPT = DAY
LEASE = 6.0
"""Seconds that a call may take between its transactions: the queue's two, a slow machine's hash, and some."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a caller wants to be done once: the key within its name space, and the fingerprint of the
    arguments.
    """

    ids: tuple[bytes, ...] = field(repr=False)
    fingerprints: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Held:
    """The record is ours."""

    id: bytes = field(repr=False)
    owner: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Kept:
    """There is an answer already."""

    answer: Answer | Refusal


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A twin of this call is at work."""


class Lost(Exception):
    """The record went to a twin while this call was hashing: whatever it did is rolled back."""


def wish(ctx: Context, call: str, space: str, key: str, body: Mapping[str, object]) -> Wish:
    """A wish in the name space of a call and a bearer token, or an address. ``body``: the arguments as JSON
    has them.
    """
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return Wish(ctx.keys.macs(PURPOSE, "key", call, space, key), ctx.keys.macs(PURPOSE, "body", call, text))


def begin(tx: Tx, ctx: Context, what: Wish, now: float) -> Held | Kept | UnderWay | Refusal:
    """Make the record ours, or find what is there. ``idempotency_mismatch`` for the same key with another
    body.
    """
    since = now - KEPT
    if older := what.ids[1:]:
        idempotency_rows.free(tx, older, fingerprints=what.fingerprints, now=now)
        if found := idempotency_rows.read(tx, older, kept_since=since):
            return _there(tx, ctx, what, found, now)
    owner = secrets.token_bytes(16)
    held = idempotency_rows.reserve(
        tx,
        what.ids[0],
        fingerprint=what.fingerprints[0],
        owner=owner,
        lease_until=now + LEASE,
        now=now,
        kept_since=since,
    )
    if held:
        return Held(what.ids[0], owner)
    record = idempotency_rows.read(tx, what.ids[:1], kept_since=since)
    return UnderWay() if record is None else _there(tx, ctx, what, record, now)


def _there(
    tx: Tx, ctx: Context, what: Wish, record: idempotency_rows.Record, now: float
) -> Kept | UnderWay | Refusal:
    if not any(hmac.compare_digest(record.fingerprint, mine) for mine in what.fingerprints):
        return Refusal("idempotency_mismatch")
    if record.answer is None:
        return UnderWay()
    answer = answers.unpacked(ctx.keys.open(PURPOSE, record.answer, bound=record.id))
    return Kept(_dead_token(tx, ctx, answer, now) or answer)


def _dead_token(tx: Tx, ctx: Context, answer: Answer | Refusal, now: float) -> Refusal | None:
    """A token in a kept answer is given again only while it lives; afterwards the answer is what the token
    would get.
    """
    if isinstance(answer, FlowStarted):
        token = tokens.flow_of(tx, ctx, answer.flow_token, now, touch=False)
        return token if isinstance(token, Refusal) else None
    if isinstance(answer, SessionStarted):
        session = tokens.session_of(tx, ctx, answer.session_token, now, touch=False)
        return session if isinstance(session, Refusal) else None
    if isinstance(answer, StaffSignedIn):
        member = staff.member_of(tx, ctx, answer.staff_token, now, touch=False)
        return member if isinstance(member, Refusal) else None
    if isinstance(answer, AssistOffered):
        row = lines.of_parent(tx, ctx, answer.assist_token, now)
        return row if isinstance(row, Refusal) else None
    return None


def end(tx: Tx, ctx: Context, held: Held, answer: object) -> None:
    """Keep the answer, or leave the key free. Raises :class:`Lost` when the record is no longer ours."""
    if not answers.is_kept(answer):
        idempotency_rows.release(tx, held.id, held.owner)
        return
    sealed = ctx.keys.seal(PURPOSE, answers.packed(answer), bound=held.id)
    if not idempotency_rows.finish(tx, held.id, held.owner, sealed):
        raise Lost
