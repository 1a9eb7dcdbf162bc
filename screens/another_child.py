"""Screen 7, Another child: what was linked, then « Répéter pour un autre enfant » or “Terminer”."""

from __future__ import annotations

from textual.app import ComposeResult

from mozaik_tui.ui.choosing_screen import ChoosingScreen
from mozaik_tui.ui.widgets.marks import BULLET
from mozaik_tui.ui.widgets.prose import Prose
from mozaik_tui.views import child_name


class AnotherScreen(ChoosingScreen):
    """The children so far, and the two ways on."""

    def content(self) -> ComposeResult:
        """The children by name, then the choice."""
        children = self.session.children
        names = [f"{BULLET} {child_name(child)}" for child in children]
        head = self.words.lead.plural("screen.another.linked", len(children))
        yield Prose("\n".join([head, *names]), id="linked")
        yield from super().content()
