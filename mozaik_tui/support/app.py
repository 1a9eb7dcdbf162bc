"""The console on the full screen: where the parent is on top, what was asked and said below, one line to answer in.

It shows the questions of :mod:`.console`, which run on a thread of their own: one console, two ways to see it.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static

from ..guide.run_of_guide import Guide
from ..language.isolates import left_to_right, right_to_left
from ..language.terminals.here import Here
from ..plain.console import EndOfInput
from ..ui.hardening import SafeApp
from ..ui.widgets.prose import Prose
from .asking import Row
from .console import PlainConsole
from .desk import Desk
from .telling import Tongues, standing

LOOK = 0.1
"""Seconds between two looks at what the desk has heard."""

KEPT = 60
"""Paragraphs before the last answer that can be read again: a console that is open all day stays quick."""


def _side_by_side(theirs: Widget, meaning: str) -> Widget:
    beside = [Prose(meaning, classes="meaning")] if meaning else []
    return Horizontal(theirs, *beside, classes="row")


class Said(VerticalScroll):
    """What was said. More of it, or less room for it, and the app decides anew what of it is seen."""

    def on_resize(self) -> None:
        """Another room."""
        self.call_after_refresh(cast("ConsoleApp", self.app).settle)

    def watch_virtual_size(self) -> None:
        """More text."""
        self.on_resize()


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
    .row > * { width: 1fr; height: auto; padding: 0 1 0 0; }
    .row .-rtl { text-align: right; }
    .way { color: $soft; }
    .-narrow .row { layout: vertical; }
    .-narrow .row > * { width: 100%; padding: 0; }
    .-narrow .row > .meaning { padding: 0 0 0 2; }
    #said > Prose { height: auto; }
    .asked { text-style: bold; }
    #asked { display: none; height: auto; max-height: 4; padding: 0 1; text-style: bold; }
    .-short #where { max-height: 3; }
    #answer { height: 3; border: solid $edge; }
    #answer:focus { border: double $focus; }
    """

    def __init__(
        self,
        words: Tongues,
        desk: Desk | None,
        guide: Guide,
        *,
        theme: str = "",
        terminal: Here | None = None,
    ) -> None:
        super().__init__(theme=theme, may_copy=False, terminal=terminal)
        self._words = words
        self._desk = desk
        self._guide = guide
        self._typed: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._shown: list[str] = []
        self._asked = ""
        self._next: list[Widget] = []
        """What the questions say next; it is shown when they ask."""
        self._first: Widget | None = None
        """The first thing that was said since the last answer."""

    def compose(self) -> ComposeResult:
        """Where the parent is, what was said, what is asked, the line to answer in."""
        yield Prose(id="where")
        yield Said(id="said", can_focus=False)
        yield Prose(id="asked")
        answer = Input(id="answer", select_on_focus=False)
        answer.cursor_blink = False
        answer.border_subtitle = f"{self._words.text('key.page.press')} {self._words.text('key.page.does')}"
        yield answer

    def on_mount(self) -> None:
        """The questions begin."""
        self.query_one(Input).focus()
        self.watch(self.query_one("#said"), "scroll_y", self._tell_of_more, init=False)
        self.set_interval(LOOK, self._look)
        threading.Thread(target=self._run, name="console", daemon=True).start()

    def _run(self) -> None:
        over: Callable[[], None] = partial(self.exit, 0)
        try:
            PlainConsole(self._words, self, self._desk, self._guide).run()
        except EndOfInput:
            pass
        except (
            Exception
        ) as error:  # nobody else would hear of it, and the screen would answer nothing any more
            over = partial(self._handle_exception, error)
        if self.is_running:
            with suppress(RuntimeError):  # it was closed in this instant
                self.call_from_thread(over)

    def _look(self) -> None:
        """Where the parent is, as often as it changes; waits run down by themselves."""
        desk = self._desk
        if desk is None:
            return
        lines = standing(desk, self._words)
        if lines != self._shown:
            self._shown = lines
            where = self.query_one("#where", Prose)
            if self.screen.has_class("-short"):  # few rows: what is the same for every parent gives way
                same = self._words.text("support.following")
                lines = [line for line in lines if line != same]
            where.update("\n".join(lines))
            where.display = bool(lines)

    # -- what the questions need (Lines) --------------------------------------------------------------------------
    def say(self, text: str = "") -> None:
        """One paragraph, at the end of what was said."""
        self._next.append(Prose(text))

    def question(self, text: str) -> None:
        """Above the line to answer in, while what was said scrolls."""
        self._asked = text

    def beside(self, rows: Sequence[Row]) -> None:
        """The parent's words, with a way to say them below, and what they mean, side by side."""
        direction = self._words.parent.direction
        for words, way, meaning in rows:
            text = right_to_left(words) if direction == "rtl" else words
            read = [Prose(text, classes=f"-{direction}"), *([Prose(way, classes="way")] if way else [])]
            self._next.append(_side_by_side(Vertical(*read), "" if meaning == words else meaning))

    def draw(self, drawing: Sequence[str], rows: Sequence[Row]) -> None:
        """The drawing beside what it shows."""
        picture = Static(left_to_right("\n".join(drawing)), markup=False)
        told = "\n".join(meaning for _words, _way, meaning in rows)
        self._next.append(_side_by_side(picture, told))

    def interject(self, lines: list[str]) -> None:
        """Stands on top already."""

    def ask(self, *, secret: bool = False) -> str:
        """What is typed in the line at the bottom; all that was said meanwhile is shown at once."""
        self.call_from_thread(self._show, secret)
        typed = self._typed.get()
        if typed is None:
            raise EndOfInput
        return typed

    def _show(self, secret: bool) -> None:
        self.query_one(Input).password = secret
        asked = self.query_one("#asked", Prose)
        asked.update(self._asked)
        asked.display = bool(self._asked)
        self._first = self._next[0] if self._next else None
        self._put(*self._next)
        self._next = []

    def _put(self, *widgets: Widget) -> None:
        said = self.query_one("#said", Said)
        said.remove_children(said.children[:-KEPT])
        said.mount_all(widgets)
        said.on_resize()

    def settle(self) -> None:
        """The end stays in sight, also when the place above takes rows of it; what was said since the last answer and
        is too long to be seen whole is read from its beginning.
        """
        said = self.query_one("#said", Said)
        begins = said.max_scroll_y if self._first is None else self._first.virtual_region.y
        said.scroll_to(y=begins, animate=False, immediate=True)
        self._tell_of_more()

    def _tell_of_more(self) -> None:
        """An arrow above the line to answer in where there is more to read below."""
        said = self.query_one("#said", Said)
        self.query_one(Input).border_title = "↓" if said.scroll_y < said.max_scroll_y else ""

    @on(Input.Submitted)
    def _answered(self, event: Input.Submitted) -> None:
        event.stop()
        field = event.input
        asked = "" if field.password else event.value
        self._first = None
        self._put(Prose(f"{self._asked} > {asked}".strip(), classes="asked"))
        self._typed.put(event.value)
        field.value = ""

    def action_page(self, pages: int) -> None:
        """Read what was said before."""
        said = self.query_one("#said", Said)
        said.scroll_relative(y=pages * max(1, said.size.height - 1), animate=False)

    def action_ask_to_stop(self) -> None:
        """Close it; the help ends with it."""
        threading.Thread(target=self._leave, name="closing", daemon=True).start()

    def _leave(self) -> None:
        from ..account.refusing import Refusal, ServiceFault

        if self._desk is not None:
            with suppress(Refusal, ServiceFault):
                self._desk.leave()
        self._typed.put(None)
