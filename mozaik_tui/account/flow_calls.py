"""The calls of the contract up to the account: school bodies and flows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mozaik_tui.account import flows, inputs, new_password, tokens
from mozaik_tui.account.calls import Call, Desk, Office
from mozaik_tui.account.contract import (
    CodeSent,
    FlowStarted,
    FlowState,
    Refusal,
    SchoolBody,
    SessionStarted,
    Verified,
)
from mozaik_tui.account.registry.bodies import school_bodies

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mozaik_tui.account.context import Caller
    from mozaik_tui.account.store import Tx
    from mozaik_tui.account.store.flow_rows import FlowRow


class FlowCalls:
    """See :class:`~mozaik_tui.account.contract.AccountService` for each call."""

    def __init__(self, office: Office, caller: Caller, shape: Refusal | None = None) -> None:
        self._office = office
        self._ctx = office.ctx
        self._caller = caller
        self._desk = Desk(office, caller, shape)

    def school_bodies(self) -> tuple[SchoolBody, ...]:
        """The published list."""
        return self._desk.at_once(Call(nobody), lambda _tx, _who, _now: school_bodies().listed)

    def start_flow(self, email: str, language: str, *, key: str | None = None) -> FlowStarted:
        """Send a code."""
        ctx, caller = self._ctx, self._caller
        shape = inputs.not_texts(email=email, language=language)
        judged = shape or inputs.judged_email(email)
        offered = shape or inputs.offered_language(ctx, language)

        def act(tx: Tx, _who: None, now: float) -> FlowStarted | Refusal:
            if isinstance(judged, Refusal):
                return judged
            if isinstance(offered, Refusal):
                return offered
            return flows.start(tx, ctx, caller, judged, offered, now)

        body = {"email": email, "language": language}
        started = self._desk.at_once(Call(nobody, shape, "start_flow", "", key, body), act)
        ctx.wake()
        return started

    def flow(self, flow_token: str) -> FlowState:
        """Where the flow stands; not an activity."""
        ctx, caller = self._ctx, self._caller
        return self._desk.at_once(
            Call(lambda tx, now: tokens.flow_of(tx, ctx, flow_token, now, touch=False)),
            lambda tx, flow, now: flows.state_of(tx, ctx, caller, flow, now),
        )

    def resend(self, flow_token: str, *, key: str | None = None) -> CodeSent:
        """Send a new code."""
        ctx, caller = self._ctx, self._caller
        sent = self._desk.at_once(
            self._of_flow(flow_token, "resend", key, {}),
            lambda tx, flow, now: flows.resend(tx, ctx, caller, flow, now),
        )
        ctx.wake()
        return sent

    def verify(self, flow_token: str, code: str, *, key: str | None = None) -> Verified:
        """Spend the code."""
        ctx, caller = self._ctx, self._caller
        shape = inputs.not_text(code, "code")
        return self._desk.at_once(
            self._of_flow(flow_token, "verify", key, {"code": code}, shape),
            lambda tx, flow, now: flows.verify(tx, ctx, caller, flow, code, now),
        )

    def set_password(
        self, flow_token: str, password: str, confirmation: str, *, key: str | None = None
    ) -> SessionStarted:
        """Make the account or replace its password, and sign in."""
        ctx, caller = self._ctx, self._caller
        shape = inputs.not_text(password, "password", nul=True)
        shape = shape or inputs.not_text(confirmation, "confirmation", nul=True)

        def keep(tx: Tx, _before: FlowRow, phc: str, now: float) -> SessionStarted | Refusal:
            flow = tokens.flow_of(tx, ctx, flow_token, now)
            if isinstance(flow, Refusal):
                return flow
            return new_password.store(tx, ctx, caller, flow, phc, now)

        body = {"password": password, "confirmation": confirmation}
        opened = self._desk.hashing(
            self._of_flow(flow_token, "set_password", key, body, shape),
            "flow",
            lambda tx, flow, _now: new_password.check(tx, ctx, flow, password, confirmation) or flow,
            lambda place, _flow: place.make(password),
            keep,
        )
        ctx.wake()
        return opened

    def cancel_flow(self, flow_token: str) -> None:
        """Kill the flow, its code and its token."""
        ctx = self._ctx
        self._desk.at_once(
            Call(lambda tx, now: tokens.flow_of(tx, ctx, flow_token, now)),
            lambda tx, flow, _now: flows.cancel(tx, ctx, flow),
        )

    def _of_flow(
        self,
        token: str,
        name: str,
        key: str | None,
        body: Mapping[str, object],
        shape: Refusal | None = None,
    ) -> Call[FlowRow]:
        ctx = self._ctx
        return Call(lambda tx, now: tokens.flow_of(tx, ctx, token, now), shape, name, token, key, body)


def nobody(_tx: Tx, _now: float) -> None:
    """The subject of a call without a token."""
