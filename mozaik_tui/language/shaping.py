"""Arabic letters in the form that their neighbours ask for, for terminals that draw each letter by itself.

The forms come from Unicode's presentation forms, which any font with Arabic letters has. A letter without
such forms (of Pashto, of Sorani) is sent as it is; its neighbours still take the form that fits it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

Form = Literal["isolated", "final", "initial", "medial"]
Joining = Literal["both", "right", "none", "clear"]

LAM = "\u0644"
_JOINERS = {"\u0640": "both", "\u200d": "both", "\u200c": "none"}
"""Tatweel and the two joiners of Unicode, which are no letters."""

# Letters that join the one before them only, and those that join none (ArabicShaping.txt, the blocks for Arabic);
# every other letter of these blocks joins on both sides.
_RIGHT = (
    "0622-0625 0627 0629 062F-0632 0648 0671-0673 0675-0677 0688-0699 06C0 06C3-06CB 06CD 06CF 06D2-06D3 06D5"
    " 06EE-06EF 0759-075B 076B-076C 0771 0773-0774 0778-0779 0870-0882 088E 08AA-08AC 08AE 08B1-08B2 08B9"
)
_NONE = "0621 0674 0887-0888 08AD 08C9"
_BLOCKS = "0620-06FF 0750-077F 0870-08FF"
_FORMS = "FB50-FBFF FE70-FEFC"
"""Without the ligatures of two and three letters between them: no font needs them."""


def _places(ranges: str) -> Iterator[int]:
    for first, last in re.findall(r"([0-9A-F]+)(?:-([0-9A-F]+))?", ranges):
        yield from range(int(first, 16), int(last or first, 16) + 1)


class _Tables(NamedTuple):
    """``forms``: letter (or lam with an alef) → form → the character that shows it; ``joining``: of each letter."""

    forms: dict[str, dict[str, str]]
    joining: dict[str, Joining]


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    """Made when the first Arabic letter is drawn."""
    forms: dict[str, dict[str, str]] = {}
    for code in _places(_FORMS):
        kind, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        letter = "".join(chr(int(each, 16)) for each in letters)
        if kind in ("<isolated>", "<final>", "<initial>", "<medial>") and (
            len(letter) == 1
            or (len(letter) == 2 and letter[0] == LAM and letter[1] in "\u0622\u0623\u0625\u0627")
        ):
            forms.setdefault(letter, {}).setdefault(kind[1:-1], chr(code))
    joining: dict[str, Joining] = {
        chr(code): "both" for code in _places(_BLOCKS) if unicodedata.category(chr(code)) in ("Lo", "Lm")
    }
    joining |= dict.fromkeys(map(chr, _places(_RIGHT)), "right")
    joining |= dict.fromkeys(map(chr, _places(_NONE)), "none")
    return _Tables(forms, joining)


def joining(character: str) -> Joining:
    """How ``character`` joins its neighbours; ``clear`` for marks, which letters join through."""
    if character in _JOINERS:
        return "both" if _JOINERS[character] == "both" else "none"
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return "clear"
    return _tables().joining.get(character, "none")


def _forms_of(letter: str) -> tuple[dict[str, str], str]:
    """The forms of a letter, and the marks to put on them: a letter of two parts may have those of its first."""
    forms = _tables().forms
    if letter in forms:
        return forms[letter], ""
    parts = unicodedata.normalize("NFD", letter)
    return (forms.get(parts[0], {}), parts[1:]) if len(parts) > 1 else ({}, "")


def missing(text: str) -> frozenset[str]:
    """The letters of ``text`` that have no presentation forms: they cannot be shaped for a plain terminal."""
    letters = {letter for letter in text if joining(letter) in ("both", "right") and letter not in _JOINERS}
    return frozenset(letter for letter in letters if not _forms_of(letter)[0])


def shaped(text: str) -> list[str]:
    """What to draw for each character of one line, in the same order; the empty text for what is not drawn.

    A lam and the alef after it become one letter, which stands in the place of the lam. Joiners have done their
    work and go.
    """
    kinds = [joining(character) for character in text]
    letters = [place for place, kind in enumerate(kinds) if kind != "clear"]
    drawn = ["" if character in "\u200c\u200d" else character for character in text]
    for index, place in enumerate(letters):
        kind = kinds[place]
        if kind == "none" or not drawn[place] or text[place] in _JOINERS:
            continue
        before = kinds[letters[index - 1]] == "both" if index else False
        after = letters[index + 1] if index + 1 < len(letters) else None
        joined_after = kind == "both" and after is not None and kinds[after] != "none"
        forms, marks = _forms_of(text[place])
        if after is not None and (both := _tables().forms.get(text[place] + text[after])):
            drawn[place] = both["final" if before and "final" in both else "isolated"]
            drawn[after] = ""
        elif forms:
            drawn[place] = _form(forms, before, joined_after) + marks
    return drawn


def _form(forms: dict[str, str], before: bool, after: bool) -> str:
    """The form for these neighbours; the nearest that there is for a letter that lacks one."""
    wanted: Form = "medial" if before and after else "final" if before else "initial" if after else "isolated"
    return forms.get(wanted) or forms.get("final" if before else "isolated") or next(iter(forms.values()))
