"""Screen 9, Goodbye: what was done, what to keep, erase everything from this terminal."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from mozaik_tui.ui.choosing_screen import ChoosingScreen
from mozaik_tui.ui.widgets.choices import Choice
from mozaik_tui.ui.widgets.marks import BULLET
from mozaik_tui.ui.widgets.prose import Prose
from mozaik_tui.views import child_name


class GoodbyeScreen(ChoosingScreen):
    """Nothing is left behind, whichever way out is chosen."""

    def choices(self) -> Sequence[Choice]:
        """Closing is offered only where the parent may close."""
        return [each for each in super().choices() if each.value != "quit" or self.session.policy.may_quit]

    def content(self) -> ComposeResult:
        """The children that were linked, then the ways out."""
        lead, children = self.words.lead, self.session.children
        done = (
            [lead.plural("screen.goodbye.done", len(children))]
            if children
            else [lead.text("screen.goodbye.nothing")]
        )
        yield Prose("\n".join([*done, *(f"{BULLET} {child_name(child)}" for child in children)]))
        yield from super().content()

    def choose(self, lead: str) -> None:
        """Erase; then close, or greet the next person in French again."""
        if lead == "quit":
            self.assistant.end()
        else:
            super().choose(lead)
