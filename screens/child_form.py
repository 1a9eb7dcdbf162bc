"""Screen 6, Child: the plain parts of the form « Associer un enfant à votre compte »: questions, name, date, number."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult

from mozaik_tui.ui.form_screen import FormScreen
from mozaik_tui.ui.widgets.action_button import ActionButton


class ChildFormScreen(FormScreen):
    """One part of the form; the part with the number also leads to the pictures."""

    def paragraphs(self) -> list[str]:
        """The portal's name of the form stands on its first part."""
        first = self.step.name == "questions"
        return [*([self.words.lead.text("screen.child_form")] if first else []), *super().paragraphs()]

    def below_main(self) -> ComposeResult:
        """Where the number stands."""
        yield from self._papers()

    def _papers(self) -> Iterator[ActionButton]:
        if "papers" in self.step.leads:
            yield ActionButton(*self.words.both("screen.identifier.papers"), id="papers")

    def action_papers(self) -> None:
        """See the pictures, and come back."""
        self.choose("papers")
