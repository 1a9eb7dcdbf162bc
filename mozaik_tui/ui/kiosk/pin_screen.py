"""Before the staff corner: the PIN of this machine, typed unseen, tried slowly."""

from __future__ import annotations

from math import ceil
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from ...kiosk.notes import COUNT, PIN, Notes
from ...kiosk.pin import Tries, fits
from ...language.pair import Pair
from ..closing import ClosesItself
from ..first_frame import WholeFirstFrame
from ..threads import in_thread
from ..widgets.action_button import ActionButton
from ..widgets.field_frame import FieldFrame
from ..widgets.in_sight import Still
from ..widgets.key_bar import KeyBar
from ..widgets.password_field import PasswordField
from ..widgets.prose import Prose


class PinScreen(Still, WholeFirstFrame, ClosesItself, ModalScreen[bool], inherit_bindings=False):
    """Answers whether the PIN was given. Every try is told to the supervisor before it is looked at."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]
    AUTO_FOCUS = ""

    def __init__(self, words: Pair, pin_hash: str, tries: Tries, notes: Notes) -> None:
        super().__init__()
        self.words = words
        self._hash = pin_hash
        self._tries = tries
        self._notes = notes
        self._trying = False

    def compose(self) -> ComposeResult:
        """The question, the field where there is a PIN, the ways on."""
        self.hold()
        with VerticalScroll(id="body", can_focus=False):
            yield Prose(self.words.both("kiosk.staff.pin.title").joined("\n"), classes="title")
            yield Prose(self.words.lead.text(f"kiosk.staff.pin.{'question' if self._hash else 'none'}"))
            if self._hash:
                label = self.words.both("kiosk.staff.pin.label")
                yield FieldFrame("pin", PasswordField(), label=label.lead, french=label.french)
                yield ActionButton(*self.words.both("kiosk.staff.pin.enter"), main=True, id="enter")
            yield ActionButton(*self.words.both("button.back"), id="back")
        yield KeyBar(self.words, ["next_field", "back", "erase"])

    def on_mount(self) -> None:
        """Where one types."""
        self.set_focus(self.query(PasswordField).first() if self._hash else self.query_one("#back"))
        self.call_later(self.release_once_focused)

    def on_text_field_submitted(self) -> None:
        """Enter in the field."""
        self._try()

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """The two buttons."""
        event.stop()
        if event.button.id == "back":
            self.action_back()
        else:
            self._try()

    def action_back(self) -> None:
        """Away again."""
        self.close(False)

    def _try(self) -> None:
        if not self._trying:
            self._trying = True
            self.run_worker(self._look(), name="pin")

    async def _look(self) -> None:
        field, frame = self.query_one(PasswordField), self.query_one(FieldFrame)
        typed, field.value = field.value, ""
        told: list[str] = []
        if typed and not self._tries.wait():
            self._tries.take()
            self._notes.tell(PIN, "tried")
            if await in_thread(lambda: fits(self._hash, typed)):
                self._trying = False
                self._tries.succeed()
                self._notes.tell(PIN, "right")
                await self.close_once_uppermost(True)
                return
            told.append(self.words.lead.text("kiosk.staff.pin.other"))
            self._notes.tell(COUNT, "pin")
        self._trying = False
        if typed and (
            wait := self._tries.wait()
        ):  # during a wait nothing is looked at, the right one neither
            told.append(self.words.lead.plural("kiosk.staff.pin.wait", ceil(wait)))
        if told:
            frame.fail(" ".join(told), word=self.words.lead.text("screen.errors.word"))
