"""Statements on accounts. E-mails are sealed, and found by keyed digests under every key."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, select, update

from mozaik_tui.account.store.dialects import for_, per_dialect
from mozaik_tui.account.store.tables.accounts import accounts, sessions
from mozaik_tui.account.store.tx import Tx

if TYPE_CHECKING:
    from mozaik_tui.account.keys import Keys

_a = accounts.c
COLUMNS = (_a.id, _a.email, _a.language, _a.created_at)


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account. ``email`` is the normalised address, ``identity`` its identity key (lower-cased local
    part and A-label domain, journey.md), ``email_key`` the identity's keyed digest under the first key:
    what budgets count on.
    """

    id: int
    email: str = field(repr=False)
    identity: str = field(repr=False)
    email_key: bytes = field(repr=False)
    language: str
    created_at: float


def seal_email(keys: Keys, email: str, identity: str) -> bytes:
    """Both forms of an address, sealed."""
    return keys.seal("email", json.dumps([email, identity]).encode())


def open_email(keys: Keys, sealed: bytes) -> tuple[str, str]:
    """The normalised address and the identity key."""
    email, identity = json.loads(keys.open("email", sealed))
    return email, identity


def from_row(keys: Keys, row: tuple[int, bytes, str, float]) -> AccountRow:
    """An account from :data:`COLUMNS`."""
    id_, sealed, language, created_at = row
    email, identity = open_email(keys, sealed)
    return AccountRow(id_, email, identity, keys.mac("email", identity), language, created_at)


_FIND = select(_a.id, _a.password, _a.password_version, _a.language).where(
    _a.email_key.in_(bindparam("keys", expanding=True))
)
# Without the keys of the row: what refers to the account is not held up.
_FIND_HELD = _FIND.with_for_update(key_share=True)
_GET = select(*COLUMNS).where(_a.id == bindparam("account"))
_ADD = per_dialect(accounts, lambda insert: insert.on_conflict_do_nothing().returning(_a.id))
_PASSWORD = (
    update(accounts)
    .where(_a.id == bindparam("account"))
    .values(password=bindparam("phc"), password_version=_a.password_version + 1)
)
_REHASH = (
    update(accounts)
    .where(_a.id == bindparam("account"), _a.password == bindparam("before"))
    .values(password=bindparam("phc"))
)
_LANGUAGE = update(accounts).where(_a.id == bindparam("account")).values(language=bindparam("tag"))
_ERASE_SESSIONS = delete(sessions).where(sessions.c.account_id == bindparam("account"))
_ERASE = delete(accounts).where(_a.id == bindparam("account"))


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a sign-in needs of an account."""

    account_id: int
    password: str = field(repr=False)
    version: int
    language: str


def find(tx: Tx, email_keys: Sequence[bytes], *, hold: bool = False) -> Credentials | None:
    """The account of an e-mail, by the digests of its identity key under every key. ``hold``: nobody replaces
    its password or erases it before this transaction ends.
    """
    row = tx.execute(_FIND_HELD if hold else _FIND, {"keys": list(email_keys)}).first()
    return None if row is None else Credentials(*row)


def get(tx: Tx, keys: Keys, account_id: int) -> AccountRow | None:
    """The account with this number."""
    row = tx.execute(_GET, {"account": account_id}).first()
    return None if row is None else from_row(keys, row)


def add(tx: Tx, *, email_key: bytes, email: bytes, language: str, password: str, now: float) -> int | None:
    """A new account; its number, ``None`` when the e-mail has one already. ``email`` is sealed,
    ``password`` a PHC string.
    """
    values = {
        "email_key": email_key,
        "email": email,
        "language": language,
        "password": password,
        "password_version": 1,
        "created_at": now,
    }
    account_id: int | None = tx.execute(for_(tx, _ADD), values).scalar()
    return account_id


def set_password(tx: Tx, account_id: int, phc: str) -> None:
    """Replace the password."""
    tx.execute(_PASSWORD, {"account": account_id, "phc": phc})


def rehash(tx: Tx, account_id: int, before: str, phc: str) -> None:
    """The same password under new parameters, unless it was replaced meanwhile."""
    tx.execute(_REHASH, {"account": account_id, "before": before, "phc": phc})


def set_language(tx: Tx, account_id: int, tag: str) -> None:
    """The language of this account's mails."""
    tx.execute(_LANGUAGE, {"account": account_id, "tag": tag})


def erase(tx: Tx, account_id: int) -> None:
    """Erase the account; its sessions and links go with it. The sessions first, in the order in which every
    call comes by them: nobody waits crosswise.
    """
    tx.execute(_ERASE_SESSIONS, {"account": account_id})
    tx.execute(_ERASE, {"account": account_id})
