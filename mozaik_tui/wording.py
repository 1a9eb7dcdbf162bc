"""The sentences for what the session answers: one place for every front end, so that all of them say the same words."""

from __future__ import annotations

from collections.abc import Iterable

from .language.translator import Translator
from .outcome import Doubt, Problem

WAITS = "wait"
TRIES = "tries_left"


def sentence(problem: Problem | Doubt, words: Translator) -> str:
    """What happened and how to mend it, in the reader's language.

    The finest message that the catalogue has is taken: by reason, with the wait, with the tries left, plain.
    """
    key = f"refusal.{problem.code}"
    figures: dict[str, object] = dict(problem.details)
    if problem.suggestion is not None:
        figures["suggestion"] = problem.suggestion
    if isinstance(problem, Problem):
        if problem.retry_after is not None:
            figures["wait"] = words.duration(max(1, problem.retry_after))
        if problem.reason is not None and words.has(f"{key}.{problem.reason}"):
            return words.text(f"{key}.{problem.reason}", **figures)
        if problem.tries_left is not None and words.has(f"{key}.{TRIES}"):
            return words.plural(f"{key}.{TRIES}", problem.tries_left, **figures)
        if problem.retry_after is not None and words.has(f"{key}.{WAITS}"):
            return words.text(f"{key}.{WAITS}", **figures)
    return words.text(key, **figures)


def sentences(problems: Iterable[Problem], words: Translator) -> list[str]:
    """One sentence a problem, each with its support number at the end."""
    return [f"{sentence(problem, words)} ({problem.support_number})" for problem in problems]
