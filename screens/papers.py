"""Part of screens 2 and 6: a picture of each paper shows where the number stands."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from mozaik_tui.ui.step_screen import StepScreen
from mozaik_tui.ui.widgets.action_button import ActionButton
from mozaik_tui.ui.widgets.paper_picture import KINDS, PaperPicture


class PapersScreen(StepScreen):
    """All the pictures, one below the other; PageDown reads on."""

    STAYS_AT_TOP: ClassVar[bool] = True

    def content(self) -> ComposeResult:
        """The pictures, then the way back."""
        for kind in KINDS:
            yield PaperPicture(kind, self.words.lead)
        yield ActionButton(*self.words.both("button.back"), main=True, id="back_main")

    def focus_first(self) -> None:
        """Stay at the top: the first picture is to be seen first."""
        self.set_focus(self.query_one("#back_main"), scroll_visible=False)

    def action_back_main(self) -> None:
        """The main action is to go back."""
        self.action_back()
