"""Numéro de fiche and code permanent (journey.md): the shape is required, the layout only warns."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Literal

from .folding import initials
from .text import compact, narrow
from .verdict import Accepted, Caution, Refused

Kind = Literal["file_number", "permanent_code"]

FILE_NUMBER_DIGITS = 7
CODE_LETTERS, CODE_LENGTH, SHORT_CODE_LENGTH = 4, 12, 10
DAY_SHIFT_2000, MONTH_SHIFT_GIRLS = 62, 50
UNKNOWN_DAY, UNKNOWN_MONTH = 99, 13

TO_DIGITS = str.maketrans("OI", "01")
TO_LETTERS = str.maketrans("01", "OI")


def _cleaned(text: str) -> str:
    """Upper case (A–Z only), no blanks, dashes, dots; full-width forms and digits of any script as plain
    ones.
    """
    return "".join(char.upper() if char.isascii() else char for char in compact(narrow(text), also="."))


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _is_letters(text: str) -> bool:
    return text.isascii() and text.isalpha()


def _is_permanent_code(code: str) -> bool:
    return len(code) == CODE_LENGTH and _is_letters(code[:CODE_LETTERS]) and _is_digits(code[CODE_LETTERS:])


def judge_file_number(text: str) -> Accepted[str] | Refused:
    """Seven digits as text, leading zeros kept; else ``file_number_malformed`` (``identifier_missing`` for
    nothing).

    ``reason``: ``permanent_code`` (a whole code permanent was typed here), ``not_digits``, ``too_short``,
    ``too_long``; ``details``: ``digits`` wanted, ``found``, ``position`` (1 = first) of what is no digit. O/0
    and I/1 are only offered.
    """
    number = _cleaned(text)
    if not number:
        return Refused("identifier_missing")
    details: dict[str, object] = {"digits": FILE_NUMBER_DIGITS, "found": len(number)}
    if not _is_digits(number):
        if _is_permanent_code(number):
            return Refused("file_number_malformed", reason="permanent_code", details=details)
        offered = number.translate(TO_DIGITS)
        fits = _is_digits(offered) and len(offered) == FILE_NUMBER_DIGITS
        details["position"] = 1 + next(i for i, char in enumerate(number) if not _is_digits(char))
        return Refused(
            "file_number_malformed",
            reason="not_digits",
            suggestion=offered if fits else None,
            details=details,
        )
    if len(number) != FILE_NUMBER_DIGITS:
        reason = "too_short" if len(number) < FILE_NUMBER_DIGITS else "too_long"
        return Refused("file_number_malformed", reason=reason, details=details)
    return Accepted(number)


def judge_permanent_code(
    text: str, *, last_name: str = "", first_name: str = "", birth_date: date | None = None
) -> Accepted[str] | Refused:
    """Four letters and eight digits, upper case; else ``permanent_code_malformed`` with the place named.

    Ten characters are ``permanent_code_ten_characters``, nothing is ``identifier_missing``. ``reason``:
    ``letter_expected``, ``digit_expected``, ``other_keyboard``, ``too_short``, ``too_long``; ``details``:
    ``length``, ``position`` (1 = first) of the first problem. O/0 and I/1 swaps are offered as
    ``suggestion``. Cautions, never refusals, where names and birth date are known:
    ``permanent_code_letters``, ``permanent_code_date``, ``health_insurance_number``.
    """
    code = _cleaned(text)
    if not code:
        return Refused("identifier_missing")
    if _is_permanent_code(code):
        return Accepted(code, tuple(_cautions(code, last_name, first_name, birth_date)))
    if len(code) == SHORT_CODE_LENGTH and code.isalnum():
        return Refused("permanent_code_ten_characters")
    return _misshapen(code)


def _misshapen(code: str) -> Refused:
    details: dict[str, object] = {"length": len(code)}
    offered = code[:CODE_LETTERS].translate(TO_LETTERS) + code[CODE_LETTERS:].translate(TO_DIGITS)
    for index, char in enumerate(code[:CODE_LENGTH]):
        fits = _is_letters(char) if index < CODE_LETTERS else _is_digits(char)
        if not fits:
            details["position"] = index + 1
            return Refused(
                "permanent_code_malformed",
                reason=_reason(char, index),
                suggestion=offered if _is_permanent_code(offered) else None,
                details=details,
            )
    details["position"] = min(len(code), CODE_LENGTH) + 1
    reason = "too_short" if len(code) < CODE_LENGTH else "too_long"
    return Refused("permanent_code_malformed", reason=reason, details=details)


def _reason(char: str, index: int) -> str:
    if char.isalpha() and not char.isascii() and not unicodedata.name(char, "").startswith("LATIN"):
        return "other_keyboard"
    return "letter_expected" if index < CODE_LETTERS else "digit_expected"


def _cautions(code: str, last_name: str, first_name: str, birth_date: date | None) -> Iterator[Caution]:
    if not (_starts(code[:3], last_name, 3) and _starts(code[3:4], first_name, 1)):
        yield Caution("permanent_code_letters")
    if birth_date is None or _holds_date(code[CODE_LETTERS:], birth_date):
        return
    if _is_health_date(code[CODE_LETTERS:], birth_date):
        yield Caution("health_insurance_number")
    else:
        yield Caution("permanent_code_date")


def _starts(letters: str, name: str, count: int) -> bool:
    """Whether the code's letters begin with those of the name. No letter A–Z there: nothing to compare."""
    return letters.startswith(initials(name, count))


def _holds_date(digits: str, born: date) -> bool:
    """DDMMYY: day + 62 from 2000 on, month + 50 for girls; day 99 and month 13 stand for "not known"."""
    day, month, year = int(digits[0:2]), int(digits[2:4]), int(digits[4:6])
    day_expected = born.day + (DAY_SHIFT_2000 if born.year >= 2000 else 0)
    months = {m + s for m in (born.month, UNKNOWN_MONTH) for s in (0, MONTH_SHIFT_GIRLS)}
    return day in (day_expected, UNKNOWN_DAY) and month in months and year == born.year % 100


def _is_health_date(digits: str, born: date) -> bool:
    """YYMMDD: the order of a health-insurance number, which has the same shape."""
    year, month, day = int(digits[0:2]), int(digits[2:4]), int(digits[4:6])
    return (year, day) == (born.year % 100, born.day) and month in (
        born.month,
        born.month + MONTH_SHIFT_GIRLS,
    )


def judge_identifier(
    text: str, *, last_name: str = "", first_name: str = "", birth_date: date | None = None
) -> Accepted[tuple[Kind, str]] | Refused:
    """Either identifier in one field: with a letter in it, it is meant as a code permanent, else as a numéro
    de fiche.

    Ten characters, digits only too, are answered as the ten-character code of a newly arrived child.
    """
    cleaned = _cleaned(text)
    looks_swapped = len(cleaned) == FILE_NUMBER_DIGITS and _is_digits(cleaned.translate(TO_DIGITS))
    if len(cleaned) != SHORT_CODE_LENGTH and (looks_swapped or not any(char.isalpha() for char in cleaned)):
        number = judge_file_number(text)
        return number if isinstance(number, Refused) else Accepted(("file_number", number.value))
    code = judge_permanent_code(text, last_name=last_name, first_name=first_name, birth_date=birth_date)
    return code if isinstance(code, Refused) else Accepted(("permanent_code", code.value), code.cautions)
