"""The declarative fields: what kind each is, and what happens to it for a second child.

Labels, hints and help are catalogue keys made from the name: ``screen.field.<name>.label`` and ``….hint``. The rule of each
field stands in :mod:`mozaik_tui.journey.judging`.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

Kind = Literal["choice", "email", "code", "password", "yes_no", "search", "text", "date", "identifier"]


class Field(NamedTuple):
    """One question. A secret is never offered as a default nor read out again."""

    name: str
    kind: Kind
    secret: bool = False
    default: str = ""
    of_child: bool = False
    kept_for_next_child: bool = False


FIELDS: tuple[Field, ...] = (
    Field("language", "choice"),
    Field("email", "email"),
    Field("code", "code"),
    Field("sign_in_password", "password", secret=True),
    Field("password", "password", secret=True),
    Field("confirmation", "password", secret=True),
    Field("first_enrolment", "yes_no", default="no", of_child=True),
    Field("adult_learner", "yes_no", default="no", of_child=True),
    Field("school_body", "search", of_child=True, kept_for_next_child=True),
    Field("last_name", "text", of_child=True),
    Field("first_name", "text", of_child=True),
    Field("birth_date", "date", of_child=True),
    Field("identifier", "identifier", of_child=True),
)

BY_NAME: Mapping[str, Field] = {field.name: field for field in FIELDS}
