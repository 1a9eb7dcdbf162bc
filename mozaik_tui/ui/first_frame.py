"""A new screen is painted once it is whole: sized, filled and focused, so that nothing flickers and no key is lost.

Textual paints a screen as soon as it is there, learns then how large the terminal is (breakpoint classes come with the first
resize), and focuses last: three frames, the first of which takes no key.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, ClassVar, cast

from textual.events import Event, Mount, Resize, Unmount
from textual.screen import Screen

from .widgets.in_sight import StaysInSight

HOPS = 4
"""Turns of the focused widget until all that is around it has heard of the focus."""


class WholeFirstFrame:
    """Mixed into a screen, before ``Screen``. Call :meth:`hold` first in ``compose``, :meth:`release` last in ``on_mount``."""

    STAYS_AT_TOP: ClassVar[bool] = False
    """Whether the beginning is to be read first, with the focus out of sight."""
    _held: AbstractContextManager[None] | None = None

    def hold(self) -> None:
        """Paint nothing from here on; take the size classes that the first resize would bring."""
        screen = cast("Screen[Any]", self)
        app = screen.app
        for breakpoints, cells in (
            (app.HORIZONTAL_BREAKPOINTS, app.size.width),
            (app.VERTICAL_BREAKPOINTS, app.size.height),
        ):
            fitting = [name for start, name in sorted(breakpoints or []) if start <= cells]
            screen.add_class(*fitting[-1:])
        self._held = app.batch_update()
        self._held.__enter__()

    async def on_event(self, event: Event) -> None:
        """A key may close a screen before it is mounted (it has nothing to focus then), or before it is painted:
        what was held goes on all the same, or nothing would ever be painted again.

        A size that the terminal has no more is left out: of two sizes that come quickly, each would bring the other
        back, for ever. So is one that a held screen has been laid out for already: Textual tells it three times.
        """
        screen = cast("Screen[Any]", self)
        if isinstance(event, Mount) and screen._pruning:
            self.release()
            return
        if isinstance(event, Resize):
            laid_out = self._held is not None and event.size == screen.size
            if laid_out or event.size != screen.app.size:
                return
        await cast("Screen[Any]", super()).on_event(event)
        if isinstance(event, Unmount):
            self.release()

    def _compositor_refresh(self) -> None:
        """What is held is not drawn either: Textual draws it whole before it finds that nothing may be shown."""
        if self._held is None:
            cast("Screen[Any]", super())._compositor_refresh()

    def release_once_focused(self, hops: int = HOPS) -> None:
        """Let the focus be told around first: a mark that appears in the second frame is a flicker."""
        screen = cast("Screen[Any]", self)
        if hops:
            (screen.focused or screen).call_later(self.release_once_focused, hops - 1)
        elif self._held is not None:  # else it was closed before it was ever seen
            self.release()
            if screen._layout_required:
                screen._repaint_required = False  # or Textual draws all once more after the layout has
            screen._on_timer_update()  # Textual's timer would let its first tick of a 60th of a second go by
            screen.call_after_refresh(self._bring_focus_in_sight)

    def _bring_focus_in_sight(self) -> None:
        """Once all has its place: on a small screen what has the focus may stand below the edge."""
        focused = cast("Screen[Any]", self).focused
        if isinstance(focused, StaysInSight) and not self.STAYS_AT_TOP:
            focused.come_in_sight()

    def release(self) -> None:
        """Now it may be seen."""
        if self._held is not None:
            self._held.__exit__(None, None, None)
            self._held = None
