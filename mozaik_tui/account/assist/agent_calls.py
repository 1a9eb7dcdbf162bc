"""The agent's calls of the help by phone. See :class:`.contract.StaffService` for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from mozaik_tui.account import inputs, throttles
from mozaik_tui.account.assist import lines, office, staff
from mozaik_tui.account.assist.bell import CHANNEL
from mozaik_tui.account.assist.contract import (
    AgentView,
    Done,
    MailTrouble,
    Message,
    OpenAssist,
    StaffSignedIn,
)
from mozaik_tui.account.assist.phrases import BY_NAME
from mozaik_tui.account.assist.words import FIELDS, LOCKS, LONGEST_TEXT, SCRIPT
from mozaik_tui.account.budgets import key_of
from mozaik_tui.account.calls import Call, Desk
from mozaik_tui.account.contract import CodeSent, Refusal
from mozaik_tui.account.flow_calls import nobody
from mozaik_tui.account.store import assist_rows, counter_rows, staff_rows
from mozaik_tui.account.throttles import DAY, whole_seconds

if TYPE_CHECKING:
    from mozaik_tui.account.context import Caller, Context
    from mozaik_tui.account.store import Tx
    from mozaik_tui.account.store.assist_rows import AssistRow
    from mozaik_tui.account.store.staff_rows import SignedIn

Answer = TypeVar("Answer")

_GUESSES = "assist_numbers"


class AgentCalls:
    """One caller's; an agent follows one parent at a time, so no call names an assist."""

    _ctx: Context
    _caller: Caller
    _desk: Desk

    def _of_staff(
        self, token: str, name: str = "", key: str | None = None, body: dict[str, object] | None = None,
        shape: Refusal | None = None,
    ) -> Call[SignedIn]:  # fmt: skip
        ctx = self._ctx
        return Call(lambda tx, now: staff.member_of(tx, ctx, token, now), shape, name, token, key, body or {})

    def staff_sign_in(
        self, name: str, password: str, totp: str = "", *, key: str | None = None
    ) -> StaffSignedIn:
        """Open a staff session."""
        ctx = self._ctx
        shape = inputs.not_texts(name=name, totp=totp) or inputs.not_text(password, "password")
        body: dict[str, object] = {"name": name, "password": password, "totp": totp}
        return self._desk.hashing(
            Call(nobody, shape, "staff_sign_in", "", key, body),
            "sign_in",
            lambda tx, _who, now: staff.look_up(tx, ctx, name, now),
            lambda place, attempt: staff.check_password(place, attempt, password),
            lambda tx, attempt, checked, now: staff.opened(tx, ctx, attempt, checked, totp, now),
        )

    def staff_sign_out(self, staff_token: str) -> None:
        """End the session, and the help that it gives."""
        ctx = self._ctx

        def act(tx: Tx, agent: SignedIn, now: float) -> str:
            row = lines.of_agent(tx, ctx, agent, now)
            if not isinstance(row, Refusal):
                lines.end(tx, ctx, row, "agent")
            staff_rows.end_session(tx, agent.session_id)
            return "" if isinstance(row, Refusal) else row.name

        ctx.bell.ring(self._desk.at_once(self._of_staff(staff_token), act))

    def join_assist(self, staff_token: str, number: str, *, key: str | None = None) -> Done:
        """Follow the parent who reads out the number. Guessing is counted on the member, and locks as sign-ins do."""
        ctx = self._ctx
        shape = inputs.not_text(number, "number")
        names: list[str] = []

        def act(tx: Tx, agent: SignedIn, now: float) -> Done | Refusal:
            joined = _join(tx, ctx, agent, number, now)
            if isinstance(joined, Refusal):
                return joined
            names.extend(joined)
            return Done()

        call = self._of_staff(staff_token, "join_assist", key, {"number": number}, shape)
        done = self._desk.at_once(call, act)
        for name in names[-2:]:
            ctx.bell.ring(name)
        return done

    def agent_view(self, staff_token: str) -> AgentView:
        """How it stands."""
        ctx = self._ctx

        def act(tx: Tx, agent: SignedIn, now: float) -> AgentView | Refusal:
            row = assist_rows.by_session(tx, agent.session_id)
            if row is None:
                return Refusal("assist_over")
            if (why := lines.why_over(ctx, row, now)) is None:
                assist_rows.change(tx, row.id, {"agent_at": now}, quiet=True)
            else:
                lines.end(tx, ctx, row, why)
            return lines.seen_by_agent(ctx, row, now)

        return self._desk.at_once(self._of_staff(staff_token), act)

    def say(
        self,
        staff_token: str,
        *,
        phrase: str | None = None,
        text: str | None = None,
        field: str | None = None,
        key: str | None = None,
    ) -> Done:
        """Show the parent a phrase, or a text that nobody translated."""
        ctx = self._ctx
        body: dict[str, object] = {"phrase": phrase, "text": text, "field": field}

        def act(tx: Tx, row: AssistRow, now: float) -> Done:
            message = Message(row.messages + 1, phrase, text, field)
            sealed = lines.sealed(ctx, row, message)
            lines.change(
                tx, row, message=sealed, messages=message.number, answer=None, active_at=now, agent_at=now
            )
            lines.note(tx, ctx, row, "assist_said", phrase=phrase or "free_text")
            return Done()

        return self._following(staff_token, act, "say", key, body, _not_a_message(phrase, text, field))

    def mail_trouble(self, staff_token: str) -> MailTrouble:
        """Why the mail with the code does not arrive."""
        ctx = self._ctx

        def act(tx: Tx, row: AssistRow, now: float) -> MailTrouble:
            lines.note(tx, ctx, row, "assist_mail_seen")
            return office.mail_trouble(tx, ctx, row, now)

        return self._following(staff_token, act)

    def resend_for(self, staff_token: str, *, key: str | None = None) -> CodeSent:
        """Have a new code sent."""
        ctx = self._ctx

        def act(tx: Tx, row: AssistRow, now: float) -> CodeSent | Refusal:
            sent = office.resend(tx, ctx, row, now)
            if not isinstance(sent, Refusal):
                _tell(tx, ctx, row, "resent", now)
            return sent

        sent = self._following(staff_token, act, "resend_for", key)
        ctx.wake()
        return sent

    def lift_lock(
        self, staff_token: str, lock: str, checked: tuple[str, ...], *, key: str | None = None
    ) -> Done:
        """End a wait of this parent, after the fixed script."""
        ctx = self._ctx
        shape = None if isinstance(lock, str) and lock in LOCKS else Refusal("malformed", field="lock")
        if shape is None and not (isinstance(checked, tuple) and checked == SCRIPT):
            shape = Refusal("malformed", field="checked")

        def act(tx: Tx, row: AssistRow, now: float) -> Done | Refusal:
            refused = office.lift(tx, ctx, row, lock, now)
            if refused is not None:
                return refused
            _tell(tx, ctx, row, "lifted", now)
            return Done()

        body: dict[str, object] = {"lock": lock, "checked": list(checked) if shape is None else []}
        return self._following(staff_token, act, "lift_lock", key, body, shape)

    def leave_assist(self, staff_token: str) -> None:
        """End the help."""
        self._following(staff_token, lambda tx, row, _now: lines.end(tx, self._ctx, row, "agent"))

    def open_assists(self, staff_token: str) -> tuple[OpenAssist, ...]:
        """What is under way."""

        def act(tx: Tx, agent: SignedIn, now: float) -> tuple[OpenAssist, ...] | Refusal:
            if agent.role != "administrator":
                return Refusal("not_found")
            lines.sweep(tx, self._ctx, now)
            return tuple(
                OpenAssist(name, who, whole_seconds(now - since, self._ctx.limits.assist_ttl))
                for name, who, since in assist_rows.under_way(tx)
            )

        return self._desk.at_once(self._of_staff(staff_token), act)

    def _following(
        self,
        token: str,
        act: Callable[[Tx, AssistRow, float], Answer | Refusal],
        name: str = "",
        key: str | None = None,
        body: dict[str, object] | None = None,
        shape: Refusal | None = None,
    ) -> Answer:
        """A call on the assist that the agent follows; its other end hears of it."""
        ctx = self._ctx
        names: list[str] = []

        def work(tx: Tx, agent: SignedIn, now: float) -> Answer | Refusal:
            row = lines.of_agent(tx, ctx, agent, now)
            if isinstance(row, Refusal):
                return row
            names.append(row.name)
            return act(tx, row, now)

        try:
            return self._desk.at_once(self._of_staff(token, name, key, body, shape), work)
        finally:
            for one in names[-1:]:
                ctx.bell.ring(one)


def _join(tx: Tx, ctx: Context, agent: SignedIn, number: str, now: float) -> list[str] | Refusal:
    """The opaque names of what changed: the assist that is joined, and the one that was followed before."""
    limits, key = ctx.limits, key_of(tx, ctx, _GUESSES, "staff", agent.name)
    counted = counter_rows.strike(
        tx,
        _GUESSES,
        key,
        tries=limits.assist_tries,
        length=limits.sign_in_lock,
        longest=limits.sign_in_lock_max,
        memory=DAY,
        now=now,
    )
    if counted is None:
        return Refusal("assist_locked", retry_after=throttles.lock_left(tx, _GUESSES, key, now=now))
    digits = "".join(str(int(char)) for char in number if char.isdecimal())
    row = assist_rows.by_number(tx, ctx.keys.macs("assist", "number", digits))
    if row is None or lines.why_over(ctx, row, now) is not None:
        return Refusal("assist_number_wrong")
    counter_rows.clear(tx, _GUESSES, key)
    if not assist_rows.join(tx, row.id, session_id=agent.session_id, staff=agent.name, now=now):
        return Refusal("assist_taken")
    before = _leave_others(tx, ctx, agent, row, now)
    lines.note(tx, ctx, row, "assist_joined", by=agent.name)
    assist_rows.notify(tx, CHANNEL, row.name)
    return [*before, row.name]


def _leave_others(tx: Tx, ctx: Context, agent: SignedIn, joined: AssistRow, now: float) -> list[str]:
    """One parent at a time: those that this session followed before are over."""
    others = [
        row
        for row in assist_rows.all_of_session(tx, agent.session_id)
        if row.id != joined.id and lines.why_over(ctx, row, now) is None
    ]
    for row in others:
        lines.end(tx, ctx, row, "agent")
    return [row.name for row in others]


def _tell(tx: Tx, ctx: Context, row: AssistRow, word: str, now: float) -> None:
    """Tell the parent, in words of the catalogues, what the agent did on the service."""
    message = Message(row.messages + 1, phrase=word)
    lines.change(
        tx, row, message=lines.sealed(ctx, row, message), messages=message.number, active_at=now, agent_at=now
    )


def _not_a_message(phrase: object, text: object, field: object) -> Refusal | None:
    """``malformed`` unless there is a phrase of the list or one line of text, and a field of the journey or none."""
    if (phrase is None) == (text is None):
        return Refusal("malformed", field="phrase")
    if phrase is not None and (not isinstance(phrase, str) or phrase not in BY_NAME):
        return Refusal("malformed", field="phrase")
    if text is not None:
        if bad := inputs.not_text(text, "text"):
            return bad
        if not (isinstance(text, str) and text.isprintable() and 0 < len(text.strip()) <= LONGEST_TEXT):
            return Refusal("malformed", field="text")
    if field is not None and (not isinstance(field, str) or field not in FIELDS):
        return Refusal("malformed", field="field")
    return None
