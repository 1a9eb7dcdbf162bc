"""Passwords that everybody tries first (account-service.md, Passwords: ``too_common``).

Two rules. A list of passwords that meet the rule of journey.md, written by
``tools/make_common_passwords.py``; and any password built on the product's own words. Both compare by
:func:`comparison_key`, so that ``P@ssw0rd1`` and ``PASSWORD1`` are one password: whoever guesses tries
capitals and the usual swaps of letters first.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from .folding import fold_letters

LIST_FILE = Path(__file__).with_name("common_passwords.txt")

SWAPS = str.maketrans("01!l|3€4@5$7+", "oiiiieeaasstt")
"""Figures and signs written for letters. ``l`` and ``i`` become one, since 1 stands for both."""

PRODUCT_NAMES = ("mozaik", "mozaique", "mozaic", "mosaik", "mosaique", "portail", "portal")
"""Refused wherever they stand: whoever attacks this portal starts with its name."""

PRODUCT_WORDS = (
    "parent", "ecole", "school", "scolaire", "eleve", "enfant", "secretariat", "bulletin", "fiche", "grics",
    "parents", "ecoles", "schools", "eleves", "enfants",
)  # fmt: skip
"""Refused when they are most of the password: fewer than :data:`LETTERS_OF_ONES_OWN` other letters stand with
them.
"""

LETTERS_OF_ONES_OWN = 4


def comparison_key(password: str) -> str:
    """Folded (case, accents), with the usual swaps undone. As many characters as the folded password."""
    return fold_letters(password).translate(SWAPS)


@lru_cache(maxsize=1)
def _listed() -> frozenset[str]:
    """Comparison keys of the list. The file is ASCII, where folding is lower case: 20,000 lines take a few
    milliseconds.
    """
    return frozenset(LIST_FILE.read_text(encoding="ascii").lower().translate(SWAPS).splitlines())


def is_common(password: str) -> bool:
    """Whether a normalised password is on the list or built on the product's own words. At most 16 characters
    matter.
    """
    return built_on_product(password) or comparison_key(password) in _listed()


def built_on_product(password: str) -> bool:
    """Whether the product's own words make up the password, also spelt with figures or signs in between."""
    folded = fold_letters(password)
    key = folded.translate(SWAPS)
    places = [place for place, char in enumerate(key) if char.isalnum()]
    joined = "".join(key[place] for place in places)
    if any(name in joined for name in _NAME_KEYS):
        return True
    own = set(range(len(folded)))
    for word in _WORD_KEYS:
        start = joined.find(word)
        while start >= 0:
            own.difference_update(places[start : start + len(word)])
            start = joined.find(word, start + 1)
    found = len(own) < len(folded)
    return found and sum(folded[place].isalpha() for place in own) < LETTERS_OF_ONES_OWN


_NAME_KEYS = tuple(comparison_key(name) for name in PRODUCT_NAMES)
_WORD_KEYS = tuple(comparison_key(word) for word in PRODUCT_WORDS)
