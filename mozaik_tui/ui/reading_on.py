"""PageUp and PageDown read on in the body of a screen; the key bar shows them where there is more to read."""

from __future__ import annotations

from typing import Any, cast

from textual.binding import Binding
from textual.screen import Screen

from .widgets.key_bar import KeyBar

PAGE_KEYS = (Binding("pageup", "page(-1)", show=False), Binding("pagedown", "page(1)", show=False))


class ReadsOn:
    """Mixed into a screen that has a ``#body`` and a key bar. Call :meth:`tell_of_more` in ``on_mount``."""

    def keys_shown(self) -> list[str]:
        """The keys of this screen for the key bar, without those of the focused widget."""
        raise AssertionError

    def _keys_now(self) -> list[str]:
        body = cast("Screen[Any]", self).query_one("#body")
        more = ["page"] if body.show_vertical_scrollbar else []
        return [*more, *self.keys_shown()]

    def tell_of_more(self) -> None:
        """From now on the key bar follows whether the body scrolls."""
        screen = cast("Screen[Any]", self)
        bar = screen.query_one(KeyBar)
        screen.watch(
            screen.query_one("#body"),
            "show_vertical_scrollbar",
            lambda: bar.offer(self._keys_now()),
            init=False,
        )

    def action_page(self, direction: int) -> None:
        """Read on; one line of what was seen stays. The key may come before the screen is filled, or after its end."""
        for body in cast("Screen[Any]", self).query("#body"):
            # At once: of two keys that come together, each is a page.
            body.scroll_relative(y=direction * max(1, body.size.height - 1), animate=False, immediate=True)
