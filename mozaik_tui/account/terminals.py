"""The terminals that a service lets in (account-service.md, Terminals).

A token is 256 random bits: what is kept of it is its plain SHA-256, which nobody can turn round, and which
does not depend on the service's keys.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from mozaik_tui.account.store import terminal_rows
from mozaik_tui.account.store.terminal_rows import Terminal
from mozaik_tui.account.tokens import new_token

if TYPE_CHECKING:
    from mozaik_tui.account.store import Tx

__all__ = ["LONGEST_NAME", "Terminal", "add", "is_name", "listed", "name_of", "remove"]

LONGEST_NAME = 64
_LONGEST_TOKEN = 200


def is_name(name: str) -> bool:
    """Whether a terminal may be called so: 1–64 visible characters of one line, no blank at either end."""
    return 0 < len(name) <= LONGEST_NAME and name.isprintable() and name == name.strip()


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def add(tx: Tx, name: str, now: float) -> str | None:
    """A new terminal's token, which is never shown again; ``None`` when the name is taken."""
    token = new_token()
    return token if terminal_rows.add(tx, name, _digest(token), now) else None


def name_of(tx: Tx, token: str | None) -> str | None:
    """The terminal that a token was given to; ``None`` for any other text."""
    if not token or not token.isascii() or len(token) > _LONGEST_TOKEN:
        return None
    return terminal_rows.find(tx, _digest(token))


def listed(tx: Tx) -> list[Terminal]:
    """All terminals by name."""
    return terminal_rows.listed(tx)


def remove(tx: Tx, name: str) -> bool:
    """Let a terminal in no longer; whether it was there."""
    return terminal_rows.remove(tx, name)
