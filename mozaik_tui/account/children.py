"""Linking children to an account (account-service.md, ``POST /v1/children`` and Rules).

A child is matched only if school body, identifier, surname, first name and birth date agree **and** the
account's verified e-mail is in the child's file. Every mismatch is one answer, after the same work.
"""

from __future__ import annotations

import datetime
import json
import secrets
from typing import TYPE_CHECKING, cast

from mozaik_tui.account import audit
from mozaik_tui.account.child_tries import give_back_try, record_mismatch, take_try
from mozaik_tui.account.children_form import CheckedForm, check_form
from mozaik_tui.account.contract import Child, ChildForm, IdentifierKind, Refusal, ServiceFault
from mozaik_tui.account.quebec import today
from mozaik_tui.account.registry.bodies import school_bodies
from mozaik_tui.account.registry.lookup import registry_of
from mozaik_tui.account.store import link_rows
from mozaik_tui.account.store.link_rows import LinkRow
from mozaik_tui.journey.rules.folding import fold_name

if TYPE_CHECKING:
    from mozaik_tui.account.context import Context
    from mozaik_tui.account.store import Tx
    from mozaik_tui.account.store.account_rows import AccountRow

_TYPED = "typed"
_HINT = 2
# No child's: looked for when nothing matched, so that a mismatch asks the database what a match asks.
_NO_CHILD = bytes(16)


def add_child(tx: Tx, ctx: Context, account: AccountRow, form: ChildForm) -> Child | Refusal:
    """Link the child that the form and the account's e-mail lead to, or answer why not.

    A refusal is returned, not raised: what it cost must be committed.
    """
    now = ctx.clock()
    checked = check_form(form, today(now))
    if isinstance(checked, Refusal):
        return checked
    child_key = _matching_child(tx, ctx, account, checked)
    linked = link_rows.to_child(tx, account.id, child_key or _NO_CHILD)
    if child_key is not None and linked is not None:
        return _child(ctx, linked, created=False)
    taken = take_try(tx, ctx, account.identity, now)
    if isinstance(taken, Refusal):
        return taken
    if link_rows.family_size(tx, account.id) >= ctx.limits.children:
        give_back_try(tx, taken)
        return Refusal("too_many_children")
    if child_key is None:
        record_mismatch(tx, ctx, account, checked, now)
        return Refusal("child_no_match")
    give_back_try(tx, taken)
    return _link(tx, ctx, account, checked, child_key, now)


def list_children(tx: Tx, ctx: Context, account: AccountRow) -> tuple[Child, ...]:
    """The account's children in order of linking."""
    return tuple(_child(ctx, row) for row in link_rows.of_account(tx, account.id))


def remove_child(tx: Tx, ctx: Context, account: AccountRow, child_id: str) -> bool:
    """Unlink a child; false for another account's child and for one that never was, alike."""
    removed = link_rows.remove(tx, account.id, child_id)
    if removed:
        audit.append(tx, ctx, "child_unlinked", email=account.identity)
    return removed


def _matching_child(tx: Tx, ctx: Context, account: AccountRow, form: CheckedForm) -> bytes | None:
    registry = registry_of(ctx.store, ctx.keys)
    digests = registry.match_digests(
        form.school_body.id,
        form.kind,
        form.identifier,
        fold_name(form.last_name),
        fold_name(form.first_name),
        form.birth_date,
        account.identity,
    )
    return registry.match(tx, digests)


def _link(
    tx: Tx, ctx: Context, account: AccountRow, form: CheckedForm, child_key: bytes, now: float
) -> Child | Refusal:
    public_id = secrets.token_hex(16)
    made = link_rows.insert_link(
        tx,
        account_id=account.id,
        child_key=child_key,
        public_id=public_id,
        typed=_sealed(ctx, public_id, form),
        linked_at=now,
        children=ctx.limits.children,
        guardians=ctx.limits.guardians,
    )
    if isinstance(made, str):
        return Refusal(made)
    audit.append(tx, ctx, "child_linked", email=account.identity, subject=child_key)
    return _child(ctx, made, created=made.public_id == public_id)


def _sealed(ctx: Context, public_id: str, form: CheckedForm) -> bytes:
    """What the family screen shows and no more: neither birth date nor the whole identifier is kept."""
    shown = [form.school_body.id, form.last_name, form.first_name, form.kind, form.identifier[-_HINT:]]
    plain = json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()
    return ctx.keys.seal(_TYPED, plain, bound=public_id.encode())


def _child(ctx: Context, row: LinkRow, *, created: bool = True) -> Child:
    plain = ctx.keys.open(_TYPED, row.typed, bound=row.public_id.encode())
    body_id, last_name, first_name, kind, hint = cast(list[str], json.loads(plain))
    body = school_bodies().find(body_id)
    linked_at = datetime.datetime.fromtimestamp(row.linked_at, datetime.UTC)
    return Child(
        id=row.public_id,
        last_name=last_name,
        first_name=first_name,
        school_body_id=body_id,
        school_body_name=body.name if body else body_id,
        identifier_kind=cast(IdentifierKind, kind),
        identifier_hint=hint,
        linked_at=linked_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        created=created,
    )


def reseal(tx: Tx, ctx: Context, after: int, at_most: int = 200) -> int | None:
    """Seal a page of what parents typed under the first key; for ``purge``, when a key was changed.

    What no key opens stays as it is. The answer is the number to go on ``after``; ``None`` after the last
    page.
    """

    def again(row: LinkRow) -> bytes | None:
        if ctx.keys.made_under_first(row.typed):
            return None
        bound = row.public_id.encode()
        try:
            plain = ctx.keys.open(_TYPED, row.typed, bound=bound)
        except ServiceFault:
            return None
        return ctx.keys.seal(_TYPED, plain, bound=bound)

    return link_rows.reseal_page(tx, after, at_most, again)
