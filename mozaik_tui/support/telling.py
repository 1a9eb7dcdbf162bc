"""The lines that both consoles show: a phrase in two languages and how to say it, the parent's whereabouts."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ..account.assist.contract import AgentView
from ..journey.rules.refusals import support_number
from ..journey.steps import BY_NAME
from ..language.translator import Translator
from .book import key_of
from .transliteration import limits, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .desk import Desk


class Tongues:
    """The parent's language and the console's own (French, or English where it is asked for)."""

    def __init__(self, staff: str, parent: str) -> None:
        self.staff = Translator(staff)
        self.parent = Translator(parent)

    def text(self, key: str, /, **params: object) -> str:
        """A text of the console."""
        return self.staff.text(key, **params)

    def speak(self, tag: str) -> None:
        """The parent reads another language."""
        self.parent = Translator(tag)

    def phrase(self, name: str) -> list[str]:
        """A phrase for the parent, how to say it, and what it means."""
        spoken, meaning = self.parent.text(key_of(name)), self.staff.text(key_of(name))
        way = self.way_of(spoken)
        lines = [spoken, way] if way else [spoken]
        return lines if meaning == spoken else [*lines, f"({meaning})"]

    def way_of(self, spoken: str) -> str:
        """How to say a text that the parent reads; empty where its letters are Latin."""
        language = self.parent.language
        way = said(spoken, language.script, language.tag)
        return "" if way in (None, spoken) else f"{self.text('support.say_it')} {way}"

    def limits(self) -> str | None:
        """What to know of the way to say it; ``None`` where the letters are Latin."""
        key = limits(self.parent.language.script)
        return None if key is None else self.text(key)


def refused(code: str, words: Tongues) -> str:
    """What the service said, with its number."""
    return words.text("support.refused", message=words.text(f"refusal.{code}"), number=support_number(code))


def standing(desk: Desk, words: Tongues) -> list[str]:
    """How the help stands: where the parent is, whether that may be old, or why nobody is followed any more."""
    view, lost, unheard = desk.view, desk.lost, desk.unheard
    if view is None:
        return [] if lost is None else [refused(lost, words)]
    lines = whereabouts(view, desk.heard_at, words)
    if unheard is None:
        return lines
    old = words.text("support.refused", message=words.text("support.unheard"), number=support_number(unheard))
    return [old, *lines]


def whereabouts(view: AgentView, heard_at: float, words: Tongues) -> list[str]:
    """Where the parent is, in the console's language."""
    if view.over is not None:
        return [words.text(f"support.over.{view.over}")]
    lines = [words.text("support.following")]
    report = view.report
    if report is None:
        return [*lines, words.text("support.view.nothing")]
    step = BY_NAME[report.step]
    title = words.text(f"screen.{report.step}.title")
    lines += [
        words.text("support.view.language", language=Translator(report.language).language.french),
        words.text("support.view.step", number=step.number, title=title),
    ]
    for field in report.fields:
        label = words.text(f"screen.field.{field.name}.label") if field.name != "language" else title
        state = words.text(f"support.state.{field.state}", number=field.number or "")
        line = words.text("support.view.field", field=label, state=state)
        here = f" ◀ {words.text('support.view.here')}" if field.name == report.focused else ""
        lines.append(f"- {line}{here}")
    if report.refusal is not None:
        lines.append(words.text("support.view.refusal", number=report.refusal))
    gone = time.monotonic() - heard_at
    for key, wait in (("resend", report.resend_in), ("lock", report.locked_for)):
        if (left := wait - gone) > 0:
            lines.append(words.text(f"support.view.{key}", wait=words.staff.duration(left)))
    if report.delivery is not None:
        lines.append(words.text(f"support.view.mail.{report.delivery}"))
    if view.answer is not None:
        answer = words.text(f"assist.answer.{view.answer}")
        lines.append(words.text("support.view.answer", answer=answer))
    return lines


def fields_of(view: AgentView | None) -> Sequence[str]:
    """The fields that may be marked: those of the step that the parent is on."""
    return [] if view is None or view.report is None else [field.name for field in view.report.fields]
