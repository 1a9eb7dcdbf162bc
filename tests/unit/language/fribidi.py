"""An engine that is not ours, for comparison: GNU FriBidi, which most Linux machines have as a library.

Lines are ordered, mirrored and shaped by it, paragraph by paragraph, as our own program does.
"""

from __future__ import annotations

import ctypes
from ctypes import POINTER, byref, c_int, c_int8, c_uint32
from ctypes.util import find_library

NAME = find_library("fribidi")
RIGHT_TO_LEFT = 0x111
"""FRIBIDI_PAR_RTL."""
FILLED = "\ufeff"
"""What FriBidi leaves in the place of an alef that a lam has taken in."""


def visual(text: str) -> str:
    """``text``, a paragraph on one line of a screen that runs from right to left, as it is to be drawn."""
    assert NAME is not None
    library = ctypes.CDLL(NAME)
    size = len(text)
    array = c_uint32 * (size + 1)
    given, drawn = array(*map(ord, text)), array()
    base = c_uint32(RIGHT_TO_LEFT)
    library.fribidi_log2vis.argtypes = [
        POINTER(c_uint32), c_int, POINTER(c_uint32), POINTER(c_uint32), POINTER(c_int), POINTER(c_int), POINTER(c_int8),
    ]  # fmt: skip
    level = library.fribidi_log2vis(given, size, byref(base), drawn, None, None, None)
    assert level > 0, "out of memory"
    return "".join(map(chr, drawn[:size])).replace(FILLED, "")
