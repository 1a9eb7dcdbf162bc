"""What names what: every name that a procedure uses stands somewhere, and every text it needs is there in French."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..language import FRENCH, Translator, offered
from ..language.checking import fields_of
from .procedure import CHECKS, Procedure
from .steps_file import GuideFileError, StepsFile

OF_PORTAL = ("address", "host", "search", "n", "of", "mark")
"""What texts may have in braces besides the labels."""


class _Use(NamedTuple):
    """``names`` are used by ``key`` of the table ``name`` of the array ``array``; ``known`` are those there are."""

    array: str
    name: str
    key: str
    names: Sequence[str]
    known: Sequence[str]


def cross_checked(procedure: Procedure, sources: Sequence[StepsFile]) -> Procedure:
    """``procedure``; :class:`GuideFileError` for the first thing in the newest of ``sources`` that does not fit."""
    for use in _uses(procedure):
        for name in use.names:
            if name not in use.known:
                raise _refused(sources, use, "unknown_name", name=name)
    for name in procedure.troubles:
        if _returns(procedure, name):
            raise _refused(sources, _Use("trouble", name, "branches", (), ()), "branch_loop", name=name)
    _check_school_body(procedure, sources)
    _check_texts(procedure, sources)
    return procedure


def _uses(procedure: Procedure) -> Iterator[_Use]:
    steps = [step.name for step in procedure.steps]
    troubles, labels = tuple(procedure.troubles), tuple(procedure.labels)
    defined = [name for name in steps if Translator(FRENCH).has(f"guide.step.{name}.title")]
    own = [name for name in steps if f"guide.step.{name}.title" in procedure.texts.get(FRENCH, {})]
    yield _Use("", "", "order", steps, [*defined, *own])
    yield _Use("", "", "everywhere", procedure.everywhere, troubles)
    for step in procedure.steps:
        shown = [item.label for item in step.picture if item.label]
        yield _Use("step", step.name, "labels", step.labels, labels)
        yield _Use("step", step.name, "picture", shown, labels)
        yield _Use("step", step.name, "troubles", step.troubles, troubles)
        yield _Use("step", step.name, "checks", step.checks, CHECKS)
    for trouble in procedure.troubles.values():
        yield _Use("trouble", trouble.name, "branches", trouble.branches, troubles)
        yield _Use("trouble", trouble.name, "go", [trouble.go] if trouble.go else [], steps)
        yield _Use("trouble", trouble.name, "check", [trouble.check] if trouble.check else [], CHECKS)


def _refused(sources: Sequence[StepsFile], use: _Use, reason: str, **figures: object) -> GuideFileError:
    """At the newest file that has the table; else at the top of the newest one (it took away what ours names)."""
    for source in reversed(sources):
        if not use.array and use.key in source.tables:
            return source.refuse((use.key,), reason, **figures)
        for where, entry in source.array(use.array) if use.array else ():
            if isinstance(entry, dict) and entry.get("name") == use.name:
                return source.refuse((*where, use.key), reason, **figures)
    return sources[-1].refuse((use.key,), reason, **figures)


def _returns(procedure: Procedure, start: str) -> bool:
    """Whether the branches of a trouble lead back to it."""
    ahead, seen = list(procedure.troubles[start].branches), set[str]()
    while ahead:
        name = ahead.pop()
        if name == start:
            return True
        if name not in seen:
            seen.add(name)
            ahead += procedure.troubles[name].branches
    return False


def _check_school_body(procedure: Procedure, sources: Sequence[StepsFile]) -> None:
    from .bodies import school_bodies

    known = {body.id for body in school_bodies()}
    if procedure.school_body and procedure.school_body not in known:
        raise sources[-1].refuse(("school_body", "id"), "unknown_body", name=procedure.school_body)


def _needed(procedure: Procedure) -> Iterator[str]:
    for step in procedure.steps:
        yield from (f"guide.step.{step.name}.{part}" for part in ("title", "do", "seen"))
        yield from (f"guide.label.{name}" for name in step.labels)
    for trouble in procedure.troubles.values():
        yield f"guide.trouble.{trouble.name}.see"
        if not trouble.branches:
            yield f"guide.trouble.{trouble.name}.do"


def _check_texts(procedure: Procedure, sources: Sequence[StepsFile]) -> None:
    """Texts of the file: a language that is offered, known words in braces; and none missing in French."""
    french, tags = Translator(FRENCH), {entry.tag for entry in offered()}
    for tag, texts in procedure.texts.items():
        if tag not in tags:
            raise sources[-1].refuse(("texts", tag), "unknown_language", name=tag)
        for key, text in texts.items():
            where = ("texts", tag, key)
            if not key.startswith("guide."):
                raise sources[-1].refuse(where, "unknown_key")
            try:
                odd = fields_of(text) - {*procedure.labels, *OF_PORTAL}
            except ValueError:
                raise sources[-1].refuse(where, "bad_field", key=key, name="{ }") from None
            if odd:
                raise sources[-1].refuse(where, "bad_field", key=key, name=min(odd))
    for key in _needed(procedure):
        if key not in procedure.texts.get(FRENCH, {}) and not french.has(key):
            raise sources[-1].refuse(("texts", FRENCH), "no_text", key=key)
