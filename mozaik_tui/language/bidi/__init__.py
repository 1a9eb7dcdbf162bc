"""The bidirectional algorithm of Unicode (UAX #9): levels of a paragraph, order of a line.

:func:`resolve` gives a paragraph its levels before it is broken into lines; :func:`line_levels` and
:func:`visual_order` place the characters of one line. What libraries offer returns the reordered text only,
without the map between what is stored and what is seen, which a cursor needs (docs/decisions/0013).
"""

from __future__ import annotations

from .classes import MIRRORED, first_strong
from .levels import line_levels, resolve, visual_order

__all__ = ["MIRRORED", "first_strong", "line_levels", "resolve", "visual_order"]
