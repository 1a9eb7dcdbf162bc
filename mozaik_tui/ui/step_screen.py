"""What every screen of the journey has in common: banner, progress, title, texts, errors, actions, keys.

A screen of ``screens/`` says only what is its own: :meth:`StepScreen.content` and what its choices do. All that is typed goes
to the session at once, so that a screen may be rebuilt at any time (another language, another size) without losing anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget

from ..choices import button_label, main_button, texts
from ..journey.steps import BY_NAME, LAST_NUMBERED_STEP, Step
from ..journey.steps import part as part_of
from ..outcome import Outcome, Problem
from ..wording import sentence
from .first_frame import WholeFirstFrame
from .helped_screen import HelpedScreen
from .keys import bindings
from .reading_on import PAGE_KEYS, ReadsOn
from .widgets.action_bar import ActionBar
from .widgets.action_button import ActionButton
from .widgets.banner import Banner
from .widgets.field_frame import FieldFrame
from .widgets.in_sight import Body, Still
from .widgets.key_bar import KeyBar
from .widgets.marks import DONE
from .widgets.progress_line import ProgressLine
from .widgets.prose import Prose, put
from .widgets.turned import turn

if TYPE_CHECKING:
    from .widgets.error_summary import ErrorSummary

ERRORS = "errors"
"""The id of the summary of what is to be mended."""


class StepScreen(Still, WholeFirstFrame, ReadsOn, HelpedScreen, inherit_bindings=False):
    """One step. ``arriving`` is what the action that led here had to say: problems to show at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(("back", "help", "language", "phone")),
        Binding("0", "back", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
        *PAGE_KEYS,
    ]
    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self.arriving = Outcome()
        self.shown_step = ""
        """The step that this screen shows; a key that comes after it is over is late."""

    @property
    def step(self) -> Step:
        """The step of this screen. Not the session's: an action that is under way may have moved that already."""
        return BY_NAME[self.shown_step]

    # -- drawing --------------------------------------------------------------------------------------------------
    def compose(self) -> ComposeResult:
        """The common frame around :meth:`content`."""
        self.hold()
        lead = self.words.lead
        if self.session.practice is not None:
            notice = (lead.text(f"screen.practice_{form}") for form in ("banner", "word"))
            yield Banner(lead.text("screen.app_title"), *notice)
        yield ProgressLine()
        if self.session.helpline is not None and self.session.helpline.state != "off":
            yield from self.help_panel()
        with Body(id="body", can_focus=False) as body:
            turn(body)
            yield Prose(self.words.both(self.title_key).joined("\n"), classes="title")
            if self.session.notice is not None:
                yield Prose(f"{DONE} {lead.text(self.session.notice)}", id="notice")
            question, *why = self.paragraphs() or [""]
            if question:
                yield Prose(question, id="question")
            if why:
                yield Prose("\n".join(why), id="why")
            yield from self.content()
        yield ActionBar(*self._actions(), id="actions")
        yield KeyBar(self.words, self.keys_shown())

    @property
    def title_key(self) -> str:
        """The catalogue key of the title."""
        return f"screen.{self.step.name}.title"

    def paragraphs(self) -> list[str]:
        """The texts of the step, in the reader's language."""
        lead = self.words.lead
        return [lead.text(key) for key in texts(self.step.name) if lead.has(key)]

    def content(self) -> ComposeResult:
        """What only this screen has."""
        return iter(())

    def main_action(self) -> ActionButton:
        """The one main action of the step."""
        return ActionButton(*self.words.both(main_button(self.step.name)), main=True, id="main")

    def _actions(self) -> Iterator[Widget]:
        """What can be done on every screen; where there is little room, a menu holds all but « Précédent »."""
        for name in self.actions():
            yield ActionButton(
                *self.words.both(button_label(name)), id=name, classes="" if name == "back" else "-roomy"
            )
        yield ActionButton(*self.words.both("button.menu"), id="menu", classes="-cramped")

    def actions(self) -> list[str]:
        """The names of the buttons at the foot of the screen."""
        names = ["back"] if self.session.journey.can_go_back() else []
        names += ["help", "language", self.session.policy.stop]
        if self.session.helpline is not None:
            names.append("end_help" if self.session.helpline.on else "phone")
        if self.session.practice is not None:
            names.append("card")
        return names

    def keys_shown(self) -> list[str]:
        """What works on every step."""
        back = ["back"] if self.session.journey.can_go_back() else []
        phone = [] if self.session.helpline is None else ["phone"]
        return ["next_field", *back, "help", "language", *phone, self.session.policy.stop]

    def on_mount(self) -> None:
        """Say where we are, then show what the last action had to say or go to the first thing to do."""
        self.call_later(self.release_once_focused)
        self.tell_of_more()
        done = min(self.step.number, LAST_NUMBERED_STEP)
        self.query_one(ProgressLine).show(*self._place(), done=done, of=LAST_NUMBERED_STEP)
        if self.arriving.problems:
            self.show_problems(self.arriving.problems)
        else:
            self.focus_first()

    def _place(self) -> tuple[str, str | None]:
        step = self.step
        part = part_of(step.name)
        if step.number > LAST_NUMBERED_STEP:
            return self.words.both("screen.place.after", number=step.number)
        if part is not None:
            return self.words.both(
                "screen.place.part",
                n=step.number,
                of=LAST_NUMBERED_STEP,
                number=step.number,
                part=part[0],
                parts=part[1],
            )
        return self.words.both("screen.place.step", n=step.number, of=LAST_NUMBERED_STEP, number=step.number)

    def focus_first(self) -> None:
        """The first thing in the body that can be typed in or chosen."""
        for widget in self.query_one("#body").query("*"):
            if widget.focusable and not any(above.id == ERRORS for above in widget.ancestors):
                self.set_focus(widget)
                return

    # -- what came of an action -----------------------------------------------------------------------------------
    def busy(self, busy: bool) -> None:
        """Show that the service works, but not for an answer that comes at once."""
        for progress in self.query(ProgressLine):
            if busy:
                progress.wait(*self.words.both("screen.busy"))
            else:
                progress.waited()

    def came_back(self, outcome: Outcome) -> None:
        """The action is over and this step is still on."""
        if outcome.problems:
            self.show_problems(outcome.problems)

    def listen_again(self) -> None:
        """No action is under way any more; what was typed meanwhile counts where the step stays."""

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Each problem in the summary, which takes the focus, and beside its field. What was typed stays."""
        from .widgets.error_summary import ErrorItem

        lead = self.words.lead
        word = lead.text("screen.errors.word")
        told: dict[str | None, list[str]] = {}
        for problem in problems:
            told.setdefault(problem.field, []).append(sentence(problem, lead))
        for frame in self.query(FieldFrame):
            if frame.field in told:
                frame.fail(" ".join(told[frame.field]), word=word)
            else:
                frame.clear()
        self.suggest(problems)
        items = [ErrorItem(p.field, sentence(p, lead), p.support_number) for p in problems]
        self._errors().show(items, word=word, heading=lead.plural("screen.errors.title", len(items)))
        self.query_one("#body").scroll_home(animate=False)

    def _errors(self) -> ErrorSummary:
        """The summary, made with the first problem: most screens never have one, and each would wait for it."""
        from .widgets.error_summary import ErrorSummary

        for there in self.query(ErrorSummary):
            return there
        made = ErrorSummary(id=ERRORS)
        put(self.query_one("#body"), made, before=0)
        return made

    def suggest(self, problems: tuple[Problem, ...]) -> None:
        """Offer the corrections that the problems carry; only a form has a place for them."""

    def on_error_summary_chosen(self, event: ErrorSummary.Chosen) -> None:
        """An item of the whole screen, or of a field that is on another one: to the first thing that can be done here."""
        event.stop()
        self.mend(event.field)

    def mend(self, field: str | None) -> None:
        """Where ``field`` is mended; the summary has moved the focus when the field is on this screen."""
        if not any(frame.field == field for frame in self.query(FieldFrame)):
            self.focus_first()

    # -- actions --------------------------------------------------------------------------------------------------
    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """The buttons that every screen has; ``main`` submits."""
        event.stop()
        name = event.button.id or ""
        if name == "main":
            self.submit()
        else:
            self._do(name)

    def _do(self, name: str) -> None:
        """The action of a button: the screen's, else the app's, else nothing."""
        for owner in (self, self.assistant):
            if (action := getattr(owner, f"action_{name}", None)) is not None:
                action()
                return

    def act(self, ask: Callable[[], Outcome]) -> None:
        """Ask the session, unless this screen was left already: then the key came late."""
        if self is self.assistant.step_screen:
            self.assistant.perform(ask)

    def move(self, change: Callable[[], object]) -> None:
        """Go to another step without asking the service, unless this screen was left already."""
        if self is self.assistant.step_screen:
            self.assistant.move(change)

    def submit(self) -> None:
        """The main action."""
        self.act(self.session.submit)

    def choose(self, lead: str) -> None:
        """Follow a lead of the step."""
        self.act(lambda: self.session.submit(lead))

    def action_back(self) -> None:
        """« Précédent »: nothing typed is lost."""
        if self.session.journey.can_go_back():
            self.move(self.session.back)

    def action_help(self) -> None:
        """The help of this step."""
        from .reading_over import help_over

        self.app.push_screen(help_over(self.words, self.session))

    def action_language(self) -> None:
        """Another language."""
        self.assistant.action_pick_language()

    def action_stop(self) -> None:
        """Stop, after saying what would be lost."""
        self.assistant.action_ask_to_stop()

    action_erase = action_stop

    def action_card(self) -> None:
        """The practice card."""
        from .reading_over import card_over

        self.run_worker(card_over(self.assistant), name="card", group="card", exclusive=True)

    def action_menu(self) -> None:
        """All actions as a list, where the buttons have no room."""
        self.run_worker(self._menu(), name="menu", group="menu", exclusive=True)

    async def _menu(self) -> None:
        from .asking import ask

        names = {button_label(name): name for name in self.actions()}
        answer = await ask(
            self.assistant, "screen.menu.title", (), [*names, "button.close"], escape="button.close"
        )
        if answer in names:
            self._do(names[answer])
