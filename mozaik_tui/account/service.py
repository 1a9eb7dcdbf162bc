"""The account service in this process: each call of the contract, handed to the file that has its rules."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from mozaik_tui.account import children, inputs, sessions, signing_in
from mozaik_tui.account.assist.agent_calls import AgentCalls
from mozaik_tui.account.assist.parent_calls import ParentCalls
from mozaik_tui.account.calls import Call, Office
from mozaik_tui.account.context import Caller
from mozaik_tui.account.contract import Account, Child, ChildForm, Refusal, SessionStarted
from mozaik_tui.account.flow_calls import FlowCalls, nobody
from mozaik_tui.account.registry.lookup import registry_of

if TYPE_CHECKING:
    from mozaik_tui.account.signing_in import Attempt, Checked
    from mozaik_tui.account.store import Tx
    from mozaik_tui.account.store.account_rows import AccountRow


class LocalService(FlowCalls, ParentCalls, AgentCalls):
    """:class:`~mozaik_tui.account.contract.AccountService`, and both ends of the help by phone, on a database that
    is open, for one caller.
    """

    def __init__(self, office: Office, caller: Caller | None = None, shape: Refusal | None = None) -> None:
        super().__init__(office, caller or Caller(), shape)

    def for_caller(self, caller: Caller, shape: Refusal | None = None) -> LocalService:
        """The same service, with the budgets of another terminal or address. ``shape``: a refusal of the
        arguments that every call makes once its budget and its token are looked at.
        """
        return LocalService(self._office, caller, shape)

    def ready(self) -> None:
        """Ask database and registry; counted on nobody."""
        self._ctx.store.read(registry_of(self._ctx.store, self._ctx.keys).ready)

    def sign_in(self, email: str, password: str, *, key: str | None = None) -> SessionStarted:
        """Open a session."""
        ctx = self._ctx
        shape = inputs.not_texts(email=email, password=password)
        judged = shape or inputs.judged_email(email)

        def prepare(tx: Tx, _who: None, now: float) -> Attempt | Refusal:
            return (
                judged if isinstance(judged, Refusal) else signing_in.look_up(tx, ctx, judged.identity, now)
            )

        return self._desk.hashing(
            Call(nobody, shape, "sign_in", "", key, {"email": email, "password": password}),
            "sign_in",
            prepare,
            lambda place, attempt: signing_in.check_password(place, attempt, password),
            lambda tx, attempt, checked, now: signing_in.opened(tx, ctx, attempt, checked, now),
        )

    def sign_out(self, session_token: str) -> None:
        """End the session."""
        ctx = self._ctx
        self._desk.at_once(Call(nobody), lambda tx, _who, now: sessions.sign_out(tx, ctx, session_token, now))

    def account(self, session_token: str) -> Account:
        """The signed-in parent's account."""
        return self._desk.at_once(
            self._signed_in(session_token), lambda _tx, account, _now: sessions.shown(account)
        )

    def set_language(self, session_token: str, language: str) -> Account:
        """Change the language of mails."""
        shape = inputs.not_text(language, "language")
        offered = shape or inputs.offered_language(self._ctx, language)

        def act(tx: Tx, account: AccountRow, _now: float) -> Account | Refusal:
            return offered if isinstance(offered, Refusal) else sessions.set_language(tx, account, offered)

        return self._desk.at_once(self._signed_in(session_token, shape), act)

    def delete_account(self, session_token: str, password: str) -> None:
        """Erase the account; a wrong password counts as a sign-in."""
        ctx = self._ctx
        shape = inputs.not_text(password, "password")

        def act(tx: Tx, attempt: Attempt, checked: Checked, now: float) -> Refusal | None:
            account = sessions.account_of(tx, ctx, session_token, now)
            if isinstance(account, Refusal):
                return account
            known = signing_in.confirmed(tx, ctx, attempt, checked)
            if isinstance(known, Refusal):
                return known
            sessions.erase(tx, ctx, account)
            return None

        self._desk.hashing(
            self._signed_in(session_token, shape),
            "sign_in",
            lambda tx, account, now: signing_in.look_up(tx, ctx, account.identity, now),
            lambda place, attempt: signing_in.check_password(place, attempt, password),
            act,
        )

    def children(self, session_token: str) -> tuple[Child, ...]:
        """The linked children."""
        ctx = self._ctx
        return self._desk.at_once(
            self._signed_in(session_token), lambda tx, account, _now: children.list_children(tx, ctx, account)
        )

    def add_child(self, session_token: str, form: ChildForm, *, key: str | None = None) -> Child:
        """Link a child."""
        ctx = self._ctx
        shape = inputs.not_a_form(form)
        body = {} if shape else dataclasses.asdict(form)
        who = self._signed_in(session_token, shape)
        return self._desk.at_once(
            dataclasses.replace(who, name="add_child", space=session_token, key=key, body=body),
            lambda tx, account, _now: children.add_child(tx, ctx, account, form),
        )

    def remove_child(self, session_token: str, child_id: str) -> None:
        """Unlink a child."""
        ctx = self._ctx
        shape = inputs.not_text(child_id, "id")

        def act(tx: Tx, account: AccountRow, _now: float) -> Refusal | None:
            removed = children.remove_child(tx, ctx, account, child_id)
            return None if removed else Refusal("not_found")

        self._desk.at_once(self._signed_in(session_token, shape), act)

    def _signed_in(self, token: str, shape: Refusal | None = None) -> Call[AccountRow]:
        ctx = self._ctx
        return Call(lambda tx, now: sessions.account_of(tx, ctx, token, now), shape)
