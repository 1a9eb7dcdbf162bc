"""What is allowed where, as data, so that no "if kiosk" is scattered about (architecture.md, The house)."""

from typing import Literal, NamedTuple

Stop = Literal["stop", "erase"]
"""The button and the key with which a parent ends: to go away, or to leave the machine to the next one."""


class Policy(NamedTuple):
    """What a place allows.

    ``may_quit``: the parent may end the program. ``may_copy``: text may go to the clipboard (never a password).
    ``mouse``: the terminal reports the mouse. ``stop``: the button and key of the end. ``first_screen``: further
    buttons of the language screen. ``renewed``: each parent has a process of their own, which ends with them.
    ``watched``: where nobody answers, the screen asks, then erases. ``sheet_to``: where the guide's take-home page
    may go, in the order in which it is offered; what is only a page of the guide (``qr``) comes first anyway.
    """

    may_quit: bool
    may_copy: bool
    sheet_to: tuple[str, ...] = ()
    mouse: bool = True
    stop: Stop = "stop"
    first_screen: tuple[str, ...] = ()
    renewed: bool = False
    watched: bool = False


HOME = Policy(may_quit=True, may_copy=True, sheet_to=("printer", "html", "pdf", "qr"))
"""A terminal of one's own: at home, at a desk, over SSH."""

KIOSK = Policy(
    may_quit=False,
    may_copy=False,
    sheet_to=("printer",),
    mouse=False,
    stop="erase",
    first_screen=("staff",),
    renewed=True,
    watched=True,
)
"""A machine in a lobby: the next parent must see nothing of the last one."""

BROWSER = Policy(may_quit=True, may_copy=False, sheet_to=("download", "qr"), renewed=True, watched=True)
"""A page in a browser, on a machine that we know nothing of: the next person may sit down at the same page. The
server's own printer and disk are no stranger's: the sheet goes to the page alone."""
