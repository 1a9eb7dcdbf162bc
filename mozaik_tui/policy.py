"""What is allowed where, as data, so that no "if kiosk" is scattered about (architecture.md, The house)."""

from __future__ import annotations

from typing import NamedTuple


class Policy(NamedTuple):
    """``may_quit``: the parent may end the program; ``may_copy``: text may go to the clipboard (never a password);
    ``sheet_to``: where the guide's take-home page may go, in the order in which it is offered.
    """

    may_quit: bool
    may_copy: bool
    sheet_to: tuple[str, ...] = ()


HOME = Policy(may_quit=True, may_copy=True, sheet_to=("printer", "html", "pdf", "qr"))
"""A terminal of one's own: at home, at a desk, over SSH."""

KIOSK = Policy(may_quit=False, may_copy=False, sheet_to=("printer",))
"""A machine in a lobby: the next parent must see nothing of the last one."""
