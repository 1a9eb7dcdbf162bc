"""Part of screen 8: a linked child's record, with the number masked; the link can be taken away again."""

from __future__ import annotations

from textual.app import ComposeResult

from mozaik_tui.ui.widgets.action_button import ActionButton
from mozaik_tui.ui.widgets.prose import Prose
from mozaik_tui.views import record

from .reading import ReadingScreen


class RecordScreen(ReadingScreen):
    """Name, school body, masked number, day of linking."""

    def reading(self) -> ComposeResult:
        """The record."""
        if self.session.record is not None:
            yield Prose("\n".join(record(self.session.record, self.words.lead)), id="record")

    def content(self) -> ComposeResult:
        """The record, the way back, and the way to unlink."""
        yield from super().content()
        if self.session.record is not None:
            yield ActionButton(*self.words.both("screen.record.remove"), id="remove")

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
