"""The service cannot be reached: a calm word in every language, until it answers again by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from ...language import FRENCH, Translator, offered
from ..first_frame import WholeFirstFrame
from ..widgets.prose import Prose

RETRY_SECONDS = 3.0
SENTENCES = ("kiosk.away.title", "kiosk.away.ask", "kiosk.away.back")
ALWAYS = (FRENCH, "en")
"""Whole in these; of the others one sentence, as far as there is room: nobody has chosen a language yet."""


class AwayScreen(WholeFirstFrame, ModalScreen[None], inherit_bindings=False):
    """Goes away by itself once ``answers()``, asked in a thread, is true."""

    AUTO_FOCUS = ""

    def __init__(self, answers: Callable[[], bool]) -> None:
        super().__init__()
        self._answers = answers

    def compose(self) -> ComposeResult:
        """French and English in full, then a line for each other language."""
        self.hold()
        with VerticalScroll(id="body", can_focus=False):
            for tag in ALWAYS:
                words = Translator(tag)
                yield Prose("\n".join(words.text(key) for key in SENTENCES), classes="title")
            others = [entry.tag for entry in offered() if entry.tag not in ALWAYS and not entry.needs]
            yield Prose("\n".join(Translator(tag).text(SENTENCES[0]) for tag in others))

    def on_mount(self) -> None:
        """Ask until there is an answer."""
        self.call_later(self.release_once_focused)
        self.run_worker(self._until_there(), name="away")

    async def _until_there(self) -> None:
        while not await asyncio.to_thread(self._answers):
            await asyncio.sleep(RETRY_SECONDS)
        while not self.is_active:  # something stands over this screen: Textual would close that one
            await asyncio.sleep(RETRY_SECONDS)
        self.dismiss(None)
