"""Screen 2, Before you start: the checklist of the procedure, and the two ways on."""

from __future__ import annotations

from mozaik_tui.ui.choosing_screen import ChoosingScreen


class StartScreen(ChoosingScreen):
    """What to have at hand; make an account, sign in, see the papers, or say that they are missing."""
