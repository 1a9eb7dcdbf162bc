"""The birth date: many ways to write it, three ways to be wrong."""

from datetime import date

import pytest

from mozaik_tui.journey.rules.birth_date import MONTHS, judge_birth_date, judge_iso_birth_date
from mozaik_tui.journey.rules.verdict import Accepted, Refused

TODAY = date(2026, 9, 15)
BORN = date(2014, 3, 9)


@pytest.mark.parametrize(
    "typed",
    [
        "2014-03-09",
        "2014-3-9",
        "2014/03/09",
        "2014.03.09",
        "2014 03 09",
        "20140309",
        "09/03/2014",
        "9/3/2014",
        "09-03-2014",
        "09.03.2014",
        "09 03 2014",
        "09 / 03 / 2014",
        "09032014",
        "9 mars 2014",
        "09 MARS 2014",
        "le 9 mars 2014.",
        "9mars2014",
        "9-mars-2014",
        "2014 mars 9",
        "March 9, 2014",
        "Mar. 9th 2014",
        "9 march 2014",
        "the 9th of March 2014",
        "March the 9th, 2014",
        "9e mars 2014",
        "\u200f٢٠١٤-٠٣-٠٩",
        "۰۹/۰۳/۲۰۱۴",
        "９ mars ２０１４",
        "2014–03–09",
        "２０１４／０３／０９",
        "2014年3月9日",
        " 2014\u00a003\u200909\r\n",
    ],
)
def test_one_date_written_in_many_ways(typed: str) -> None:
    assert judge_birth_date(typed, TODAY) == Accepted(BORN)


@pytest.mark.parametrize(
    ("month", "name"), [(number, name) for number, names in enumerate(MONTHS, 1) for name in names]
)
def test_every_month_name_and_abbreviation_is_read(month: int, name: str) -> None:
    assert judge_birth_date(f"1er {name}. 2014", TODAY) == Accepted(date(2014, month, 1))
    assert judge_birth_date(f"{name.title()} 2, 2014", TODAY) == Accepted(date(2014, month, 2))


def test_accents_of_month_names_may_be_there_or_not() -> None:
    assert judge_birth_date("1er Août 2014", TODAY) == Accepted(date(2014, 8, 1))
    assert judge_birth_date("2 fe\u0301vr. 2014", TODAY) == Accepted(date(2014, 2, 2))
    assert judge_birth_date("2 DÉCEMBRE 2014", TODAY) == Accepted(date(2014, 12, 2))


@pytest.mark.parametrize(
    ("typed", "code", "reason", "suggestion"),
    [
        ("", "birth_date_unreadable", "empty", None),
        (" \u200b", "birth_date_unreadable", "empty", None),
        ("hier", "birth_date_unreadable", None, None),
        ("2014", "birth_date_unreadable", None, None),
        ("mars 2014", "birth_date_unreadable", None, None),
        ("9 foo 2014", "birth_date_unreadable", None, None),
        ("9/3/14", "birth_date_unreadable", "two_digit_year", None),
        ("14-03-09", "birth_date_unreadable", "two_digit_year", None),
        ("9 mars 14", "birth_date_unreadable", "two_digit_year", None),
        ("9/3/201", "birth_date_unreadable", None, None),
        ("9/3/20145", "birth_date_unreadable", None, None),
        ("1234567", "birth_date_unreadable", None, None),
        ("15031400", "birth_date_unreadable", None, None),
        ("9" * 5000, "birth_date_unreadable", None, None),
        ("31/02/2014", "birth_date_not_real", None, None),
        ("29 février 2015", "birth_date_not_real", None, None),
        ("2014-13-45", "birth_date_not_real", None, None),
        ("0/3/2014", "birth_date_not_real", None, None),
        ("03/25/2014", "birth_date_not_real", "month_first", "2014-03-25"),
        ("2014-25-03", "birth_date_not_real", None, "2014-03-25"),
        ("03/25/1814", "birth_date_not_real", None, None),
        ("16/09/2026", "birth_date_future", None, None),
        ("9999-12-31", "birth_date_future", None, None),
        ("31/12/1899", "birth_date_out_of_range", None, None),
        ("0000-01-01", "birth_date_out_of_range", None, None),
        ("0001-02-29", "birth_date_not_real", None, None),
    ],
)
def test_each_way_to_be_wrong_has_its_own_words(
    typed: str, code: str, reason: str | None, suggestion: str | None
) -> None:
    verdict = judge_birth_date(typed, TODAY)
    assert isinstance(verdict, Refused)
    assert (verdict.code, verdict.reason, verdict.suggestion) == (code, reason, suggestion)


@pytest.mark.parametrize(
    ("born", "age"),
    [
        ("2023-09-15", None),
        ("2023-09-16", 2),
        ("2003-09-16", None),
        ("2003-09-15", 23),
        ("1900-01-01", 126),
        ("2026-09-15", 0),
    ],
)
def test_an_unusual_age_is_only_a_warning(born: str, age: int | None) -> None:
    verdict = judge_birth_date(born, TODAY)
    assert isinstance(verdict, Accepted)
    assert verdict.value.isoformat() == born
    assert [(caution.code, caution.details["age"]) for caution in verdict.cautions] == (
        [] if age is None else [("unusual_age", age)]
    )
    assert judge_iso_birth_date(born, TODAY) == verdict


@pytest.mark.parametrize(
    "typed", ["2014-3-9", "09/03/2014", "2014-03-09 ", "٢٠١٤-٠٣-٠٩", "", "2014-03-09\n", "20140309"]
)
def test_the_service_takes_one_shape_only(typed: str) -> None:
    verdict = judge_iso_birth_date(typed, TODAY)
    assert isinstance(verdict, Refused)
    assert (verdict.code, verdict.details) == ("malformed", {"field": "birth_date"})


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2014-02-30", "birth_date_not_real"),
        ("2014-25-03", "birth_date_not_real"),
        ("2026-09-16", "birth_date_future"),
        ("1899-12-31", "birth_date_out_of_range"),
    ],
)
def test_the_service_tells_the_same_three_problems(typed: str, code: str) -> None:
    verdict = judge_iso_birth_date(typed, TODAY)
    assert isinstance(verdict, Refused)
    assert verdict.code == code


def test_a_date_is_not_shown_in_a_log() -> None:
    assert "2014" not in repr(judge_birth_date("2014-03-09", TODAY))
    assert "2014" not in repr(judge_birth_date("03/25/2014", TODAY))
