"""The agent's console line by line, driven: each answer is given when the console asks, or done as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from mozaik_tui.account.assist.contract import AgentView, Done, StaffSignedIn
from mozaik_tui.guide.reading import load_procedure
from mozaik_tui.guide.run_of_guide import Guide
from mozaik_tui.language import Translator
from mozaik_tui.plain.console import EndOfInput
from mozaik_tui.support.console import PlainConsole
from mozaik_tui.support.desk import Desk
from mozaik_tui.support.telling import Tongues

from ..snapshots.prepared import TODAY

ENGLISH = Translator("en")
ALONE, ACTIONS = ENGLISH.text("support.menu.title"), ENGLISH.text("support.follow.menu")


class Kept:
    """A keyring of this test's own."""

    role = "agent"

    def __init__(self, token: str | None = None) -> None:
        self.token = token

    def read(self) -> str | None:
        return self.token

    def keep(self, token: str, _role: str) -> bool:
        self.token = token
        return True

    def drop(self) -> None:
        self.token = None


class OneParent:
    """A service where one parent is followed: it raises ``refuses`` at each call once that is set, and its stream tells what
    ``heard`` yields.
    """

    def __init__(self, heard: Callable[[], Iterator[AgentView]]) -> None:
        self.refuses: Exception | None = None
        self.refuses_all_but_views: Exception | None = None
        self.view = AgentView("a", "followed")
        self.called: list[str] = []
        self.heard = heard

    def _call(self, name: str) -> Done:
        self.called.append(name)
        if (error := self.refuses) is not None:
            raise error
        if name != "agent_view" and (error := self.refuses_all_but_views) is not None:
            raise error
        return Done()

    def staff_sign_in(self, name: str, _password: str, _totp: str = "") -> StaffSignedIn:
        self.called.append("staff_sign_in")
        return StaffSignedIn(f"token of {name}", "agent", 600)

    def staff_sign_out(self, token: str) -> None:
        self._call(f"staff_sign_out {token}")

    def join_assist(self, _token: str, _number: str) -> Done:
        return self._call("join_assist")

    def agent_view(self, _token: str) -> AgentView:
        self._call("agent_view")
        return self.view

    def agent_views(self, _token: str) -> Iterator[AgentView]:
        return self.heard()

    def say(self, _token: str, **_said: object) -> Done:
        return self._call("say")

    def mail_trouble(self, _token: str) -> object:
        return self._call("mail_trouble")

    def resend_for(self, _token: str) -> object:
        return self._call("resend_for")

    def lift_lock(self, _token: str, _lock: str, _checked: object) -> object:
        return self._call("lift_lock")

    def leave_assist(self, _token: str) -> None:
        self._call("leave_assist")


class Script:
    """Where the console speaks and listens. ``answers``: what is typed, or what is done (with the script as it is by
    then) just before the next one is.
    """

    def __init__(self, answers: Sequence[str | Callable[[Script], object]]) -> None:
        self._answers = list(answers)
        self.said: list[str] = []
        self.asked: list[str] = []
        self.interjected: list[str] = []

    def say(self, text: str = "") -> None:
        self.said.append(text)

    def question(self, text: str) -> None:
        self.asked.append(text)

    def beside(self, rows: Sequence[tuple[str, str, str]]) -> None:
        self.said += [theirs for theirs, _, _ in rows]

    def draw(self, _drawing: Sequence[str], rows: Sequence[tuple[str, str, str]]) -> None:
        self.beside(rows)

    def interject(self, lines: list[str]) -> None:
        self.interjected += lines

    def ask(self, *, secret: bool = False) -> str:
        while self._answers:
            answer = self._answers.pop(0)
            if isinstance(answer, str):
                return answer
            answer(self)
        raise EndOfInput


def run(desk: Desk | None, *answers: str | Callable[[Script], object]) -> Script:
    """A console of an agent who reads English and a parent who reads French, until there is nothing more to type."""
    script = Script(["1", *answers])
    guide = Guide(load_procedure(), lambda: TODAY, language="fr")
    with suppress(EndOfInput):
        PlainConsole(Tongues("en", "fr"), script, desk, guide).run()
    return script
