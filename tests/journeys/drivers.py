"""The hands of a recorded journey: one pair for the full screen (real keys), one for the plain lines."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Callable

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from mozaik_tui.choices import CHOICES
from mozaik_tui.journey import fields
from mozaik_tui.language import offered
from mozaik_tui.language.pair import Pair
from mozaik_tui.plain.console import Console
from mozaik_tui.plain.front import PlainFront
from mozaik_tui.plain.views import check_lines
from mozaik_tui.session import Session
from mozaik_tui.ui.app import Assistant
from mozaik_tui.ui.widgets.choice_list import ChoiceList
from mozaik_tui.ui.widgets.error_summary import ErrorSummary
from mozaik_tui.ui.widgets.filter_list import FilterField

from .recording import Act, Filler, Recording, acts

PATIENCE = 60.0
"""Seconds against hanging, nothing else."""


async def until(pilot: Pilot, condition: Callable[[], object], what: str) -> None:
    limit = time.monotonic() + PATIENCE
    while True:
        try:
            if condition():
                return
        except Exception:
            if time.monotonic() > limit:
                raise
        if time.monotonic() > limit:
            app = pilot.app
            raise TimeoutError(f"{what}; on {app.session.step.name}, {app.screen!r}, refused {shown(app)}")
        await asyncio.sleep(0.005)
        await pilot.pause()


def shown(app: Assistant) -> list[str]:
    return [item.number for summary in app.step_screen.query(ErrorSummary) for item in summary.items]


def send(app: Assistant, *keys: str) -> None:
    """A burst of keys, as a quick hand or a paste without brackets sends it: nothing waits between them."""
    for key in keys:
        character = key if len(key) == 1 else None
        event = events.Key(_character_to_key(key) if character else key, character)
        event.set_sender(app)
        app.post_message(event)


class Hands:
    """Does each act with keys."""

    def __init__(self, pilot: Pilot, fill: Filler) -> None:
        self.pilot = pilot
        self.app: Assistant = pilot.app
        self.fill = fill

    async def replay(self, recording: Recording) -> None:
        for act, following in acts(recording):
            await self.arrive(act.at)
            await self.see()
            before = self.app.step_screen
            await self.do(act)
            if act.refused:
                await until(
                    self.pilot, lambda act=act: shown(self.app) == list(act.refused), f"refused {act.refused}"
                )
                await self.see()
            elif following is not None:
                await until(self.pilot, lambda b=before: self.app.step_screen is not b, f"left {act.at}")

    async def see(self) -> None:
        """Called with every screen, every refusal and every new focus, for whoever looks at what is shown."""

    async def arrive(self, step: str) -> None:
        await until(
            self.pilot,
            lambda: (
                self.app.session.step.name == step
                and self.app.screen is self.app.step_screen
                and self.ready()
            ),
            f"arrive at {step}",
        )

    def ready(self) -> bool:
        return self.app.step_screen.is_mounted and not self.app._performing

    async def do(self, act: Act) -> None:
        if act.back:
            await self.pilot.press("escape")
        elif act.resend:
            self.fill.mails += not act.refused
            await self.press_button("resend")
        elif act.find:
            await until(
                self.pilot, lambda: self.app.screen.query_one(FilterField), "the list of school bodies"
            )
            self.app.screen.query_one(FilterField).focus()
            await self.see()
            await self.keys(self.fill(act.find))
            await self.see()
            await self.pilot.press("enter")
        elif act.choose or act.edit:
            await self.choose(act)
        else:
            for name, text in act.type.items():
                await self.type(name, self.fill(text))
            await self.press_button("main")

    async def keys(self, text: str) -> None:
        send(self.app, "end", "ctrl+u", *text)
        await self.pilot.pause()

    async def type(self, name: str, text: str) -> None:
        field = self.app.screen.query_one(f"#field-{name}")
        field.focus()
        await self.pilot.pause()
        await self.see()
        if fields.BY_NAME[name].kind == "yes_no":
            await self.pilot.press("1" if text == "yes" else "2")
        else:
            await self.keys(text)

    async def press_button(self, name: str) -> None:
        self.app.screen.query_one(f"#{name}").focus()
        await self.pilot.pause()
        await self.see()
        await self.pilot.press("enter")

    async def choose(self, act: Act) -> None:
        choices = next(
            each
            for each in self.app.screen.query(ChoiceList)
            if each.display and each.choices and each.id != ""
        )
        for each in self.app.screen.query(ChoiceList):
            if each.ancestors and not any(isinstance(above, ErrorSummary) for above in each.ancestors):
                choices = each
        values = [choice.value for choice in choices.choices]
        wanted = act.choose or next(value for value in values if value.partition(" ")[2] == act.edit)
        if self.app.session.step.name == "language":
            self.app.screen.query_one(FilterField).focus()
        else:
            choices.focus()
        await self.pilot.pause()
        await self.pilot.press(*str(values.index(wanted) + 1))
        if self.app.session.step.name == "language" and len(values) > 9:
            await self.pilot.press("enter")


class Lines(io.StringIO):
    """A source of lines that asks the recording what comes next, when it is asked."""

    def __init__(self, recording: Recording, session: Session, fill: Filler, printed: io.StringIO) -> None:
        super().__init__()
        self.session, self.fill, self.printed = session, fill, printed
        self._acts = acts(recording)
        self._waiting: list[str] = []
        self._since = 0
        self._last: Act | None = None

    def readline(self, *_size: int) -> str:  # type: ignore[override]
        if not self._waiting:
            self.compare()
            act, _following = next(self._acts)
            assert self.session.step.name == act.at, (self.session.step.name, act)
            self._last, self._since = act, len(self.printed.getvalue())
            self._waiting = self.lines(act)
        return self._waiting.pop(0) + "\n"

    def compare(self) -> None:
        """What was refused after the last act is what was printed, and nothing else."""
        if self._last is not None:
            told = self.printed.getvalue()[self._since :]
            for number in self._last.refused:
                assert number in told, (number, told)
            assert self._last.refused or " E-" not in told, told

    def lines(self, act: Act) -> list[str]:
        session, name = self.session, act.at
        if act.back:
            return ["<"]
        if act.resend:
            self.fill.mails += not act.refused
            return ["+"]
        if name == "language":
            return [str([each.tag for each in offered()].index(act.choose) + 1)]
        if name == "check":
            lines = [line.step for line in check_lines(session, Pair(session.language))]
            return [str(lines.index(act.edit) + 1)] if act.edit else [""]
        if act.choose:
            return [str([choice.lead for choice in CHOICES[name]].index(act.choose) + 1)]
        return [line for field in session.step.fields for line in self.answers(field, act)]

    def answers(self, name: str, act: Act) -> list[str]:
        if name not in act.type:
            return [""]
        text = self.fill(act.type[name])
        kind = fields.BY_NAME[name].kind
        if kind == "yes_no":
            return ["1" if text == "yes" else "2"]
        if kind == "search":
            query = self.fill(act.find)
            found = [body.id for body in self.session.find_school_bodies(query)]
            return [query, str(found.index(text) + 1)]
        return [text]


def replay_plain(
    recording: Recording, session: Session, fill: Filler, console: type[Console] = Console
) -> str:
    """The whole journey through the plain front end; what it printed."""
    printed = io.StringIO()
    source = Lines(recording, session, fill, printed)
    PlainFront(session, console(source, printed)).run()
    source.compare()
    return printed.getvalue()
