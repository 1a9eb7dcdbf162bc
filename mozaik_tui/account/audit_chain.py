"""The keyed hash chain over the audit trail: linking, walking, cutting (account-service.md, Audit).

Row ``n`` holds ``HMAC(key, link of n-1, n, content of n)``. The chain's key is random and lies sealed in the
database; both ends of the chain lie in a row of their own with a MAC under the service's key. Someone who has
the database alone can therefore not change, remove, reorder or renumber a linked row, nor add one inside the
chain, nor shorten it at either end, without :func:`verify` telling where.

It cannot tell: a whole database put back from an older copy, or emptied altogether (note the number and the
check value that ``audit verify`` prints, and compare); rows removed or added in the second before they are
linked; and anything done by someone who also has the service's key.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from mozaik_tui.account.audit import PURPOSE
from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.store import audit_rows, locks

if TYPE_CHECKING:
    from mozaik_tui.account.context import Context
    from mozaik_tui.account.store import Tx

Reason = Literal["changed", "missing", "inserted", "truncated", "anchor", "head", "key"]

_BATCH = 500
_NO_LINK = bytes(32)
_log = logging.getLogger("mozaik_tui.audit")


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What a walk along the chain found.

    ``checked`` rows were right, ``waiting`` are not linked yet; ``number`` and ``head`` (16 hexadecimal
    digits) are the chain's end. ``broken_at`` is the running number of the first break and ``reason`` its
    kind, both ``None`` if whole.
    """

    checked: int
    waiting: int
    number: int
    head: str
    broken_at: int | None = None
    reason: Reason | None = None

    @property
    def whole(self) -> bool:
        """Whether no break was found."""
        return self.reason is None


class ChainBroken(Exception):
    """The chain is not what was left: ``at`` is the running number, ``reason`` the kind of break."""

    def __init__(self, at: int, reason: Reason) -> None:
        super().__init__(f"audit chain: {reason} at {at}")
        self.at = at
        self.reason: Reason = reason


def seal(ctx: Context) -> int:
    """Link the rows that wait, in transactions of at most 500; how many. One at a time, by a lock of the
    database. Rows that others write meanwhile wait for the next call: a busy service would keep this one for ever.

    Raises :class:`ChainBroken` when the end of the chain was tampered with: linking on would hide it.
    """
    linked, waiting = 0, ctx.store.read(audit_rows.count_unsealed)
    while linked < waiting:
        found = ctx.store.write(lambda tx: _seal_some(tx, ctx))
        linked += found
        if found < _BATCH:
            break
    return linked


def _seal_some(tx: Tx, ctx: Context) -> int:
    ends = _locked_ends(tx, ctx)
    keys = _open_keys(tx, ctx)
    if not keys or ends.head_number + 1 < keys[-1][0]:
        raise ChainBroken(ends.head_number + 1, "key")
    number, previous, links = ends.head_number, bytes(ends.head_link), []
    for row in audit_rows.unsealed(tx, _BATCH):
        number += 1
        previous = _link(keys[-1][1], previous, number, row)
        links.append((row.id, number, previous))
    if links:
        audit_rows.link(tx, links)
        audit_rows.set_chain(tx, _end(ctx, "head", number, previous))
    return len(links)


def _locked_ends(tx: Tx, ctx: Context) -> Any:
    """Both ends, locked and found right; made with a first key on the first day. One sealer at a time, also
    while there is no row to lock yet.
    """
    locks.alone(tx, locks.SEALER)
    if audit_rows.chain(tx) is None and _remains(tx):
        raise ChainBroken(0, "anchor")
    first = {**_end(ctx, "anchor", 0, _NO_LINK), **_end(ctx, "head", 0, _NO_LINK)}
    ends = audit_rows.locked_chain(tx, first)
    _check_ends(ctx, ends)
    if ends.head_number == 0 and not audit_rows.keys(tx):
        _put_fresh_key(tx, ctx, 1)
    return ends


def _remains(tx: Tx) -> bool:
    """Whether there is a key or a linked row: then there was a chain."""
    return bool(audit_rows.keys(tx)) or next(audit_rows.walk(tx, -1, 1), None) is not None


def _put_fresh_key(tx: Tx, ctx: Context, number: int) -> None:
    audit_rows.put_key(tx, number, ctx.keys.seal(PURPOSE, secrets.token_bytes(32), bound=_key_name(number)))


def _key_name(number: int) -> bytes:
    """Binds a sealed key to its place."""
    return f"chain {number}".encode()


def _open_keys(tx: Tx, ctx: Context) -> list[tuple[int, bytes]]:
    """The chain's keys in the clear, oldest first; one that cannot be opened breaks the chain where it
    begins.
    """
    opened = []
    for number, sealed in audit_rows.keys(tx):
        try:
            opened.append((number, ctx.keys.open(PURPOSE, bytes(sealed), bound=_key_name(number))))
        except ServiceFault:
            raise ChainBroken(number, "key") from None
    return opened


def _end(ctx: Context, end: str, number: int, link: bytes) -> dict[str, int | bytes]:
    mac = ctx.keys.mac(PURPOSE, end, str(number), link)
    return {f"{end}_number": number, f"{end}_link": link, f"{end}_mac": mac}


def _check_ends(ctx: Context, ends: Any) -> None:
    """Raise ``ChainBroken`` unless both ends carry the MAC that belongs to them."""
    for end, number, link, mac in (
        ("anchor", ends.anchor_number, ends.anchor_link, ends.anchor_mac),
        ("head", ends.head_number, ends.head_link, ends.head_mac),
    ):
        right = ctx.keys.macs(PURPOSE, end, str(number), bytes(link))
        if not any(hmac.compare_digest(bytes(mac), one) for one in right):
            raise ChainBroken(number, "anchor" if end == "anchor" else "head")


def _link(key: bytes, previous: bytes, number: int, row: Any) -> bytes:
    """The link of one row: everything it says, its place, and the link before."""
    content = json.dumps(
        [
            number,
            row.id,
            repr(float(row.at)),
            row.event,
            None if row.email is None else bytes(row.email).hex(),
            None if row.subject is None else bytes(row.subject).hex(),
            row.details,
        ]
    )
    return hmac.digest(key, previous + content.encode(), hashlib.sha256)


def _key_of(keys: list[tuple[int, bytes]], number: int) -> bytes:
    """The key that row ``number`` was linked with."""
    for first, key in reversed(keys):
        if first <= number:
            return key
    raise ChainBroken(number, "key")


def _walk(tx: Tx, keys: list[tuple[int, bytes]], ends: Any, upto: int) -> tuple[int, bytes]:
    """Follow the chain from its anchor to row ``upto``: how many rows and the last link. Raises
    ``ChainBroken``.
    """
    expected, previous = ends.anchor_number + 1, bytes(ends.anchor_link)
    for row in audit_rows.walk(tx, -1):
        if row.number > upto and upto < ends.head_number:
            break
        if row.number <= ends.anchor_number or row.number > ends.head_number:
            raise ChainBroken(row.number, "inserted")
        if row.number != expected:
            raise ChainBroken(expected, "missing")
        previous = _link(_key_of(keys, expected), previous, expected, row)
        if row.link is None or not hmac.compare_digest(previous, bytes(row.link)):
            raise ChainBroken(expected, "changed")
        expected += 1
    if expected <= upto:
        raise ChainBroken(expected, "truncated" if upto == ends.head_number else "missing")
    return expected - ends.anchor_number - 1, previous


def verify(ctx: Context) -> AuditReport:
    """Walk the whole chain, in one snapshot, and report the first break. Changes nothing."""
    return ctx.store.read(lambda tx: _verify(tx, ctx))


def _verify(tx: Tx, ctx: Context) -> AuditReport:
    waiting = audit_rows.count_unsealed(tx)
    ends = audit_rows.chain(tx)
    if ends is None:
        lost = _remains(tx)
        return AuditReport(0, waiting, 0, "", 0 if lost else None, "anchor" if lost else None)
    number, head = ends.head_number, bytes(ends.head_link).hex()[:16]
    try:
        _check_ends(ctx, ends)
        checked, last = _walk(tx, _open_keys(tx, ctx), ends, ends.head_number)
        if not hmac.compare_digest(last, bytes(ends.head_link)):
            raise ChainBroken(number, "head")
    except ChainBroken as broken:
        return AuditReport(0, waiting, number, head, broken.at, broken.reason)
    return AuditReport(checked, waiting, number, head)


def cut(ctx: Context, before: float) -> int:
    """Remove the oldest run of rows that are older than ``before`` (unix seconds) and leave an anchor; how
    many.

    The first row that is young enough ends the run. What is cut was walked first: a break stays where it is,
    and is logged. In transactions of at most 500 rows.
    """
    removed = 0
    try:
        while found := ctx.store.write(lambda tx: _cut_some(tx, ctx, before)):
            removed += found
    except ChainBroken as broken:
        _log.error("audit chain broken: %s at %d; nothing is cut from there on", broken.reason, broken.at)
    return removed


def _cut_some(tx: Tx, ctx: Context, before: float) -> int:
    ends = audit_rows.chain(tx)
    if ends is None:
        return 0
    ends = _locked_ends(tx, ctx)
    kept = audit_rows.first_kept(tx, before)
    upto = min(ends.head_number if kept is None else kept - 1, ends.anchor_number + _BATCH)
    if upto <= ends.anchor_number:
        return 0
    keys = _open_keys(tx, ctx)
    _, last = _walk(tx, keys, ends, upto)
    removed = audit_rows.cut(tx, upto)
    audit_rows.set_chain(tx, _end(ctx, "anchor", upto, last))
    audit_rows.drop_keys(tx, max(first for first, _ in keys if first <= upto + 1))
    return removed


def rekey(ctx: Context) -> int:
    """After a new service key: seal the chain's keys and sign its ends with it, and begin a fresh chain key;
    1 if so.

    Raises :class:`ChainBroken` when the ends are not right: they are never signed anew then.
    """
    return ctx.store.write(lambda tx: _rekey(tx, ctx))


def under_first(tx: Tx, ctx: Context) -> bool:
    """Whether all the chain's keys are sealed with the first key of the service."""
    return all(ctx.keys.made_under_first(sealed) for _, sealed in audit_rows.keys(tx))


def _rekey(tx: Tx, ctx: Context) -> int:
    if audit_rows.chain(tx) is None:
        return 0
    ends = _locked_ends(tx, ctx)
    head = _end(ctx, "head", ends.head_number, bytes(ends.head_link))
    anchor = _end(ctx, "anchor", ends.anchor_number, bytes(ends.anchor_link))
    if under_first(tx, ctx):
        return 0
    for number, key in _open_keys(tx, ctx):
        audit_rows.reseal_key(tx, number, ctx.keys.seal(PURPOSE, key, bound=_key_name(number)))
    _put_fresh_key(tx, ctx, ends.head_number + 1)
    audit_rows.set_chain(tx, {**head, **anchor})
    return 1
