"""Part of screen 2: « Se connecter », for parents who have an account."""

from __future__ import annotations

from textual.app import ComposeResult

from mozaik_tui.ui.form_screen import FormScreen
from mozaik_tui.ui.widgets.action_button import ActionButton


class SignInScreen(FormScreen):
    """E-mail and password; a forgotten password takes the e-mail and code way."""

    def below_main(self) -> ComposeResult:
        """The way out for a forgotten password."""
        yield ActionButton(*self.words.both("screen.sign_in.forgot"), id="forgot")

    def action_forgot(self) -> None:
        """Choose a new one."""
        self.choose("forgot")
