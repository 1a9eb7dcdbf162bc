"""Makes the pictures of the page in the browser for docs/kiosk.md, from the running server: `make screenshots`.

Chromium, ImageMagick, and the fonts Noto and DejaVu Sans Mono.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from tests.web.browser import Browser, Served
from tools.language_pictures import small
from tools.screenshots import DOCS

CODE_STEP = 7
"""The step of the guide that is shown, as in the guide's other pictures: the code."""
SEEN = {
    "web-screen": ("lang=en", "Before you start"),
    "web-guide": ("guide&lang=ar", f"G{CODE_STEP}"),
    "web-plain": ("plain&lang=fr", "Avant de commencer"),
}
"""Each picture: what its address asks for, and what is on the page when it is taken."""


async def taken(browser: Browser, served: Served, name: str) -> None:
    """One picture."""
    query, text = SEEN[name]
    page = await browser.page()
    await page.open(f"{served.url}?{query}")
    if "plain" in query:
        await page.until(f"document.getElementById('log').innerText.includes({text!r})")
    else:
        for number in range(1, CODE_STEP) if "guide" in query else ():
            await page.see(f"G{number}")
            await page.keys("Enter")
        await page.see(text)
    await page.js("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    target = DOCS / f"{name}.png"
    await page.picture(target)
    small(target)


async def main() -> None:
    """All of them."""
    with tempfile.TemporaryDirectory() as folder:
        served = Served(Path(folder))
        try:
            async with Browser(Path(folder)) as browser:
                for name in SEEN:
                    await taken(browser, served, name)
        finally:
            served.end()


if __name__ == "__main__":
    asyncio.run(main())
