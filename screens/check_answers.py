"""Screen 6, check your answers: every answer on a line that leads back to it; then « Enregistrer »."""

from __future__ import annotations

from textual.app import ComposeResult

from mozaik_tui.journey.steps import BY_NAME, CHILD_FORM
from mozaik_tui.ui.step_screen import StepScreen
from mozaik_tui.ui.widgets.choice_list import ChoiceList
from mozaik_tui.ui.widgets.choices import Choice
from mozaik_tui.views import answers_to_check


class CheckScreen(StepScreen):
    """What will be sent. Nothing is sent before the main action."""

    def content(self) -> ComposeResult:
        """The answers, then the main action, which has the focus."""
        lead, lines = self.words.lead, answers_to_check(self.session, self.words)
        yield ChoiceList(
            [
                Choice(
                    f"{place} {line.step}",
                    lead.text("screen.check.change", label=line.label, value=line.value),
                    line.french_label,
                )
                for place, line in enumerate(lines)
            ],
            id="answers",
        )
        yield self.main_action()

    def focus_first(self) -> None:
        """The answers first: they are to be read before they are saved."""
        self.set_focus(self.query_one("#answers"))

    def on_choice_list_highlighted(self, event: ChoiceList.Highlighted) -> None:
        """Moving the mark changes nothing."""
        event.stop()

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """Go and change this answer; the next « Continuer » leads straight back."""
        event.stop()
        self._edit(event.choice.value.partition(" ")[2])

    def _edit(self, step: str) -> None:
        self.move(lambda: self.session.journey.edit(step))

    def mend(self, field: str | None) -> None:
        """To the part of the form that has it."""
        mended_at = next((name for name in CHILD_FORM if field in BY_NAME[name].fields), None)
        if mended_at is None:
            super().mend(field)
        else:
            self._edit(mended_at)
