"""What is to be mended, on top of the screen: takes the focus, and leads to each field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from mozaik_tui.ui.widgets.choice_list import ChoiceList
from mozaik_tui.ui.widgets.choices import Choice
from mozaik_tui.ui.widgets.field_frame import FieldFrame
from mozaik_tui.ui.widgets.marks import WRONG
from mozaik_tui.ui.widgets.prose import put


class ErrorItem(NamedTuple):
    """One thing to mend: the field (``None``: the whole screen), the sentence, and the support number
    ``E-214``.
    """

    field: str | None
    message: str
    number: str


class ErrorItems(ChoiceList):
    """The list inside, with its own hint for the key bar."""

    KEY_HINTS: ClassVar[tuple[str, ...]] = ("go_to_field", "move")
    SCOPED_CSS = False
    DEFAULT_CSS = """
    ErrorItems { overflow: hidden; color: $alarm; }
    """

    def come_in_sight(self) -> None:
        """The first message is read from its beginning, under the heading, also when it is longer than the screen."""
        super().come_in_sight()
        body = next((node for node in self.ancestors if isinstance(node, VerticalScroll)), None)
        if self.highlighted == 0 and body is not None:
            body.scroll_home(animate=False, immediate=True)


class ErrorSummary(Vertical, inherit_bindings=False):
    """Hidden until :meth:`show`. Enter on an item posts :class:`Chosen` and moves the focus to its field.

    Every item begins with a sign and the word for error and ends with the support number, so that the row
    that the terminal's cursor stands on says all by itself.
    """

    SCOPED_CSS = False
    DEFAULT_CSS = """
    ErrorSummary { display: none; height: auto; margin: 0 0 1 0; padding: 0 1; border: heavy $alarm; }
    ErrorSummary.-shown { display: block; }
    ErrorSummary:focus-within { border: double $alarm; }
    ErrorSummary > .heading { height: auto; margin: 0; color: $alarm; text-style: bold; }
    .-short ErrorSummary, .-short ErrorSummary:focus-within { border: none; margin: 0; padding: 0; }
    """

    class Chosen(Message):
        """The item of ``field`` was chosen (``None``: an item of the whole screen)."""

        def __init__(self, summary: ErrorSummary, field: str | None) -> None:
            super().__init__()
            self.summary = summary
            self.field = field

        @property
        def control(self) -> ErrorSummary:
            """The summary."""
            return self.summary

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.items: tuple[ErrorItem, ...] = ()
        self._heading = Static(classes="heading", markup=False)
        self._list = ErrorItems(numbered=True)

    def show(self, items: Sequence[ErrorItem], *, word: str, heading: str) -> None:
        """Show ``items`` and take the focus. ``word`` is the reader's word for error, ``heading`` the
        first line.
        """
        if not self._list.is_attached:  # most screens never show it, and each would wait for it
            put(self, self._heading, self._list)
        self.items = tuple(items)
        self._heading.update(f"{WRONG} {heading}")
        self._list.numbered = len(self.items) > 1
        self._list.set_choices(
            [
                Choice(str(place), f"{WRONG} {word} {item.message} ({item.number})")
                for place, item in enumerate(self.items)
            ]
        )
        self.add_class("-shown")
        self.screen.set_focus(self._list)

    def clear(self) -> None:
        """Nothing is to be mended any more."""
        self.items = ()
        self.remove_class("-shown")

    def on_choice_list_highlighted(self, event: ChoiceList.Highlighted) -> None:
        """Of no interest outside."""
        event.stop()

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """Go to the field, when the screen has it."""
        event.stop()
        field = self.items[int(event.choice.value)].field
        for frame in self.screen.query(FieldFrame):
            if field is not None and frame.field == field:
                frame.control.focus()
        self.post_message(self.Chosen(self, field))
