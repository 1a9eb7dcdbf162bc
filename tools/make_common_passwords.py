"""Write the list of common passwords that meet the rule (account-service.md, Passwords: ``too_common``).

Run from the root: ``python tools/make_common_passwords.py``. Nothing is random and nothing is fetched: the
same words give the same list, byte for byte (a test compares). Each entry meets the rule of journey.md, and
no two entries have the same comparison key, so that every line refuses something that no other line does.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mozaik_tui.journey.rules.common_passwords import LIST_FILE, comparison_key
from mozaik_tui.journey.rules.password import unmet

WORDS_FILE = Path(__file__).with_name("common_words.txt")
WHOLE_FILE = Path(__file__).with_name("common_whole.txt")

NUMBERS = (
    "1",
    "2",
    "7",
    "01",
    "10",
    "11",
    "12",
    "13",
    "22",
    "23",
    "69",
    "99",
    "00",
    "007",
    "100",
    "123",
    "1234",
    "12345",
    "123456",
    "2000",
)
YEARS = tuple(str(year) for year in range(2022, 2028))
TAILS = ("1!", "123!", "!1", "1#", "#1", "#12", "#123", "123#", "1$", "1*", "1?", "@123")
SYMBOL_TAILS = ("#", "$", "*", "?")
LEET = str.maketrans({"a": "@", "o": "0", "e": "3", "i": "1", "s": "$"})


def words(path: Path) -> list[str]:
    """The words of a file in its order, each once; lines with ``# `` in front are notes."""
    lines = path.read_text(encoding="ascii").splitlines()
    listed = (word for line in lines if not line.startswith("# ") for word in line.split())
    return list(dict.fromkeys(listed))


def candidates() -> Iterator[str]:
    """Everything that may be listed, likeliest first."""
    yield from words(WHOLE_FILE)
    all_words = words(WORDS_FILE)
    for tail in (*NUMBERS, *YEARS, *TAILS, *SYMBOL_TAILS):
        for word in all_words:
            yield word.capitalize() + tail
    for word in all_words:
        yield word[0].upper() + word[1:].translate(LEET)
        yield "123" + word.capitalize()
        yield word.capitalize() * 2 + "1"


def common_passwords() -> list[str]:
    """The list: what meets the rule, each comparison key once, sorted so that a change reads well."""
    by_key: dict[str, str] = {}
    for candidate in candidates():
        if not unmet(candidate, refuse_common=False):
            by_key.setdefault(comparison_key(candidate), candidate)
    return sorted(by_key.values())


if __name__ == "__main__":
    LIST_FILE.write_text("\n".join(common_passwords()) + "\n", encoding="ascii", newline="\n")
