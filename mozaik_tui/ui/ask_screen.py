"""One question over the present screen, with a list to choose from: leaving, losing, doubts, languages, the menu."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from ..language.pair import Pair
from .closing import ClosesItself
from .first_frame import WholeFirstFrame
from .reading_on import PAGE_KEYS, ReadsOn
from .widgets.choice_list import ChoiceList
from .widgets.choices import Choice
from .widgets.in_sight import Body, Still
from .widgets.key_bar import KeyBar
from .widgets.prose import Prose
from .widgets.turned import turn

if TYPE_CHECKING:
    from .hardening import SafeApp

Answer = TypeVar("Answer")


class ReadFirst(ChoiceList):
    """Choices below a text that is to be read first: they come in sight with the first arrow, not before."""

    _wanted = False

    def come_in_sight(self) -> None:
        """Not unasked."""
        if self._wanted:
            super().come_in_sight()

    def action_move(self, step: int) -> None:
        """Now they are wanted."""
        self._wanted = True
        super().action_move(step)


class Question(
    Still,
    WholeFirstFrame,
    ReadsOn,
    ClosesItself,
    ModalScreen[Answer],
    Generic[Answer],
    inherit_bindings=False,
):
    """A title, what is at stake, and choices; what a choice does is :meth:`answered`. Esc and 0 are ``escape``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,0", "escape", show=False),
        *PAGE_KEYS,
    ]
    AUTO_FOCUS = ""

    def __init__(
        self,
        words: Pair,
        title: str,
        paragraphs: Sequence[str],
        choices: Sequence[Choice],
        *,
        escape: str,
        chosen: str | None = None,
        read_first: bool = False,
    ) -> None:
        super().__init__()
        self._settled = False
        self.words = words
        self._heading = words.both(title).joined("\n")
        self._paragraphs = paragraphs
        self._choices = choices
        self._escape = escape
        self._chosen = chosen
        self._read_first = read_first

    def compose(self) -> ComposeResult:
        """The question, what is at stake, the choices."""
        self.hold()
        with Body(id="body", can_focus=False) as body:
            turn(body)
            yield Prose(self._heading, classes="title")
            if self._paragraphs:
                yield Prose("\n\n".join(self._paragraphs), id="paragraphs")
            yield from self.between()
            yield from self.chooser()
        yield KeyBar(self.words, self.keys_shown())

    def between(self) -> ComposeResult:
        """What stands between the texts and the choices."""
        return iter(())

    def chooser(self) -> ComposeResult:
        """What is chosen in."""
        choices = ReadFirst if self._read_first else ChoiceList
        yield choices(self._choices, chosen=self._chosen)

    def focus_chooser(self) -> None:
        """Put the focus there."""
        self.set_focus(self.query_one(ChoiceList))

    def on_mount(self) -> None:
        """Show it whole."""
        self.tell_of_more()
        self.focus_chooser()
        self.call_later(self.release_once_focused)

    def keys_shown(self) -> list[str]:
        """What works on every question."""
        return ["back", cast("SafeApp", self.app).policy.stop]

    @property
    def settled(self) -> bool:
        """Whether the answer was given: a second key that comes at once must not answer for the screen below."""
        return self._settled

    def settle(self, answer: Answer) -> None:
        """Close with ``answer``, once; not from under another screen, which Textual would close in its place."""
        if not self._settled:
            self._settled = self.close(answer)

    def say(self, paragraphs: Sequence[str]) -> None:
        """Other paragraphs on the same question."""
        self.query_one("#paragraphs", Prose).update("\n\n".join(paragraphs))

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """One was taken."""
        event.stop()
        self.answered(event.choice.value)

    def action_escape(self) -> None:
        """As if the choice that changes nothing was taken."""
        self.answered(self._escape)

    def answered(self, value: str) -> None:
        """Do what the choice ``value`` means."""
        raise AssertionError(value)


class AskScreen(Question[str], inherit_bindings=True):
    """Answers with the value of the choice."""

    def answered(self, value: str) -> None:
        """That is the answer."""
        self.settle(value)


class StopQuestion(AskScreen, inherit_bindings=True):
    """Asks already what Ctrl+C asks: the key does nothing here, and is not shown."""

    def keys_shown(self) -> list[str]:
        """The way back."""
        return ["back"]
