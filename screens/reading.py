"""Parts of screens 2 and 6 that are only read: no papers at hand, the school is not in the list. Both say whom to ask."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from mozaik_tui.ui.step_screen import StepScreen
from mozaik_tui.ui.widgets.action_button import ActionButton
from mozaik_tui.ui.widgets.prose import Prose


class ReadingScreen(StepScreen):
    """The texts, the contact, and the way back. Where there is little room, PageDown reads on."""

    STAYS_AT_TOP: ClassVar[bool] = True

    def content(self) -> ComposeResult:
        """What is to be read, then the way back."""
        yield from self.reading()
        yield ActionButton(*self.words.both("button.back"), main=True, id="back_main")

    def reading(self) -> ComposeResult:
        """Whom to ask."""
        lead = self.words.lead
        contact = self.session.contact()
        told = [lead.text("screen.contact"), *contact] if contact else [lead.text("screen.secretariat")]
        yield Prose("\n".join(told), id="contact")

    def focus_first(self) -> None:
        """Stay at the top: what is there is to be read first."""
        self.set_focus(self.query_one("#back_main"), scroll_visible=False)

    def action_back_main(self) -> None:
        """The main action is to go back."""
        self.action_back()
