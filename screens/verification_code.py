"""Screen 4, Code: six digits that came by e-mail; how the mail fares; a new code after a wait; another address."""

from __future__ import annotations

from textual.app import ComposeResult

from mozaik_tui.language.pair import Both
from mozaik_tui.outcome import Outcome
from mozaik_tui.ui.form_screen import FormScreen
from mozaik_tui.ui.threads import in_thread
from mozaik_tui.ui.widgets.action_button import ActionButton
from mozaik_tui.ui.widgets.prose import Prose
from mozaik_tui.ui.widgets.text_field import TextField
from mozaik_tui.views import mail_line

WATCH_SECONDS = 2.0
"""How often the service is asked how the mail fares, while it is under way."""


class CodeScreen(FormScreen):
    """The code, the state of its mail, and what to do when it does not come. Nothing here counts down as a fact."""

    def paragraphs(self) -> list[str]:
        """With the address that the code went to."""
        lead = self.words.lead
        session = self.session
        question = lead.text("screen.code.question", email=session.email_sent_to, digits=session.code_digits)
        return [question, lead.text("screen.code.why"), lead.text("screen.code.where")]

    def below_field(self, name: str) -> ComposeResult:  # noqa: ARG002 - there is one field
        """How the mail fares."""
        yield Prose(self._mail(), id="delivery")

    def below_main(self) -> ComposeResult:
        """A new code, another address."""
        yield ActionButton(*self.words.both("screen.code.resend"), id="resend")
        yield ActionButton(*self.words.both("screen.code.change"), id="change")

    def on_mount(self) -> None:
        """Keep an eye on the mail and on the wait."""
        self._tick()
        self.set_interval(1.0, self._tick)
        self.set_interval(WATCH_SECONDS, self._watch)

    def _mail(self) -> str:
        return mail_line(self.session, self.words.lead)

    def _tick(self) -> None:
        wait = self.session.wire.resend_in()
        button = self.query_one("#resend", ActionButton)
        if wait == 0:
            words = self.words.both("screen.code.resend")
        else:
            words = Both(
                self.words.lead.text("screen.code.resend_in", wait=self.words.lead.duration(wait)), None
            )
        if (button.lead, button.french) != words:
            button.relabel(*words)
        delivery = self.query_one("#delivery", Prose)
        if str(delivery.content) != (mail := self._mail()):
            delivery.update(mail)

    def _watch(self) -> None:
        if self.is_current and self.session.wire.delivery == "queued":
            self.run_worker(
                in_thread(self.session.watch_quietly), name="watch", exclusive=True, group="watch"
            )

    def actions(self) -> list[str]:
        """In practice, the mailbox too."""
        return [*super().actions(), *(["mailbox"] if self.session.practice is not None else [])]

    def action_resend(self) -> None:
        """Ask for a new code; before its time the service says how long to wait."""
        self.act(self.session.resend)

    def came_back(self, outcome: Outcome) -> None:
        """After a resend the field is empty and the mail is on its way."""
        super().came_back(outcome)
        self._tick()
        if outcome == Outcome():
            self.query_one("#field-code", TextField).value = ""
            self.query_one("#delivery", Prose).update(self.words.lead.text("screen.code.new_sent"))

    def action_change(self) -> None:
        """Another address; the code dies only when one is sent to it."""
        self.move(lambda: self.session.journey.go("email"))

    def action_mailbox(self) -> None:
        """The practice mailbox."""
        self.run_worker(self._mailbox(), name="mailbox", exclusive=True, group="mailbox")

    async def _mailbox(self) -> None:
        from mozaik_tui.ui.mailbox_over import mailbox_over

        code = await mailbox_over(self.assistant)
        if code is not None:
            field = self.query_one("#field-code", TextField)
            field.put(code)
            field.focus()
