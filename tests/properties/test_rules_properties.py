"""What must hold for any text and for every value that the rules describe."""

import string
import unicodedata
from datetime import date, timedelta

import hypothesis
import pytest
from hypothesis import assume, example, settings
from hypothesis import strategies as st

from mozaik_tui.journey.rules.birth_date import MONTHS, judge_birth_date, judge_iso_birth_date
from mozaik_tui.journey.rules.common_passwords import comparison_key
from mozaik_tui.journey.rules.email_address import clean_email, judge_email
from mozaik_tui.journey.rules.email_domains import PROVIDERS, REAL_LOOK_ALIKES, likely_domain
from mozaik_tui.journey.rules.folding import fold_letters, fold_name
from mozaik_tui.journey.rules.identifiers import judge_file_number, judge_identifier, judge_permanent_code
from mozaik_tui.journey.rules.names import judge_first_name, judge_last_name
from mozaik_tui.journey.rules.password import RULES, normalise, progress, unmet
from mozaik_tui.journey.rules.refusals import SUPPORT_NUMBERS
from mozaik_tui.journey.rules.school_bodies import Finder
from mozaik_tui.journey.rules.text import ascii_digits, compact, strip_edges
from mozaik_tui.journey.rules.verdict import Accepted, Refused
from mozaik_tui.journey.rules.verification_code import judge_code

TODAY = date(2026, 9, 15)


def given(*strategies):
    """Hypothesis' own, without a time limit for one example: the machines that run this are shared."""
    return lambda test: settings(deadline=None)(hypothesis.given(*strategies)(test))


ANY = st.text(st.characters(codec=None), max_size=60)
"""Any text at all: lone surrogates, unassigned and invisible characters too."""

TYPED = st.text(st.sampled_from(string.printable + "éÉœıßŁ\u00a0\u200f\ufeff\u0301٣۳३３@＠<>–’"), max_size=40)
DIGIT_ZEROS = [chr(code) for code in range(0x11000) if unicodedata.decimal(chr(code), None) == 0]
SCRIPTS = st.sampled_from(DIGIT_ZEROS)
LATIN_NAMES = st.text(
    st.sampled_from(string.ascii_letters + "éèêëàâçîïôûüÉœŒøŁđ' -’"), min_size=1, max_size=20
)
BIRTHS = st.dates(date(2004, 1, 1), date(2023, 1, 1))


def in_script(text: str, zero: str) -> str:
    return "".join(chr(ord(zero) + int(char)) if char.isascii() and char.isdigit() else char for char in text)


@given(ANY | TYPED)
@example("\ud800@example.com")
@example("a@" + "xn--" + "a" * 30)
@example("@\u0338")
def test_no_text_makes_a_rule_raise_and_every_code_has_a_support_number(text: str) -> None:
    for verdict in (
        judge_email(text),
        judge_email(text, allow_smtputf8=True),
        judge_code(text),
        judge_file_number(text),
        judge_permanent_code(text, last_name=text, first_name=text, birth_date=TODAY),
        judge_identifier(text),
        judge_birth_date(text, TODAY),
        judge_iso_birth_date(text, TODAY),
        judge_last_name(text),
        judge_first_name(text),
    ):
        codes = (
            [verdict.code] if isinstance(verdict, Refused) else [caution.code for caution in verdict.cautions]
        )
        assert set(codes) <= set(SUPPORT_NUMBERS)
    missed = unmet(text, local_part=text)
    assert list(missed) == [rule for rule in RULES if rule in missed]
    assert len(progress(text, local_part=text)) == 10
    Finder(()).find(text)


@given(ANY | TYPED)
def test_what_a_rule_accepted_it_accepts_again_unchanged(text: str) -> None:
    for judge in (judge_code, judge_file_number, judge_permanent_code, judge_last_name, judge_first_name):
        verdict = judge(text)
        if isinstance(verdict, Accepted):
            again = judge(verdict.value)
            assert isinstance(again, Accepted)
            assert again.value == verdict.value
    assert strip_edges(strip_edges(text)) == strip_edges(text)
    assert compact(compact(text)) == compact(text)
    assert ascii_digits(ascii_digits(text)) == ascii_digits(text)
    assert normalise(normalise(text)) == normalise(text)


@given(ANY | TYPED)
def test_folding_is_stable_and_blind_to_composition_and_capitals(text: str) -> None:
    for fold in (fold_name, fold_letters):
        folded = fold(text)
        assert fold(folded) == folded
        assert fold(unicodedata.normalize("NFD", text)) == folded
        assert fold(unicodedata.normalize("NFC", text)) == folded
    assert fold_name(text.casefold()) == fold_name(text)


@given(LATIN_NAMES)
def test_latin_names_fold_to_the_letters_of_any_keyboard(name: str) -> None:
    assert set(fold_name(name)) <= set(string.ascii_lowercase)
    assert fold_name(name.upper()) == fold_name(name)


LOCALS = st.from_regex(r"[A-Za-z0-9]+([.+_-][A-Za-z0-9]+)*", fullmatch=True).filter(
    lambda local: len(local) <= 40
)


@given(LOCALS, st.sampled_from(PROVIDERS), st.sampled_from(["", " ", "\ufeff", "\u200f", "\u00a0", "\r\n"]))
def test_an_address_survives_a_paste_and_keeps_its_local_part(local: str, domain: str, junk: str) -> None:
    for typed in (
        f"{junk}{local}@{domain.upper()}{junk}",
        f"mailto:{local}@{domain}",
        f"<{junk}{local}@{domain}>",
    ):
        verdict = judge_email(typed)
        assert isinstance(verdict, Accepted)
        assert verdict.cautions == ()
        assert verdict.value.normalised == f"{local}@{domain}"
        assert verdict.value.identity_key == f"{local}@{domain}".lower()
        again = judge_email(verdict.value.normalised)
        assert again == verdict
    assert clean_email(clean_email(local)) == clean_email(local)


@given(ANY | TYPED)
def test_whatever_is_offered_for_an_address_would_be_accepted(text: str) -> None:
    for typed in (text, f"parent{text}@example.com", f"parent@gmail{text}"):
        verdict = judge_email(typed)
        offers = (
            [verdict.suggestion] if isinstance(verdict, Refused) else [c.suggestion for c in verdict.cautions]
        )
        for offer in offers:
            assert offer is None or isinstance(judge_email(offer), Accepted)


SLIPS = st.sampled_from(["add", "drop", "change", "swap"])


@given(st.sampled_from(PROVIDERS), SLIPS, st.integers(0, 30), st.sampled_from(string.ascii_lowercase))
def test_every_provider_is_offered_one_slip_away(provider: str, slip: str, place: int, letter: str) -> None:
    place %= len(provider)
    before, at, after = provider[:place], provider[place], provider[place + 1 :]
    typed = {
        "add": before + letter + at + after,
        "drop": before + after,
        "change": before + letter + after,
        "swap": before + after[:1] + at + after[1:],
    }[slip]
    assume("." in typed[1:-1] and typed not in PROVIDERS and typed not in REAL_LOOK_ALIKES)
    assert likely_domain(typed) is not None
    verdict = judge_email(f"parent@{typed}")
    assume(isinstance(verdict, Accepted))
    assert isinstance(verdict, Accepted)
    assert [caution.code for caution in verdict.cautions] == ["email_suggestion"]


@given(
    st.from_regex(r"[0-9]{6}", fullmatch=True),
    SCRIPTS,
    st.sampled_from(["", " ", "-", "–", "\u00a0", "\u200b"]),
)
def test_codes_and_numbers_count_in_every_script(code: str, zero: str, between: str) -> None:
    typed = in_script(between.join(code), zero)
    assert judge_code(typed) == Accepted(code)
    assert judge_file_number("0" + between + typed) == Accepted("0" + code)


@given(BIRTHS, LATIN_NAMES, LATIN_NAMES, st.booleans(), st.integers(0, 99))
def test_every_code_built_by_the_layout_is_taken_without_a_doubt(
    born: date, last: str, first: str, girl: bool, ministry: int
) -> None:
    surname, given_name = fold_name(last).upper(), fold_name(first).upper()
    assume(surname and given_name)
    digits = f"{born.day + 62:02}{born.month + 50 * girl:02}{born.year % 100:02}{ministry:02}"
    code = f"{surname[:3]:X<3}{given_name[0]}{digits}"
    verdict = judge_permanent_code(code.lower(), last_name=last, first_name=first, birth_date=born)
    assert verdict == Accepted(code)


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.booleans())
def test_before_2000_the_day_is_written_as_it_is(born: date, girl: bool) -> None:
    code = f"TREL{born.day:02}{born.month + 50 * girl:02}{born.year % 100:02}00"
    assert judge_permanent_code(code, birth_date=born) == Accepted(code)


@given(BIRTHS, st.booleans(), st.integers(0, 99))
def test_a_health_insurance_number_is_recognised(born: date, girl: bool, last: int) -> None:
    code = f"TREL{born.year % 100:02}{born.month + 50 * girl:02}{born.day:02}{last:02}"
    verdict = judge_permanent_code(code, last_name="Tremblay", first_name="Léa", birth_date=born)
    assert isinstance(verdict, Accepted)
    assert [caution.code for caution in verdict.cautions] == ["health_insurance_number"]


@given(
    st.from_regex(r"[A-Z]{4}[0-9]{8}", fullmatch=True), st.sets(st.integers(0, 11), min_size=1, max_size=4)
)
def test_a_code_with_o_for_0_or_1_for_i_is_refused_and_offered_right(code: str, places: set[int]) -> None:
    swaps = {"O": "0", "I": "1", "0": "O", "1": "I"}
    wrong = "".join(swaps.get(char, char) if place in places else char for place, char in enumerate(code))
    assume(wrong != code)
    verdict = judge_permanent_code(wrong)
    assert isinstance(verdict, Refused)
    assert verdict.suggestion == code
    assert verdict.details["position"] == next(i for i in range(12) if wrong[i] != code[i]) + 1


WRITTEN = st.sampled_from(
    [
        "{y}-{m:02}-{d:02}",
        "{d}/{m}/{y}",
        "{d:02}.{m:02}.{y}",
        "{d} {m} {y}",
        "{y}{m:02}{d:02}",
        "{d:02}{m:02}{y}",
    ]
)


@given(st.dates(date(1900, 1, 1), TODAY), WRITTEN, SCRIPTS)
def test_every_date_of_every_shape_and_script_is_read_as_it_was_meant(
    born: date, shape: str, zero: str
) -> None:
    typed = in_script(shape.format(y=born.year, m=born.month, d=born.day), zero)
    verdict = judge_birth_date(typed, TODAY)
    assert isinstance(verdict, Accepted)
    assert verdict.value == born


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 4))
def test_every_date_with_its_month_in_words_is_read_as_it_was_meant(born: date, which: int) -> None:
    names = MONTHS[born.month - 1]
    name = names[which % len(names)]
    for typed in (f"{born.day} {name} {born.year}", f"{name.upper()} {born.day}, {born.year}"):
        verdict = judge_birth_date(typed, TODAY)
        assert isinstance(verdict, Accepted)
        assert verdict.value == born


@given(st.dates(TODAY + timedelta(days=1), date(9999, 12, 31)))
def test_every_later_day_is_in_the_future(born: date) -> None:
    assert judge_birth_date(born.isoformat(), TODAY) == judge_iso_birth_date(born.isoformat(), TODAY)
    assert judge_birth_date(born.isoformat(), TODAY) == Refused("birth_date_future")


@given(st.dates(max_value=date(1899, 12, 31)))
def test_every_day_before_1900_is_out_of_range(born: date) -> None:
    verdict = judge_birth_date(born.isoformat(), TODAY)
    assert isinstance(verdict, Refused)
    assert verdict.code == "birth_date_out_of_range"


STRONG = st.text(st.sampled_from("abcXYZ019#$/%?&*<é "), max_size=20)


@given(STRONG)
def test_the_password_rule_agrees_with_a_plain_reading_of_it(password: str) -> None:
    password = normalise(password)
    kinds = [string.ascii_lowercase + "é", string.ascii_uppercase, string.digits, "#$/%?&*"]
    expected = [
        *(["too_short"] if len(password) < 8 else []),
        *(["too_long"] if len(password) > 16 else []),
        *(["too_few_classes"] if sum(any(c in kind for c in password) for kind in kinds) < 3 else []),
        *(["outer_space"] if password != password.strip(" ") else []),
    ]
    assert list(unmet(password, refuse_common=False)) == (expected if password else ["empty"])


@given(ANY)
def test_composition_never_changes_what_is_thought_of_a_password(password: str) -> None:
    assert unmet(unicodedata.normalize("NFD", password)) == unmet(unicodedata.normalize("NFC", password))


@given(st.text(st.sampled_from("abcdeo013@$é"), max_size=16))
def test_swapped_letters_and_capitals_make_no_other_password(password: str) -> None:
    plain = fold_letters(password).translate(str.maketrans("013@$", "oieas"))
    assert comparison_key(password) == comparison_key(plain) == comparison_key(password.upper())


@pytest.mark.parametrize("zero", DIGIT_ZEROS)
def test_every_script_with_digits_is_known(zero: str) -> None:
    assert ascii_digits(in_script("0123456789", zero)) == "0123456789"


@given(st.text(st.characters(max_codepoint=127), max_size=30))
def test_the_short_way_for_ascii_names_folds_as_the_long_one(name: str) -> None:
    assert fold_name(name) == fold_name(name + "é").removesuffix("e")
    assert fold_letters(name) == fold_letters(name + "é").removesuffix("e")
