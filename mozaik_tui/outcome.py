"""What an action of the session came to, in words that every front end can draw: no sentences, only keys and figures."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from .journey.rules.refusals import support_number

if TYPE_CHECKING:
    from .account.refusing import Refusal
    from .journey.rules.verdict import Caution, Refused

NOTHING: Mapping[str, object] = MappingProxyType({})


class Problem(NamedTuple):
    """Something to mend: the stable word, the field that it stands beside (``None``: the whole screen), and figures."""

    code: str
    field: str | None = None
    reason: str | None = None
    suggestion: str | None = None
    retry_after: int | None = None
    tries_left: int | None = None
    details: Mapping[str, object] = NOTHING

    @property
    def support_number(self) -> str:
        """``E-214``."""
        return support_number(self.code)

    def __repr__(self) -> str:
        """Without what was typed or suggested."""
        return f"Problem({self.code!r}, {self.field!r}, {self.reason!r})"


class Doubt(NamedTuple):
    """A caution about one field: asked once, and the parent may keep what was typed."""

    code: str
    field: str
    suggestion: str | None = None
    details: Mapping[str, object] = NOTHING

    @property
    def support_number(self) -> str:
        """``E-203``."""
        return support_number(self.code)

    def __repr__(self) -> str:
        """Without what was typed or suggested."""
        return f"Doubt({self.code!r}, {self.field!r})"


class Outcome(NamedTuple):
    """``moved``: another step is on. Else what stands in the way: problems, doubts, a loss to confirm, or a fault.

    ``loss`` is the word of what would be lost (``code``, ``child_form``); ``fault`` a 9xx word: nothing was refused,
    the same action may simply be tried again.
    """

    moved: bool = False
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    loss: str | None = None
    fault: str | None = None
    retry_after: int | None = None
    """Whole seconds that the service wants to be left in peace; only with a fault."""


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
