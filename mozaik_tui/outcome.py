"""What an action of the session came to, in words that every front end can draw: no sentences, only keys and figures."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from .account.contract import Refusal
from .journey.rules.refusals import support_number
from .journey.rules.verdict import Caution, Refused


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend: the stable word, the field that it stands beside (``None``: the whole screen), and figures."""

    code: str
    field: str | None = None
    reason: str | None = None
    suggestion: str | None = dataclasses.field(default=None, repr=False)
    retry_after: int | None = None
    tries_left: int | None = None
    details: Mapping[str, object] = dataclasses.field(default_factory=dict, repr=False)

    @property
    def support_number(self) -> str:
        """``E-214``."""
        return support_number(self.code)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A caution about one field: asked once, and the parent may keep what was typed."""

    code: str
    field: str
    suggestion: str | None = dataclasses.field(default=None, repr=False)
    details: Mapping[str, object] = dataclasses.field(default_factory=dict, repr=False)

    @property
    def support_number(self) -> str:
        """``E-203``."""
        return support_number(self.code)


@dataclass(frozen=True, slots=True)
class Outcome:
    """``moved``: another step is on. Else what stands in the way: problems, doubts, a loss to confirm, or a fault.

    ``loss`` is the word of what would be lost (``code``, ``child_form``); ``fault`` a 9xx word: nothing was refused,
    the same action may simply be tried again.
    """

    moved: bool = False
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    loss: str | None = None
    fault: str | None = None


def from_rule(name: str, refused: Refused) -> tuple[Problem, ...]:
    """The problems of a field that its own rule did not take; a password's unmet rules are told one by one."""
    unmet = refused.details.get("unmet")
    if isinstance(unmet, tuple):
        return tuple(Problem(str(rule), name) for rule in unmet)
    return (Problem(refused.code, name, refused.reason, refused.suggestion, details=refused.details),)


def from_caution(name: str, caution: Caution) -> Doubt:
    """A caution of a rule, with the field that it stands beside."""
    return Doubt(caution.code, name, caution.suggestion, caution.details)


def from_refusal(refusal: Refusal, fields: Mapping[str, str], default: str | None) -> tuple[Problem, ...]:
    """The problems that a service's refusal means; ``fields`` translates the contract's field names into the screens'."""
    name = fields.get(refusal.field, default) if refusal.field else default
    if refusal.unmet:
        return tuple(Problem(rule, name) for rule in refusal.unmet)
    return (
        Problem(
            refusal.code,
            name,
            refusal.reason,
            retry_after=refusal.retry_after,
            tries_left=refusal.tries_left,
        ),
    )
