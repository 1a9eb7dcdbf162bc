"""The staff of the help by phone: their accounts, and signing in, throttled as parents are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mozaik_tui.account import audit
from mozaik_tui.account.assist import totp
from mozaik_tui.account.assist.contract import StaffSignedIn
from mozaik_tui.account.budgets import key_of
from mozaik_tui.account.contract import Refusal
from mozaik_tui.account.signing_in import Checked, counted, judged
from mozaik_tui.account.store import counter_rows, staff_rows
from mozaik_tui.account.store.staff_rows import Member, SignedIn
from mozaik_tui.account.throttles import whole_seconds
from mozaik_tui.account.tokens import KEPT, digests, new_token

if TYPE_CHECKING:
    from mozaik_tui.account.context import Context
    from mozaik_tui.account.passwords import Place
    from mozaik_tui.account.store import Tx

LONGEST_NAME = 64
SHORTEST_PASSWORD = 12
"""Characters; staff see more than one parent does."""
BEARER = "staff"
_KIND = "staff_sign_in"
_NAME = re.compile(r"[A-Za-z0-9_.\-]{1,64}", re.ASCII)
_TOTP = "staff_totp"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in that was counted; ``known`` is ``None`` for a name that nobody has."""

    name: str
    known: Member | None = field(repr=False)


def is_name(name: str) -> bool:
    """Whether a member may be called so: what an audit row can hold."""
    return _NAME.fullmatch(name) is not None


def add(tx: Tx, ctx: Context, *, name: str, role: str, phc: str, secret: bytes | None) -> bool:
    """A new member; whether the name was free."""
    sealed = None if secret is None else ctx.keys.seal(_TOTP, secret, bound=name.encode())
    added = staff_rows.add(tx, name=name, role=role, password=phc, totp=sealed, now=ctx.clock())
    if added:
        audit.append(tx, ctx, "staff_added", details={"staff": name, "role": role, "totp": int(bool(secret))})
    return added


def remove(tx: Tx, ctx: Context, name: str) -> bool:
    """Take the account away, and its sessions; whether it was there."""
    gone = staff_rows.remove(tx, name)
    if gone:
        audit.append(tx, ctx, "staff_removed", details={"staff": name})
    return gone


def look_up(tx: Tx, ctx: Context, name: str, now: float) -> Attempt | Refusal:
    """Count a failure beforehand, or ``sign_in_locked``; the same for a name that nobody has."""
    return counted(tx, ctx, _KIND, "staff", name, now) or Attempt(name, staff_rows.find(tx, name))


def check_password(place: Place, attempt: Attempt, password: str) -> Checked:
    """The work of one hash, also for a name that nobody has."""
    return judged(place, attempt.known.password if attempt.known else None, password)


def opened(
    tx: Tx, ctx: Context, attempt: Attempt, checked: Checked, code: str, now: float
) -> StaffSignedIn | Refusal:
    """A session, or ``sign_in_failed`` for a wrong name, password or code of the app alike."""
    known = staff_rows.find(tx, attempt.name)
    before = attempt.known
    same = known is not None and before is not None and known.password == before.password
    if not (checked.right and same and known is not None and _code_is_right(tx, ctx, known, code, now)):
        audit.append(tx, ctx, "staff_sign_in_failed", subject=attempt.name.encode())
        return Refusal("sign_in_failed")
    if checked.rehashed is not None:
        staff_rows.rehash(tx, known, checked.rehashed)
    counter_rows.clear(tx, _KIND, key_of(tx, ctx, _KIND, "staff", known.name))
    token = new_token()
    staff_rows.open_session(tx, token=ctx.keys.mac("token", BEARER, token), staff_id=known.id, now=now)
    audit.append(tx, ctx, "staff_signed_in", details={"staff": known.name})
    return StaffSignedIn(token, known.role, whole_seconds(ctx.limits.staff_ttl, ctx.limits.staff_ttl))


def _code_is_right(tx: Tx, ctx: Context, known: Member, code: str, now: float) -> bool:
    """Whether the app's code fits, once; true where no app is asked for."""
    if known.totp is None:
        return True
    secret = ctx.keys.open(_TOTP, known.totp, bound=known.name.encode())
    step = totp.matching_step(secret, "".join(code.split()), now)
    return step is not None and staff_rows.use_step(tx, known.id, step)


def member_of(tx: Tx, ctx: Context, token: object, now: float, *, touch: bool = True) -> SignedIn | Refusal:
    """The session of a staff token, else ``session_expired`` or ``unauthenticated``."""
    found, limits = digests(ctx, BEARER, token), ctx.limits
    lives = {"ttl": limits.staff_ttl, "idle": limits.staff_idle}
    signed_in = staff_rows.live(tx, found, now=now, touch=touch, **lives)
    if signed_in is not None:
        return signed_in
    ended = staff_rows.ended(tx, found, **lives)
    return Refusal("session_expired" if ended is not None and now < ended + KEPT else "unauthenticated")


def sealed_again(ctx: Context, name: str, sealed: bytes) -> bytes | None:
    """A secret under the first key; ``None`` when it is already."""
    if ctx.keys.made_under_first(sealed):
        return None
    bound = name.encode()
    return ctx.keys.seal(_TOTP, ctx.keys.open(_TOTP, sealed, bound=bound), bound=bound)
