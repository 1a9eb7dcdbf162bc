"""Surname and first name: any script, kept as typed."""

import pytest

from mozaik_tui.journey.rules.names import judge_first_name, judge_last_name
from mozaik_tui.journey.rules.verdict import Accepted, Refused


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Tremblay", "Tremblay"),
        ("  Côté-Roy ", "Côté-Roy"),
        ("Le\u0301vesque", "L\u00e9vesque"),
        ("O’Neil", "O’Neil"),
        ("de la  Cruz", "de la  Cruz"),
        ("\u200fعلی\u200cرضا", "علی\u200cرضا"),
        ("王", "王"),
        ("ਗੁਰਪ੍ਰੀਤ", "ਗੁਰਪ੍ਰੀਤ"),
        ("-", "-"),
        ("Louis Ⅳ", "Louis Ⅳ"),
        ("x" * 100, "x" * 100),
        ("e\u0301" * 100, "\u00e9" * 100),
    ],
)
def test_a_name_is_kept_as_typed(typed: str, kept: str) -> None:
    assert judge_last_name(typed) == Accepted(kept)
    assert judge_first_name(typed) == Accepted(kept)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("x" * 101, "name_too_long"),
        ("Tremblay2", "name_has_digit"),
        ("1234567", "name_has_digit"),
        ("۱۲۳", "name_has_digit"),
        ("1" * 200, "name_has_digit"),
        ("Trem\x07blay", "name_has_control"),
        ("Trem\tblay", "name_has_control"),
        ("Trem\x00blay", "name_has_control"),
        ("Trem\u2028blay", "name_has_control"),
        ("Trem\ud800blay", "name_has_control"),
    ],
)
def test_what_is_no_name_is_told(typed: str, code: str) -> None:
    for judge in (judge_last_name, judge_first_name):
        verdict = judge(typed)
        assert isinstance(verdict, Refused)
        assert verdict.code == code
        assert typed not in repr(verdict)


def test_the_first_name_may_be_missing_the_surname_may_not() -> None:
    assert judge_first_name(" \u00a0") == Accepted("")
    assert judge_last_name(" \u00a0") == Refused("name_empty")
