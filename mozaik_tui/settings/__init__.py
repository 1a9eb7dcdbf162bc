"""The settings: a TOML file, ``MOZAIK_…`` variables and options become one frozen :class:`Settings`
(command-line.md).
"""

from __future__ import annotations

from mozaik_tui.settings.errors import SettingsError
from mozaik_tui.settings.loading import load
from mozaik_tui.settings.model import Settings

__all__ = ["Settings", "SettingsError", "load"]
