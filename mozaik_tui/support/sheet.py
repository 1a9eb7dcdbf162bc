"""The parent's screen in words, from the tables and catalogues that the real screens are drawn from."""

from __future__ import annotations

from typing import Literal, NamedTuple

from ..choices import CHOICES, main_button, texts
from ..journey.steps import STEPS, Step
from ..language.translator import Translator

Role = Literal["title", "text", "field", "hint", "choice", "button"]
ADDRESS = "…"
"""In the place of an address: nobody here knows it."""
DIGITS = 6
"""Of a code, where nothing else is set: a service says nothing of its figures to an agent."""


class Line(NamedTuple):
    """One line of a screen; ``n`` is the digit of a choice."""

    role: Role
    text: str
    n: int = 0


def steps_of(number: int) -> tuple[Step, ...]:
    """The steps that show a screen number; none for a number that is no screen's."""
    return tuple(step for step in STEPS if step.number == number)


def sheet(step: Step, words: Translator) -> list[Line]:
    """What stands on the screen of a step, from top to bottom. The same lines in every language."""
    lines = [Line("title", words.text(f"screen.{step.name}.title"))]
    told = {"email": ADDRESS, "digits": DIGITS}
    lines += [Line("text", words.text(key, **told)) for key in texts(step.name) if words.has(key)]
    for name in step.fields:
        key = f"screen.field.{name}"
        if words.has(f"{key}.label"):
            lines.append(Line("field", words.text(f"{key}.label")))
        if words.has(f"{key}.hint"):
            lines.append(Line("hint", words.text(f"{key}.hint", **told)))
    choices = CHOICES.get(step.name, ())
    lines += [Line("choice", words.text(choice.label), n) for n, choice in enumerate(choices, 1)]
    if not choices and words.has(main_button(step.name)):
        lines.append(Line("button", words.text(main_button(step.name))))
    lines += [Line("button", words.text(f"button.{name}")) for name in ("back", "help", "language", "stop")]
    return lines


def prefix(line: Line, words: Translator) -> str:
    """What stands before a line for the staff: a field, a button, a choice with its digit."""
    if line.role in ("field", "button"):
        return words.text(f"support.sheet.{line.role}") + " "
    return words.text("support.sheet.choice", n=line.n) + " " if line.role == "choice" else ""
