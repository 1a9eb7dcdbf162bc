"""A field with everything that belongs to it: its label in two languages, its hint, its error, how it was
read.
"""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget
from textual.widgets import Static

from mozaik_tui.ui.styles import SHORT_BELOW
from mozaik_tui.ui.widgets.in_sight import bring_in_sight
from mozaik_tui.ui.widgets.marks import POINTER, WRONG
from mozaik_tui.ui.widgets.prose import Prose, put
from mozaik_tui.ui.widgets.turned import turn


class FieldFrame(Vertical, inherit_bindings=False):
    """``field`` is the name that refusals use; ``control`` is the widget that is typed or chosen in.

    The label says which field has the focus ("▶"), on screens of any size.
    """

    SCOPED_CSS = False
    DEFAULT_CSS = """
    FieldFrame { height: auto; margin: 0 0 1 0; }
    FieldFrame > Static { height: auto; margin: 0; padding: 0; }
    FieldFrame > .hint { color: $soft; padding: 0 0 0 2; }
    FieldFrame > .refusal { color: $alarm; padding: 0 0 0 2; text-style: bold; display: none; }
    FieldFrame > .meant { text-style: bold reverse; display: none; }
    FieldFrame > .understood { color: $good; padding: 0 0 0 2; display: none; }
    .-short FieldFrame { margin: 0; }
    """

    def __init__(
        self,
        field: str,
        control: Widget,
        *,
        label: str,
        french: str | None = None,
        hint: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        turn(self)
        self.field = field
        self.control = control
        self._words = (label, None if french == label else french)
        self._label = Static(self._drawn(focused=False), classes="label")
        self._hint = hint
        self._refusal = Prose(classes="refusal")
        self._understood = Prose(classes="understood")
        self._meant = Prose(classes="meant")
        self.refusal = ""

    def _drawn(self, *, focused: bool) -> Content:
        label, french = self._words
        parts = [Content(f"{POINTER} " if focused else "  "), Content.styled(label, "bold")]
        if french is not None:
            parts.append(Content(f" · {french}"))
        return Content("").join(parts)

    def compose(self) -> ComposeResult:
        """Read from top to bottom. What most fields never need to say is not there until it is said."""
        yield self._label
        if self._hint:
            yield Prose(self._hint, classes="hint")
        yield self.control

    def on_descendant_focus(self) -> None:
        """Mark the label."""
        self._label.update(self._drawn(focused=True))

    def on_resize(self) -> None:
        """The terminal's size changed, or the first frame found out that it is a small one."""
        if self.control.has_focus_within:
            self.call_after_refresh(self.come_in_sight)

    def come_in_sight(self) -> None:
        """Scroll until label and field are seen: a question is never answered unseen. Of a control that is longer than
        the screen, its first ``least_rows``; no more of it pushes the title away, unless the screen is a short one.
        How the answer was read is seen before one goes on, if need be in the place of the label; never of the field.
        """
        place, width = self.control.virtual_region, self.outer_size.width
        top = place.y + self.gutter.top
        least = getattr(self.control, "least_rows", place.height)
        rows = place.height if self.app.size.height < SHORT_BELOW else least
        if self._understood.is_attached and self._understood.display:
            rows = least = self._understood.virtual_region.bottom - place.y
        bring_in_sight(self, Region(0, 0, width, top + rows), top + least)
        if least > place.height:
            bring_in_sight(self, Region(0, top, width, place.height))

    def on_descendant_blur(self) -> None:
        """Take the mark away."""
        self._label.update(self._drawn(focused=False))

    def fail(self, message: str, *, word: str) -> None:
        """Show ``message`` beside the field, after a sign and the reader's word for error."""
        self.refusal = message
        if not self._refusal.is_attached:
            # Who reads downwards meets the error before the field, except where it would push the label out of sight.
            short = self.app.size.height < SHORT_BELOW
            put(self, self._refusal, **{"after" if short else "before": self.control})
        self._refusal.update(f"{WRONG} {word} {message}")
        self._refusal.display = True
        self.control.add_class("-refused")

    def clear(self) -> None:
        """No error any more."""
        self.refusal = ""
        self._refusal.display = False
        self.control.remove_class("-refused")

    def understood(self, text: str) -> None:
        """Say how the answer was read ("9 mars 2014"); nothing for the empty text."""
        if text and not self._understood.is_attached:
            put(self, self._understood, after=self.control)
        self._understood.update(text)
        self._understood.display = bool(text)

    def point_out(self, text: str) -> None:
        """Mark this field for the person on the phone, who means it; no mark for the empty text."""
        if text and not self._meant.is_attached:
            put(self, self._meant, before=self._label)
        if self._meant.text != (drawn := f"{POINTER} {text}" if text else ""):
            self._meant.update(drawn)
            self._meant.display = bool(drawn)
