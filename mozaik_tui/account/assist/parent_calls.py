"""The parent's calls of the help by phone. See :class:`.contract.AssistService` for each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mozaik_tui.account import inputs, tokens
from mozaik_tui.account.assist import lines
from mozaik_tui.account.assist.contract import AssistOffered, Done, ParentView
from mozaik_tui.account.assist.report import Report
from mozaik_tui.account.assist.words import ANSWERS
from mozaik_tui.account.calls import Call, Desk
from mozaik_tui.account.contract import Refusal
from mozaik_tui.account.flow_calls import nobody
from mozaik_tui.account.store import assist_rows

if TYPE_CHECKING:
    from mozaik_tui.account.context import Caller, Context
    from mozaik_tui.account.store import Tx
    from mozaik_tui.account.store.assist_rows import AssistRow


class ParentCalls:
    """One caller's; ``desk`` counts, looks at tokens and keeps answers, as for every call."""

    _ctx: Context
    _caller: Caller
    _desk: Desk

    def _of_assist(
        self, token: str, name: str = "", key: str | None = None, body: dict[str, object] | None = None,
        shape: Refusal | None = None,
    ) -> Call[AssistRow]:  # fmt: skip
        ctx = self._ctx
        return Call(lambda tx, now: lines.of_parent(tx, ctx, token, now), shape, name, token, key, body or {})

    def offer_assist(self, *, key: str | None = None) -> AssistOffered:
        """Ask for help."""
        ctx, caller = self._ctx, self._caller

        def act(tx: Tx, _who: None, now: float) -> AssistOffered | Refusal:
            if not ctx.live_help:
                return Refusal("assist_needs_service")
            return lines.offer(tx, ctx, caller, now)

        return self._desk.at_once(Call(nobody, None, "offer_assist", "", key, {}), act)

    def assist_about(self, assist_token: str, *, flow_token: str = "", session_token: str = "") -> None:
        """Say which flow or session the help is about."""
        ctx = self._ctx
        shape = inputs.not_texts(flow_token=flow_token, session_token=session_token)

        def act(tx: Tx, row: AssistRow, now: float) -> None:
            flow = tokens.flow_of(tx, ctx, flow_token, now, touch=False)
            session = tokens.session_of(tx, ctx, session_token, now, touch=False)
            about = {
                "flow_id": None if isinstance(flow, Refusal) else flow.id,
                "account_id": None if isinstance(session, Refusal) else session.account_id,
            }
            assist_rows.change(tx, row.id, about, quiet=True)

        self._desk.at_once(self._of_assist(assist_token, shape=shape), act)

    def report(self, assist_token: str, report: Report) -> None:
        """Say where the parent is."""
        shape = None if isinstance(report, Report) else Refusal("malformed", field="report")

        def act(tx: Tx, row: AssistRow, now: float) -> str:
            text = json.dumps(report.as_json(), sort_keys=True, separators=(",", ":"))
            lines.change(tx, row, report=text, active_at=now, parent_at=now)
            return row.name

        self._ctx.bell.ring(self._desk.at_once(self._of_assist(assist_token, shape=shape), act))

    def answer(
        self, assist_token: str, answer: str, *, message: int | None = None, key: str | None = None
    ) -> Done:
        """Answer the agent. What crossed a newer message answers a question that the agent no longer asks: it is let go."""
        known = isinstance(answer, str) and answer in ANSWERS
        shape = None if known else Refusal("malformed", field="answer")
        if shape is None and message is not None and not (type(message) is int and message >= 1):
            shape = Refusal("malformed", field="message")
        body: dict[str, object] = {"answer": answer}
        if shape is None and message is not None:
            body["message"] = message
        names: list[str] = []

        def act(tx: Tx, row: AssistRow, now: float) -> Done:
            if message not in (None, row.messages):
                return Done()
            lines.change(tx, row, answer=answer, answers=row.answers + 1, active_at=now, parent_at=now)
            lines.note(tx, self._ctx, row, "assist_answered", answer=answer)
            names.append(row.name)
            return Done()

        done = self._desk.at_once(self._of_assist(assist_token, "answer", key, body, shape), act)
        self._ring(names)
        return done

    def parent_view(self, assist_token: str) -> ParentView:
        """How it stands."""
        ctx = self._ctx

        def whose(tx: Tx, _now: float) -> AssistRow | Refusal:
            row = assist_rows.by_token(tx, tokens.digests(ctx, lines.BEARER, assist_token))
            return row or Refusal("unauthenticated")

        def act(tx: Tx, row: AssistRow, now: float) -> ParentView:
            if (why := lines.why_over(ctx, row, now)) is None:
                assist_rows.change(tx, row.id, {"parent_at": now}, quiet=True)
            else:
                lines.end(tx, ctx, row, why)
            return lines.seen_by_parent(ctx, row, now)

        return self._desk.at_once(Call(whose), act)

    def end_assist(self, assist_token: str) -> None:
        """Nobody sees anything any more."""

        def act(tx: Tx, row: AssistRow, _now: float) -> str:
            lines.end(tx, self._ctx, row, "parent")
            return row.name

        self._ctx.bell.ring(self._desk.at_once(self._of_assist(assist_token), act))

    def _ring(self, names: list[str]) -> None:
        for name in names[-1:]:
            self._ctx.bell.ring(name)
