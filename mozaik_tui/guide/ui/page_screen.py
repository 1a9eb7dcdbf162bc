"""What every page of the guide has in common: where one is, title, texts, choices, the buttons at the foot, the keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widget import Widget

from ...ui.ask_screen import AskScreen, ReadFirst
from ...ui.first_frame import WholeFirstFrame
from ...ui.keys import bindings
from ...ui.reading_on import PAGE_KEYS, ReadsOn
from ...ui.styles import SHORT_BELOW
from ...ui.widgets.action_bar import ActionBar
from ...ui.widgets.action_button import ActionButton
from ...ui.widgets.choice_list import ChoiceList
from ...ui.widgets.choices import Choice
from ...ui.widgets.in_sight import Still
from ...ui.widgets.key_bar import KeyBar
from ...ui.widgets.marks import DONE, WRONG
from ...ui.widgets.progress_line import ProgressLine
from ...ui.widgets.prose import Prose
from ...ui.widgets.text_field import TextField
from ...ui.widgets.turned import turn
from .. import offers, pages
from ..run_of_guide import Guide, Page
from ..words import GuideWords

if TYPE_CHECKING:
    from .app import GuideApp


class Ways(ReadFirst):
    """PageUp and PageDown are for the text: they move no mark."""

    def action_page(self, direction: int) -> None:  # noqa: ARG002
        """Nothing here; the page reads on."""
        raise SkipAction


class PageScreen(Still, WholeFirstFrame, ReadsOn, Screen[None], inherit_bindings=False):
    """One page. Its choices are a numbered list, the same numbers as in the line mode."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(("back", "help", "language")),
        Binding("0", "back", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
        *PAGE_KEYS,
    ]
    AUTO_FOCUS = ""
    shown_page: Page | None = None
    """The page that this is the screen of."""
    _drawn_short = False
    _offers: Sequence[offers.Offer] = ()
    _before: Sequence[TextField] = ()
    _focused_before: Widget | None = None
    SCOPED_CSS = False
    DEFAULT_CSS = """
    PageScreen > #choices { margin: 0 1; max-height: 50%; }
    """

    @property
    def guide_app(self) -> GuideApp:
        """The app, as what it is."""
        return cast("GuideApp", self.app)

    @property
    def guide(self) -> Guide:
        """The run of the guide."""
        return self.guide_app.guide

    @property
    def words(self) -> GuideWords:
        """The reader's language and French."""
        return self.guide_app.words

    def is_on(self) -> bool:
        """Whether this is the screen of the page that is on: a key that comes late, for a page that is over, does nothing."""
        return self is self.guide_app.page_screen and self.shown_page == self.guide.page

    def listens(self) -> bool:
        """Whether an answer here counts."""
        return self.is_on() and self.guide_app.listens()

    # -- the same page, drawn anew ---------------------------------------------------------------------------------
    def take_over(self, before: PageScreen) -> None:
        """Go on where ``before`` stood, the screen of the same page at another size or in another language: with what is
        in its fields, which goes from screen to screen and is kept nowhere (a password is no more than that).
        """
        if before.shown_page == self.shown_page:
            self._before = before._before or tuple(before.query(TextField))
            self._focused_before = before._focused_before or before.focused

    def go_on_in_fields(self) -> None:
        """Put there what was taken over."""
        for field, old in zip(self.query(TextField), self._before, strict=False):
            field.value, field.cursor_position = old.value, old.cursor_position
            if old is self._focused_before:
                self.set_focus(field)
        self._before, self._focused_before = (), None

    # -- drawing --------------------------------------------------------------------------------------------------
    def compose(self) -> ComposeResult:
        """The common frame around :meth:`content`; nothing, where a quick key has left the page before it was drawn."""
        if not self.is_on():
            return
        self.hold()
        self._drawn_short = self._short()
        self._offers = offers.offers(self.guide)
        yield ProgressLine()
        with VerticalScroll(id="body", can_focus=False) as body:
            turn(body)
            yield Prose(pages.title(self.guide, self.words).joined("\n"), classes="title")
            if (notice := self.guide.notice) is not None:
                sign = DONE if notice.well else WRONG
                yield Prose(f"{sign} {self.words.text(notice.key, file=notice.file)}", id="notice")
            yield from self.content()
            if self._short():
                yield from self.choices()
        if not self._short():
            yield from self.choices()
        yield ActionBar(*self._buttons(), id="actions")
        yield KeyBar(self.words.pair, self.keys_shown())

    def content(self) -> ComposeResult:
        """The texts of the page, and what only this page has."""
        if told := pages.paragraphs(self.guide, self.words):
            yield Prose("\n".join(told), id="question")

    def _short(self) -> bool:
        """Few rows: the choices come after what is to be read. Else they stand below it, always in sight."""
        return self.app.size.height < SHORT_BELOW

    def choices(self) -> ComposeResult:
        """The numbered list; a page whose only way is back has the button for it."""
        if self._offers and self._offers != [offers.BACK]:
            listed = [
                Choice(str(place), *offer.words(self.words)) for place, offer in enumerate(self._offers)
            ]
            yield Ways(listed, id="choices")

    def _buttons(self) -> Iterator[Widget]:
        for name in self.buttons():
            roomy = "" if name == "back" else "-roomy"
            yield ActionButton(*self.words.both(f"button.{name}"), id=name, classes=roomy)
        yield ActionButton(*self.words.both("button.menu"), id="menu", classes="-cramped")

    def buttons(self) -> list[str]:
        """The names of the buttons at the foot."""
        return [*(["back"] if self.guide.can_go_back() else []), "help", "language", "stop"]

    def keys_shown(self) -> list[str]:
        """What works on every page."""
        return ["next_field", *(["back"] if self.guide.can_go_back() else []), "help", "language", "stop"]

    def on_mount(self) -> None:
        """Say where we are; the choices have the focus."""
        if not self.is_on():
            self.release()
            return
        self.call_later(self.release_once_focused)
        self.tell_of_more()
        self.show_place()
        self.focus_first()
        self.go_on_in_fields()

    def show_place(self) -> None:
        """Step and number in the line on top."""
        lead, french = pages.place(self.guide, self.words)
        self.query_one(ProgressLine).show(lead, french, done=self.guide.number, of=self.guide.steps)

    def focus_first(self) -> None:
        """The first thing that can be typed in or chosen; where there is none, a button."""
        for widget in self.query("*"):
            if widget.focusable:
                self.set_focus(widget)
                return

    def on_resize(self) -> None:
        """Where the choices stand depends on the rows there are."""
        if self.is_on() and self._short() is not self._drawn_short:
            self._drawn_short = self._short()
            self.guide_app.show_page()

    def on_screen_resume(self) -> None:
        """Nothing stands over this page any more."""
        if self.is_mounted and self is self.guide_app.page_screen:
            self.guide_app.catch_up(redraw=self._short() is not self._drawn_short)

    # -- actions --------------------------------------------------------------------------------------------------
    def on_choice_list_highlighted(self, event: ChoiceList.Highlighted) -> None:
        """Moving the mark chooses nothing."""
        event.stop()

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """Do it."""
        event.stop()
        if self.listens() and event.choices.id == "choices":
            self.do(self._offers[int(event.choice.value)])

    def do(self, offer: offers.Offer) -> None:
        """Follow a choice."""
        if offer.deed == "quit":
            self.guide_app.close()
            return
        offers.follow(self.guide, offer)
        self.guide_app.show_page()

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """The buttons at the foot."""
        event.stop()
        getattr(self, f"action_{event.button.id}")()

    def action_back(self) -> None:
        """« Précédent »."""
        if self.listens() and self.guide.can_go_back():
            self.guide.back()
            self.guide_app.show_page()

    def action_help(self) -> None:
        """The help."""
        self.guide_app.action_help_page()

    def action_language(self) -> None:
        """Another language."""
        self.guide_app.action_pick_language()

    def action_stop(self) -> None:
        """Stop, asked first."""
        self.guide_app.action_ask_to_stop()

    def action_menu(self) -> None:
        """All buttons as a list, where they have no room."""
        keys = [*(f"button.{name}" for name in self.buttons()), "button.close"]
        choices = [Choice(key, *self.words.both(key)) for key in keys]
        self.guide_app.ask(
            AskScreen(self.words.pair, "screen.menu.title", (), choices, escape="button.close")
        )
