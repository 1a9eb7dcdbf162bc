"""A language that the kiosk's terminal cannot show is not shown as squares; what cannot be done there is not offered."""

from __future__ import annotations

from collections.abc import Callable

from .at_kiosk import FIRST, Kiosk


def test_a_linux_console_says_what_it_cannot_show(kiosk: Callable[..., Kiosk]) -> None:
    term = kiosk(TERM="linux")
    term.see(FIRST)
    term.keys("8", "enter")
    term.see("Cette langue et cet écran", "▶ 1 Lire seulement en français", "2 Choisir une autre langue")


def test_another_terminal_shows_it(kiosk: Callable[..., Kiosk]) -> None:
    term = kiosk()
    term.see(FIRST)
    term.keys("8", "enter")
    term.see("开始之前", "Avant de commencer")
