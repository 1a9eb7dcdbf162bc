"""Part of screen 4: the e-mail has an account already, which only the right code tells. Sign in, or a new password."""

from __future__ import annotations

from mozaik_tui.ui.choosing_screen import ChoosingScreen


class ExistingScreen(ChoosingScreen):
    """« Se connecter » or a new password."""
