"""A session that stands on any step with everything typed, over a small service that raises the contract's words."""

from __future__ import annotations

import asyncio
import contextlib
import io
from collections.abc import Callable
from typing import Any

from mozaik_tui.account.contract import (
    Account,
    Child,
    CodeSent,
    FlowStarted,
    FlowState,
    SessionStarted,
    Verified,
)
from mozaik_tui.language.pair import Pair
from mozaik_tui.plain.console import Console, EndOfInput
from mozaik_tui.plain.front import PlainFront
from mozaik_tui.session import Session
from mozaik_tui.ui.app import Assistant
from mozaik_tui.ui.ask_screen import Question
from mozaik_tui.ui.widgets.error_summary import ErrorSummary
from mozaik_tui.ui.widgets.field_frame import FieldFrame

from ...snapshots.prepared import CHILDREN, TODAY, TYPED, school_bodies

EVERYTHING = {
    **TYPED,
    "code": "123456",
    "sign_in_password": "Ecorce-de-pin-4",
    "password": "Ecorce-de-pin-4",
    "confirmation": "Ecorce-de-pin-4",
    "first_enrolment": "no",
    "adult_learner": "no",
}
SENT = {"expires_in": 3600, "resend_in": 60, "code_expires_in": 1200}


class StandIn:
    """Answers every call of the contract as a service in good health does; raises first what ``troubles`` holds.

    ``asked`` remembers the name, the arguments and the idempotency key of each call.
    """

    def __init__(self) -> None:
        self.troubles: dict[str, list[Exception]] = {}
        self.asked: list[tuple[str, tuple[Any, ...], str | None]] = []
        self.answers: dict[str, Callable[..., Any]] = {
            "school_bodies": school_bodies,
            "start_flow": lambda *_: FlowStarted(**SENT, flow_token="flow-token"),
            "flow": lambda *_: FlowState("code_sent", "sent", 60, 1200, None),
            "resend": lambda *_: CodeSent(**SENT),
            "verify": lambda *_: Verified("new"),
            "set_password": lambda *_: SessionStarted("session-token", 3600, created=True),
            "cancel_flow": lambda *_: None,
            "sign_in": lambda *_: SessionStarted("session-token", 3600),
            "sign_out": lambda *_: None,
            "account": lambda *_: Account(TYPED["email"], "fr", "2026-11-24T14:00:00Z"),
            "set_language": lambda *_: None,
            "children": lambda *_: CHILDREN,
            "add_child": lambda *_: Child(
                "3", "Exemple", "Noé", "x", "X", "file_number", "56", "2026-11-24T14:00:00Z"
            ),
            "remove_child": lambda *_: None,
            "ready": lambda *_: None,
        }

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)

        def call(*args: Any, key: str | None = None) -> Any:
            self.asked.append((name, args, key))
            if waiting := self.troubles.get(name):
                raise waiting.pop(0)
            return self.answers[name](*args)

        return call


def standing(step: str, language: str, service: object, **more: Any) -> Session:
    """A session on ``step``, everything typed, with the tokens that a parent has by then."""
    session = Session(service, language=language, today=lambda: TODAY, **more)  # type: ignore[arg-type]
    session.school_bodies()
    journey = session.journey
    journey.at, journey.trail = step, ["start"]
    number = journey.step.number
    for name, text in EVERYTHING.items():
        session.type(name, text)
    if number in (4, 5):
        session.wire.flow_token, session.wire.flow_email = "flow-token", TYPED["email"]
        session.wire.verified = "new" if step == "password" else None
    if number >= 6:
        session.wire.session_token, session.wire.children = "session-token", CHILDREN
        session.record = CHILDREN[0]
    return session


def assistant(session: Session) -> Assistant:
    """The full screen over a session."""
    return Assistant(session, theme="mozaik-dark")


async def settled(pilot: Any) -> None:
    """Until the action that is under way is over and its screen is there."""
    app: Assistant = pilot.app
    while True:
        await pilot.pause()
        if not app._performing and app.step_screen.is_mounted:
            await pilot.pause()
            return


async def over(pilot: Any) -> Question:
    """The question that opens over the step."""
    while not isinstance(pilot.app.screen, Question) or not pilot.app.screen.is_mounted:
        await asyncio.sleep(0.005)
        await pilot.pause()
    await pilot.pause()
    return pilot.app.screen


def paragraphs(app: Assistant) -> str:
    """The text of what is open over the step."""
    return str(app.screen.query_one("#paragraphs").content)


def summary(app: Assistant) -> ErrorSummary:
    """The list of what is to be mended."""
    return app.step_screen.query_one(ErrorSummary)


def beside(app: Assistant) -> dict[str, str]:
    """The refusal that stands beside each field."""
    return {frame.field: frame.refusal for frame in app.step_screen.query(FieldFrame) if frame.refusal}


def plain_run(session: Session, *lines: str, pause: Callable[[float], None] = lambda _s: None) -> str:
    """What the plain front end prints for ``lines``, blanks and line ends set aside."""
    sink = io.StringIO()
    front = PlainFront(
        session, Console(io.StringIO("".join(f"{line}\n" for line in lines)), sink), pause=pause
    )
    with contextlib.suppress(EndOfInput):
        front.run()
    return " ".join(sink.getvalue().split())


def told(text: str) -> str:
    """As :func:`plain_run` prints it."""
    return " ".join(text.split())


def words(language: str) -> Any:
    """The sentences of a language."""
    return Pair(language).lead
