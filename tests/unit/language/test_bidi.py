"""UAX #9 against Unicode's own 91,707 cases, and the tables against Unicode's."""

import os
import unicodedata

import pytest

from mozaik_tui.language.bidi import MIRRORED, line_levels, resolve, visual_order
from mozaik_tui.language.bidi.classes import CLOSING, CLOSING_OF, REMOVED, bidi_class

from .unicode_files import rows

EVERY = 1 if os.environ.get("MOZAIK_PROVE") else 23
"""One case of so many is looked at: some 4,000, and all of them under `make prove`."""
BASE = {"0": 0, "1": 1, "2": None}


def levels_and_order(text, base):
    levels, own = resolve(text, base)
    levels = line_levels(text, levels, own)
    kept = [place for place, each in enumerate(text) if bidi_class(each) not in REMOVED]
    told = [str(level) if place in set(kept) else "x" for place, level in enumerate(levels)]
    return own, " ".join(told), " ".join(str(place) for place in visual_order(levels) if place in set(kept))


def test_levels_and_order_are_those_of_unicode():
    cases = list(rows("BidiCharacterTest"))
    assert len(cases) == 91_707
    for codes, base, own, levels, order in cases[::EVERY]:
        text = "".join(chr(int(code, 16)) for code in codes.split())
        assert levels_and_order(text, BASE[base]) == (int(own), levels, order), codes


def test_brackets_are_those_of_unicode():
    for code, partner, kind in rows("BidiBrackets"):
        one, other = chr(int(code, 16)), chr(int(partner, 16))
        if kind == "o":
            assert CLOSING_OF[one] == unicodedata.normalize("NFC", other)
        else:
            assert CLOSING[one] == unicodedata.normalize("NFC", one)


def test_mirror_images_are_those_of_unicode_where_unicode_has_one():
    known = {chr(int(code, 16)): chr(int(image, 16)) for code, image in rows("BidiMirroring")}
    for one, other in MIRRORED.items():
        if unicodedata.mirrored(one) and one not in "▶◀←→":
            assert known[one] == other
    assert {"(": ")", "«": "»", "<": ">"}.items() <= MIRRORED.items()


@pytest.mark.parametrize(
    ("text", "levels"),
    [("", []), ("abc", [0, 0, 0]), ("\u2066", [0]), ("\u0627\u2029b", [1, 0, 0])],
)
def test_the_smallest_texts(text, levels):
    assert resolve(text, 0)[0][: len(levels)] == levels
