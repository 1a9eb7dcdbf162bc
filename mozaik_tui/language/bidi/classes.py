"""What the algorithm knows of a character: its class, its partner when it is a bracket, its mirror image."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

ISOLATES = frozenset(("LRI", "RLI", "FSI"))
EMBEDDINGS = frozenset(("LRE", "RLE", "LRO", "RLO"))
REMOVED = EMBEDDINGS | {"PDF", "BN"}
"""Classes that rule X9 takes out of the text: they have no place in a line."""

_PAIRS = (
    "()[]{}༺༻༼༽᚛᚜⁅⁆⁽⁾₍₎⌈⌉⌊⌋〈〉❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟅⟆⟦⟧⟨⟩⟪⟫⟬⟭⟮⟯⦃⦄⦅⦆⦇⦈⦉⦊⦋⦌⦍⦐⦏⦎⦑⦒⦓⦔⦕⦖⦗⦘⧘⧙⧚⧛⧼⧽"
    "⸢⸣⸤⸥⸦⸧⸨⸩⹕⹖⹗⹘⹙⹚⹛⹜\u3008\u3009《》「」『』【】〔〕〖〗〘〙〚〛﹙﹚﹛﹜﹝﹞（）［］｛｝｟｠｢｣"
)
"""Opening and closing brackets in turn (Unicode's BidiBrackets.txt)."""

_CANONICAL = {"\u2329": "\u3008", "\u232a": "\u3009"}
"""Two brackets that count as the same as their canonical equivalents (BD16)."""

CLOSING_OF = {**dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True)), "\u2329": "\u3009"}
"""Each opening bracket with the closing one that fits it, in its canonical form."""

CLOSING = {closing: closing for closing in CLOSING_OF.values()} | {"\u232a": "\u3009"}
"""Each closing bracket with its canonical form."""

_OTHERS = "<>«»‹›≤≥"
# Not mirrored by Unicode, but they point: in a line that runs from right to left they point the other way.
_SIGNS = "▶◀►◄→←╭╮╰╯┌┐└┘├┤╔╗╚╝╠╣"
MIRRORED = {
    one: other
    for pairs in (_PAIRS, _OTHERS, _SIGNS)
    for left, right in zip(pairs[::2], pairs[1::2], strict=True)
    for one, other in ((left, right), (right, left))
}
"""The image of a character in a run from right to left (rule L4), with the signs and frames of our screens."""

_UNASSIGNED_RIGHT = (
    (0x0590, 0x05FF),
    (0x07C0, 0x085F),
    (0xFB1D, 0xFB4F),
    (0x10800, 0x10FFF),
    (0x1E800, 0x1EFFF),
)
_UNASSIGNED_ARABIC = ((0x0600, 0x07BF), (0x0860, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF))
"""Blocks whose free places are kept for letters from right to left (DerivedBidiClass.txt)."""


@lru_cache(maxsize=4096)
def bidi_class(character: str) -> str:
    """The class of one character (``L``, ``AL``, ``EN`` …), of a free place too."""
    if known := unicodedata.bidirectional(character):
        return known
    code = ord(character)
    for name, blocks in (("R", _UNASSIGNED_RIGHT), ("AL", _UNASSIGNED_ARABIC)):
        if any(first <= code <= last for first, last in blocks):
            return name
    return "BN" if code & 0xFFFE == 0xFFFE or 0xE0000 <= code <= 0xE0FFF else "L"


def first_strong(classes: list[str], start: int = 0) -> int | None:
    """The level that the first strong character asks for, 0 or 1; ``None`` without one (rules P2 and P3).

    What stands in an isolate does not count. From a ``start`` inside an isolate the search ends with it.
    """
    depth = 0
    for place in range(start, len(classes)):
        name = classes[place]
        if name in ISOLATES:
            depth += 1
        elif name == "PDI":
            if depth == 0 and start:
                return None
            depth = max(0, depth - 1)
        elif name == "B":
            return None
        elif depth == 0 and name in ("L", "R", "AL"):
            return 0 if name == "L" else 1
    return None
