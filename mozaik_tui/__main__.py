"""``python -m mozaik_tui`` is ``mozaik-tui``."""

from __future__ import annotations

import sys

from mozaik_tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
