"""The one key table: what each key does, what it is called, and when it works.

Bindings and the key bar come from here, so that a key that works is a key that is shown. Words come from
the domain ``key`` of the catalogues, never from Textual's English. Only keys that every terminal sends
and every keyboard has: Tab, arrows, Enter, Space, Esc, PageUp/PageDown, digits (terminal-text.md, 4).
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from textual.binding import Binding

When = Literal["always", "not_typing", "widget"]


class KeyEntry(NamedTuple):
    """One line of the table.

    ``press``: Textual's key names, that the screen binds to ``action`` (empty when a widget handles the
    key itself). ``when``: ``not_typing`` keys are letters or signs that a text field would take.
    ``rank``: lower ranks stay longest where the bar is narrow. ``of_kiosk``: its words are the kiosk's.
    """

    name: str
    press: tuple[str, ...]
    action: str = ""
    when: When = "widget"
    rank: int = 5
    of_kiosk: bool = False

    @property
    def key_label(self) -> str:
        """Catalogue key of the name on the key: ``key.<name>.press``."""
        return f"kiosk.{self.name}.press" if self.of_kiosk else f"key.{self.name}.press"

    @property
    def deed_label(self) -> str:
        """Catalogue key of what it does: ``key.<name>.does``."""
        return f"kiosk.{self.name}.does" if self.of_kiosk else f"key.{self.name}.does"


TABLE: tuple[KeyEntry, ...] = (
    KeyEntry("submit", ("enter",), rank=1),
    KeyEntry("press", ("enter", "space"), rank=1),
    KeyEntry("choose", ("enter", "space"), rank=1),
    KeyEntry("go_to_field", ("enter",), rank=1),
    KeyEntry("move", ("up", "down"), rank=2),
    KeyEntry("change", ("left", "right", "space"), rank=2),
    KeyEntry("pick", ("1", "2", "3", "4", "5", "6", "7", "8", "9"), rank=4),
    KeyEntry("next_field", ("tab",), "", "always", rank=3),
    KeyEntry("back", ("escape",), "screen.back", "always", rank=2),
    KeyEntry("menu", ("escape",), "screen.menu", "always", rank=2),
    KeyEntry("help", ("question_mark",), "screen.help", "not_typing", rank=4),
    KeyEntry("language", ("exclamation_mark",), "screen.language", "not_typing", rank=6),
    KeyEntry("phone", ("asterisk",), "screen.phone", "not_typing", rank=6),
    KeyEntry("answer", ("1", "2", "3", "4"), rank=1),
    KeyEntry("end_help", ("0",), rank=1),
    KeyEntry("page", ("pagedown", "pageup"), "", "always", rank=1),
    KeyEntry("stop", ("ctrl+c",), "", "always", rank=8),
    KeyEntry("erase", ("ctrl+c",), "", "always", rank=0, of_kiosk=True),
)

BY_NAME = {entry.name: entry for entry in TABLE}


def bindings(names: Iterable[str]) -> list[Binding]:
    """Textual bindings, without any English, for the entries that a screen or the app handles (KeyError
    if unknown).
    """
    chosen = [BY_NAME[name] for name in names]
    return [Binding(",".join(entry.press), entry.action, show=False) for entry in chosen if entry.action]


def working(names: Iterable[str], *, typing: bool) -> tuple[KeyEntry, ...]:
    """The entries among ``names`` that work now, each once, in the order of the table (KeyError if
    unknown).
    """
    wanted = {BY_NAME[name].name for name in names}
    return tuple(
        entry for entry in TABLE if entry.name in wanted and not (typing and entry.when == "not_typing")
    )
