"""The assistant in a browser."""

from __future__ import annotations

from ..unattended import Unattended
from .on_page import OnPage


class WebAssistant(OnPage, Unattended):
    """One session of the page."""
