"""Cleaning what was typed or pasted: edges, blanks, dashes, digits of any script (journey.md, Rules for every
screen).

All functions are total: any ``str`` goes in, lone surrogates included, and nothing is raised.
"""

from __future__ import annotations

import unicodedata

EXTRA_DASHES = frozenset("\u2212\u02d7\u2043\u00ad")
"""Dashes that Unicode does not file under "dash punctuation": minus sign, modifier minus, hyphen bullet, soft
hyphen.
"""

WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def is_blank(char: str) -> bool:
    """Whether ``char`` is a blank of any kind: space, no-break space, tab, line end."""
    return char.isspace() or unicodedata.category(char)[0] == "Z"


def is_invisible(char: str) -> bool:
    """Whether ``char`` is a format character: BOM, zero-width, bidi mark, soft hyphen. A blank is not one."""
    return unicodedata.category(char) == "Cf"


def is_dash(char: str) -> bool:
    """Whether ``char`` is a hyphen or a dash of any kind."""
    return unicodedata.category(char) == "Pd" or char in EXTRA_DASHES


def strip_edges(text: str) -> str:
    """``text`` without blanks and invisible characters at either end: they come with a paste, never on
    purpose.
    """
    start, end = 0, len(text)
    while start < end and (is_blank(text[start]) or is_invisible(text[start])):
        start += 1
    while end > start and (is_blank(text[end - 1]) or is_invisible(text[end - 1])):
        end -= 1
    return text[start:end]


def ascii_digits(text: str) -> str:
    """``text`` with each decimal digit of any script (٣ ۳ ३ ３) as 0–9; all else is left alone."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char, char)) for char in text)


def narrow(text: str) -> str:
    """``text`` with full-width letters and signs (Ａ ３ ．) as the usual ones, as keyboards for
    Chinese and Japanese have both.
    """
    return text.translate(WIDE)


def compact(text: str, *, also: str = "") -> str:
    """A code or number as it counts: digits of any script as 0–9; blanks, dashes, invisibles and ``also``
    removed.
    """
    return "".join(
        char
        for char in ascii_digits(text)
        if not (is_blank(char) or is_dash(char) or is_invisible(char) or char in also)
    )
