"""The pseudo-language ``qps-ploc``: French made 40 % longer between ⟦ and ⟧, to find what a screen cuts off.

Fields ``{name}`` and labels of the portal between « and » stay as they are, as they do in every true
translation.
"""

from __future__ import annotations

import re

_KEPT = re.compile(r"(\{[^{}]*\}|«[^»]*»)")
_VOWELS = str.maketrans("aeiouAEIOU", "àéîöûÀÉÎÖÛ")
_FILLING = "~"


def lengthened(template: str) -> str:
    """``template`` in the pseudo-language; the empty text stays empty."""
    if not template:
        return template
    parts = _KEPT.split(template)
    dressed = "".join(part if index % 2 else part.translate(_VOWELS) for index, part in enumerate(parts))
    # The marks are two of the characters that 40 % more asks for; words stay words, so that lines can break.
    missing = max(0, round(len(template) * 0.4) - 2)
    words, rest = divmod(missing, 8)
    filling = (" " + _FILLING * 7) * words + _FILLING * rest
    return f"⟦{dressed}{filling}⟧"
