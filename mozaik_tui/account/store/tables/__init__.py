"""All tables of the accounts' database; ``metadata`` knows them once this package is imported."""

from __future__ import annotations

from mozaik_tui.account.store.tables import links, outbox, practice, registry_pointer
from mozaik_tui.account.store.tables.accounts import accounts, sessions
from mozaik_tui.account.store.tables.assist import assists, staff, staff_sessions
from mozaik_tui.account.store.tables.audit import audit, audit_chain, audit_keys
from mozaik_tui.account.store.tables.base import metadata
from mozaik_tui.account.store.tables.counters import counters
from mozaik_tui.account.store.tables.flows import codes, flows
from mozaik_tui.account.store.tables.idempotency import idempotency
from mozaik_tui.account.store.tables.meta import high_water, key_uses
from mozaik_tui.account.store.tables.terminals import terminals

__all__ = [
    "accounts",
    "assists",
    "audit",
    "audit_chain",
    "audit_keys",
    "codes",
    "counters",
    "flows",
    "high_water",
    "idempotency",
    "key_uses",
    "links",
    "metadata",
    "outbox",
    "practice",
    "registry_pointer",
    "sessions",
    "staff",
    "staff_sessions",
    "terminals",
]
