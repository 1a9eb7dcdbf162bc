"""The help by phone in the full-screen assistant: asking for it, showing it, saying where the parent is."""

from __future__ import annotations

from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from ..account.contract import ServiceFault
from ..whereabouts import report
from .ask_screen import AskScreen
from .reading_over import reading
from .threads import in_thread
from .widgets.choices import Choice
from .widgets.field_frame import FieldFrame
from .widgets.help_panel import HelpPanel

if TYPE_CHECKING:
    from textual.widget import Widget

    from ..helpline import Helpline
    from .app import Assistant

TELL_EVERY = 0.1
"""Seconds between two looks at where the parent is; nothing is sent that says the same again."""
PAUSE = 1.0
"""Seconds without a key before the answers take the focus: nobody is interrupted while typing."""


class Helped:
    """What the assistant does about one helpline. Made when the first help is asked for."""

    def __init__(self, app: Assistant, line: Helpline) -> None:
        self._app = app
        self._line = line
        self._before: Widget | None = None
        self._wanted = False
        self.asks = False
        """Whether help is being asked for: the key that asks does nothing more until that is answered."""
        self.key_at = 0.0
        """When the last key came, in monotonic seconds."""
        line.on_change = self._changed
        app.set_interval(TELL_EVERY, self._tell)

    async def ask(self) -> None:
        """Say what will be seen and what will not, then ask; say so where nobody can follow."""
        self.asks = True
        try:
            await self._ask()
        finally:
            self.asks = False

    async def _ask(self) -> None:
        app, lead = self._app, self._app.words.lead
        try:
            alone = await in_thread(lambda: self._line.alone)
        except ServiceFault:
            alone = True
        if alone:
            text = lead.text("assist.alone.text", number=app.session.step.number)
            await app.push_screen_wait(
                reading(app.words, "assist.alone.title", [text, *app.session.contact()])
            )
            return
        told = [lead.text(f"assist.consent.{part}") for part in ("sees", "never", "ends")]
        choices = [Choice(word, *app.words.both(f"assist.consent.{word}")) for word in ("yes", "no")]
        question = AskScreen(
            app.words,
            "assist.consent.title",
            [*told, *app.session.contact()],
            choices,
            escape="no",
            read_first=True,
        )
        if await app.push_screen_wait(question) != "yes" or self._line.on:
            return
        number = await in_thread(self._line.start)
        if number is not None:
            text = lead.text("assist.refused", number=number)
            await app.push_screen_wait(reading(app.words, "assist.alone.title", [text]))
        self.show()

    async def end(self) -> None:
        """Nobody sees anything any more."""
        await in_thread(self._line.end)
        self._back()
        self.show()

    def answer(self, word: str | None) -> None:
        """One of the four answers, or none; then on to the field that is meant, or to where the parent was."""
        if word is not None:
            self._line.answer(word)
        self._back()
        self.show()

    def _back(self) -> None:
        self._wanted = False
        before, self._before = self._before, None
        meant = self._meant()
        if meant is not None:
            meant.control.focus()
        elif before is not None and before.is_attached:
            before.focus()
        else:
            self._app.step_screen.focus_first()

    def _changed(self) -> None:
        """On the helpline's thread."""
        with suppress(RuntimeError):  # the assistant has ended meanwhile
            self._app.call_from_thread(self.show)

    def show(self) -> None:
        """Panel, button and the field that is meant, as things stand."""
        screen = self._app.step_screen
        if not screen.is_mounted:
            return
        screen.show_help()
        for panel in screen.query(HelpPanel):
            if panel.is_mounted and panel.follow():
                self._wanted = True
        meant = self._meant()
        text = self._app.words.lead.text("assist.this_field")
        for frame in screen.query(FieldFrame):
            frame.point_out(text if frame is meant else "")
        if self._line.news:
            self._app.run_worker(self._app.in_turn(self._app.session.hear_news), name="news", group="news")

    def _meant(self) -> FieldFrame | None:
        field = None if self._line.message is None else self._line.message.field
        frames = self._app.step_screen.query(FieldFrame)
        return next((frame for frame in frames if frame.field == field), None)

    def _tell(self) -> None:
        """Where the parent is; and the focus for the answers, once nobody is typing."""
        if not self._line.on:
            return
        app, wire = self._app, self._app.session.wire
        with suppress(KeyError, StopIteration):  # between two screens
            self._line.tell(
                report(app.session, self._focused()),
                flow_token=wire.flow_token,
                session_token=wire.session_token,
            )
        if self._wanted and not app.over_step() and monotonic() - self.key_at >= PAUSE:
            self._wanted = False
            for panel in app.step_screen.query(HelpPanel):
                if app.focused is not panel.replies:
                    self._before = app.focused
                    panel.replies.focus()

    def _focused(self) -> str | None:
        focused = self._app.step_screen.focused
        if focused is None:
            return None
        frames = (frame for frame in focused.ancestors_with_self if isinstance(frame, FieldFrame))
        return next((frame.field for frame in frames), None)
