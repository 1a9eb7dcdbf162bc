"""Tokens: 256 random bits, of which only a keyed digest is stored (account-service.md, Tokens)."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from mozaik_tui.account.contract import Refusal
from mozaik_tui.account.store import flow_rows, session_rows
from mozaik_tui.account.store.flow_rows import FlowRow
from mozaik_tui.account.store.session_rows import SessionRow
from mozaik_tui.account.throttles import DAY, whole_seconds

if TYPE_CHECKING:
    from mozaik_tui.account.context import Context
    from mozaik_tui.account.store import Tx

_BYTES = 32
_LONGEST = 200
KEPT = DAY
"""Seconds for which a token that ended by time is told so; afterwards it is as unknown as any other."""


def new_token() -> str:
    """A fresh token of 43 letters, digits, ``-`` and ``_``."""
    return secrets.token_urlsafe(_BYTES)


def digests(ctx: Context, kind: str, token: object) -> tuple[bytes, ...]:
    """What a token is found by, under every key; none for what can be no token."""
    if not isinstance(token, str) or not token.isascii() or not 0 < len(token) <= _LONGEST:
        return ()
    return ctx.keys.macs("token", kind, token)


def flow_of(tx: Tx, ctx: Context, token: object, now: float, *, touch: bool = True) -> FlowRow | Refusal:
    """The flow of a token, else ``flow_expired`` or ``unauthenticated``. ``touch``: this counts as
    activity.
    """
    found, limits = digests(ctx, "flow", token), ctx.limits
    row = flow_rows.live(tx, found, now=now, ttl=limits.flow_ttl, idle=limits.flow_idle, touch=touch)
    if row is not None:
        return row
    return _over(flow_rows.ended(tx, found, ttl=limits.flow_ttl, idle=limits.flow_idle), now, "flow_expired")


def session_of(
    tx: Tx, ctx: Context, token: object, now: float, *, touch: bool = True
) -> SessionRow | Refusal:
    """The session of a token, else ``session_expired`` or ``unauthenticated``. ``touch``: this counts as
    activity.
    """
    found, limits = digests(ctx, "session", token), ctx.limits
    row = session_rows.live(tx, found, now=now, ttl=limits.session_ttl, idle=limits.session_idle, touch=touch)
    if row is not None:
        return row
    return _over(
        session_rows.ended(tx, found, ttl=limits.session_ttl, idle=limits.session_idle),
        now,
        "session_expired",
    )


def _over(ended: float | None, now: float, code: str) -> Refusal:
    """A token that is not live: ended by time and still remembered, or as unknown as any."""
    return Refusal(code if ended is not None and now < ended + KEPT else "unauthenticated")


def open_session(tx: Tx, ctx: Context, account_id: int, now: float) -> tuple[str, int]:
    """A new session: its token, and its absolute life in whole seconds."""
    token = new_token()
    session_rows.add(tx, token=ctx.keys.mac("token", "session", token), account_id=account_id, now=now)
    return token, whole_seconds(ctx.limits.session_ttl, ctx.limits.session_ttl)
