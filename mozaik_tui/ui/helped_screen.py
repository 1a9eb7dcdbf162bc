"""A screen of the assistant, and the help by phone on it: asked for, shown, answered, ended (docs/phone-support.md)."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, cast

from textual.app import ComposeResult
from textual.screen import Screen

from ..language.pair import Pair
from ..session import Session
from .widgets.action_button import ActionButton
from .widgets.progress_line import ProgressLine
from .widgets.prose import put

if TYPE_CHECKING:
    from .app import Assistant
    from .widgets.help_panel import Replies


class HelpedScreen(Screen[None], inherit_bindings=False):
    """Knows its app, and shows the person on the phone below the progress line while there is one."""

    @property
    def assistant(self) -> Assistant:
        """The app, as what it is."""
        return cast("Assistant", self.app)

    @property
    def session(self) -> Session:
        """The session of the app."""
        return self.assistant.session

    @property
    def words(self) -> Pair:
        """The reader's language and French."""
        return self.assistant.words

    def action_phone(self) -> None:
        """Ask for help by phone, once; while there is help, end it."""
        helpline = self.session.helpline
        if helpline is not None and self is self.assistant.step_screen:
            helped = self.assistant.helped()
            if helpline.on:
                self._by_phone(helped.end())
            elif not helped.asks:
                self._by_phone(helped.ask())

    def action_end_help(self) -> None:
        """The same key and button end it."""
        self.action_phone()

    def help_panel(self) -> ComposeResult:
        """The help by phone, while there is any."""
        from .widgets.help_panel import HelpPanel

        assert self.session.helpline is not None
        yield HelpPanel(self.words, self.session.helpline)

    def show_help(self) -> None:
        """The panel on this screen, and the button's words, as the helpline stands."""
        from .widgets.help_panel import HelpPanel

        helpline = self.session.helpline
        if helpline is None:
            return
        if helpline.state != "off" and not self.query(HelpPanel):
            put(self, *self.help_panel(), after=self.query_one(ProgressLine))
        word = "end_help" if helpline.on else "phone"
        for button in self.query(ActionButton):
            if button.id in ("phone", "end_help") and button.lead != self.words.lead.text(f"button.{word}"):
                button.relabel(*self.words.both(f"button.{word}"))

    def on_replies_answered(self, event: Replies.Answered) -> None:
        """One of the four answers to the person on the phone, or none."""
        event.stop()
        self.assistant.helped().answer(event.word)

    def on_replies_ended(self, event: Replies.Ended) -> None:
        """The help is over."""
        event.stop()
        self._by_phone(self.assistant.helped().end())

    def _by_phone(self, what: Coroutine[Any, Any, None]) -> None:
        """One at a time, in a group of its own: what else is under way goes on."""
        self.assistant.run_worker(what, name="phone", group="phone", exclusive=True)
