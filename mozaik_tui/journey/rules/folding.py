"""Folding of names (account-service.md, Rules): what a name is compared by. What was typed is kept as typed
elsewhere.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from .text import is_blank, is_dash, is_invisible

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ß": "ss"})
APOSTROPHES = frozenset("'’‘‛`´ʹʻʼʽʾʿˈ′＇՚׳ꞌ")
"""All that a keyboard or a word processor writes for an apostrophe, the Hebrew geresh and the Ukrainian one
included.
"""

BARE_SCRIPTS = ("LATIN ", "GREEK ", "CYRILLIC ", "ARABIC ", "HEBREW ")
"""Scripts whose marks are dropped. Marks of other scripts are vowels: dropping them makes another name."""


@lru_cache(maxsize=4096)
def _loses_marks(char: str) -> bool:
    """Whether ``char`` is a letter on which a combining mark does not count."""
    return unicodedata.category(char)[0] == "L" and unicodedata.name(char, "").startswith(BARE_SCRIPTS)


@lru_cache(maxsize=4096)
def _dropped(char: str) -> bool:
    return char in APOSTROPHES or is_blank(char) or is_dash(char) or is_invisible(char)


DROPPED_ASCII = {code: None for code in range(128) if _dropped(chr(code))}
"""For names in ASCII, which are most of a registry: one translation folds them."""


def _fold_once(text: str, *, keep_all: bool) -> str:
    text = unicodedata.normalize("NFKD", text).casefold()
    text = unicodedata.normalize("NFKD", text).translate(LIGATURES)
    kept: list[str] = []
    bare = False
    for char in text:
        if unicodedata.category(char)[0] == "M":
            if not bare:
                kept.append(char)
        elif keep_all or not _dropped(char):
            bare = _loses_marks(char)
            kept.append(char)
    return "".join(kept)


def fold_name(text: str) -> str:
    """``text`` as names are matched: case-folded, NFKD, without marks on Latin, Greek, Cyrillic, Arabic and
    Hebrew letters, ligatures opened, apostrophes, hyphens, blanks and invisible characters removed. Folding
    twice changes nothing.
    """
    return _settled(text, keep_all=False)


def fold_letters(text: str) -> str:
    """``text`` case-folded and without marks as in :func:`fold_name`, with every other character kept in its
    place.
    """
    return _settled(text, keep_all=True)


def _settled(text: str, *, keep_all: bool) -> str:
    """Fold until nothing changes: taking a character out can bring a mark to another letter."""
    if text.isascii():
        return text.lower() if keep_all else text.lower().translate(DROPPED_ASCII)
    folded = _fold_once(text, keep_all=keep_all)
    while (again := _fold_once(folded, keep_all=keep_all)) != folded:
        folded = again
    return folded


def initials(text: str, count: int) -> str:
    """The first ``count`` letters A–Z of a folded name, upper case; fewer when it has fewer (other scripts:
    none).
    """
    return "".join(char for char in fold_name(text) if "a" <= char <= "z")[:count].upper()
