"""Makes the pictures of the documentation from the running screens: `make screenshots`.

One SVG a screen, and `docs/screens.svg` with four of them side by side. The pictures load nothing from elsewhere.
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from mozaik_tui.ui.app import Assistant
from tests.snapshots.prepared import prepared

DOCS = Path(__file__).resolve().parent.parent / "docs"
SIZE = (80, 24)
TOGETHER = (("language", "fr"), ("code", "en"), ("password", "fr"), ("check", "en"))


async def picture(step: str, language: str) -> str:
    """The screen of ``step`` as SVG."""
    app = Assistant(prepared(step, language), theme="mozaik-dark")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        svg = app.export_screenshot(title="mozaik-tui")
    return without_font(svg)


def without_font(svg: str) -> str:
    """The picture without the font that it would fetch from elsewhere."""
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r"Fira Code", "DejaVu Sans Mono, Menlo, Consolas", svg)


def together(pictures: list[str]) -> str:
    """Two rows of two, each picture with style names of its own."""
    placed = []
    width = height = 0.0
    for place, svg in enumerate(pictures):
        box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
        assert box is not None
        width, height = float(box.group(1)), float(box.group(2))
        at = f'x="{width * (place % 2)}" y="{height * (place // 2)}" width="{width}" height="{height}"'
        placed.append(svg.replace("<svg ", f"<svg {at} ", 1))
    whole = f"0 0 {width * 2} {height * 2}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{whole}">\n' + "\n".join(placed) + "\n</svg>\n"


def main() -> None:
    """Write the pictures."""
    made = [asyncio.run(picture(step, language)) for step, language in TOGETHER]
    (DOCS / "screens.svg").write_text(together(made), encoding="utf-8")


if __name__ == "__main__":
    main()
