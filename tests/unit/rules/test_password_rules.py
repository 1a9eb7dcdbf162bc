"""The password rule, the live checklist and the list of common passwords."""

import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from mozaik_tui.journey.rules import common_passwords
from mozaik_tui.journey.rules.common_passwords import built_on_product, comparison_key, is_common
from mozaik_tui.journey.rules.password import RULES, normalise, progress, unmet
from mozaik_tui.journey.rules.refusals import SUPPORT_NUMBERS

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "tests" / "data" / "password_cases.tsv"
ROWS = [line.split("\t") for line in SAMPLES.read_text(encoding="utf-8").splitlines()[1:]]
LISTED = common_passwords.LIST_FILE.read_text(encoding="ascii").splitlines()
GOOD = "Xk9#mPq2wL"


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:30] for row in ROWS])
def test_every_sample_is_judged_as_the_table_says(row: list[str]) -> None:
    password, expected, code, _why = row
    assert unmet(json.loads(password), refuse_common=False) == ((code,) if expected == "reject" else ())


@pytest.mark.parametrize(
    ("password", "missed"),
    [
        ("", ("empty",)),
        ("a", ("too_short", "too_few_classes")),
        (" ", ("too_short", "too_few_classes", "outer_space")),
        ("Abcdefg1 ", ("outer_space",)),
        ("Abc defg1", ()),
        ("Abc\u00a0defg1", ("invisible_character",)),
        ("\u00a0Abcdefg1", ("invisible_character",)),
        ("Abcdefg1\x00", ("invisible_character",)),
        ("Abcdefg1\u200d", ("invisible_character",)),
        ("Abcdefg1\ue000", ("invisible_character",)),
        ("Abcdefg1\u0378", ("invisible_character",)),
        ("Abcdefg1\ud800", ("invisible_character",)),
        ("Abcdefg1\u2028", ("invisible_character",)),
        ("abcdefg\u0661", ("too_few_classes",)),
        ("ABCDefg\uff11", ("too_few_classes",)),
        ("ÀÉÎabc12", ()),
        ("Abcdefghijklmn12", ()),
        ("a" * 30_000 + "B1", ("too_long",)),
        ("\u01c5bcdefg1", ("too_few_classes",)),
    ],
)
def test_each_rule_is_told_by_its_own_name_in_a_stable_order(password: str, missed: tuple[str, ...]) -> None:
    assert unmet(password, refuse_common=False) == missed


def test_the_names_of_the_rules_are_those_of_the_refusal_table() -> None:
    assert set(RULES) <= set(SUPPORT_NUMBERS)


def test_both_entries_are_compared_after_nfc_and_nothing_else_is_changed() -> None:
    assert normalise(" E\u0301te\u0301 ") == " \u00c9t\u00e9 "
    assert normalise("ﬁ①") == "ﬁ①"


@pytest.mark.parametrize(
    ("local_part", "password", "close"),
    [
        ("sylvie.roy", "Sylvie.Roy#9", True),
        ("sylvie.roy+ecole", "9#sylvie.royX", True),
        ("SYLVIE", "9#Sylvïe2", True),
        ("marie-eve", "9#MarieEve2", True),
        ("marieeve", "9#Marie-Eve2", True),
        ("sylvie.roy", "SylvieRoy#9", False),
        ("sylvie.roy", "Sylvie#9876", False),
        ("ana", "Ana#98765x", False),
        ("ana+long", "Long#98765x", False),
        ("1234", "Xk#1234mPq", False),
        ("123a", "Xk#123AmPq", True),
        ("a--b", "Xk#abmPq9", False),
        ("a--b", "Xk#A--Bm9", True),
        ("+abcd", "Xk#abcdm9", False),
        ("", GOOD, False),
    ],
)
def test_the_whole_account_name_is_found_anywhere(local_part: str, password: str, close: bool) -> None:
    missed = unmet(password, refuse_common=False, local_part=local_part)
    assert missed == (("too_close_to_account",) if close else ())


@pytest.mark.parametrize(
    "password",
    [
        "Password1",
        "PASSWORd1",
        "P@ssw0rd",
        "Pa$$w0rd",
        "Motdepasse1",
        "M0tdep@sse",
        "Azerty123",
        "Qwerty123",
        "Qsdfghjklm1",
        "1qaz2wsX",
        "Bonjour123",
        "Bonjour1!",
        "Soleil12",
        "Été2024#",
        "Montreal1",
        "Canadiens1",
        "Sylvie123",
        "Mohamed123",
        "Abcd1234",
        "Abcdefg1",
        "Jetaime1",
        "Welcome1",
        "Hiver2026",
        "Loulou12",
    ],
)
def test_what_everybody_tries_first_is_too_common_until_the_setting_is_off(password: str) -> None:
    assert unmet(password) == ("too_common",)
    assert unmet(password, refuse_common=False) == ()


def test_a_password_of_the_wrong_shape_is_told_its_shape_first() -> None:
    assert unmet("abcdefg1") == ("too_few_classes",)
    assert unmet("mozaik") == ("too_short", "too_few_classes")


@pytest.mark.parametrize(
    "password",
    [
        "Mozaik2024",
        "M0z@ik#77",
        "xMozaïK99",
        "Mozaique1",
        "Portail#1",
        "P0rt4il99",
        "Po.rta-il9",
        "Parents#2024",
        "P4r3nt$1#X",
        "MesParents9",
        "MonEcole1#",
        "École2031#",
        "EcoleParents1",
        "Eleve#2031",
    ],
)
def test_passwords_built_on_the_product_are_too_common(password: str) -> None:
    assert built_on_product(password)
    assert unmet(password) == ("too_common",)


@pytest.mark.parametrize("password", [GOOD, "Grandparents#7", "Correct#Horse1", "Tulipe#Marteau7"])
def test_other_passwords_are_not(password: str) -> None:
    assert not is_common(password)
    assert unmet(password) == ()


def test_the_list_is_long_enough_and_every_line_meets_the_rule_and_counts() -> None:
    assert len(LISTED) >= 3000
    assert [line for line in LISTED if unmet(line, refuse_common=False)] == []
    assert len({comparison_key(line) for line in LISTED}) == len(LISTED)


def test_every_tenth_line_of_the_list_is_refused_in_any_capitals() -> None:
    assert [line for line in LISTED[::10] if not (is_common(line) and is_common(line.swapcase()))] == []


def test_the_list_is_what_its_generator_writes() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "make_common_passwords.py"))
    assert tool["common_passwords"]() == LISTED


def test_the_list_is_not_read_before_it_is_needed() -> None:
    asked = (
        "import sys; from mozaik_tui.journey.rules.password import unmet;"
        "unmet('Xk9#mPq2wL', refuse_common=False);"
        "print('mozaik_tui.journey.rules.common_passwords' in sys.modules)"
    )
    assert subprocess.check_output([sys.executable, "-c", asked], text=True).strip() == "False"


def ticked(password: str, local_part: str | None = None) -> set[str]:
    return {tick.name for tick in progress(password, local_part=local_part) if tick.met}


def test_the_checklist_ticks_each_rule_as_it_is_met() -> None:
    names = [tick.name for tick in progress("", local_part="sylvie")]
    assert names[:3] == ["at_least_8", "at_most_16", "three_classes"]
    assert ticked("", "sylvie") == set()
    assert ticked("a") == {"at_most_16", "lower", "plain_characters", "not_common"}
    assert ticked("aB#") >= {"three_classes", "lower", "upper", "symbol"}
    assert "at_least_8" not in ticked("aB#")
    assert ticked(GOOD, "sylvie") == set(names)
    assert "plain_characters" not in ticked(" " + GOOD)
    assert "plain_characters" not in ticked(GOOD + "\u200b")
    assert "at_most_16" not in ticked(GOOD * 2)
    assert "not_common" not in ticked("Password1")
    assert "not_account" not in ticked(GOOD + "sylvie", "sylvie")
    assert [tick.name for tick in progress(GOOD * 9, local_part="")] == names


def test_a_line_that_cannot_fail_is_not_on_the_checklist() -> None:
    names = [tick.name for tick in progress(GOOD, refuse_common=False)]
    assert "not_common" not in names
    assert "not_account" not in names
