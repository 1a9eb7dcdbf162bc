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
    figures: dict[str, object] = dict(problem.details)
    if problem.suggestion is not None:
        figures["suggestion"] = problem.suggestion
    if isinstance(problem, Problem) and (finer := _finer(problem, words, figures)) is not None:
        return finer
    return words.text(f"refusal.{problem.code}", **figures)


def _finer(problem: Problem, words: Translator, figures: dict[str, object]) -> str | None:
    """The message of the reason, of the tries left or of the wait; ``None`` when the catalogue has none that fits."""
    key = f"refusal.{problem.code}"
    if problem.reason is not None and words.has(f"{key}.{problem.reason}"):
        try:
            return words.text(f"{key}.{problem.reason}", **figures)
        except KeyError:  # a service tells the reason without the figures, which may hold parts of the input
            return None
    if problem.tries_left is not None and words.has(f"{key}.{TRIES}"):
        return words.plural(f"{key}.{TRIES}", problem.tries_left, **figures)
    if problem.retry_after and words.has(f"{key}.{WAITS}"):
        return words.text(f"{key}.{WAITS}", **{**figures, "wait": words.duration(problem.retry_after)})
    return None


def sentences(problems: Iterable[Problem], words: Translator) -> list[str]:
    """One sentence a problem, each with its support number at the end."""
    return [f"{sentence(problem, words)} ({problem.support_number})" for problem in problems]
