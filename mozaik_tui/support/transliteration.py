"""A way to say a phrase whose letters the agent does not read: letter by letter, for French and English readers.

It follows the letters, not the spoken language: stress, tone and what is not written are missing, and the console
says so. No library: those that do better per language need a dictionary each (docs/decisions/0018).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

from .pinyin import pinyin

CYRILLIC: Mapping[str, str] = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщъыьэюяё",
        "a b v g g d e ie j z i i i y k l m n o p r s t ou f kh ts tch ch chtch - y - e iou ia io".replace(
            "-", "’"
        ).split(),
        strict=True,
    )
)
UKRAINIAN: Mapping[str, str] = {**CYRILLIC, "г": "h", "и": "y"}
_ARABIC_SOUNDS = "a b t th j h kh d dh r z s ch s d t z ‘ gh f q k l m n h ou i"
ARABIC: Mapping[str, str] = {
    **dict(zip("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", _ARABIC_SOUNDS.split(), strict=True)),
    "آ": "â", "أ": "a", "إ": "i", "ؤ": "ou", "ئ": "i", "ء": "’", "ة": "a", "ى": "a",
    "پ": "p", "چ": "tch", "ژ": "j", "گ": "g", "ک": "k", "ی": "i", "ہ": "h", "ھ": "h", "ے": "é", "ں": "n", "ٹ": "t",
    "ڈ": "d", "ڑ": "r", "ټ": "t", "ځ": "dz", "څ": "ts", "ډ": "d", "ړ": "r", "ږ": "g", "ښ": "kh", "ګ": "g", "ڼ": "n",
    "ۍ": "eï", "ې": "é", "ۀ": "e", "َ": "a", "ِ": "i", "ُ": "ou", "ً": "an", "ٍ": "in", "ٌ": "oun", "ّ": "", "ْ": "", "ٔ": "",
    "؟": "?", "،": ",", "؛": ";", "۔": ".",
}  # fmt: skip
# The Indic blocks share one layout: the place in the block tells the letter (Unicode, chapter 12).
_INDIC_VOWELS = {
    0x05: "a", 0x06: "â", 0x07: "i", 0x08: "î", 0x09: "ou", 0x0A: "oû", 0x0B: "ri", 0x0D: "é", 0x0E: "é", 0x0F: "é",
    0x10: "aï", 0x11: "o", 0x12: "o", 0x13: "o", 0x14: "aou",
}  # fmt: skip
_INDIC_SOUNDS = (
    "k kh g gh ng tch tchh dj djh gn t th d dh n t th d dh n n p ph b bh m y r r l l l v ch ch s h"
)
_INDIC_CONSONANTS = dict(
    zip(
        range(0x15, 0x3A),
        _INDIC_SOUNDS.split(),
        strict=True,
    )
)
_INDIC_SIGNS = {
    0x3E: "â", 0x3F: "i", 0x40: "î", 0x41: "ou", 0x42: "oû", 0x43: "ri", 0x45: "é", 0x46: "é", 0x47: "é", 0x48: "aï",
    0x49: "o", 0x4A: "o", 0x4B: "o", 0x4C: "aou",
}  # fmt: skip
_VIRAMA, _NASALS, _NUKTA, _ADDAK = 0x4D, (0x01, 0x02, 0x70), 0x3C, 0x71
_FINAL_VOWEL_IS_SILENT = frozenset((0x0900, 0x0980, 0x0A00))
"""Devanagari, Bengali and Gurmukhi; Tamil writes what it does not say."""


def _by_letter(table: Mapping[str, str]) -> Callable[[str], str]:
    def say(text: str) -> str:
        said = []
        for char in unicodedata.normalize("NFC", text):
            letter = table.get(char.lower(), char)
            said.append(letter.capitalize() if char != char.lower() else letter)
        return "".join(said)

    return say


def _indic(block: int) -> Callable[[str], str]:
    def say(text: str) -> str:
        said: list[str] = []
        pending = False  # a consonant whose own vowel is not written
        for char in [*unicodedata.normalize("NFC", text), " "]:
            place = ord(char) - block
            inside = 0 <= place < 0x80
            if pending and not (inside and (place in _INDIC_SIGNS or place in (_VIRAMA, _NUKTA))):
                word_ends = not inside and block in _FINAL_VOWEL_IS_SILENT
                said.append("" if word_ends else "a")
                pending = False
            if not inside:
                said.append(char)
            elif place in _INDIC_CONSONANTS:
                said.append(_INDIC_CONSONANTS[place])
                pending = True
            elif place in _INDIC_VOWELS or place in _INDIC_SIGNS:
                said.append(_INDIC_VOWELS.get(place) or _INDIC_SIGNS[place])
                pending = False
            elif place == _VIRAMA:
                pending = False
            elif place in _NASALS:
                said.append("n")
            elif 0x66 <= place <= 0x6F:
                said.append(str(place - 0x66))
        return "".join(said).strip().replace("।", ".")

    return say


_ETHIOPIC_VOWELS = {"AA": "a", "EE": "é", "WA": "oua", "A": "e", "U": "ou", "I": "i", "E": "", "O": "o"}
_ETHIOPIC_MARKS = {"፡": " ", "።": ".", "፣": ",", "፤": ";", "፥": ":", "፧": "?"}


def _ethiopic(text: str) -> str:
    """Each sign is a syllable, and its Unicode name says which."""
    said = []
    for char in text:
        name = unicodedata.name(char, "")
        if char in _ETHIOPIC_MARKS or not name.startswith("ETHIOPIC SYLLABLE "):
            said.append(_ETHIOPIC_MARKS.get(char, char))
            continue
        syllable = name.rpartition(" ")[2]
        vowel = next(ending for ending in _ETHIOPIC_VOWELS if syllable.endswith(ending))
        consonant = (
            syllable.removesuffix(vowel).lower().replace("sh", "ch").replace("glottal", "").replace("x", "h")
        )
        said.append(consonant + (_ETHIOPIC_VOWELS[vowel] if vowel else ""))
    return "".join(said)


WAYS: Mapping[str, Callable[[str], str]] = {
    "Cyrl": _by_letter(CYRILLIC),
    "Arab": _by_letter(ARABIC),
    "Deva": _indic(0x0900),
    "Beng": _indic(0x0980),
    "Guru": _indic(0x0A00),
    "Taml": _indic(0x0B80),
    "Ethi": _ethiopic,
    "Hans": pinyin,
}
UNVOWELLED = frozenset(("Arab",))
"""Scripts that leave short vowels out."""
ISOLATES = {ord(char): None for char in "\u2066\u2067\u2068\u2069\u200e\u200f\u200c\u200d"}


def said(text: str, script: str, tag: str = "") -> str | None:
    """``text`` in Latin letters; ``None`` for a script that is Latin, or that there is no way for."""
    way = _by_letter(UKRAINIAN) if tag.startswith("uk") else WAYS.get(script)
    return None if way is None else way(text.translate(ISOLATES))


def limits(script: str) -> str | None:
    """The catalogue key of what to say of it; ``None`` where nothing has to be said (Latin letters)."""
    if script == "Latn":
        return None
    if script not in WAYS:
        return "support.limits.none"
    return "support.limits.unvowelled" if script in UNVOWELLED else "support.limits"
