"""Cleaning: edges, blanks, dashes and digits of every script."""

import pytest

from mozaik_tui.journey.rules.distance import one_slip_apart
from mozaik_tui.journey.rules.text import ascii_digits, compact, is_blank, is_dash, narrow, strip_edges


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("  a b  ", "a b"),
        ("\u00a0a\u00a0", "a"),
        ("\ufeffa", "a"),
        ("\u200f\u202ba\u2069", "a"),
        ("\u200ba\u200d", "a"),
        ("\r\n\ta\u3000\u2028", "a"),
        (" \u200b \ufeff", ""),
        ("", ""),
        ("a\u200bb", "a\u200bb"),
    ],
)
def test_what_comes_with_a_paste_is_taken_off_the_edges_only(typed: str, left: str) -> None:
    assert strip_edges(typed) == left


@pytest.mark.parametrize(
    "digits", ["1234567890", "١٢٣٤٥٦٧٨٩٠", "۱۲۳۴۵۶۷۸۹۰", "१२३४५६७८९०", "１２３４５６７８９０", "১২৩৪৫৬৭৮৯০"]
)
def test_digits_of_any_script_count_as_digits(digits: str) -> None:
    assert ascii_digits(f"n° {digits}") == "n° 1234567890"


def test_signs_that_only_look_like_digits_stay_what_they_are() -> None:
    assert ascii_digits("²①½Ⅳ") == "²①½Ⅳ"


@pytest.mark.parametrize("dash", "-‐‑‒–—―−﹣－־\u00ad⁃")
def test_every_dash_is_a_dash_and_is_ignored_in_numbers(dash: str) -> None:
    assert is_dash(dash)
    assert compact(f"123{dash}456") == "123456"


@pytest.mark.parametrize("blank", " \t\n\u00a0\u2009\u202f\u3000\u2028")
def test_every_blank_is_a_blank_and_is_ignored_in_numbers(blank: str) -> None:
    assert is_blank(blank)
    assert compact(f"123{blank}456", also=".") == "123456"


def test_full_width_letters_become_the_usual_ones() -> None:
    assert narrow("ＴＲＥＬ．１２ é") == "TREL.12 é"


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        ("gmail.com", "gmial.com", True),
        ("gmail.com", "gmai.com", True),
        ("gmail.com", "gmaill.com", True),
        ("gmail.com", "gnail.com", True),
        ("gmail.com", "mgail.com", True),
        ("gmail.com", "gmail.co", True),
        ("gmail.com", "gmail.com", False),
        ("gmail.com", "gamil.comm", False),
        ("gmail.com", "gmaxl.con", False),
        ("ab", "ba", True),
        ("a", "", True),
        ("", "", False),
        ("abc", "cba", False),
        ("abcd", "badc", False),
        ("abc", "abcde", False),
    ],
)
def test_one_slip_is_one_letter_more_less_other_or_two_swapped(first: str, second: str, apart: bool) -> None:
    assert one_slip_apart(first, second) is apart
    assert one_slip_apart(second, first) is apart
