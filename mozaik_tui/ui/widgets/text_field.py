"""A one-line text field that forgives: pasted blanks and line breaks, digits of any script, decomposed
accents.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import ClassVar

import rich.repr
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Size
from textual.widgets import Input
from textual.widgets.input import Selection

from mozaik_tui.ui.widgets.in_sight import StaysInSight
from mozaik_tui.ui.widgets.two_way_input import Direction, TwoWayInput

Clean = Callable[[str], str]

LIMIT = 1000
"""Characters that a field holds at most; a paste that is longer changes nothing. Rules have finer limits."""

_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


def without_unseen(text: str) -> str:
    """``text`` without control and format characters (zero-width, bidi marks), private and lone surrogate
    ones.
    """
    return "".join(character for character in text if unicodedata.category(character) not in _UNSEEN)


def one_line(text: str) -> str:
    """Pasted text as one line: line breaks and tabs become single blanks, the outer blanks go."""
    return " ".join(part for part in text.replace("\t", "\n").splitlines() if part.strip()).strip()


def any_digits(text: str) -> str:
    """``text`` with the digits of every script (٣, ۳, ३, ３) as 0–9; everything else stays."""
    return "".join(
        str(unicodedata.digit(character)) if unicodedata.category(character) == "Nd" else character
        for character in text
    )


def number_text(text: str) -> str:
    """For codes and numbers: digits of any script as 0–9, without blanks and dashes."""
    return "".join(
        character
        for character in any_digits(text)
        if not character.isspace() and unicodedata.category(character) != "Pd"
    )


class TextField(StaysInSight, TwoWayInput, can_focus=True, inherit_bindings=False, inherit_css=False):
    """A field for one answer. Posts :class:`Changed`, and :class:`Submitted` on Enter.

    ``clean`` is applied to what is typed or pasted before it enters, and may return the empty text. What
    the field holds is always NFC. ``direction`` is ``ltr`` for addresses and numbers. Nothing leaves through
    the clipboard: a terminal pastes by itself, and copies with Shift held.
    """

    KEY_HINTS: ClassVar[tuple[str, ...]] = ("submit",)
    TYPING: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(keys, action, show=False)
        for keys, action in (
            ("left", "cursor_left"),
            ("right", "cursor_right"),
            ("shift+left", "cursor_left(True)"),
            ("shift+right", "cursor_right(True)"),
            ("ctrl+left", "cursor_left_word"),
            ("ctrl+right", "cursor_right_word"),
            ("home,ctrl+a", "home"),
            ("end,ctrl+e", "end"),
            ("shift+home", "home(True)"),
            ("shift+end", "end(True)"),
            ("backspace", "delete_left"),
            ("delete", "delete_right"),
            ("ctrl+w", "delete_left_word"),
            ("ctrl+u", "delete_left_all"),
            ("ctrl+k", "delete_right_all"),
            ("enter", "submit"),
        )
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = Input.COMPONENT_CLASSES
    SCOPED_CSS = False
    DEFAULT_CSS = """
    TextField {
        height: 3; width: 100%; max-width: 60; padding: 0 1; scrollbar-size-horizontal: 0; overflow: hidden;
        border: solid $edge; color: $foreground; background: $background;
    }
    TextField:focus { border: double $focus; }
    TextField.-refused { border: dashed $alarm; }
    TextField.-refused:focus { border: double $alarm; }
    TextField > .input--cursor, TextField > .input--selection { text-style: reverse; }
    .-short TextField, .-short TextField.-refused {
        height: 1; border: none; padding: 0 0 0 2; text-style: underline;
    }
    .-short TextField:focus, .-short TextField.-refused:focus { border: none; }
    """

    class Changed(Input.Changed):
        """The text changed. ``.value`` holds it; the repr does not (a debugger's log must not either)."""

        def __repr__(self) -> str:
            return f"{type(self).__name__}({self.input.id!r})"

        def __rich_repr__(self) -> rich.repr.Result:
            yield self.input.id

    class Submitted(Input.Submitted):
        """Enter was pressed. ``.value`` holds the text; the repr does not."""

        def __repr__(self) -> str:
            return f"{type(self).__name__}({self.input.id!r})"

        def __rich_repr__(self) -> rich.repr.Result:
            yield self.input.id

    class Blurred(Input.Blurred):
        """The field lost the focus. ``.value`` holds the text; the repr does not."""

        def __repr__(self) -> str:
            return f"{type(self).__name__}({self.input.id!r})"

        def __rich_repr__(self) -> rich.repr.Result:
            yield self.input.id

    def __init__(
        self,
        value: str = "",
        *,
        clean: Clean | None = None,
        limit: int = LIMIT,
        id: str | None = None,
        classes: str | None = None,
        password: bool = False,
        direction: Direction = "auto",
    ) -> None:
        self.clean = clean
        self.direction = direction
        super().__init__(
            password=password,
            max_length=limit,
            select_on_focus=False,
            id=id,
            classes=classes,
        )
        # Not by assignment, which needs a running app and tells of a change that nobody made.
        self.set_reactive(Input.cursor_blink, False)
        self.set_reactive(Input.value, unicodedata.normalize("NFC", value))
        self.set_reactive(Input.selection, Selection.cursor(len(self.value)))
        self._initial_value = False

    def on_mount(self) -> None:
        """Room to scroll in for an answer that was there from the start."""
        self.virtual_size = Size(self.content_width, 1)

    @property
    def content_width(self) -> int:
        """Never less than the room there is: else every key changes it, and every change places all
        widgets anew.
        """
        return max(super().content_width, self.scrollable_content_region.width)

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cell of the drawn cursor (Textual's own answer is one cell further at the end of the text)."""
        return self.content_region.offset + Offset(self.cursor_place(), 0)

    def tidy(self, text: str) -> str:
        """What of a typed or pasted piece enters the field."""
        kept = without_unseen(text)
        return self.clean(kept) if self.clean else kept

    def tidy_paste(self, text: str) -> str:
        """What of a whole paste is given to :meth:`tidy`: all its lines in one, without the outer blanks."""
        return one_line(text)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put ``text`` (tidied) in place of ``start``–``end``; an accent typed alone joins the letter
        before it.
        """
        value = self.value
        start, end = sorted((max(0, start), min(len(value), end)))
        entered = self.tidy(text) if text else ""
        if text and not entered and start == end:
            return
        head = unicodedata.normalize("NFC", value[:start] + entered)
        whole = unicodedata.normalize("NFC", head + value[end:])
        if len(whole) > (self.max_length or LIMIT) and len(whole) > len(value):
            self.restricted()
            return
        self.value = whole
        self.cursor_position = min(len(head), len(whole))

    def put(self, text: str) -> None:
        """``text`` (tidied) in place of what is there, with the cursor at its end: who types on goes on with it."""
        self.replace(text, 0, len(self.value))

    async def _on_key(self, event: events.Key) -> None:
        """Editing keys act at once. Textual runs them after the key has climbed to the app and back: letters typed
        meanwhile come before, and a quick « ab⌫c » ends as « ab ».
        """
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            event.stop()
            event.prevent_default()
            await self.run_action(binding.action)

    def _on_paste(self, event: events.Paste) -> None:
        """Take the whole paste; Textual's own keeps the first line only, so that a leading line break
        pastes nothing.
        """
        event.stop()
        event.prevent_default()
        text = self.tidy_paste(event.text)
        if text:
            self.replace(text, *self.selection)

    def action_copy(self) -> None:
        """No copy: what is typed here stays here."""

    def action_cut(self) -> None:
        """No cut: what is typed here stays here."""

    def action_paste(self) -> None:
        """No paste from the program's own clipboard, which the next parent would share."""
