"""Letters in the forms that their neighbours ask for."""

import unicodedata

import pytest

from mozaik_tui.language.shaping import joining, missing, shaped

from .unicode_files import rows

KINDS = {"R": "right", "U": "none", "D": "both", "C": "both", "T": "clear"}
ALPHABETS = {
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآؤئةى",
    "fa": "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیءئؤأ",
    "ur": "اآبپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیےئۂۓ",
    "ug": "ئابپتجچخدرزژسشغفقكگڭلمنھوۇۆۈۋېىي",
}


def test_letters_join_as_unicode_says():
    looked_at = 0
    for code, _name, kind, _group in rows("ArabicShaping"):
        letter = chr(int(code, 16))
        # Signs that stand before a number are format characters to Python; they join nothing either way.
        if unicodedata.bidirectional(letter) == "AL" and "ARABIC" in unicodedata.name(letter):
            assert joining(letter) == KINDS[kind], code
            looked_at += 1
    assert looked_at > 250


@pytest.mark.parametrize("tag", ALPHABETS)
def test_alphabets_that_can_be_shown_letter_by_letter(tag):
    assert missing(unicodedata.normalize("NFC", ALPHABETS[tag])) == frozenset()


def test_pashto_and_sorani_have_letters_without_forms():
    assert missing("ټځڅډړږښګڼۍ") == frozenset("ټځڅډړږښڼۍګ")
    assert missing("ڕڵێ") == frozenset("ڕڵێ")


@pytest.mark.parametrize(
    ("word", "drawn"),
    [
        ("مدرسة", "\ufee3\ufeaa\ufead\ufeb3\ufe94"),
        ("لا", "\ufefb"),
        ("بلا", "\ufe91\ufefc"),
        ("الأول", "\ufe8d\ufef7\ufeed\ufedd"),
        ("لَا", "\ufefb\u064e"),
        ("می\u200cشود", "\ufee3\ufbfd\ufeb7\ufeee\ufea9"),
        ("ـب", "ـ\ufe90"),
        ("ۂ", "\ufba6\u0654"),
        ("قالۂ", "\ufed7\ufe8e\ufedf\ufba7\u0654"),
        ("ښب", "ښ\ufe90"),
        ("abc 12", "abc 12"),
        ("", ""),
    ],
)
def test_words(word, drawn):
    assert "".join(shaped(word)) == drawn
    assert len(shaped(word)) == len(word)
