"""Part of screen 8: a linked child's record, with the number masked; the link can be taken away again."""

from __future__ import annotations

from textual.app import ComposeResult

from mozaik_tui.ui.step_screen import StepScreen
from mozaik_tui.ui.widgets.action_button import ActionButton
from mozaik_tui.ui.widgets.prose import Prose
from mozaik_tui.views import record


class RecordScreen(StepScreen):
    """Name, school body, masked number, day of linking."""

    def content(self) -> ComposeResult:
        """The record, the way back, and the way to unlink."""
        child = self.session.record
        if child is not None:
            yield Prose("\n".join(record(child, self.words.lead)), id="record")
        yield ActionButton(*self.words.both("button.back"), main=True, id="back_main")
        if child is not None:
            yield ActionButton(*self.words.both("screen.record.remove"), id="remove")

    def action_back_main(self) -> None:
        """The main action is to go back."""
        self.action_back()

    def action_remove(self) -> None:
        """Unlink, after asking."""
        self.run_worker(self._remove(), name="remove", group="remove", exclusive=True)

    async def _remove(self) -> None:
        from mozaik_tui.ui.asking import ask

        child = self.session.record
        keys = ("button.close", "screen.record.remove")
        text = self.words.lead.text("screen.record.remove_sure")
        answer = await ask(self.assistant, "screen.record.title", [text], keys, escape=keys[0])
        if child is not None and answer == keys[1]:
            self.act(lambda: self.session.remove_child(child.id))
