"""A step that is a choice: its leads as a numbered list (journey.md, Keyboard only: digits to pick from a list)."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from ..choices import CHOICES
from .step_screen import StepScreen
from .widgets.choice_list import ChoiceList
from .widgets.choices import Choice


class ChoosingScreen(StepScreen):
    """The choices of :data:`mozaik_tui.choices.CHOICES`; the value of each is a lead of the step."""

    def choices(self) -> Sequence[Choice]:
        """What can be chosen now."""
        return [Choice(choice.lead, *self.words.both(choice.label)) for choice in CHOICES[self.step.name]]

    def content(self) -> ComposeResult:
        """The list."""
        yield ChoiceList(self.choices(), id="choices")

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """Follow it."""
        event.stop()
        self.choose(event.choice.value)
