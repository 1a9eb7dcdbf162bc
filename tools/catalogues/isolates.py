"""Puts what is written from left to right inside right-to-left text between isolates.

terminal-text.md, Decisions (7): every phone number, code, date, URL and « » label inside right-to-left text stands in LRI…PDI,
or the order of its parts turns round (``514-555-0199`` becomes ``0199-555-514`` by UAX #9). A field whose value may be of
either direction (a child's name) stands in FSI…PDI. Translators need not type any of it: the sheet is read without.
"""

from __future__ import annotations

import re

LRI, FSI, PDI = "\u2066", "\u2068", "\u2069"

COUNTS = frozenset({"n", "of", "part", "parts", "tries", "days", "digits"})
"""Fields that hold one plain number: nothing in it can turn round."""

_LABEL = re.compile(r"«[^»]*»")
_FIELD = re.compile(r"\{([a-z_]+)\}")
# From the first Latin letter, digit or sign to the last one, over blanks and the punctuation of codes, dates and addresses.
_SIGN = r"A-Za-zÀ-ÿ0-9#$%&*@+?/<>"
_RUN = re.compile(rf"(?:\.|--?(?=[A-Za-z]))?[{_SIGN}](?:[{_SIGN} .:'’=–_-]*[{_SIGN}])?")
_HELD = re.compile(f"[{LRI}{FSI}][^{PDI}]*{PDI}")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def _needs(run: str) -> bool:
    """Whether the parts of ``run`` could change places: Latin letters, or figures or signs with something between them;
    or whether it is a sign that right-to-left text mirrors.
    """
    return bool(re.search(r"[A-Za-zÀ-ÿ<>]|[0-9][^0-9]+[0-9]|[#$%&*@+/][^0-9]+[#$%&*@+/?]", run))


def _outside(pattern: re.Pattern[str], text: str, put: object) -> str:
    """``put`` in place of each match that does not stand in an isolate yet."""
    assert callable(put)
    parts, end = [], 0
    for held in _HELD.finditer(text):
        parts += [pattern.sub(put, text[end : held.start()]), held.group()]
        end = held.end()
    return "".join([*parts, pattern.sub(put, text[end:])])


def isolated(text: str) -> str:
    """``text`` of a right-to-left language with its isolates; twice changes nothing."""

    def label(match: re.Match[str]) -> str:
        return match[0] if _RIGHT_TO_LEFT.search(match[0]) else f"{LRI}{match[0]}{PDI}"

    def field(match: re.Match[str]) -> str:
        return match[0] if match[1] in COUNTS else f"{FSI}{match[0]}{PDI}"

    def run(match: re.Match[str]) -> str:
        return f"{LRI}{match[0]}{PDI}" if _needs(match[0]) else match[0]

    if not _RIGHT_TO_LEFT.search(text) and _needs(_FIELD.sub("", bare(text))):
        return f"{LRI}{bare(text)}{PDI}"
    text = _outside(_LABEL, text, label)
    text = _outside(_FIELD, text, field)
    # The names of counting fields are no words: they are set aside while the runs are looked for.
    pieces = re.split(r"(\{[a-z_]+\}|\\n)", text)
    return "".join(piece if index % 2 else _outside_of_open(piece, run) for index, piece in enumerate(pieces))


def _outside_of_open(piece: str, run: object) -> str:
    """As :func:`_outside`; a piece that begins or ends within an isolate keeps that part as it is."""
    before, close, after = piece.partition(PDI)
    if close and not re.search(f"[{LRI}{FSI}]", before):
        return before + close + _outside_of_open(after, run)
    return _outside(_RUN, piece, run)


def bare(text: str) -> str:
    """``text`` without isolates, as a translator types it."""
    return re.sub(f"[{LRI}{FSI}{PDI}]", "", text)
