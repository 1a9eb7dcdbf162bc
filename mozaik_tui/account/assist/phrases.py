"""The phrases that an agent can send: a closed list, so that what is sent is translated and can be counted.

The words stand in the catalogues under ``assist.phrase.<name>``. The parent answers those that ask with yes or no.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Phrase(NamedTuple):
    """``field``: the one that is marked on the parent's screen unless the agent picks another."""

    name: str
    asks: bool = False
    field: str | None = None

    @property
    def key(self) -> str:
        """The catalogue key of its words."""
        return f"assist.phrase.{self.name}"


PHRASES: tuple[Phrase, ...] = (
    Phrase("hello"),
    Phrase("never_tell"),
    Phrase("wait_for_me"),
    Phrase("speak_to_child"),
    Phrase("read_screen"),
    Phrase("read_error"),
    Phrase("read_file_number"),
    Phrase("press_tab"),
    Phrase("press_enter"),
    Phrase("press_escape"),
    Phrase("press_arrows"),
    Phrase("type_here"),
    Phrase("erase_and_type"),
    Phrase("press_main"),
    Phrase("all_done"),
    Phrase("good_bye"),
    Phrase("code_arrived", asks=True),
    Phrase("looked_in_junk", asks=True),
    Phrase("look_in_junk"),
    Phrase("address_is_right", asks=True, field="email"),
    Phrase("correct_address", field="email"),
    Phrase("mail_takes_minutes"),
    Phrase("read_mail_on_phone"),
    Phrase("ask_new_code"),
    Phrase("code_of_last_mail", asks=True, field="code"),
    Phrase("use_last_code", field="code"),
    Phrase("code_asked_here", asks=True),
    Phrase("code_digits_only", field="code"),
    Phrase("wait_then_again"),
    Phrase("has_account", asks=True),
    Phrase("knows_password", asks=True),
    Phrase("sign_in"),
    Phrase("new_password"),
    Phrase("school_has_address", asks=True, field="email"),
    Phrase("use_school_address", field="email"),
    Phrase("ask_secretariat"),
    Phrase("password_length", field="password"),
    Phrase("password_kinds", field="password"),
    Phrase("password_twice", field="confirmation"),
    Phrase("password_plain", field="password"),
    Phrase("capitals_on", asks=True),
    Phrase("has_paper", asks=True),
    Phrase("where_number"),
    Phrase("number_has_seven", asks=True, field="identifier"),
    Phrase("use_file_number", field="identifier"),
    Phrase("code_has_ten", asks=True, field="identifier"),
    Phrase("from_health_card", asks=True, field="identifier"),
    Phrase("not_health_card", field="identifier"),
    Phrase("name_as_on_paper", asks=True, field="last_name"),
    Phrase("type_name_as_on_paper", field="last_name"),
    Phrase("family_name_first", asks=True, field="last_name"),
    Phrase("two_family_names", asks=True, field="last_name"),
    Phrase("type_both_names", field="last_name"),
    Phrase("date_is_right", asks=True, field="birth_date"),
    Phrase("type_day_month", field="birth_date"),
    Phrase("school_is_right", asks=True, field="school_body"),
    Phrase("has_moved", asks=True),
    Phrase("use_new_number", field="identifier"),
    Phrase("choose_school_body", field="school_body"),
    Phrase("leave_no", field="first_enrolment"),
    Phrase("address_new_today", asks=True),
    Phrase("try_tomorrow"),
    Phrase("other_parent_did", asks=True),
    Phrase("own_account"),
    Phrase("has_email", asks=True),
    Phrase("email_needed"),
    Phrase("number_from_school"),
    Phrase("question_who_are_you"),
    Phrase("question_child_name"),
    Phrase("question_child_school"),
    Phrase("question_call_back"),
)

BY_NAME: Mapping[str, Phrase] = {phrase.name: phrase for phrase in PHRASES}

NEWS: tuple[str, ...] = ("resent", "lifted")
"""What the service says by itself when the agent did something on it; the words stand under ``assist.<name>``."""


def words_of(name: str) -> str:
    """The catalogue key of a phrase, or of news."""
    return f"assist.{name}" if name in NEWS else f"assist.phrase.{name}"
