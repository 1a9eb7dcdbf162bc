"""Screen 5, Password: typed twice; a live checklist ticks each rule; show and hide; a hint about capitals."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from mozaik_tui.journey.rules import email_address, password
from mozaik_tui.journey.rules.verdict import Accepted
from mozaik_tui.ui.form_screen import FormScreen
from mozaik_tui.ui.widgets.action_button import ActionButton
from mozaik_tui.ui.widgets.checklist import Checklist, State
from mozaik_tui.ui.widgets.password_field import PasswordField
from mozaik_tui.ui.widgets.prose import Prose

SAME = "same"
"""The last line of the checklist: both entries are alike."""


class PasswordScreen(FormScreen):
    """Two fields that nothing ever copies, logs or shows unasked."""

    def below_field(self, name: str) -> ComposeResult:
        """The checklist and the hint about capitals below the first entry, show and hide below the second."""
        lead = self.words.lead
        if name == "confirmation":
            yield ActionButton(*self.words.both("screen.password.show"), id="show")
            return
        rules = [tick.name for tick in self._ticks()] + [SAME]
        words: dict[State, str] = {
            "done": lead.text("screen.password.done"),
            "todo": lead.text("screen.password.todo"),
            "wrong": lead.text("screen.password.wrong"),
        }
        yield Checklist(
            [(name, lead.text(f"screen.password.rule.{name}")) for name in rules], words, id="rules"
        )
        yield Prose(lead.text("screen.password.capitals"), id="capitals", classes="-hidden")

    def on_mount(self) -> None:
        """Tick what was typed before."""
        self._mark()

    def typed(self, name: str) -> None:  # noqa: ARG002 - any of the two
        """Tick again."""
        self._mark()

    def _ticks(self) -> tuple[password.Tick, ...]:
        judged = email_address.judge_email(self.session.answer("email"))
        local_part = judged.value.local_part if isinstance(judged, Accepted) else None
        typed = self.session.answer("password")
        return password.progress(typed, refuse_common=self.session.refuse_common, local_part=local_part)

    def _mark(self) -> None:
        typed, again = self.session.answer("password"), self.session.answer("confirmation")
        states: dict[str, State] = {
            tick.name: "done" if tick.met and typed else "todo" for tick in self._ticks()
        }
        same = password.normalise(typed) == password.normalise(again)
        states[SAME] = (
            "done" if same and typed else "wrong" if again and not typed.startswith(again) else "todo"
        )
        self.query_one(Checklist).mark(states)

    @on(PasswordField.CapsLock)
    def _capitals(self, event: PasswordField.CapsLock) -> None:
        self.query_one("#capitals").set_class(not event.on, "-hidden")

    def action_show(self) -> None:
        """Show or hide both entries."""
        fields = self.query(PasswordField)
        shown = not fields.first().shown
        for field in fields:
            field.shown = shown
        word = "hide" if shown else "show"
        self.query_one("#show", ActionButton).relabel(*self.words.both(f"screen.password.{word}"))
