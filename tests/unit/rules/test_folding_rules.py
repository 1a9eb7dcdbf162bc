"""Folding of names, word for word as in account-service.md."""

import pytest

from mozaik_tui.journey.rules.folding import fold_letters, fold_name, initials


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Tremblay", "tremblay"),
        ("LÉVESQUE", "levesque"),
        ("Le\u0301vesque", "levesque"),
        ("Côté-Boisvert", "coteboisvert"),
        ("O’Neil", "oneil"),
        ("O'Neil", "oneil"),
        ("D`Arc ´ʼ′", "darc"),
        ("Jean\u00a0Paul\u2009Roy", "jeanpaulroy"),
        ("Jean–Paul—Roy‑X−Y", "jeanpaulroyxy"),
        ("Lecœur", "lecoeur"),
        ("LECŒUR", "lecoeur"),
        ("Ærø", "aero"),
        ("Đặng", "dang"),
        ("Łukasz", "lukasz"),
        ("Strauß", "strauss"),
        ("STRAUSS", "strauss"),
        ("Ægir Øst", "aegirost"),
        ("Ǿ", "o"),
        ("İstanbul", "istanbul"),
        ("Ａｎａ", "ana"),
        ("ﬁn", "fin"),
        ("Σίσυφος", "σισυφοσ"),
        ("Йосиф", "иосиф"),
        ("Ёлка", "елка"),
        ("Пам\u02bcять", "память"),
        ("أحمد", "احمد"),
        ("مُحَمَّد", "محمد"),
        ("שָׁלוֹם", "שלום"),
        ("בֶּן־דָּוִד", "בןדוד"),
        ("\u200fعلی\u200c", "علی"),
        ("王小明", "王小明"),
        ("", ""),
        ("' -", ""),
    ],
)
def test_names_fold_as_the_contract_says(name: str, folded: str) -> None:
    assert fold_name(name) == folded
    assert fold_name(folded) == folded


@pytest.mark.parametrize("name", ["प्रिया", "ਗੁਰਪ੍ਰੀਤ", "அருண்", "রহিমা", "ቴዎድሮስ", "ကို"])
def test_vowel_signs_of_other_scripts_are_kept(name: str) -> None:
    assert len(fold_name(name)) >= len(name)
    assert fold_name(name) != fold_name(name[:-1])


def test_a_mark_that_stands_alone_is_kept() -> None:
    assert fold_name("\u0301a") == "\u0301a"


def test_a_mark_after_a_removed_character_belongs_to_the_letter_before() -> None:
    assert fold_name("a'\u0301b") == "ab"


def test_a_removed_dash_between_two_vowel_signs_leaves_one_order_of_them() -> None:
    assert fold_name("क\u094d-\u093c") == fold_name("क\u093c\u094d") == "क\u093c\u094d"


def test_letters_can_be_folded_without_removing_anything() -> None:
    assert fold_letters("Été d'Œuvre–X") == "ete d'oeuvre–x"


@pytest.mark.parametrize(
    ("name", "count", "letters"),
    [
        ("Lévesque", 3, "LEV"),
        ("O'Neil", 3, "ONE"),
        ("De La Cruz", 3, "DEL"),
        ("Ng", 3, "NG"),
        ("Œuvrard", 3, "OEU"),
        ("Иванов", 3, ""),
        ("", 1, ""),
    ],
)
def test_initials_are_the_first_letters_a_to_z(name: str, count: int, letters: str) -> None:
    assert initials(name, count) == letters
