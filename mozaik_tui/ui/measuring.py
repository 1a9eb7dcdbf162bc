"""A widget that asks for another layout is measured again, also when it has just asked.

Textual keeps the size of a widget until it asks for a layout, and counts what it asks before its next idle turn as one.
When something else has the screen laid out in between, the size of the first time stays for good: a key bar of two rows
is drawn in one, a label of one row in two.
"""

from __future__ import annotations

from typing import Any

from textual.widget import Widget

_ask = Widget.refresh


def _refresh(self: Widget, *regions: Any, layout: bool = False, **others: Any) -> Widget:
    if layout and self._layout_required:
        self._layout_updates += 1
    return _ask(self, *regions, layout=layout, **others)


def install() -> None:
    """From now on every widget of this process is measured so; once is enough, twice does no harm."""
    Widget.refresh = _refresh  # type: ignore[assignment,method-assign]
