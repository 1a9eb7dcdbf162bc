"""Why an address was refused, and what may have been meant: looked at only after the rule itself said no.

Reasons: ``missing_at``, ``two_at``, ``nothing_before_at``, ``nothing_after_at``, ``display_name``,
``wide_at``, ``wide_letters``, ``inner_blank``, ``hidden_character``, ``other_keyboard``, ``accent``,
``internal_host``, ``no_ending``, ``comma``, ``dots``, ``too_long``, ``other``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from .email_domains import PROVIDERS, likely_domain
from .text import is_blank, is_invisible, narrow

WIDE_AT = "＠﹫"
INTERNAL_ENDINGS = (".local", ".localhost", ".test", ".invalid", ".onion", ".arpa")
"""What email-validator refuses as reserved, where a host of this building may answer."""

LONGEST_LOCAL, LONGEST = 64, 254
LONGEST_ENDING = 3
"""Up to this length of the ending a blank in it is a slip (``.c om``), else a new word begins there."""


def reason_and_offers(text: str) -> tuple[str, tuple[str, ...]]:
    """The reason of a refused, cleaned, non-empty address, and texts to offer, best first, to be judged."""
    if any(unicodedata.category(char) in ("Cc", "Zl", "Zp", "Cs") and char != "\t" for char in text):
        return "hidden_character", ()
    if bracketed := re.search(r"<([^<>]*@[^<>]*)>", text):
        return "display_name", (bracketed[1].strip(),)
    if any(char in WIDE_AT for char in text):
        return "wide_at", (narrow(re.sub(f"[{WIDE_AT}]", "@", text)),)
    if "@" not in text:
        # Where another keyboard is on, the key of the @ has another sign too: that is the reason to tell.
        return ("other_keyboard" if any(map(_is_foreign_letter, text)) else "missing_at"), ()
    if any(map(is_blank, text)):
        return "inner_blank", tuple(_without_blanks(text))
    if any(map(is_invisible, text)):
        return "hidden_character", ()
    return _reason_of_parts(text)


def _reason_of_parts(text: str) -> tuple[str, tuple[str, ...]]:
    local, _, domain = text.rpartition("@")
    if "@" in local:
        return "two_at", ()
    if not local:
        return "nothing_before_at", ()
    if not domain:
        return "nothing_after_at", ()
    if any(map(_is_foreign_letter, text)):
        return "other_keyboard", ()
    if not local.isascii():
        if narrow(local).isascii():
            return "wide_letters", (narrow(text),)
        return ("accent" if any(map(_is_accented, local)) else "other"), ()
    return _reason_of_ascii(text, local, domain.lower())


def _reason_of_ascii(text: str, local: str, domain: str) -> tuple[str, tuple[str, ...]]:
    if len(local) > LONGEST_LOCAL or len(text) > LONGEST:
        return "too_long", ()
    if domain == "localhost" or domain.endswith(INTERNAL_ENDINGS) or re.fullmatch(r"\[.*\]|[0-9.]+", domain):
        return "internal_host", ()
    if "," in domain or text.endswith(";"):
        return "comma", (f"{local}@{domain.rstrip(',;')}", f"{local}@{domain.replace(',', '.')}")
    if "." not in domain:
        likely = likely_domain(domain)
        return "no_ending", (f"{local}@{likely}",) if likely else ()
    if ".." in text or text.startswith(".") or ".@" in text or "@." in text or text.endswith("."):
        return "dots", ()
    return "other", ()


def _is_accented(char: str) -> bool:
    return char.isalpha() and not char.isascii()


def _is_foreign_letter(char: str) -> bool:
    return _is_accented(char) and not narrow(char).isascii() and "LATIN" not in unicodedata.name(char, "")


def _without_blanks(text: str) -> Iterator[str]:
    """The address without its blanks; but a word after a whole address is a word, and a lost dot is a dot."""
    local, _, domain = text.rpartition("@")
    local, parts = "".join(local.split()), domain.split()
    joined = "".join(parts)
    blank_in_ending = " " in " ".join(domain.rpartition(".")[2].split())
    if blank_in_ending and joined not in PROVIDERS and len(joined.rpartition(".")[2]) > LONGEST_ENDING:
        yield f"{local}@{parts[0]}"
    yield f"{local}@{joined}"
    yield f"{local}@{'.'.join(parts)}"
