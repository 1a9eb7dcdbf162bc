"""The model's school: its pupils, the form that leads to one of them, and who may be linked to whom
(account-service.md, ``POST /v1/children`` and Rules).
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass, replace

from mozaik_tui.account.contract import ChildForm

from .model_counts import LIMITS, Refused
from .model_parents import Parent

FLAWS: dict[str, tuple[dict[str, object], Refused]] = {
    "opening question": ({"adult_learner": True, "last_name": "R2"}, Refused("handled_by_school")),
    "digit in a name": ({"last_name": "R2"}, Refused("malformed", {"field": "last_name"})),
    "other shape": ({"birth_date": "9/3/2014"}, Refused("malformed", {"field": "birth_date"})),
    "no such day": ({"birth_date": "2014-02-30"}, Refused("birth_date_not_real")),
    "tomorrow": ({"birth_date": "9999-01-01"}, Refused("birth_date_future")),
    "last century": ({"birth_date": "1899-12-31"}, Refused("birth_date_out_of_range")),
    "both numbers": (
        {"file_number": "0412357", "permanent_code": "BENZ71031404"},
        Refused("malformed", {"field": "file_number"}),
    ),
    "no number": (
        {"file_number": None, "permanent_code": None},
        Refused("malformed", {"field": "file_number"}),
    ),
    "ten characters": (
        {"file_number": None, "permanent_code": "BENZ710314"},
        Refused("permanent_code_ten_characters"),
    ),
    "no such body": ({"school_body": "css-nowhere"}, Refused("unknown_school_body")),
}
"""What is wrong with a form as such: told precisely, before it is looked up, and at no cost."""

SLIPS: dict[str, dict[str, object]] = {
    "surname": {"last_name": "Benalia"},
    "first name": {"first_name": "Zo"},
    "no first name": {"first_name": ""},
    "day and month": {"birth_date": "2014-09-03"},
    "year": {"birth_date": "2013-03-09"},
    "school body": {"school_body": "css-montreal"},
}
"""What makes a form another child's, if anybody's."""

SPELLINGS: tuple[dict[str, object], ...] = (
    {},
    {"last_name": "  BENALI "},
    {"last_name": "be-na li", "first_name": "ZOE"},
    {"school_body": " 711000 "},  # css-monts-et-marees, by its number at the Ministry
)
"""The same child, written in other ways."""


@dataclass(frozen=True)
class Pupil:
    """One child of the registry."""

    name: str
    school_body: str
    file_number: str
    permanent_code: str
    guardians: tuple[str, ...]
    last_name: str = "Benali"
    first_name: str = "Zoé"
    birth_date: str = "2014-03-09"

    def row(self) -> tuple[str, ...]:
        """The registry's line."""
        numbers, born = (self.file_number, self.permanent_code), self.birth_date
        names = (self.last_name, self.first_name)
        return (self.school_body, *numbers, *names, born, ";".join(self.guardians))

    def form(self, kind: str) -> ChildForm:
        """The right form, by one of the identifiers, or by the other one where there is but one."""
        other = {"file_number": "permanent_code", "permanent_code": "file_number"}[kind]
        kind = kind if getattr(self, kind) else other
        number = {kind: getattr(self, kind)}
        return ChildForm(self.school_body, self.last_name, self.first_name, self.birth_date, **number)

    def is_meant_by(self, form: ChildForm, email: str) -> bool:
        """Whether all agrees, and the e-mail is in the child's file."""
        body = form.school_body.strip().replace("711000", "css-monts-et-marees")
        number = form.file_number == self.file_number or form.permanent_code == self.permanent_code
        person = (folded(form.last_name), folded(form.first_name), form.birth_date)
        mine = (folded(self.last_name), folded(self.first_name), self.birth_date)
        return number and body == self.school_body and person == mine and email in self.guardians


def folded(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(one for one in letters if not unicodedata.combining(one) and one not in " -'")


def pupils(family: int, emails: list[str]) -> list[Pupil]:
    """The children of one example: with both numbers, with one of them, at two school bodies, with many
    e-mails and with one.
    """
    n = f"{family:05d}"
    first, second = emails[:2]
    both = Pupil("both", "css-monts-et-marees", f"10{n}", f"BENZ100{n}", tuple(emails))
    return [
        both,
        Pupil("by file", "css-monts-et-marees", f"20{n}", "", (first, second)),
        Pupil("by code", "css-monts-et-marees", "", f"BENZ300{n}", (first,)),
        # The numbers of the first, elsewhere: another child.
        replace(both, name="elsewhere", school_body="css-montreal", guardians=(first, second)),
    ]


def link(
    parent: Parent, everybody: list[Parent], form: ChildForm, flaw: str | None, known: list[Pupil], now: float
) -> tuple[str | None, Refused | None]:
    """Which pupil the form leads to, and the refusal; a child that is linked already is none."""
    if flaw is not None:
        return None, FLAWS[flaw][1]
    pupil = next((one.name for one in known if one.is_meant_by(form, parent.email)), None)
    family = parent.account.family
    if pupil in family:
        return pupil, None
    locked = math.ceil(max(one.left(now) for one in parent.misses))
    if locked:
        return pupil, Refused("child_locked", {"retry_after": locked})
    if len(family) >= LIMITS["children"]:
        return pupil, Refused("too_many_children")
    if pupil is None:
        for one in parent.misses:
            one.take(now)
        return pupil, Refused("child_no_match")
    guardians = sum(other.account is not None and pupil in other.account.family for other in everybody)
    if guardians >= LIMITS["guardians"]:
        return pupil, Refused("child_guardian_limit")
    return pupil, None
