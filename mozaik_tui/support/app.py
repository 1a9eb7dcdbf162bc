"""The console on the full screen: where the parent is on top, what was asked and said below, one line to answer in.

It shows the questions of :mod:`.console`, which run on a thread of their own: one console, two ways to see it.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input

from ..language.terminals.here import Here
from ..plain.console import EndOfInput
from ..ui.hardening import SafeApp
from ..ui.typed_ahead import give
from ..ui.widgets.prose import Prose
from .console import PlainConsole
from .desk import Desk
from .telling import Tongues, whereabouts

LOOK = 0.1
"""Seconds between two looks at what the desk has heard."""


class ConsoleApp(SafeApp):
    """Ctrl+C closes it; all else is answered in the line at the bottom."""

    TITLE = "mozaik-tui support"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "ask_to_stop", show=False, priority=True, system=True),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
    ]
    CSS = """
    #where { display: none; height: auto; max-height: 12; padding: 0 1; color: $banner-text; background: $banner-ground; }
    /* No scroll bar: Textual leaves it behind where the end is kept in sight. The keys stand below. */
    #said { height: 1fr; padding: 0 1; scrollbar-size-vertical: 0; }
    .row { height: auto; }
    .row > Prose { width: 1fr; height: auto; padding: 0 1 0 0; }
    #said > Prose { height: auto; }
    .asked { text-style: bold; }
    #answer { height: 3; border: solid $edge; }
    #answer:focus { border: double $focus; }
    """

    def __init__(
        self, words: Tongues, desk: Desk | None, *, theme: str = "", terminal: Here | None = None
    ) -> None:
        super().__init__(theme=theme, may_copy=False, terminal=terminal)
        self._words = words
        self._desk = desk
        self._typed: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._shown: list[str] = []

    def compose(self) -> ComposeResult:
        """Where the parent is, what was said, the line to answer in."""
        yield Prose(id="where")
        yield VerticalScroll(id="said", can_focus=False)
        answer = Input(id="answer", select_on_focus=False)
        answer.cursor_blink = False
        answer.border_subtitle = f"{self._words.text('key.page.press')} {self._words.text('key.page.does')}"
        yield answer

    def on_mount(self) -> None:
        """The questions begin."""
        self.query_one(Input).focus()
        self.set_interval(LOOK, self._look)
        threading.Thread(target=self._run, name="console", daemon=True).start()

    def on_ready(self) -> None:
        """What was typed before the first frame counts."""
        if self.terminal.typed:
            give(self, self.terminal.typed)

    def _run(self) -> None:
        with suppress(EndOfInput, RuntimeError):
            PlainConsole(self._words, self, self._desk).run()
        with suppress(RuntimeError):  # it was closed already
            self.call_from_thread(self.exit, 0)

    def _look(self) -> None:
        """Where the parent is, as often as it changes; waits run down by themselves."""
        desk = self._desk
        if desk is None or desk.view is None:
            return
        lines = whereabouts(desk.view, desk.heard_at, self._words)
        if lines != self._shown:
            self._shown = lines
            where = self.query_one("#where", Prose)
            where.update("\n".join(lines))
            where.display = True

    # -- what the questions need (Lines) --------------------------------------------------------------------------
    def say(self, text: str = "") -> None:
        """One paragraph, at the end of what was said."""
        self.call_from_thread(self._put, Prose(text))

    def beside(self, rows: Sequence[tuple[str, str]]) -> None:
        """The parent's words and what they mean, side by side."""
        for pair in rows:
            self.call_from_thread(self._put, Horizontal(*(Prose(text) for text in pair), classes="row"))

    def interject(self, lines: list[str]) -> None:
        """Stands on top already."""

    def ask(self, *, secret: bool = False) -> str:
        """What is typed in the line at the bottom."""
        self.call_from_thread(self._hide, secret)
        typed = self._typed.get()
        if typed is None:
            raise EndOfInput
        return typed

    def _hide(self, secret: bool) -> None:
        self.query_one(Input).password = secret

    def _put(self, widget: Widget) -> None:
        said = self.query_one("#said", VerticalScroll)
        said.mount(widget)
        said.anchor()  # the end stays in sight, also when the place above takes rows of it

    @on(Input.Submitted)
    def _answered(self, event: Input.Submitted) -> None:
        event.stop()
        field = event.input
        if not field.password:
            self._put(Prose(f"> {event.value}", classes="asked"))
        self._typed.put(event.value)
        field.value = ""

    def action_page(self, pages: int) -> None:
        """Read what was said before."""
        self.query_one("#said", VerticalScroll).scroll_relative(y=pages * 10, animate=False)

    def action_ask_to_stop(self) -> None:
        """Close it; the help ends with it."""
        threading.Thread(target=self._leave, name="closing", daemon=True).start()

    def _leave(self) -> None:
        from ..account.refusing import Refusal, ServiceFault

        if self._desk is not None:
            with suppress(Refusal, ServiceFault):
                self._desk.leave()
        self._typed.put(None)
