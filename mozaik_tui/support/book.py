"""What goes wrong, as a decision tree: questions that the parent answers with yes or no, and what to say at the end.

The thirteen usual troubles of the field; each question and each sentence is one of the phrases that are translated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..account.assist.phrases import BY_NAME


class Ask(NamedTuple):
    """A question; ``yes`` and ``no`` name what follows."""

    phrase: str
    yes: str
    no: str


class Say(NamedTuple):
    """The end of a path: sentences for the parent, and a note for the staff (``support.note.<note>``)."""

    phrases: tuple[str, ...]
    note: str | None = None


class Trouble(NamedTuple):
    """One of the usual troubles: where its questions begin, and the stable words of refusals that lead there."""

    name: str
    begins: str
    codes: tuple[str, ...] = ()


TROUBLES: tuple[Trouble, ...] = (
    Trouble("no_code", "address_right", ("mail_delayed", "mail_failed")),
    Trouble(
        "code_refused", "last_mail", ("code_invalid", "code_superseded", "code_expired", "code_malformed")
    ),
    Trouble(
        "too_many_tries",
        "wait",
        ("code_locked", "email_locked", "send_locked", "sign_in_locked", "child_locked"),
    ),
    Trouble("account_exists", "knows_password", ("account_exists", "sign_in_failed")),
    Trouble("email_not_in_file", "in_file"),
    Trouble(
        "password_refused",
        "capitals",
        ("password_refused", "password_mismatch", "too_few_classes", "too_long"),
    ),
    Trouble("child_not_found", "as_on_paper", ("child_no_match",)),
    Trouble("ten_characters", "ten", ("permanent_code_ten_characters",)),
    Trouble("health_card", "health_card", ("health_insurance_number",)),
    Trouble("second_parent", "other_parent", ("child_guardian_limit",)),
    Trouble("no_number", "has_paper", ("identifier_missing",)),
    Trouble("no_email", "has_email", ("email_empty",)),
    Trouble("new_address", "new_today"),
)

TREE: Mapping[str, Ask | Say] = {
    "address_right": Ask("address_is_right", "junk", "mend_address"),
    "mend_address": Say(("correct_address",)),
    "junk": Ask("looked_in_junk", "ask_again", "look"),
    "look": Say(("look_in_junk", "mail_takes_minutes")),
    "ask_again": Say(("ask_new_code", "read_mail_on_phone"), "mail"),
    "last_mail": Ask("code_of_last_mail", "asked_here", "last_code"),
    "last_code": Say(("use_last_code",)),
    "asked_here": Ask("code_asked_here", "digits", "ask_again"),
    "digits": Say(("code_digits_only", "ask_new_code")),
    "wait": Say(("wait_then_again",), "lock"),
    "knows_password": Ask("knows_password", "sign_in", "new_password"),
    "sign_in": Say(("sign_in",)),
    "new_password": Say(("new_password", "never_tell")),
    "in_file": Ask("school_has_address", "new_today", "other_address"),
    "other_address": Say(("use_school_address",)),
    "new_today": Ask("address_new_today", "tomorrow", "ask_school"),
    "tomorrow": Say(("try_tomorrow",), "tomorrow"),
    "ask_school": Say(("ask_secretariat",), "file"),
    "capitals": Ask("capitals_on", "kinds", "rule"),
    "kinds": Say(("password_kinds",)),
    "rule": Say(("password_length", "password_kinds", "password_plain", "password_twice")),
    "as_on_paper": Ask("name_as_on_paper", "family_first", "as_paper"),
    "as_paper": Say(("type_name_as_on_paper",)),
    "family_first": Ask("family_name_first", "two_names", "as_paper"),
    "two_names": Ask("two_family_names", "both_names", "born"),
    "both_names": Say(("type_both_names",)),
    "born": Ask("date_is_right", "school", "day_month"),
    "day_month": Say(("type_day_month",)),
    "school": Ask("school_is_right", "moved", "choose"),
    "choose": Say(("choose_school_body",)),
    "moved": Ask("has_moved", "new_number", "in_file"),
    "new_number": Say(("use_new_number",)),
    "ten": Ask("code_has_ten", "file_number", "health_card"),
    "file_number": Say(("use_file_number", "where_number")),
    "health_card": Ask("from_health_card", "not_card", "seven"),
    "not_card": Say(("not_health_card", "where_number")),
    "seven": Ask("number_has_seven", "again", "file_number"),
    "again": Say(("erase_and_type",)),
    "other_parent": Ask("other_parent_did", "own", "as_on_paper"),
    "own": Say(("own_account",)),
    "has_paper": Ask("has_paper", "on_paper", "from_school"),
    "on_paper": Say(("where_number", "read_file_number"), "number"),
    "from_school": Say(("number_from_school",), "number"),
    "has_email": Ask("has_email", "in_file", "needed"),
    "needed": Say(("email_needed",), "file"),
}


def trouble_of(code: str) -> Trouble | None:
    """The trouble that a refusal's stable word belongs to."""
    return next((trouble for trouble in TROUBLES if code in trouble.codes), None)


def key_of(phrase: str) -> str:
    """The catalogue key of a phrase. ``KeyError`` for one that does not exist."""
    return BY_NAME[phrase].key
