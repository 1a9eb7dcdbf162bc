"""What each page of the guide says, for every front end: texts without a form. :mod:`.offers` has the choices."""

from __future__ import annotations

from collections.abc import Mapping

from ..language.pair import Both
from .bodies import name_of
from .run_of_guide import Guide, PageKind
from .words import GuideWords


def place(guide: Guide, words: GuideWords) -> Both:
    """Step and number to read out: ``Étape 4 de 16 · G4``; the guide's name before the first step and after the last."""
    if guide.page.kind in ("language", "end"):
        lead, french = words.both("guide.title")
        return Both(f"{lead} · {guide.mark}", french)
    return words.both("guide.place", n=guide.number, of=guide.steps, mark=guide.mark)


TITLES: Mapping[PageKind, str] = {
    "language": "screen.language.title",
    "step": "guide.step.{name}.title",
    "troubles": "guide.other.title",
    "trouble": "guide.trouble.{name}.see",
    "checks": "guide.check.title",
    "check": "screen.field.{name}.label",
    "papers": "screen.papers.title",
    "sheet": "sheet.ask.title",
    "child": "sheet.ask.children",
    "qr": "sheet.scan",
    "end": "guide.end.title",
}
"""The key of each page's title; ``{name}`` is the page's name."""

READ: Mapping[PageKind, tuple[str, ...]] = {
    "step": ("guide.step.{name}.do",),
    "checks": ("guide.check.private", "guide.check.never"),
    "check": ("guide.check.type.{name}", "guide.check.private", "guide.check.never"),
    "papers": ("screen.papers.question",),
    "sheet": ("sheet.ask.explain",),
    "child": ("sheet.keep",),
    "end": ("guide.end.text",),
}
"""What is to be read before one chooses or types; pages that are not here have nothing, or texts of their own."""


def title(guide: Guide, words: GuideWords) -> Both:
    """The title of the page."""
    return words.both(TITLES[guide.page.kind].format(name=guide.page.name))


def paragraphs(guide: Guide, words: GuideWords) -> list[str]:
    """What is to be read before one chooses or types."""
    kind, name = guide.page
    told = [words.text(key.format(name=name)) for key in READ.get(kind, ())]
    if kind == "step" and guide.number == 1:
        return [words.text("guide.intro"), *told]
    if kind == "trouble":
        return _of_trouble(guide, words)
    if kind == "sheet":
        return [*told, *_on_the_sheet(guide, words)]
    return told


def _of_trouble(guide: Guide, words: GuideWords) -> list[str]:
    trouble = guide.trouble
    if trouble.branches:
        return [words.text("guide.other.which")]
    told = [words.text(f"guide.trouble.{trouble.name}.do")]
    return [*told, *whom_to_ask(guide, words)] if trouble.contact else told


def _on_the_sheet(guide: Guide, words: GuideWords) -> list[str]:
    """What was chosen for the sheet so far."""
    body = [f"{words.text('sheet.school_body')} {name_of(guide.school_body)}"] if guide.school_body else []
    return body + [f"{words.text('sheet.child')} {child.name} {child.number}" for child in guide.children]


def whom_to_ask(guide: Guide, words: GuideWords) -> list[str]:
    """The contact lines, else the last advice everywhere."""
    contact = guide.contact()
    return [words.text("screen.contact"), *contact] if contact else [words.text("screen.secretariat")]


def labels_told(guide: Guide, words: GuideWords) -> list[str]:
    """The portal's labels of the step with their meanings."""
    return [words.meaning(name) for name in guide.step.labels]
