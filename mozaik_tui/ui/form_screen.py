"""A step with fields: each declarative field becomes the widget of its kind, with label, hint, error and read-out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget

from ..journey import fields
from ..journey.fields import Field, Kind
from ..language.pair import Pair
from ..outcome import Problem
from ..views import understood
from .step_screen import StepScreen
from .widgets.action_button import ActionButton
from .widgets.field_frame import FieldFrame
from .widgets.password_field import PasswordField
from .widgets.text_field import TextField, number_text
from .widgets.yes_no import YesNo


def _text(_field: Field, typed: str, _words: Pair) -> Widget:
    return TextField(typed)


def _latin(_field: Field, typed: str, _words: Pair) -> Widget:
    return TextField(typed, direction="ltr")


def _code(_field: Field, typed: str, _words: Pair) -> Widget:
    return TextField(typed, clean=number_text, direction="ltr")


def _password(_field: Field, typed: str, _words: Pair) -> Widget:
    return PasswordField(typed)


def _yes_no(_field: Field, typed: str, words: Pair) -> Widget:
    labels = (words.both(f"screen.field.{word}").joined() for word in ("yes", "no"))
    return YesNo(*labels, yes=typed == "yes")


WIDGETS: Mapping[Kind, Callable[[Field, str, Pair], Widget]] = {
    "email": _latin,
    "text": _text,
    "date": _text,
    "identifier": _latin,
    "code": _code,
    "password": _password,
    "yes_no": _yes_no,
}


def typed_in(control: Widget) -> str:
    """What stands in a field's widget, as the session keeps it."""
    if isinstance(control, YesNo):
        return "yes" if control.yes else "no"
    assert isinstance(control, TextField)
    return control.value


class FormScreen(StepScreen):
    """The fields of the step one below the other, then the main action. Enter goes to the next field, then submits."""

    def __init__(self) -> None:
        super().__init__()
        self._unheard: set[FieldFrame] = set()
        """Fields that were typed in while an action was under way, which works on what stood there before."""

    def content(self) -> ComposeResult:
        """The fields with what belongs to each, the correction that may be offered, the main action."""
        for name in self.step.fields:
            yield self.frame(name)
            yield from self.below_field(name)
        yield ActionButton("", id="suggestion", classes="-hidden")
        yield self.main_action()
        yield from self.below_main()

    def below_field(self, name: str) -> ComposeResult:  # noqa: ARG002 - for the screens that have something there
        """What belongs to a field and stands below it."""
        return iter(())

    def below_main(self) -> ComposeResult:
        """After the main action: the lesser ones."""
        return iter(())

    def frame(self, name: str) -> FieldFrame:
        """One field with everything that belongs to it."""
        field, words = fields.BY_NAME[name], self.words
        control = WIDGETS[field.kind](field, self.session.answer(name), words)
        control.id = f"field-{name}"
        hint_key = f"screen.field.{name}.hint"
        hint = words.lead.text(hint_key, digits=self.session.code_digits) if words.lead.has(hint_key) else ""
        label = words.both(f"screen.field.{name}.label")
        return FieldFrame(name, control, label=label.lead, french=label.french, hint=hint)

    def on_mount(self) -> None:
        """Say again how the fields that are filled were understood."""
        for frame in self.query(FieldFrame):
            self._understand(frame)

    def _frame_of(self, control: Widget) -> FieldFrame:
        return next(frame for frame in self.query(FieldFrame) if frame.control is control)

    # -- typing ---------------------------------------------------------------------------------------------------
    @on(TextField.Changed)
    def _typed(self, event: TextField.Changed) -> None:
        event.stop()
        self._take(self._frame_of(event.input))

    def _take(self, frame: FieldFrame) -> None:
        text = typed_in(frame.control)
        if not self.assistant.listens():
            self._unheard.add(frame)
        elif self.session.answer(frame.field) != text:
            self.session.type(frame.field, text)
            self._understand(frame)
            self.typed(frame.field)

    def listen_again(self) -> None:
        """Take what was typed meanwhile."""
        typed, self._unheard = self._unheard, set()
        for frame in typed:
            self._take(frame)

    def typed(self, name: str) -> None:
        """A field changed."""

    def _understand(self, frame: FieldFrame) -> None:
        frame.understood(understood(self.session, frame.field, self.words.lead) or "")

    @on(YesNo.Changed)
    def _answered(self, event: YesNo.Changed) -> None:
        event.stop()
        self._take(self._frame_of(event.asked))

    @on(TextField.Submitted)
    def _entered(self, event: TextField.Submitted) -> None:
        event.stop()
        self._go_on(event.input)

    @on(YesNo.Submitted)
    def _settled(self, event: YesNo.Submitted) -> None:
        event.stop()
        self._go_on(event.asked)

    def _go_on(self, control: Widget) -> None:
        controls = [frame.control for frame in self.query(FieldFrame)]
        place = controls.index(control)
        if place + 1 < len(controls):
            controls[place + 1].focus()
        else:
            self.submit()

    # -- corrections ----------------------------------------------------------------------------------------------
    def suggest(self, problems: tuple[Problem, ...]) -> None:
        """One button for the likely correction of the first problem that has one."""
        button = self.query_one("#suggestion", ActionButton)
        offered = next((p for p in problems if p.suggestion is not None), None)
        button.set_class(offered is None, "-hidden")
        if offered is not None and offered.suggestion is not None:
            button.relabel(*self.words.both("screen.suggestion.use", suggestion=offered.suggestion))
        self._offered = offered

    def action_suggestion(self) -> None:
        """Take the correction."""
        offered = self._offered
        if offered is None or offered.field is None or offered.suggestion is None:
            return
        frame = next(frame for frame in self.query(FieldFrame) if frame.field == offered.field)
        if isinstance(frame.control, TextField):
            frame.control.put(offered.suggestion)
        frame.clear()
        self._errors().clear()
        self.suggest(())
        frame.control.focus()

    _offered: Problem | None = None
