"""What each step asks of the account service, and where its answer leads. Part of the session (architecture.md).

Imported with the first action: the first screen pays for none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from .account.contract import ChildForm
from .journey.rules.email_address import EmailAddress
from .journey.rules.verdict import Accepted
from .outcome import Outcome

if TYPE_CHECKING:
    from .session import Session


def _value(session: Session, name: str) -> str:
    """The value that the rule understood; the session has checked the field before."""
    verdict = session.judge(name)
    assert isinstance(verdict, Accepted)
    return str(verdict.value)


def _email(session: Session) -> str:
    """The address as the rule cleaned it, the local part as it was typed."""
    verdict = session.judge("email")
    assert isinstance(verdict, Accepted)
    assert isinstance(verdict.value, EmailAddress)
    return verdict.value.normalised


def _send_code(session: Session, sure: bool) -> Outcome:
    """The e-mail step: one address, one code. An unchanged address keeps its code; a changed one ends it, said first."""
    wire, journey = session.wire, session.journey
    email = _email(session)
    if wire.flow_token is not None and wire.flow_email == email:
        journey.forward(
            "done" if wire.verified is None else "existing" if _must_choose(session) else "verified"
        )
        return Outcome(moved=True)
    if wire.flow_token is not None and not sure:
        return Outcome(loss="code")
    wire.start_flow(email, session.language)
    journey.forget("code")
    journey.forward("done")
    return Outcome(moved=True)


def _must_choose(session: Session) -> bool:
    return session.wire.verified == "existing" and session.journey.path != "reset"


def _verify(session: Session, _sure: bool) -> Outcome:
    """The right code once is enough: coming back to this step goes on without spending it again."""
    if session.wire.verified is None:
        session.wire.verify(_value(session, "code"))
    session.journey.forward("existing" if _must_choose(session) else "new")
    return Outcome(moved=True)


def _new_password(session: Session, _sure: bool) -> Outcome:
    session.journey.path = "reset"
    session.journey.forward("new_password")
    return Outcome(moved=True)


def _set_password(session: Session, _sure: bool) -> Outcome:
    """The service cleans and judges the password itself: it gets what was typed. Saved once, also when what follows fails."""
    wire = session.wire
    opened = wire.opened or wire.set_password(session.answer("password"), session.answer("confirmation"))
    if not opened.created:
        _list_children(session)
    wire.opened = None
    session.journey.forward("created" if opened.created else "replaced")
    session.journey.signed_in()
    session.notice = "screen.notice.account_created" if opened.created else "screen.notice.password_replaced"
    return Outcome(moved=True)


def _list_children(session: Session) -> None:
    """The children of who signed in. A record that is not one of theirs is not come back to."""
    session.wire.list_children()
    if session.record is not None:
        session.record = next((child for child in session.children if child.id == session.record.id), None)
    if session.record is None and session.journey.return_to == "record":
        session.journey.return_to = None


def _sign_in(session: Session, _sure: bool) -> Outcome:
    session.wire.sign_in(_email(session), session.answer("sign_in_password"))
    _list_children(session)
    session.journey.forward("done")
    session.journey.signed_in()
    return Outcome(moved=True)


def _forgot(session: Session, _sure: bool) -> Outcome:
    session.journey.path = "reset"
    session.journey.forget("sign_in_password")
    session.journey.forward("forgot")
    return Outcome(moved=True)


def _create(session: Session, _sure: bool) -> Outcome:
    session.journey.path = "create"
    session.journey.forward("create")
    return Outcome(moved=True)


def child_form(session: Session) -> ChildForm:
    """The answers of screen 6 as the contract wants them; every field has been accepted by its rule."""
    verdict = session.judge("identifier")
    assert isinstance(verdict, Accepted)
    assert isinstance(verdict.value, tuple)
    kind, identifier = verdict.value
    return ChildForm(
        school_body=session.answer("school_body"),
        last_name=_value(session, "last_name"),
        first_name=_value(session, "first_name"),
        birth_date=_value(session, "birth_date"),
        file_number=identifier if kind == "file_number" else None,
        permanent_code=identifier if kind == "permanent_code" else None,
    )


def _add_child(session: Session, _sure: bool) -> Outcome:
    """Check-your-answers: a part that is missing is gone to, else the child is linked."""
    missing = session.journey.furthest_child_part(session.today())
    if missing != "check":
        session.journey.edit(missing)
        return Outcome(moved=True, problems=(session.check() or Outcome()).problems)
    child = session.wire.add_child(child_form(session))
    session.notice = "screen.notice.child_linked" if child.created else "screen.notice.child_already_linked"
    session.journey.forward("done")
    session.journey.next_child()
    return Outcome(moved=True)


def _another_child(session: Session, _sure: bool) -> Outcome:
    """An empty form, since a child that was linked has cleared it; or the one that was begun."""
    session.journey.forward("repeat" if session.step.name == "another" else "add_child")
    session.journey.trail = ["family"]
    return Outcome(moved=True)


def _sign_out(session: Session, _sure: bool) -> Outcome:
    linked = session.children
    session.wire.end()
    session.wire.forget()
    session.wire.children = linked
    session.journey.forward("sign_out")
    return Outcome(moved=True)


def _restart(session: Session, _sure: bool) -> Outcome:
    session.leave()
    return Outcome(moved=True)


Action = Callable[["Session", bool], Outcome]

ACTIONS: Mapping[tuple[str, str], Action] = {
    ("start", "create"): _create,
    ("email", "done"): _send_code,
    ("code", "done"): _verify,
    ("existing", "new_password"): _new_password,
    ("password", "done"): _set_password,
    ("sign_in", "done"): _sign_in,
    ("sign_in", "forgot"): _forgot,
    ("check", "done"): _add_child,
    ("another", "repeat"): _another_child,
    ("family", "add_child"): _another_child,
    ("family", "sign_out"): _sign_out,
    ("goodbye", "restart"): _restart,
}
