"""The help by phone on top of a step's screen: the number to read out, that somebody follows, what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from mozaik_tui.account.assist.phrases import words_of
from mozaik_tui.account.assist.words import ANSWERS
from mozaik_tui.language.isolates import isolated
from mozaik_tui.ui.widgets.marks import POINTER
from mozaik_tui.ui.widgets.prose import Prose

if TYPE_CHECKING:
    from mozaik_tui.account.assist.contract import Message as Said
    from mozaik_tui.helpline import Helpline
    from mozaik_tui.language import Pair


NO_BREAK = "\u00a0"


def in_groups(number: str) -> str:
    """``482 913``: easier to read out; never in two lines."""
    return f"{number[:3]}{NO_BREAK}{number[3:]}"


class Replies(Prose, can_focus=True, inherit_bindings=False):
    """The four answers, one key each; 0 ends the help, Esc goes back to where the parent was."""

    KEY_HINTS: ClassVar[tuple[str, ...]] = ("answer", "end_help")
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"answer('{word}')", show=False) for n, word in enumerate(ANSWERS, 1)),
        Binding("0", "end_help", show=False),
        Binding("escape", "leave", show=False),
    ]
    SCOPED_CSS = False
    DEFAULT_CSS = """
    Replies { width: 100%; height: auto; text-style: bold; }
    Replies:focus { text-style: bold reverse; }
    """

    class Answered(Message):
        """One of the four words, or ``None`` when the parent only left."""

        def __init__(self, word: str | None) -> None:
            super().__init__()
            self.word = word

    class Ended(Message):
        """The parent ended the help."""

    def action_answer(self, word: str) -> None:
        """Answer."""
        self.post_message(self.Answered(word))

    def action_end_help(self) -> None:
        """Nobody sees anything any more."""
        self.post_message(self.Ended())

    def action_leave(self) -> None:
        """Back to where the parent was."""
        self.post_message(self.Answered(None))


class HelpPanel(Vertical, inherit_bindings=False):
    """Follows a :class:`~mozaik_tui.helpline.Helpline`; takes no row while there is no help."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    HelpPanel { height: auto; padding: 0 1; color: $banner-text; background: $banner-ground; display: none; }
    HelpPanel.-on { display: block; }
    HelpPanel > Prose { height: auto; }
    HelpPanel > .-empty { display: none; }
    HelpPanel > #help-said { text-style: bold; }
    .-short HelpPanel.-said > #help-state { display: none; }
    HelpPanel:ansi { text-style: reverse; }
    """

    def __init__(self, words: Pair, helpline: Helpline) -> None:
        super().__init__(id="help-panel")
        self._words = words
        self._line = helpline
        self._said: Said | None = None

    def compose(self) -> ComposeResult:
        """State, what is said, the answers."""
        yield Prose(id="help-state")
        yield Prose(id="help-said")
        yield Replies(id="help-replies")

    def on_mount(self) -> None:
        """As it stands."""
        self.follow()

    @property
    def replies(self) -> Widget:
        """What takes the focus when the person on the phone says something."""
        return self.query_one(Replies)

    def follow(self) -> bool:
        """Show how it stands; whether something new is said."""
        line, said = self._line, self._line.message
        new = said is not None and said != self._said
        self._said = said
        self.set_class(line.state != "off", "-on")
        self.set_class(said is not None, "-said")
        self._put("#help-state", self._state())
        self._put("#help-said", "" if said is None else self._sentence(said))
        self._put("#help-replies", "" if said is None or not line.on else self._answers())
        return new

    def _put(self, which: str, text: str) -> None:
        place = self.query_one(which, Prose)
        if place.text != text:
            place.update(text)
        place.set_class(not text, "-empty")

    def _state(self) -> str:
        line = self._line
        if line.state == "waiting":
            return self._words.both("assist.number", number=in_groups(line.number)).joined("\n")
        if line.state == "over":
            return self._words.lead.text(f"assist.over.{line.over}")
        return self._words.lead.text("assist.followed") if line.state == "followed" else ""

    def _sentence(self, said: Said) -> str:
        """In the parent's language and in French; a free text as it was typed, marked as such."""
        if said.phrase is not None:
            spoken = self._words.both(words_of(said.phrase)).joined("\n")
        else:
            spoken = f"{isolated(f'« {said.text} »')}\n{self._words.lead.text('assist.untranslated')}"
        return f"{self._words.lead.text('assist.says')} {spoken}"

    def _answers(self) -> str:
        lead = self._words.lead
        if self._line.answered is not None:
            return lead.text("assist.answered", answer=lead.text(f"assist.answer.{self._line.answered}"))
        each = (f"{n} {lead.text(f'assist.answer.{word}')}" for n, word in enumerate(ANSWERS, 1))
        four = "  ".join(answer.replace(" ", NO_BREAK) for answer in each)  # a digit stands beside its answer
        return f"{POINTER} {lead.text('assist.your_answer')} {four}"
