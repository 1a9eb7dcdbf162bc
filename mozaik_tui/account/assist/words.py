"""The closed sets of words that may cross the assist channel, and nothing else may (docs/phone-support.md).

Steps and fields are those of the journey's tables, said again because the service imports neither; a test holds
them against each other. Error numbers are those of the one table of refusals.
"""

from __future__ import annotations

from mozaik_tui.journey.rules.refusals import SUPPORT_NUMBERS, support_number

STEPS: tuple[str, ...] = (
    "language",
    "start",
    "no_papers",
    "papers",
    "sign_in",
    "email",
    "code",
    "existing",
    "password",
    "questions",
    "school_body",
    "not_listed",
    "child_name",
    "birth_date",
    "identifier",
    "check",
    "another",
    "family",
    "record",
    "goodbye",
)
FIELDS: tuple[str, ...] = (
    "language",
    "email",
    "code",
    "sign_in_password",
    "password",
    "confirmation",
    "first_enrolment",
    "adult_learner",
    "school_body",
    "last_name",
    "first_name",
    "birth_date",
    "identifier",
)
STATES: tuple[str, ...] = ("empty", "typing", "accepted", "refused")
NUMBERS: frozenset[str] = frozenset(support_number(code) for code in SUPPORT_NUMBERS)
DELIVERIES: tuple[str, ...] = ("queued", "sent", "failed")
ANSWERS: tuple[str, ...] = ("yes", "no", "not_understood", "wait")
ENDS: tuple[str, ...] = ("parent", "agent", "time", "idle", "lost")
LOCKS: tuple[str, ...] = ("send_locked", "email_locked", "sign_in_locked", "child_locked")
SCRIPT: tuple[str, ...] = ("file_open", "child_named", "called_back")
"""The fixed script before a lock is lifted: all three, in this order."""
ROLES: tuple[str, ...] = ("agent", "administrator")
LONGEST_WAIT = 2 * 86400
"""Seconds; no setting makes a longer wait."""
LONGEST_TEXT = 200
"""Characters of a free text."""
