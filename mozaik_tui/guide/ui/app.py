"""The full-screen guide: one screen a page, and what stands over every page."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...language import Language, Pair
from ...language.terminals.here import Here
from ...ui.ask_screen import AskScreen, Question, StopQuestion
from ...ui.closing import LOOK_AGAIN
from ...ui.hardening import Reference
from ...ui.limits import nothing_to_ask
from ...ui.reading_over import reading
from ...ui.speaking import SpeakingApp
from ...ui.threads import in_thread
from ...ui.widgets.choices import Choice
from ..pages import whom_to_ask
from ..run_of_guide import Guide
from ..words import GuideWords
from .pages import screen_for

if TYPE_CHECKING:
    from ..run_of_guide import Notice
    from ..sheet.content import Sheet
    from .page_screen import PageScreen

LEAVE = ("screen.leave.stay", "screen.leave.stop")


def _page_screen() -> type[PageScreen]:
    """Imported with the first page, which needs its widgets."""
    from .page_screen import PageScreen

    return PageScreen


class GuideApp(SpeakingApp):
    """Shows the page that the guide is on. ``languages`` are those that may be chosen."""

    def __init__(
        self,
        guide: Guide,
        languages: Sequence[Language],
        *,
        theme: str = "",
        reference: Reference | None = None,
        terminal: Here | None = None,
    ) -> None:
        self.guide = guide
        self.languages = languages
        self.words = GuideWords(guide.language, guide.procedure)
        self._asking = False
        self._asking_to_stop = False
        self._behind = False
        self.delivering = False
        """Whether the sheet is being made."""
        super().__init__(guide.policy, theme=theme, reference=reference, terminal=terminal)

    def on_mount(self) -> None:
        """The first frame is the page's own screen; a language that this terminal cannot show is asked about over it."""
        self.push_screen(screen_for(self.guide))
        if not nothing_to_ask(self, self.words.lead.tag):
            self.speak(self.words.lead.tag)

    @property
    def page_screen(self) -> PageScreen:
        """The screen of the page, under whatever stands over it."""
        kind = _page_screen()
        return next(screen for screen in reversed(self.screen_stack) if isinstance(screen, kind))

    def over_page(self) -> bool:
        """Whether something stands over the page."""
        return not isinstance(self.screen, _page_screen())

    def listens(self) -> bool:
        """Whether an answer on the page counts: not below a question, nor while one is about to be put over it."""
        return not (self._asking or self._asking_to_stop or self.over_page())

    def show_page(self) -> None:
        """A fresh screen for the page that is on, in the language that is on.

        A question that stands over the page is answered first: in its place the new screen would leave it open for ever.
        """
        if self._exit:
            return
        self._behind = self.over_page()
        if self._behind:
            return
        if self.words.lead.tag != self.guide.language:
            self.words = GuideWords(self.guide.language, self.guide.procedure)
            self.speaks_now()
        screen = screen_for(self.guide)
        screen.take_over(self.page_screen)
        self.switch_screen(screen)

    def catch_up(self, *, redraw: bool) -> None:
        """The page is in sight again: show what could not be shown below a question. ``redraw``: show it anew anyway."""
        if self._behind or redraw:
            self.show_page()

    # -- languages ------------------------------------------------------------------------------------------------
    @property
    def spoken(self) -> Pair:
        """The language that is on, and French."""
        return self.words.pair

    def choose_language(self, tag: str) -> None:
        """The guide's next page speaks it."""
        self.guide.choose_language(tag)

    def change_language(self, tag: str) -> None:
        """Speak another language from the next frame on."""
        self.guide.choose_language(tag)
        self.show_page()

    # -- the sheet ------------------------------------------------------------------------------------------------
    def bring(self, where: str) -> None:
        """Make the sheet and bring it there, once at a time. It is the app's: the page may be drawn anew meanwhile."""
        if not self.delivering:
            self.delivering = True
            self.run_worker(self._bring(where), name="deliver", group="deliver")

    async def _bring(self, where: str) -> None:
        from ..sheet.content import sheet_of

        sheet = sheet_of(self.guide)
        try:
            notice = await in_thread(lambda: self.deliver(sheet, where))
        finally:
            self.delivering = False
        self.guide.notice = notice
        self.show_page()

    def deliver(self, sheet: Sheet, where: str) -> Notice:
        """Bring the sheet where the reader wants it. Blocks: to be called in a thread of its own."""
        from ..sheet.delivery import deliver

        return deliver(sheet, where)

    # -- over every page ------------------------------------------------------------------------------------------
    def ask(self, question: AskScreen) -> None:
        """One question at a time, in a worker that waits for its answer."""
        if not self._asking:
            self._asking = True
            self.run_worker(self._ask(question), name="ask", group="ask")

    async def _ask(self, question: AskScreen) -> None:
        try:
            answer = await self.push_screen_wait(question)
        finally:
            self._asking = False
        if any(language.tag == answer for language in self.languages):
            self.speak(answer)
        elif (
            action := getattr(self.page_screen, f"action_{answer.removeprefix('button.')}", None)
        ) is not None:
            action()

    def action_ask_to_stop(self) -> None:
        """Ctrl+C and “Arrêter”: asked first. Also over a question, but asked only once."""
        if not self._asking_to_stop:
            self._asking_to_stop = True
            self.run_worker(self._ask_to_stop(), name="stop", group="stop")

    async def _ask_to_stop(self) -> None:
        words = self.words
        choices = [Choice(key, *words.both(key)) for key in LEAVE]
        told = [words.text("guide.leave")]
        question = StopQuestion(words.pair, "screen.leave.title", told, choices, escape=LEAVE[0])
        try:
            if await self.push_screen_wait(question) == LEAVE[1]:
                await self._leave()
        finally:
            self._asking_to_stop = False

    async def _leave(self) -> None:
        """What stands open below the question is closed with it, or the next reader would find it."""
        while not self.policy.may_quit and isinstance(self.screen, Question):
            self.screen.action_escape()
            await asyncio.sleep(LOOK_AGAIN)
        self.close()

    def action_pick_language(self) -> None:
        """The list of languages over the page."""
        now = self.guide.language
        choices = [Choice(language.tag, language.name) for language in self.languages]
        self.ask(AskScreen(self.words.pair, "screen.language.title", (), choices, escape=now, chosen=now))

    def action_help_page(self) -> None:
        """The help of the guide: what to do, and whom to ask."""
        words = self.words
        told = [words.text("guide.help", mark=self.guide.mark), "\n".join(whom_to_ask(self.guide, words))]
        self.ask(reading(words.pair, "screen.help.title", told))

    def close(self) -> None:
        """Forget everything; at a kiosk the first page is on again, elsewhere the guide ends. What becomes of a sheet that
        is still being made is not told to the next reader.
        """
        self.workers.cancel_group(self, "deliver")
        self.guide.restart()
        self.page_screen.shown_page = None  # what is in its fields is not for the next one
        if self.guide.policy.may_quit:
            self.exit(0)
        else:
            self.show_page()
