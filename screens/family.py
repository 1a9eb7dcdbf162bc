"""Screen 8, Family: the children by name, one record each; language; what to do next on the portal; sign out."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from mozaik_tui.ui.choosing_screen import ChoosingScreen
from mozaik_tui.ui.widgets.choices import Choice
from mozaik_tui.views import child_name

CHILD = "child "
"""Begins the value of a choice that is a child, before its id."""


class FamilyScreen(ChoosingScreen):
    """The family icon's screen."""

    def paragraphs(self) -> list[str]:
        """What the list is; what to do next."""
        word = "question" if self.session.children else "empty"
        return [self.words.lead.text(f"screen.family.{word}"), *super().paragraphs()]

    def choices(self) -> Sequence[Choice]:
        """The children first, then what else can be done."""
        children = [
            Choice(f"{CHILD}{child.id}", child_name(child), child.school_body_name)
            for child in self.session.children
        ]
        return [*children, *super().choices()]

    def content(self) -> ComposeResult:
        """The list."""
        yield from super().content()

    def choose(self, lead: str) -> None:
        """A child's record, or one of the other ways."""
        if lead.startswith(CHILD):
            self.move(lambda: self.session.open_record(lead.removeprefix(CHILD)))
        elif lead == "language":
            self.action_language()
        elif lead == "sign_out" and self.session.would_lose():
            self.run_worker(self._sign_out(), name="sign_out", group="sign_out", exclusive=True)
        else:
            super().choose(lead)

    async def _sign_out(self) -> None:
        """A child's form that was begun would be lost: that is said first."""
        from mozaik_tui.ui.asking import ask_to_leave

        if await ask_to_leave(self.assistant):
            super().choose("sign_out")
