"""THE ordered step table: every step of the journey with its screen number, its fields and where its answers lead.

Order, progress, back, screens, plain prompts and test parameters all come from here. Screen numbers are those of
journey.md ("The screens"): 1–9, the same in every language, read out on the phone.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

LAST_NUMBERED_STEP = 8
"""Screens 1–8 are steps ("Step 3 of 8"); the goodbye (9) comes after the last of them."""
FIRST_OF_ACCOUNT = 6
"""From this screen on the parent is signed in."""


class Step(NamedTuple):
    """One screen. ``leads`` maps what happened there to the next step; ``fields`` are names of journey.fields."""

    name: str
    number: int
    fields: tuple[str, ...] = ()
    leads: Mapping[str, str] = MappingProxyType({})
    wall: bool = False
    """Nothing before a wall can be gone back to: it was done, and is kept by the service."""


STEPS: tuple[Step, ...] = (
    Step("language", 1, ("language",), {"done": "start"}),
    Step(
        "start",
        2,
        (),
        {"create": "email", "sign_in": "sign_in", "no_papers": "no_papers", "papers": "papers"},
    ),
    Step("no_papers", 2),
    Step("papers", 2),
    Step("sign_in", 2, ("email", "sign_in_password"), {"done": "family", "forgot": "email"}),
    Step("email", 3, ("email",), {"done": "code", "verified": "password", "existing": "existing"}),
    Step("code", 4, ("code",), {"new": "password", "existing": "existing", "reset": "password"}),
    Step("existing", 4, (), {"sign_in": "sign_in", "new_password": "password"}),
    Step(
        "password",
        5,
        ("password", "confirmation"),
        {"created": "questions", "replaced": "family", "exists": "sign_in"},
    ),
    Step("questions", 6, ("first_enrolment", "adult_learner"), {"done": "school_body"}),
    Step("school_body", 6, ("school_body",), {"done": "child_name", "not_listed": "not_listed"}),
    Step("not_listed", 6),
    Step("child_name", 6, ("last_name", "first_name"), {"done": "birth_date"}),
    Step("birth_date", 6, ("birth_date",), {"done": "identifier"}),
    Step("identifier", 6, ("identifier",), {"done": "check", "papers": "papers"}),
    Step("check", 6, (), {"done": "another"}),
    Step("another", 7, (), {"repeat": "questions", "finish": "family"}, wall=True),
    Step("family", 8, (), {"add_child": "questions", "record": "record", "sign_out": "goodbye"}, wall=True),
    Step("record", 8),
    Step("goodbye", 9, (), {"restart": "language"}, wall=True),
)

BY_NAME: Mapping[str, Step] = {step.name: step for step in STEPS}

CHILD_FORM: tuple[str, ...] = ("questions", "school_body", "child_name", "birth_date", "identifier", "check")
"""The parts of screen 6, in the order in which they are asked."""

RESUMES: Mapping[str, str] = {"sign_in": "done", "password": "replaced"} | dict.fromkeys(CHILD_FORM, "done")
"""Steps whose end leads back to what they interrupted, and by which lead."""


def part(name: str) -> tuple[int, int] | None:
    """``(2, 6)`` for the second of the six parts of the child form; ``None`` for a step that has no parts."""
    return (CHILD_FORM.index(name) + 1, len(CHILD_FORM)) if name in CHILD_FORM else None
