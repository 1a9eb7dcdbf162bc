"""A screen over others that closes itself and never the one above it: Textual's ``dismiss`` closes the uppermost, whoever
asks for it, and the screen below would wait for its answer for ever.
"""

from __future__ import annotations

import asyncio
from typing import Any, cast

from textual.screen import Screen

LOOK_AGAIN = 0.05
"""Seconds between two looks whether the screen above has gone."""


class ClosesItself:
    """Mixed into a screen, before ``Screen``."""

    def close(self, answer: object = None) -> bool:
        """Close with ``answer``; ``False``, and nothing is done, while another screen stands above."""
        screen = cast("Screen[Any]", self)
        if uppermost := screen.is_active:
            screen.dismiss(answer)
        return uppermost

    async def uppermost(self) -> None:
        """Wait until nothing stands above any more."""
        while not cast("Screen[Any]", self).is_active:
            await asyncio.sleep(LOOK_AGAIN)

    async def close_once_uppermost(self, answer: object = None) -> None:
        """Close with ``answer`` as soon as nothing stands above any more."""
        await self.uppermost()
        self.close(answer)
