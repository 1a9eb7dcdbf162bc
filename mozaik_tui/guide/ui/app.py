"""The full-screen guide: one screen a page, and what stands over every page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...language import Language, Pair
from ...language.terminals.here import Here
from ...ui.ask_screen import AskScreen, StopQuestion
from ...ui.hardening import Reference
from ...ui.limits import nothing_to_ask
from ...ui.reading_over import reading
from ...ui.speaking import SpeakingApp
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
        super().__init__(guide.policy, theme=theme, reference=reference, terminal=terminal)

    def on_mount(self) -> None:
        """The first frame is the page's own screen; a language that this terminal cannot show is asked about over it."""
        self.push_screen(screen_for(self.guide))
        if not nothing_to_ask(self, self.words.lead.tag):
            self.speak(self.words.lead.tag)

    @property
    def page_screen(self) -> PageScreen:
        """The screen of the page, under whatever stands over it."""
        from .page_screen import PageScreen

        return next(screen for screen in reversed(self.screen_stack) if isinstance(screen, PageScreen))

    def show_page(self) -> None:
        """A fresh screen for the page that is on, in the language that is on."""
        if self.words.lead.tag != self.guide.language:
            self.words = GuideWords(self.guide.language, self.guide.procedure)
            self.speaks_now()
        self.switch_screen(screen_for(self.guide))

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
        if answer == LEAVE[1]:
            self.close()
        elif any(language.tag == answer for language in self.languages):
            self.speak(answer)
        elif (
            action := getattr(self.page_screen, f"action_{answer.removeprefix('button.')}", None)
        ) is not None:
            action()

    def action_ask_to_stop(self) -> None:
        """Ctrl+C and “Arrêter”: asked first."""
        words = self.words
        choices = [Choice(key, *words.both(key)) for key in LEAVE]
        told = [words.text("guide.leave")]
        self.ask(StopQuestion(words.pair, "screen.leave.title", told, choices, escape=LEAVE[0]))

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
        """Forget everything; at a kiosk the first page is on again, elsewhere the guide ends."""
        self.guide.restart()
        if self.guide.policy.may_quit:
            self.exit(0)
        else:
            self.show_page()
