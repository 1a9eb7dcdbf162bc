"""Support numbers: one a word, read out on the phone."""

import re

import pytest

from mozaik_tui.journey.rules.refusals import SUPPORT_NUMBERS, code_for, support_number


def test_no_number_is_given_twice_and_all_have_three_digits() -> None:
    assert len(set(SUPPORT_NUMBERS.values())) == len(SUPPORT_NUMBERS)
    assert all(re.fullmatch(r"E-[0-9]{3}", support_number(code)) for code in SUPPORT_NUMBERS)


@pytest.mark.parametrize("spoken", ["E-214", "e-214", "E214", " 214 ", "E–214", "e 214"])
def test_a_number_is_found_however_it_is_written(spoken: str) -> None:
    assert code_for(spoken) == "code_invalid"


@pytest.mark.parametrize("spoken", ["", "E-", "E-000", "E-21", "E-2145", "E-٢١٤", "hello"])
def test_a_number_that_was_never_given_out_is_none(spoken: str) -> None:
    assert code_for(spoken) is None


def test_an_unknown_word_has_no_number() -> None:
    with pytest.raises(KeyError):
        support_number("nonsense")
