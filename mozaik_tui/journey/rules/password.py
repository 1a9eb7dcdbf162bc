"""The password rule (journey.md, Password; account-service.md, Passwords): live checklist and service."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from .folding import fold_letters, fold_name

SHORTEST, LONGEST = 8, 16
CLASSES_NEEDED = 3
SYMBOLS = frozenset("#$/%?&*")
SHORTEST_ACCOUNT_NAME = 4
FAR_TOO_LONG = 256
"""The account's name is not looked for beyond this: such a text is refused anyway, and folding it all takes
time.
"""

RULES = (
    "empty",
    "too_short",
    "too_long",
    "too_few_classes",
    "outer_space",
    "invisible_character",
    "too_common",
    "too_close_to_account",
)
"""Names of the rules in the order in which they are told (account-service.md, ``unmet``)."""

INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Categories that nobody sees or can type again: control, format, unassigned, private use, surrogates, line
ends.
"""


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of the live checklist: ``name`` is the key of its text, ``met`` whether it is ticked."""

    name: str
    met: bool


def normalise(password: str) -> str:
    """NFC, and nothing else: never trimmed, never cut. What is counted, compared and hashed."""
    return unicodedata.normalize("NFC", password)


def classes(password: str) -> frozenset[str]:
    """Which of ``lower`` ``upper`` ``digit`` ``symbol`` a normalised password holds."""
    found: set[str] = set()
    for char in password:
        category = unicodedata.category(char)
        if category == "Ll":
            found.add("lower")
        elif category == "Lu":
            found.add("upper")
        elif "0" <= char <= "9":
            found.add("digit")
        elif char in SYMBOLS:
            found.add("symbol")
    return frozenset(found)


def unmet(password: str, *, refuse_common: bool = True, local_part: str | None = None) -> tuple[str, ...]:
    """Names of the rules that ``password`` does not meet, in the order of :data:`RULES`; none: it is taken.

    ``local_part`` of the account's e-mail, with or without its tag. ``refuse_common`` is the setting
    ``password.refuse_common``; the common list is asked last, about a password whose shape is right.
    """
    password = normalise(password)
    if not password:
        return ("empty",)
    missed = set()
    if len(password) < SHORTEST:
        missed.add("too_short")
    if len(password) > LONGEST:
        missed.add("too_long")
    if len(classes(password)) < CLASSES_NEEDED:
        missed.add("too_few_classes")
    if " " in (password[0], password[-1]):
        missed.add("outer_space")
    if any(map(_is_invisible, password)):
        missed.add("invisible_character")
    if refuse_common and not missed and _is_common(password):
        missed.add("too_common")
    if local_part is not None and holds_account_name(password[:FAR_TOO_LONG], local_part):
        missed.add("too_close_to_account")
    return tuple(rule for rule in RULES if rule in missed)


def _is_invisible(char: str) -> bool:
    category = unicodedata.category(char)
    return category in INVISIBLE or (category == "Zs" and char != " ")


def _is_common(password: str) -> bool:
    from .common_passwords import is_common

    return is_common(password)


def holds_account_name(password: str, local_part: str) -> bool:
    """Whether the whole local part without its tag (4 or more characters, a letter among them) is in the
    password, folded.
    """
    name = local_part.partition("+")[0]
    if len(name) < SHORTEST_ACCOUNT_NAME or not any(map(str.isalpha, name)):
        return False
    return any(
        len(folded) >= SHORTEST_ACCOUNT_NAME and folded in fold(password)
        for fold in (fold_letters, fold_name)
        if (folded := fold(name))
    )


def progress(password: str, *, refuse_common: bool = True, local_part: str | None = None) -> tuple[Tick, ...]:
    """The live checklist: the same lines in the same order at each key; all but the four classes must be met.

    ``at_least_8``, ``at_most_16``, ``three_classes``, then the classes ``lower`` ``upper`` ``digit``
    ``symbol`` (three are enough), ``plain_characters`` (no hidden character, no blank first or last),
    ``not_common`` (where ``refuse_common``), ``not_account`` (where ``local_part`` is known). While nothing
    is typed nothing is ticked.
    """
    password = normalise(password)
    missed = set(unmet(password, refuse_common=refuse_common, local_part=local_part))
    found = classes(password)
    typed = bool(password)
    lines = (
        Tick("at_least_8", typed and "too_short" not in missed),
        Tick("at_most_16", typed and "too_long" not in missed),
        Tick("three_classes", typed and "too_few_classes" not in missed),
        *(Tick(name, name in found) for name in ("lower", "upper", "digit", "symbol")),
        Tick("plain_characters", typed and not missed & {"outer_space", "invisible_character"}),
    )
    if refuse_common:
        lines += (Tick("not_common", typed and "too_common" not in missed),)
    if local_part is not None:
        lines += (Tick("not_account", typed and "too_close_to_account" not in missed),)
    return lines
