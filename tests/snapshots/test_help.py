"""Pictures of the help by phone: the parent's panel in Arabic and in French, and the agent's console."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest

from mozaik_tui.account.assist.contract import AgentView, Message
from mozaik_tui.account.assist.phrases import PHRASES
from mozaik_tui.account.assist.report import FieldState, Report
from mozaik_tui.guide.reading import load_procedure
from mozaik_tui.guide.run_of_guide import Guide
from mozaik_tui.helpline import Helpline
from mozaik_tui.language import Translator, offered
from mozaik_tui.support.app import ConsoleApp
from mozaik_tui.support.desk import Desk
from mozaik_tui.support.telling import Tongues
from mozaik_tui.ui import right_to_left
from mozaik_tui.ui.app import Assistant
from mozaik_tui.ui.widgets.help_panel import HelpPanel

from ..assist.agents_screen import asked
from .prepared import TODAY, prepared

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
        Event().wait()  # nothing new is said while the picture is taken; the thread ends with the process
        yield self.view

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
WHICH = (FRENCH.text("support.language.which"), f"{len(TAGS)}. ")
ALONE = (FRENCH.text("support.menu.title"), f"8. {FRENCH.text('support.menu.stop')}")
MENU = (FRENCH.text("support.follow.menu"), f"9. {FRENCH.text('support.follow.leave')}")
NUMBER = (FRENCH.text("support.screen.which"), "")
PAGE = (FRENCH.text("support.guide.pick"), "")


def language(tag: str) -> tuple[tuple[str, str], str]:
    return WHICH, str(TAGS.index(tag) + 1)


FOLLOW = [language("ar"), (ALONE, "6"), ((FRENCH.text("support.number.which"), ""), "482913")]
SAY = [
    (MENU, "3"),
    (
        (FRENCH.text("support.follow.phrase"), f"{len(PHRASES) + 1}. "),
        str(PHRASE_NAMES.index("use_last_code") + 1),
    ),
]
TYPED = {
    "opens": ([], WHICH),
    "followed": (FOLLOW, MENU),
    "screen": ([*FOLLOW, (MENU, "2")], MENU),
    "said": ([*FOLLOW, *SAY], MENU),
    "guide-uk": ([language("uk"), (ALONE, "1"), (NUMBER, "G5")], PAGE),
    "guide-ar": ([language("ar"), (ALONE, "1"), (NUMBER, "G7.2")], PAGE),
}
"""What is typed, each line once the question stands there and the last paragraph begins as it says; and what stands there
in the picture."""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("after", TYPED)
def test_agents_console(after: str, size: tuple[int, int], snap_compare) -> None:
    guide = Guide(load_procedure(), lambda: TODAY, language="fr")
    app = ConsoleApp(Tongues("fr", "fr"), Desk(Parent(), Kept()), guide, theme="mozaik-dark")
    lines, shown = TYPED[after]

    async def typed(pilot) -> None:
        for waiting, line in lines:
            await asked(pilot, *waiting)
            await pilot.press(*line, "enter")
        await asked(pilot, *shown)
        if lines[:3] == FOLLOW:
            while app.query_one("#where").region.height < 2:
                await pilot.pause(0.01)
            await asked(pilot, *shown)

    assert snap_compare(app, terminal_size=size, run_before=typed)
