"""What an agent sees of a parent: a report made of closed sets, which no value can enter.

There is no field of free text in it, and its figures are waits of the service. Whoever wants to put an address, a
name or a length into a report finds no place: every part is checked against :mod:`.words` when it is made, in the
parent's terminal, and again when the service reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from mozaik_tui.account.assist.words import DELIVERIES, FIELDS, LONGEST_WAIT, NUMBERS, STATES, STEPS


def _one_of(known: object, *found: object) -> None:
    """Raise ``ValueError`` unless each is a word of the set; never with the word in it."""
    for one in found:
        if not isinstance(one, str) or one not in known:  # type: ignore[operator]
            raise ValueError("not a word of the set")


@dataclass(frozen=True, slots=True)
class FieldState:
    """One field: ``empty``, ``typing``, ``accepted`` or ``refused``; ``number`` (``E-214``) only when refused."""

    name: str
    state: str
    number: str | None = None

    def __post_init__(self) -> None:
        """Raises ``ValueError`` for what is not of the closed sets."""
        _one_of(FIELDS, self.name)
        _one_of(STATES, self.state)
        if (self.number is not None) != (self.state == "refused"):
            raise ValueError("a number stands with a refusal")
        if self.number is not None:
            _one_of(NUMBERS, self.number)


@dataclass(frozen=True, slots=True)
class Report:
    """Where the parent is. Waits in whole seconds; ``refusal`` is the last error number that was shown.

    ``delivery`` is that of the mail with the code, ``None`` where there is no such mail.
    """

    language: str
    step: str
    focused: str | None = None
    fields: tuple[FieldState, ...] = ()
    refusal: str | None = None
    resend_in: int = 0
    locked_for: int = 0
    delivery: str | None = None

    def __post_init__(self) -> None:
        """Raises ``ValueError`` for what is not of the closed sets."""
        from mozaik_tui.language import offered

        _one_of({language.tag for language in offered()}, self.language)
        _one_of(STEPS, self.step)
        for known, found in ((FIELDS, self.focused), (NUMBERS, self.refusal), (DELIVERIES, self.delivery)):
            if found is not None:
                _one_of(known, found)
        for wait in (self.resend_in, self.locked_for):
            if type(wait) is not int or not 0 <= wait <= LONGEST_WAIT:
                raise ValueError("not a wait")
        names = [field.name for field in self.fields if isinstance(field, FieldState)]
        if len(names) != len(self.fields) or len(set(names)) != len(names):
            raise ValueError("not the states of fields")

    def as_json(self) -> dict[str, object]:
        """As it goes over the wire and into the database."""
        return {**asdict(self), "fields": [asdict(field) for field in self.fields]}


def report_of(found: object) -> Report:
    """The report that JSON holds. Raises ``ValueError`` for anything else, an unknown key too."""
    if not isinstance(found, Mapping) or not isinstance(found.get("fields", []), list):
        raise ValueError("no report")
    try:
        fields = tuple(FieldState(**field) for field in found.get("fields", []))
        return Report(**{**found, "fields": fields})
    except TypeError:
        raise ValueError("no report") from None
