"""A list with a field above it: type to filter, arrows move the mark while the field keeps the focus."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Offset, Region

from mozaik_tui.ui.widgets.choice_list import ChoiceList
from mozaik_tui.ui.widgets.choices import Choice
from mozaik_tui.ui.widgets.in_sight import bring_in_sight
from mozaik_tui.ui.widgets.prose import Prose, tell
from mozaik_tui.ui.widgets.text_field import TextField, any_digits

LEAST = 2
"""Rows of a list that are seen at least, so that one knows it for a list."""

OF_LIST = ("up", "down", "pageup", "pagedown", "enter")
"""Keys that the list takes while the field has the focus; the others move in what is typed."""

Find = Callable[[str], Sequence[Choice]]


def folded(text: str) -> str:
    """For comparing: lower case, no accents, no hyphens."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(each for each in plain if not unicodedata.combining(each))
    return " ".join(kept.replace("-", " ").replace("’", "'").split())


def containing(choices: Sequence[Choice]) -> Find:
    """The plain filter: options that hold every word that is typed, in any place, accents and hyphens set
    aside.
    """
    haystacks = [(folded(f"{each.lead} {each.french or ''} {each.searched}"), each) for each in choices]

    def find(query: str) -> Sequence[Choice]:
        words = folded(query).split()
        return [each for hay, each in haystacks if all(word in hay for word in words)]

    return find


class FilterField(TextField):
    """The field above the list. Digits go to the list; after an arrow the terminal's cursor goes there
    too.
    """

    KEY_HINTS: ClassVar[tuple[str, ...]] = ("choose", "move")

    def __init__(self, value: str, choices: ChoiceList, narrow: Callable[[str], None]) -> None:
        super().__init__(value, id="filter")
        self._choices = choices
        self._narrow = narrow
        self.in_list = False

    @property
    def cursor_screen_offset(self) -> Offset:
        """At the typed text, or at the marked row once an arrow was used."""
        return self._choices.cursor_screen_offset if self.in_list else super().cursor_screen_offset

    def _watch_value(self, value: str) -> None:
        """Filter before the next key is given out, so that a quick arrow moves in the list that is meant."""
        super()._watch_value(value)
        self._narrow(value)

    async def _on_key(self, event: events.Key) -> None:
        if event.key in OF_LIST:
            self.in_list = self.in_list or event.key != "enter"
            if self._choices.take(event.key):
                event.stop()
                event.prevent_default()
                return
        digit = any_digits(event.character or "")
        if len(digit) == 1 and digit.isascii() and digit.isdigit() and self._choices.numbered:
            event.stop()
            event.prevent_default()
            self.in_list = True
            self._choices.pick(digit)
            return
        if event.is_printable or event.key in {"backspace", "delete"}:
            self.in_list = False
            self.scroll_visible()
        await super()._on_key(event)


class FilterList(Vertical, inherit_bindings=False):
    """Posts :class:`ChoiceList.Chosen` and :class:`ChoiceList.Highlighted` of the list inside.

    ``find`` gives the options for what is typed (all of them for nothing); ``tell`` makes a line of their
    number.
    """

    SCOPED_CSS = False
    DEFAULT_CSS = """
    FilterList { height: auto; }
    FilterList > ChoiceList { max-height: 8; }
    FilterList.-long > ChoiceList { height: 4; }  /* 24 rows hold title, question, field and list */
    .-short FilterList > ChoiceList { max-height: 4; }
    .-high FilterList > ChoiceList { max-height: 18; height: auto; }
    FilterList > #found { height: auto; margin: 0; color: $soft; }
    """

    def __init__(
        self,
        find: Find,
        *,
        query: str = "",
        chosen: str | None = None,
        numbered: bool = True,
        tell: Callable[[int], str] | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._find = find
        self._tell = tell
        self.choices = ChoiceList(find(query), chosen=chosen, numbered=numbered)
        self.choices.can_focus = False
        self.field = FilterField(query, self.choices, self._narrow)

    def compose(self) -> ComposeResult:
        """The field, what is told of the number of options once there is something to tell, the options."""
        yield self.field
        if told := self._told():
            yield Prose(told, id="found")
        yield self.choices

    def _told(self) -> str:
        return "" if self._tell is None else self._tell(len(self.choices.choices))

    @property
    def least_rows(self) -> int:
        """What is seen of this at least: the field, and the first rows of the list."""
        return self.choices.virtual_region.y + min(LEAST, max(1, self.choices.outer_size.height))

    def come_in_sight(self) -> None:
        """The field, with what the frame around this wants to be seen, then the marked option."""
        of_frame = getattr(self.parent, "come_in_sight", None)
        if of_frame is not None:
            of_frame()
        else:
            bring_in_sight(self.field, Region(0, 0, *self.field.outer_size))
        self.choices.come_in_sight()

    def _show_told(self) -> None:
        """Once more for what is shown now."""
        tell(self, "found", self._told(), after=self.field)

    def on_descendant_focus(self) -> None:
        """Keys act on the list while the field has the focus."""
        self.choices.active = True

    def on_descendant_blur(self) -> None:
        """They do not any more."""
        self.choices.active = False

    def _narrow(self, query: str) -> None:
        """Show what fits; the mark goes to the first, which is the best."""
        self.choices.set_choices(self._find(query))
        self._show_told()
        self.call_after_refresh(self.field.come_in_sight)

    def on_text_field_changed(self, event: TextField.Changed) -> None:
        """Of no interest outside."""
        event.stop()

    def focus_field(self) -> None:
        """Put the focus where one types."""
        self.field.focus()
