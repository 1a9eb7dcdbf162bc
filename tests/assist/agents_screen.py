"""The agent's console on the full screen, driven: what is typed is typed once the console waits for it, drawn to its end."""

from __future__ import annotations

from textual.pilot import Pilot

from mozaik_tui.support.app import ConsoleApp


def said(app: ConsoleApp) -> list[str]:
    """Every paragraph that was said, also beside others."""
    return [prose.text for prose in app.query("#said Prose")]


def waits(app: ConsoleApp, question: str, last: str) -> bool:
    """Whether the console waits for the answer to ``question``, the last paragraph begins as ``last``, and what was said
    since the last answer is in sight: its end, or its beginning where it is too long.
    """
    box, paragraphs = app.query_one("#said"), said(app)
    if app.query_one("#asked").text != question or not paragraphs or not paragraphs[-1].startswith(last):
        return False
    top = app._first.virtual_region.y if app._first is not None else box.max_scroll_y
    if bool(app.query_one("#answer").border_title) != (box.scroll_y < box.max_scroll_y):
        return False
    return [*app.query("#said Prose")][-1].region.height > 0 and box.scroll_y == min(top, box.max_scroll_y)


async def asked(pilot: Pilot[object], question: str, last: str) -> None:
    """Until it waits."""
    app = pilot.app
    assert isinstance(app, ConsoleApp)
    for _ in range(1500):
        if waits(app, question, last):
            return
        await pilot.pause(0.01)
    raise AssertionError((question, last, app.query_one("#asked").text, said(app)[-1:]))
