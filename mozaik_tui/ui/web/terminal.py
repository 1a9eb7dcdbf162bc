"""Our page as a terminal."""

from ...language.terminals.here import Here
from ...language.terminals.profiles import PROFILES

TERMINAL = Here(PROFILES["web"], "told", "web", PROFILES["web"].marks)
"""Known, and not asked."""
