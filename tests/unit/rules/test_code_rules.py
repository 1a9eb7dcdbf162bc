"""The verification code: six digits and no guess."""

import pytest

from mozaik_tui.journey.rules.verdict import Accepted, Refused
from mozaik_tui.journey.rules.verification_code import judge_code


@pytest.mark.parametrize(
    "typed",
    [
        "012345",
        " 012 345 ",
        "012-345",
        "\ufeff012345\r\n",
        "0\u200b12345",
        "٠١٢٣٤٥",
        "०१२३४५",
        "０１２－３４５",
        "0 1 2 3 4 5",
    ],
)
def test_blanks_dashes_and_other_scripts_do_not_matter(typed: str) -> None:
    assert judge_code(typed) == Accepted("012345")


@pytest.mark.parametrize(
    ("typed", "reason", "found"),
    [
        ("", "empty", 0),
        (" - ", "empty", 0),
        ("12345", "too_short", 5),
        ("1234567", "too_long", 7),
        ("12345O", "not_digits", 5),
        ("Votre code : 123 456", "not_digits", 6),
        ("123456 123456", "too_long", 12),
        ("12345²", "not_digits", 5),
        ("12345\x00", "not_digits", 5),
    ],
)
def test_anything_else_is_told_and_nothing_is_guessed(typed: str, reason: str, found: int) -> None:
    verdict = judge_code(typed)
    assert isinstance(verdict, Refused)
    assert (verdict.code, verdict.reason) == ("code_malformed", reason)
    assert verdict.details == {"digits": 6, "found": found}


def test_the_number_of_digits_is_a_setting() -> None:
    assert judge_code("12 34", digits=4) == Accepted("1234")
    assert isinstance(judge_code("123456", digits=8), Refused)
