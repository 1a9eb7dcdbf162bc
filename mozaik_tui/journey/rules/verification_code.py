"""The code of the mail (journey.md, screen 4): exactly so many digits once blanks and dashes are gone.
Nothing is guessed.
"""

from __future__ import annotations

from .text import compact
from .verdict import Accepted, Refused


def judge_code(text: str, digits: int = 6) -> Accepted[str] | Refused:
    """The code as ASCII digits, or ``code_malformed``.

    Digits of any script count; blanks, dashes and the invisible characters of a paste are ignored. A whole
    sentence is not searched for a code: a mail also holds dates and minutes, and a wrong guess would cost one
    of the five tries. ``reason`` is ``empty``, ``not_digits``, ``too_short`` or ``too_long``; ``details``:
    ``digits`` wanted, ``found``.
    """
    code = compact(text)
    if len(code) == digits and code.isascii() and code.isdigit():
        return Accepted(code)
    if not code:
        reason = "empty"
    elif not (code.isascii() and code.isdigit()):
        reason = "not_digits"
    else:
        reason = "too_short" if len(code) < digits else "too_long"
    found = sum(char.isascii() and char.isdigit() for char in code)
    return Refused("code_malformed", reason=reason, details={"digits": digits, "found": found})
