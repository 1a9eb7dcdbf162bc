"""Numéro de fiche and code permanent."""

from datetime import date

import pytest

from mozaik_tui.journey.rules.identifiers import judge_file_number, judge_identifier, judge_permanent_code
from mozaik_tui.journey.rules.verdict import Accepted, Refused

BORN = date(2014, 3, 9)


@pytest.mark.parametrize(
    "typed", ["0123456", " 012 3456", "012-34-56", "٠١٢٣٤٥٦", "０１２３４５６", "\ufeff0123456\t"]
)
def test_a_file_number_is_seven_digits_and_keeps_its_zeros(typed: str) -> None:
    assert judge_file_number(typed) == Accepted("0123456")


@pytest.mark.parametrize(
    ("typed", "reason", "suggestion", "details"),
    [
        ("123456", "too_short", None, {"digits": 7, "found": 6}),
        ("12345678", "too_long", None, {"digits": 7, "found": 8}),
        ("12345O7", "not_digits", "1234507", {"digits": 7, "found": 7, "position": 6}),
        ("i234567", "not_digits", "1234567", {"digits": 7, "found": 7, "position": 1}),
        ("1234O", "not_digits", None, {"digits": 7, "found": 5, "position": 5}),
        ("12a4567", "not_digits", None, {"digits": 7, "found": 7, "position": 3}),
        ("123456²", "not_digits", None, {"digits": 7, "found": 7, "position": 7}),
        ("TREL71031400", "permanent_code", None, {"digits": 7, "found": 12}),
    ],
)
def test_what_is_wrong_with_a_file_number_is_told(
    typed: str, reason: str, suggestion: str | None, details: dict[str, object]
) -> None:
    verdict = judge_file_number(typed)
    assert isinstance(verdict, Refused)
    assert (verdict.code, verdict.reason, verdict.suggestion) == ("file_number_malformed", reason, suggestion)
    assert verdict.details == details


@pytest.mark.parametrize("judge", [judge_file_number, judge_permanent_code, judge_identifier])
def test_nothing_typed_is_a_missing_identifier(judge: object) -> None:
    assert callable(judge)
    assert judge(" - \u200b") == Refused("identifier_missing")


@pytest.mark.parametrize(
    "typed",
    [
        "TREL71031400",
        "trel 7103 1400",
        "TREL-7103-1400",
        "TREL.710314.00",
        "ＴＲＥＬ７１０３１４００",
        "TREL٧١٠٣١٤٠٠",
    ],
)
def test_a_permanent_code_is_cleaned(typed: str) -> None:
    assert judge_permanent_code(typed) == Accepted("TREL71031400")


@pytest.mark.parametrize(
    ("typed", "reason", "position", "suggestion"),
    [
        ("TR3L71031400", "letter_expected", 3, None),
        ("TR0L71031400", "letter_expected", 3, "TROL71031400"),
        ("TR1L7I0314O0", "letter_expected", 3, "TRIL71031400"),
        ("TREL710314OO", "digit_expected", 11, "TREL71031400"),
        ("TRELX1031400", "digit_expected", 5, None),
        ("TRÉL71031400", "letter_expected", 3, None),
        ("ТREL71031400", "other_keyboard", 1, None),
        ("TREL71031/00", "digit_expected", 10, None),
        ("TREL7103140", "too_short", 12, None),
        ("TREL710314000", "too_long", 13, None),
        ("TREL", "too_short", 5, None),
        ("TREL71O", "digit_expected", 7, None),
        ("1234567", "letter_expected", 1, None),
    ],
)
def test_the_place_of_the_problem_is_named(
    typed: str, reason: str, position: int, suggestion: str | None
) -> None:
    verdict = judge_permanent_code(typed)
    assert isinstance(verdict, Refused)
    assert (verdict.code, verdict.reason, verdict.suggestion) == (
        "permanent_code_malformed",
        reason,
        suggestion,
    )
    assert verdict.details["position"] == position


@pytest.mark.parametrize("typed", ["TREL710314", "trel 710 314", "1234567890", "TRE7103140"])
def test_ten_characters_lead_calmly_to_the_file_number(typed: str) -> None:
    assert judge_permanent_code(typed) == Refused("permanent_code_ten_characters")
    assert judge_identifier(typed) == Refused("permanent_code_ten_characters")


def test_ten_characters_of_anything_are_not_a_code() -> None:
    assert judge_permanent_code("TREL7103/4") != Refused("permanent_code_ten_characters")


def cautions(code: str, last: str = "Tremblay", first: str = "Léa", born: date | None = BORN) -> list[str]:
    verdict = judge_permanent_code(code, last_name=last, first_name=first, birth_date=born)
    assert isinstance(verdict, Accepted)
    assert verdict.value == code
    return [caution.code for caution in verdict.cautions]


@pytest.mark.parametrize(
    ("code", "last", "first", "born"),
    [
        ("TREL71031400", "Tremblay", "Léa", BORN),
        ("TREL71531499", "Tremblay", "Léa", BORN),
        ("ONEL71031400", "O'Neil", "Léa", BORN),
        ("DELL71031400", "de la Cruz", "Léa", BORN),
        ("NGXL71031400", "Ng", "Léa", BORN),
        ("TREX71031400", "Tremblay", "", BORN),
        ("XXXX71031400", "Иванов", "Лев", BORN),
        ("XXXX71031400", "", "", BORN),
        ("TREL99031400", "Tremblay", "Léa", BORN),
        ("TREL71131400", "Tremblay", "Léa", BORN),
        ("TREL99631400", "Tremblay", "Léa", BORN),
        ("TREL00000000", "Tremblay", "Léa", None),
        ("TREL09039900", "Tremblay", "Léa", date(1999, 3, 9)),
    ],
)
def test_a_code_that_fits_is_not_doubted(code: str, last: str, first: str, born: date | None) -> None:
    assert cautions(code, last, first, born) == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ROYL71031400", ["permanent_code_letters"]),
        ("TREM71031400", ["permanent_code_letters"]),
        ("TREL09031400", ["permanent_code_date"]),
        ("TREL72031400", ["permanent_code_date"]),
        ("TREL71041400", ["permanent_code_date"]),
        ("TREL71031500", ["permanent_code_date"]),
        ("TREL99031500", ["permanent_code_date"]),
        ("ROYM00000000", ["permanent_code_letters", "permanent_code_date"]),
        ("TREL14030900", ["health_insurance_number"]),
        ("TREL14530912", ["health_insurance_number"]),
        ("ROYL14530912", ["permanent_code_letters", "health_insurance_number"]),
    ],
)
def test_a_code_that_does_not_fit_only_warns(code: str, expected: list[str]) -> None:
    assert cautions(code) == expected


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0123456", ("file_number", "0123456")),
        ("trel-7103-1400", ("permanent_code", "TREL71031400")),
    ],
)
def test_one_field_takes_either_identifier(typed: str, value: tuple[str, str]) -> None:
    assert judge_identifier(typed) == Accepted(value)


def test_one_field_keeps_the_warnings() -> None:
    verdict = judge_identifier("TREL14030900", last_name="Tremblay", first_name="Léa", birth_date=BORN)
    assert isinstance(verdict, Accepted)
    assert [caution.code for caution in verdict.cautions] == ["health_insurance_number"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("123456", "file_number_malformed"),
        ("123456O", "file_number_malformed"),
        ("12345678901", "file_number_malformed"),
        ("TREL7103140", "permanent_code_malformed"),
        ("TRE", "permanent_code_malformed"),
    ],
)
def test_one_field_refuses_as_what_was_meant(typed: str, code: str) -> None:
    verdict = judge_identifier(typed)
    assert isinstance(verdict, Refused)
    assert verdict.code == code


def test_an_identifier_is_not_shown_in_a_log() -> None:
    assert "TREL" not in repr(judge_permanent_code("TREL71031400"))
    assert "TREL" not in repr(judge_permanent_code("TREL710314OO"))
