"""Pictures of the help by phone: the parent's panel in Arabic and in French, and the agent's console."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mozaik_tui.account.assist.contract import AgentView, Message
from mozaik_tui.account.assist.phrases import PHRASES
from mozaik_tui.account.assist.report import FieldState, Report
from mozaik_tui.account.refusing import Refusal
from mozaik_tui.helpline import Helpline
from mozaik_tui.language import Translator, offered
from mozaik_tui.support.app import ConsoleApp
from mozaik_tui.support.desk import Desk
from mozaik_tui.support.telling import Tongues
from mozaik_tui.ui import right_to_left
from mozaik_tui.ui.app import Assistant
from mozaik_tui.ui.widgets.help_panel import HelpPanel

from .prepared import prepared

SIZES = [(80, 24), (40, 12)]
LANGUAGES = ["fr", "ar"]
SAID = {
    "said": Message(1, phrase="use_last_code", field="code"),
    "written": Message(1, text="Prenez votre temps."),
}


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    yield
    right_to_left.run_from(False)


def helped(state: str) -> Helpline:
    """A line as the service's last word left it; nothing is asked of it."""
    line = Helpline(lambda: None)
    line.state = "followed" if state in SAID else state
    line.number, line.message = "482913", SAID.get(state)
    line.over = "parent" if state == "over" else None
    return line


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("state", ["waiting", "followed", "over", *SAID])
def test_parents_panel(state: str, size: tuple[int, int], language: str, snap_compare) -> None:
    session = prepared("code", language, practice=False)
    session.helpline = helped(state)
    app = Assistant(session, theme="mozaik-dark")

    async def shown(pilot) -> None:
        await pilot.pause()
        app.helped().show()
        if session.helpline.message is not None:
            app.step_screen.query_one(HelpPanel).replies.focus()
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=shown)


class Parent:
    """A service where one parent is followed."""

    view = AgentView(
        "a1",
        "followed",
        report=Report(
            "ar", "code", "code", (FieldState("code", "refused", "E-214"),), "E-214", delivery="sent"
        ),
        answer="not_understood",
        answers=1,
    )

    def agent_view(self, _token: str) -> AgentView:
        return self.view

    def agent_views(self, _token: str) -> Iterator[AgentView]:
        raise Refusal("assist_over")

    def join_assist(self, _token: str, _number: str) -> None:
        """Joined."""

    def say(self, _token: str, **_said: object) -> None:
        """Said."""


class Kept:
    """A session that the keyring still has."""

    role = "agent"

    def read(self) -> str:
        return "token"


FRENCH = Translator("fr")
TAGS, PHRASE_NAMES = [language.tag for language in offered()], [phrase.name for phrase in PHRASES]
WHICH, MENU = f"{len(TAGS)}. ", f"9. {FRENCH.text('support.follow.leave')}"
FOLLOW = [
    (WHICH, str(TAGS.index("ar") + 1)),
    (f"7. {FRENCH.text('support.menu.stop')}", "6"),
    (FRENCH.text("support.number.which"), "482913"),
]
SAY = [(MENU, "3"), (f"{len(PHRASES) + 1}. ", str(PHRASE_NAMES.index("use_last_code") + 1))]
TYPED = {"opens": [], "followed": FOLLOW, "screen": [*FOLLOW, (MENU, "2")], "said": [*FOLLOW, *SAY]}
"""What is typed, each line once the last paragraph begins as it says."""


@pytest.mark.parametrize("after", TYPED)
def test_agents_console(after: str, snap_compare) -> None:
    app = ConsoleApp(Tongues("fr", "fr"), Desk(Parent(), Kept()), theme="mozaik-dark")

    def at_rest(begins: str) -> bool:
        """Everything is said, drawn, and its end in sight."""
        box, where = app.query_one("#said"), app.query_one("#where")
        last = next(reversed(app.query("#said > Prose")), None)
        return (
            last is not None
            and last.text.startswith(begins)
            and last.region.height > 0
            and (begins != MENU or where.region.height > 1)
            and box.scroll_y == box.max_scroll_y
        )

    async def asked(pilot, begins: str) -> None:
        for _ in range(6000):
            if at_rest(begins):
                return
            await pilot.pause(0.01)
        raise AssertionError(begins)

    async def typed(pilot) -> None:
        for begins, line in TYPED[after]:
            await asked(pilot, begins)
            await pilot.press(*line, "enter")
        await asked(pilot, MENU if TYPED[after] else WHICH)
        await pilot.pause()

    assert snap_compare(app, terminal_size=(80, 24), run_before=typed)
