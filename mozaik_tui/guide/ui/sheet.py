"""The page to take home: what is to stand on it, and where it is to go."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from ...ui.widgets.action_button import ActionButton
from ...ui.widgets.field_frame import FieldFrame
from ...ui.widgets.progress_line import ProgressLine
from ...ui.widgets.text_field import TextField
from ...wording import sentence
from ..checking import number_of
from ..offers import Offer
from .page_screen import PageScreen


class SheetPage(PageScreen):
    """Choices; making the sheet takes a moment, which the line on top says."""

    def do(self, offer: Offer) -> None:
        """Make the sheet, or go where the choice leads."""
        if offer.deed != "deliver":
            super().do(offer)
            return
        self.guide_app.bring(offer.name)
        self.show_place()

    def show_place(self) -> None:
        """Where we are, or that the sheet is being made."""
        if self.guide_app.delivering:
            self.query_one(ProgressLine).show(*self.words.both("screen.busy"))
        else:
            super().show_place()


class ChildPage(PageScreen):
    """A child's name and number, for the sheet alone; « Précédent » adds nothing, and keeps what was typed."""

    def content(self) -> ComposeResult:
        """Two fields."""
        yield from super().content()
        for name in ("child", "number"):
            label = self.words.both(f"sheet.{name}")
            field = TextField(self.guide.draft.get(name, ""), id=name)
            yield FieldFrame(name, field, label=label.lead, french=label.french)
        yield ActionButton(*self.words.both("screen.next"), main=True, id="main")

    @on(TextField.Changed)
    def _typed(self, event: TextField.Changed) -> None:
        event.stop()
        if self.is_on() and event.input.id:
            self.guide.draft[event.input.id] = event.value

    @on(TextField.Submitted)
    def _entered(self, event: TextField.Submitted) -> None:
        event.stop()
        if event.input.id == "child":
            self.query_one("#number").focus()
        else:
            self._take(event.value)

    def action_main(self) -> None:
        """Put it on the sheet."""
        self._take(self.query_one("#number", TextField).value)

    def _take(self, typed: str) -> None:
        """Put the child on the sheet when the number is one: once, however often the key comes."""
        if not self.listens():
            return
        name = self.query_one("#child", TextField).value.strip()
        number = number_of(self.guide, typed) if typed.strip() else ""
        if isinstance(number, str):
            if name or number:
                self.guide.add_child(name, number)
            self.action_back()
            return
        lead = self.words.lead
        frame = next(frame for frame in self.query(FieldFrame) if frame.field == "number")
        told = " ".join(f"{sentence(problem, lead)} ({problem.support_number})" for problem in number)
        frame.fail(told, word=lead.text("screen.errors.word"))
        frame.control.focus()
