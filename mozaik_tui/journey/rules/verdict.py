"""What an input rule answers: a value, or a refusal key with what a screen needs to explain it (journey.md,
Input rules).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Value = TypeVar("Value", covariant=True)


@dataclass(frozen=True, slots=True)
class Caution:
    """Something that looks odd but is allowed: the parent is asked once and may go on.

    ``code`` is a key of :data:`~mozaik_tui.journey.rules.refusals.SUPPORT_NUMBERS`; ``suggestion`` is the
    text that would replace what was typed, when there is a likely one.
    """

    code: str
    suggestion: str | None = field(default=None, repr=False)
    details: Mapping[str, object] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Accepted(Generic[Value]):
    """The value that was understood, with what may be worth a second look."""

    value: Value = field(repr=False)
    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a text is not taken. ``reason`` picks a finer message of the same ``code``; never the input itself
    in a repr.
    """

    code: str
    reason: str | None = None
    suggestion: str | None = field(default=None, repr=False)
    details: Mapping[str, object] = field(default_factory=dict, repr=False)
