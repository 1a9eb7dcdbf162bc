"""Names of school bodies as words: what is folded away, what is known besides the official name (domain.md,
School bodies).

Data, not code: a school body that changes its name gets a line here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .folding import APOSTROPHES, fold_letters

OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "css-mille-iles": ("Seigneurie-des-Mille-Îles",),
    "css-hautes-laurentides": ("Pierre-Neveu",),
    "cs-crie": ("Cree School Board",),
    "cs-kativik-ilisarniliriniq": ("Kativik School Board", "Commission scolaire Kativik"),
    "cs-sir-wilfrid-laurier": ("Sir Wilfrid Laurier School Board",),
    "cs-lester-b-pearson": ("Lester B. Pearson School Board",),
    "cs-english-montreal": ("English Montreal School Board",),
    "cs-central-quebec": ("Central Québec School Board",),
    "cs-eastern-shores": ("Eastern Shores School Board",),
    "cs-eastern-townships": ("Eastern Townships School Board",),
    "cs-riverside": ("Riverside School Board",),
    "cs-western-quebec": ("Western Québec School Board",),
    "cs-new-frontiers": ("New Frontiers School Board",),
    "css-littoral": ("Littoral School Board",),
}
"""Former names, and the names that English boards give themselves."""

ACRONYMS: dict[str, tuple[str, ...]] = {
    "cs-kativik-ilisarniliriniq": ("ki",),
}
"""Acronyms that no rule makes from a name."""

ARTICLES = frozenset(
    {"a", "au", "aux", "d", "de", "des", "du", "et", "l", "la", "le", "les", "of", "the", "and"}
)
KIND = frozenset(
    {
        "centre",
        "centres",
        "service",
        "services",
        "scolaire",
        "scolaires",
        "commission",
        "commissions",
        "school",
        "board",
        "boards",
    }
)
PREFIXES = ("css", "cs")
FILLERS = ARTICLES | KIND | frozenset(PREFIXES)

SAINTS = frozenset({"st", "ste", "saint", "sainte"})


def words_of(text: str) -> tuple[str, ...]:
    """The folded words of a name or a query: no accents, œ as oe, cut at all that is no letter or digit, one
    Saint.

    Single letters in a row are one word, so that "C.S.S.D.M." is read as it was meant; not over an apostrophe: "l'é" is
    an article and the beginning of a name.
    """
    cut = "".join(
        char if char.isalnum() else "'" if char in APOSTROPHES else " " for char in fold_letters(text)
    )
    joined = re.sub(r"\b(\w) (?=\w\b)", r"\1", re.sub(r" +", " ", cut))
    return tuple("saint" if word in SAINTS else word for word in joined.replace("'", " ").split())


def with_saint(joined: str) -> str:
    """Words run together with one Saint: "sthyacinthe" as "sainthyacinthe"."""
    return re.sub(r"^(?:sainte?|ste?)(?=[^aeiou])", "saint", joined)


def is_filler(word: str) -> bool:
    """Whether a folded word tells no body from another: an article, or what every name has."""
    return word in FILLERS


def acronyms(words: tuple[str, ...]) -> Iterator[str]:
    """The acronyms in use for a name given as folded words: CSS or CS and initials, or initials and SB ("...
    Board").

    Usage varies (CSSDM counts « de », CSSMI does not count « des »): leading and inner articles may each
    count or not.
    """
    own = _without_kind(words)
    first = next((place for place, word in enumerate(own) if word not in ARTICLES), len(own))
    lead = "".join(word[0] for word in own[:first])
    for kept in (own[first:], [word for word in own[first:] if word not in ARTICLES]):
        letters = "".join(word[0] for word in kept)
        if words[-1:] == ("board",):
            yield letters + "sb"
        for prefix in PREFIXES:
            yield prefix + letters
            yield prefix + lead + letters


def _without_kind(words: tuple[str, ...]) -> list[str]:
    """The words without « Centre de services scolaire », « Commission scolaire », "School Board"."""
    kinds = [place for place, word in enumerate(words) if word in KIND]
    leading = words[:1] and words[0] in KIND
    after = max(kinds) + 1 if leading else 0
    return [word for word in words[after:] if word not in KIND]
