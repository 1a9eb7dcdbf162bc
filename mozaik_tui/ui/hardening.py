"""An app that keeps what is typed to itself: no way out by accident, no copy, and a crash that tells nothing.

What Textual does by itself, and why that is not enough here, was tried (terminal-text.md, 5;
architecture.md, Facts 1, 2 and 7). Call :func:`mozaik_tui.ui.environment.remove_switches` before
importing this module.
"""

from __future__ import annotations

import asyncio
import codecs
import functools
import inspect
import os
import signal
import threading
from collections.abc import Callable
from typing import Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.driver import Driver
from textual.geometry import Offset
from textual.message import Message
from textual.types import CSSPathType

from mozaik_tui.language.terminals.here import Here
from mozaik_tui.policy import HOME, Policy
from mozaik_tui.ui import measuring, right_to_left, styles, themes
from mozaik_tui.ui.quick_frames import with_turns
from mozaik_tui.ui.terminal_modes import with_modes
from mozaik_tui.ui.typed_ahead import TypedAhead

CRASHED = 70
"""Exit code after an error of ours (sysexits: EX_SOFTWARE)."""

Reference = Callable[[BaseException], str]
"""Notes a crash without anything personal, and returns the short reference that the parent can read out."""

ENDING_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGINT") if hasattr(signal, name)
)


def bare_reference(_error: BaseException) -> str:
    """A reference that says nothing, for an app that was given no better one."""
    return os.urandom(3).hex().upper()


def crash_text(reference: str) -> str:
    """What the terminal shows after a crash: French and English, because the reader's catalogue may be
    the cause.
    """
    return (
        f"Une erreur de notre programme a arrêté l'assistant. Référence : {reference}\n"
        f"An error in our program stopped the assistant. Reference: {reference}"
    )


def _forgive_bytes() -> None:
    """Bytes that are no UTF-8 (another character set, noise on a line, half a paste) are left out.

    Textual's input thread decodes strictly, and one such byte ends the app.
    """
    if os.name == "posix":
        from textual.drivers import linux_driver

        decoder = functools.partial(codecs.getincrementaldecoder("utf-8"), errors="ignore")
        linux_driver.getincrementaldecoder = lambda _encoding: decoder  # type: ignore[attr-defined]


class SafeApp(TypedAhead, App[int], inherit_bindings=False, inherit_css=False):
    """The base of every full-screen front end.

    ``may_copy``: whether :meth:`copy_to_clipboard` does anything (never for what a field holds: fields
    have no copy). ``terminal``: what is known of the terminal. ``reference`` gets the error and returns what
    the parent can read out; ``tell_crash`` makes of it what the terminal shows. Tab and Shift+Tab move the
    focus. Ctrl+C posts :class:`StopAsked`; nothing else ends the app. After a crash the return code is
    ``CRASHED``; after SIGTERM, SIGHUP or SIGINT it is 128 + the signal's number, with the terminal as it was.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "ask_to_stop", show=False, priority=True, system=True),
        # With priority the focus has moved before the next key is given out: in a burst of keys a password
        # would else begin in the field before its own, where it can be read.
        Binding("tab", "focus_next", show=False, priority=True, system=True),
        Binding("shift+tab", "focus_previous", show=False, priority=True, system=True),
    ]
    # Textual's own rules are mostly for what is off here: bindings table, header, maximized widgets.
    DEFAULT_CSS = """
    SafeApp { background: $background; color: $foreground; }
    SafeApp:ansi { background: ansi_default; color: ansi_default; }
    *:disabled:can-focus { opacity: 0.7; }
    """
    CSS_PATH: ClassVar[CSSPathType | None] = [*styles.SHEETS]
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    ESCAPE_TO_MINIMIZE = False
    HORIZONTAL_BREAKPOINTS = styles.HORIZONTAL
    VERTICAL_BREAKPOINTS = styles.VERTICAL

    class StopAsked(Message):
        """Ctrl+C: the parent may want to stop. The app asks, or in a kiosk does nothing."""

    def __init__(
        self,
        *,
        theme: str = "",
        may_copy: bool = True,
        reference: Reference | None = None,
        tell_crash: Callable[[str], str] = crash_text,
        terminal: Here | None = None,
    ) -> None:
        self.terminal = terminal or Here()
        right_to_left.install(self.terminal.profile)
        measuring.install()
        self.may_copy = may_copy
        self._reference = reference or bare_reference
        self._tell_crash = tell_crash
        self._resting_cursor = Offset(0, 0)
        self._made = self._theme_is_on = False
        super().__init__()
        self._made = True
        self.features = frozenset()
        self.animation_level = "none"
        # Neither is used; their places would be made, styled and laid out with every screen.
        self._disable_tooltips = self._disable_notifications = True
        self.policy: Policy = HOME
        """What the place allows; a front end with a policy of its own sets it."""
        themes.install(self, theme or themes.theme_name("auto", os.environ))

    def get_driver_class(self) -> type[Driver]:
        """Textual's own, with what this kind of terminal must be told around the full screen."""
        return with_modes(with_turns(super().get_driver_class()), self.terminal.profile)

    def get_css_variables(self) -> dict[str, str]:
        """None while Textual makes the app: it works out those of a theme of its own, which is never on."""
        return super().get_css_variables() if self._made else {}

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our tokens, so that our style sheets are read whatever theme is on."""
        return dict(themes.TOKENS)

    def _watch_theme(self, theme_name: str) -> None:
        """Textual reads all style sheets again when a theme is set; the first one is on before anything
        is read.
        """
        if not self._theme_is_on:
            self._theme_is_on = True
            theme = self.current_theme
            classes = {f"-theme-{theme_name}": True, "-dark-mode": theme.dark, "-light-mode": not theme.dark}
            self.update_classes(classes, update=False)
            return
        super()._watch_theme(theme_name)

    # -- the terminal's real cursor, which speech and input methods follow
    # --------------------------------------
    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's cursor goes with every repaint: to the focused widget, at the place it
        names.
        """
        stack = self._screen_stacks.get(self._current_mode) if self._running else None
        focused = stack[-1].focused if stack else None
        if focused is None:
            return self._resting_cursor
        place = getattr(focused, "cursor_screen_offset", None)
        return place if isinstance(place, Offset) else focused.content_region.offset

    @cursor_position.setter
    def cursor_position(self, place: Offset) -> None:
        self._resting_cursor = place

    # -- ways out
    # ------------------------------------------------------------------------------------------------
    def action_ask_to_stop(self) -> None:
        """Ctrl+C asks; it never stops by itself."""
        self.post_message(self.StopAsked())

    async def action_quit(self) -> None:
        """Nothing: no key ends the app behind the journey's back."""

    def action_help_quit(self) -> None:
        """Nothing: Textual's notice is in English and names a key that does not work here."""

    def action_command_palette(self) -> None:
        """Nothing: the palette lists themes and writes screenshots to the disk."""

    def action_suspend_process(self) -> None:
        """Nothing: a suspended app leaves a shell to the next person."""

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Nothing: a picture of the screen on the disk holds what was typed."""

    def deliver_screenshot(self, *_args: object, **_options: object) -> str | None:
        """Nothing, as :meth:`action_screenshot`."""
        return None

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Nothing: a browser is another way out."""

    def copy_to_clipboard(self, text: str) -> None:
        """To the terminal's clipboard where that is allowed; never kept in the app for the next parent to
        paste.
        """
        if self.may_copy:
            super().copy_to_clipboard(text)
            self._clipboard = ""

    def run_worker(self, work: Any, *arguments: Any, **options: Any) -> Any:
        """As Textual's; none is begun while the app ends: what was meant for it would be warned of on the terminal."""
        if self._exit and inspect.iscoroutine(work):
            work.close()
            return None
        return super().run_worker(work, *arguments, **options)

    # -- endings
    # ---------------------------------------------------------------------------------------------------
    def _handle_exception(self, error: Exception) -> None:
        """End with a reference instead of Textual's traceback, which prints local variables."""
        if self._exit and isinstance(error, NoMatches):
            return  # what came while the app was ending found no widgets any more
        self._return_code = CRASHED
        if self._exception is None:
            if self._driver is None or self.is_headless:
                self._exception = error  # tests driving the app are to fail
            self._exception_event.set()
            self._show_crash(error)
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        """As :meth:`_handle_exception`, for the places where Textual calls this one directly."""
        self._handle_exception(RuntimeError("unknown"))

    def panic(self, *_renderables: object) -> None:
        """As :meth:`_handle_exception`: Textual's input thread calls this with a traceback to show."""
        self._handle_exception(RuntimeError("panic"))

    def _show_crash(self, error: BaseException) -> None:
        if self._exit_renderables:
            return
        try:
            reference = self._reference(error)
        except Exception:
            reference = bare_reference(error)
        self._exit_renderables.append(self._tell_crash(reference))

    def _print_error_renderables(self) -> None:
        for text in self._exit_renderables[:1]:
            self.error_console.print(text, markup=False, highlight=False, soft_wrap=True)
        self._exit_renderables.clear()

    async def _on_load(self) -> None:
        """Errors of stray tasks end the app like any other; signals end it with the terminal mended; bytes that
        are no letters are nothing.
        """
        _forgive_bytes()
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._on_stray_error)
        if self.is_headless or threading.current_thread() is not threading.main_thread():
            return
        for number in ENDING_SIGNALS:
            try:
                loop.add_signal_handler(number, self._on_ending_signal, number)
            # Windows' loops take no signals (NotImplementedError); elsewhere only the main thread's loop does.
            except (NotImplementedError, RuntimeError, ValueError):
                return

    def _on_ending_signal(self, number: int) -> None:
        self.exit(return_code=128 + number)

    def _on_stray_error(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception):
            self._handle_exception(error)
