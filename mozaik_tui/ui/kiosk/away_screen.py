"""The service cannot be used: a calm word in every language, until it answers again by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from ...choices import BUTTONS
from ...language import FRENCH, Translator, offered
from ...language.pair import Pair
from ..closing import ClosesItself
from ..first_frame import WholeFirstFrame
from ..reading_on import PAGE_KEYS, ReadsOn
from ..threads import in_thread
from ..widgets.action_button import ActionButton
from ..widgets.key_bar import KeyBar
from ..widgets.prose import Prose

RETRY_SECONDS = 3.0
SENTENCES = ("kiosk.away.title", "kiosk.away.ask", "kiosk.away.back")
ALWAYS = (FRENCH, "en")
"""Whole in these; of the others one sentence, as far as there is room: nobody has chosen a language yet."""


class AwayScreen(WholeFirstFrame, ReadsOn, ClosesItself, ModalScreen[None], inherit_bindings=False):
    """Goes away by itself once ``trouble()``, asked in a thread, names no support number any more; ``number`` is what it
    named before. ``to_staff``: the way to the staff corner, which is wanted most when something is wrong.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*PAGE_KEYS]
    AUTO_FOCUS = ""

    def __init__(
        self, words: Pair, trouble: Callable[[], str], number: str, to_staff: Callable[[], None]
    ) -> None:
        super().__init__()
        self.words = words
        self._trouble = trouble
        self._number = number
        self._to_staff = to_staff

    def compose(self) -> ComposeResult:
        """French and English in full, then a line for each other language."""
        self.hold()
        with VerticalScroll(id="body", can_focus=False):
            for tag in ALWAYS:
                yield Prose(self._told(tag), id=tag, classes="title")
            others = [entry.tag for entry in offered() if entry.tag not in ALWAYS and not entry.needs]
            # Two neighbours may say it in the same words.
            yield Prose("\n".join(dict.fromkeys(Translator(tag).text(SENTENCES[0]) for tag in others)))
        yield ActionButton(*self.words.both(BUTTONS["staff"]))
        yield KeyBar(self.words, self.keys_shown())

    def keys_shown(self) -> list[str]:
        """To the staff, and back to the beginning; reading on where all languages have no room."""
        return ["next_field", "erase"]

    def _told(self, tag: str) -> str:
        title, *others = map(Translator(tag).text, SENTENCES)
        return "\n".join((f"{title} ({self._number})", *others))

    def on_action_button_pressed(self) -> None:
        """The staff."""
        self._to_staff()

    def on_mount(self) -> None:
        """Ask until there is an answer."""
        self.call_later(self.release_once_focused)
        self.tell_of_more()
        self.run_worker(self._until_there(), name="away")

    async def _until_there(self) -> None:
        while number := await in_thread(self._trouble):
            self._number = number
            for tag in ALWAYS:
                self.query_one(f"#{tag}", Prose).update(self._told(tag))
            await asyncio.sleep(RETRY_SECONDS)
        await self.close_once_uppermost()
