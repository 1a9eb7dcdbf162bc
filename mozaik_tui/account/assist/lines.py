"""The line between a parent and an agent: offered, joined, used, over (docs/phone-support.md).

An assist is over when somebody ends it, and by itself: after ``assist_ttl`` seconds, after ``assist_idle`` without
anything said, and ``assist_lost`` seconds after an end was last heard of. Nothing has to run for that: whoever looks
finds it over, and ends it. With its end all that was said is erased; the audit trail keeps who and when.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict
from typing import TYPE_CHECKING

from mozaik_tui.account import audit
from mozaik_tui.account.assist.bell import CHANNEL
from mozaik_tui.account.assist.contract import AgentView, AssistOffered, Message, ParentView, State
from mozaik_tui.account.assist.report import report_of
from mozaik_tui.account.context import Caller
from mozaik_tui.account.contract import Refusal
from mozaik_tui.account.store import assist_rows
from mozaik_tui.account.throttles import whole_seconds
from mozaik_tui.account.tokens import digests, new_token

if TYPE_CHECKING:
    from mozaik_tui.account.context import Context
    from mozaik_tui.account.store import Tx
    from mozaik_tui.account.store.assist_rows import AssistRow
    from mozaik_tui.account.store.staff_rows import SignedIn

BEARER = "assist"
DIGITS = 6
_DRAWS = 20
"""A number that is another parent's at the moment is drawn again."""
_SEALED = "assist"


def offer(tx: Tx, ctx: Context, caller: Caller, now: float) -> AssistOffered | Refusal:
    """A new assist, with a number that no other one has at the moment."""
    sweep(tx, ctx, now)
    token, name = new_token(), secrets.token_hex(8)
    for _ in range(_DRAWS):
        number = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        digest = ctx.keys.mac("assist", "number", number)
        added = assist_rows.add(
            tx,
            name=name,
            token=ctx.keys.mac("token", BEARER, token),
            number=digest,
            caller=ctx.keys.seal(_SEALED, caller.counted.encode(), bound=name.encode()),
            now=now,
        )
        if added:
            audit.append(tx, ctx, "assist_offered", details={"assist": name})
            return AssistOffered(token, number, ctx.limits.assist_ttl)
    return Refusal("service_unavailable", retry_after=60)


def why_over(ctx: Context, row: AssistRow, now: float) -> str | None:
    """Why an assist is over; ``None`` while it is not."""
    limits = ctx.limits
    if row.over is not None:
        return row.over
    if now >= row.created_at + limits.assist_ttl:
        return "time"
    if now >= row.active_at + limits.assist_idle:
        return "idle"
    heard = min(row.parent_at, row.agent_at) if row.staff is not None else row.parent_at
    return "lost" if now >= heard + limits.assist_lost else None


def of_parent(tx: Tx, ctx: Context, token: object, now: float) -> AssistRow | Refusal:
    """The assist of a terminal's token while it is not over, else ``assist_over`` or ``unauthenticated``."""
    row = assist_rows.by_token(tx, digests(ctx, BEARER, token))
    return Refusal("unauthenticated") if row is None else _live(tx, ctx, row, now)


def of_agent(tx: Tx, ctx: Context, agent: SignedIn, now: float) -> AssistRow | Refusal:
    """The assist that an agent follows, else ``assist_over``."""
    row = assist_rows.by_session(tx, agent.session_id)
    return Refusal("assist_over") if row is None else _live(tx, ctx, row, now)


def _live(tx: Tx, ctx: Context, row: AssistRow, now: float) -> AssistRow | Refusal:
    why = why_over(ctx, row, now)
    if why is None:
        return row
    end(tx, ctx, row, why)
    return Refusal("assist_over")


def end(tx: Tx, ctx: Context, row: AssistRow, why: str) -> None:
    """Over, for the reason ``why``; all that was said in it is erased. Once."""
    if assist_rows.end(tx, row.id, why):
        note(tx, ctx, row, "assist_ended", why=why)
        assist_rows.notify(tx, CHANNEL, row.name)


def sweep(tx: Tx, ctx: Context, now: float) -> list[str]:
    """End what is over by time; the opaque names."""
    limits = ctx.limits
    found = assist_rows.dead(
        tx, born=now - limits.assist_ttl, active=now - limits.assist_idle, heard=now - limits.assist_lost
    )
    for row in found:
        end(tx, ctx, row, why_over(ctx, row, now) or "lost")
    return [row.name for row in found]


def note(tx: Tx, ctx: Context, row: AssistRow, event: str, **details: str) -> None:
    """An audit row: when, which assist by its opaque name, who follows."""
    who = {} if row.staff is None else {"staff": row.staff}
    audit.append(tx, ctx, event, details={"assist": row.name, **who, **details})


def change(tx: Tx, row: AssistRow, **values: object) -> None:
    """Set columns of an assist, and let its followers know."""
    assist_rows.change(tx, row.id, values)
    assist_rows.notify(tx, CHANNEL, row.name)


def sealed(ctx: Context, row: AssistRow, message: Message) -> bytes:
    """A message as the row keeps it: a free text may hold what an agent knows of a family."""
    return ctx.keys.seal(_SEALED, json.dumps(asdict(message)).encode(), bound=row.name.encode())


def caller_of(ctx: Context, row: AssistRow) -> Caller:
    """Who the parent's budgets are counted on."""
    counted = (
        "" if row.caller is None else ctx.keys.open(_SEALED, row.caller, bound=row.name.encode()).decode()
    )
    kind, _, who = counted.partition(":")
    return Caller(terminal=who) if kind == "terminal" else Caller(who)


def _message(ctx: Context, row: AssistRow) -> Message | None:
    if row.message is None:
        return None
    return Message(**json.loads(ctx.keys.open(_SEALED, row.message, bound=row.name.encode())))


def _state(row: AssistRow, over: str | None) -> State:
    return "over" if over is not None else "waiting" if row.staff is None else "followed"


def _left(ctx: Context, row: AssistRow, over: str | None, now: float) -> int:
    ttl = ctx.limits.assist_ttl
    return 0 if over is not None else whole_seconds(row.created_at + ttl - now, ttl)


def seen_by_parent(ctx: Context, row: AssistRow, now: float) -> ParentView:
    """The parent's end of a row."""
    over = why_over(ctx, row, now)
    message = None if over else _message(ctx, row)
    return ParentView(row.name, _state(row, over), over, message, _left(ctx, row, over, now))


def seen_by_agent(ctx: Context, row: AssistRow, now: float) -> AgentView:
    """The agent's end of a row."""
    over = why_over(ctx, row, now)
    report = None if over or row.report is None else report_of(json.loads(row.report))
    answer = None if over else row.answer
    return AgentView(
        row.name, _state(row, over), over, report, answer, row.answers, _left(ctx, row, over, now)
    )
