"""The few signs of the interface: one cell wide in every terminal that was tried (terminal-text.md, 2),
no emoji.
"""

from __future__ import annotations

POINTER = "▶"
"""Before what has the focus, or the row that is highlighted."""
CHOSEN, FREE = "●", "○"
"""The option that counts now, and those that do not."""
DONE, WRONG = "✓", "✗"
"""Always with a word beside them."""
BULLET = "•"
