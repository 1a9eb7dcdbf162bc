"""A small app on the hardened base, for the tests that look at the bytes on a terminal.

Arguments: what goes wrong when ``x`` is pressed (``handler``, ``task``, ``worker``, ``timer``,
``render``, ``none``); ``late``: work is begun after the end at ``f2``.
"""

from __future__ import annotations

import asyncio
import os
import sys

from mozaik_tui.ui.environment import remove_switches

TAKEN = remove_switches(os.environ)

from textual.app import ComposeResult  # noqa: E402
from textual.events import Key  # noqa: E402
from textual.screen import Screen  # noqa: E402
from textual.widgets import Static  # noqa: E402

from mozaik_tui.ui.hardening import SafeApp  # noqa: E402
from mozaik_tui.ui.widgets.password_field import PasswordField  # noqa: E402
from mozaik_tui.ui.widgets.text_field import TextField  # noqa: E402


def fail() -> None:
    """Raise with a secret in a local variable and in the message."""
    canary = "canary-" + "secret"
    raise ValueError(f"{canary} was in a local variable")


class Broken(Static):
    """Fails when it is drawn."""

    def render(self) -> str:
        fail()
        return ""


class Hardened(SafeApp):
    """Two fields, one of them a password."""

    class One(Screen[None]):
        def compose(self) -> ComposeResult:
            yield Static(f"READY {','.join(TAKEN)}", id="ready")
            yield TextField(id="field")
            yield PasswordField(id="password")

    def get_default_screen(self) -> Screen[None]:
        return self.One()

    def on_safe_app_stop_asked(self) -> None:
        self.screen.query_one("#ready", Static).update("STOP ASKED")

    async def on_key(self, event: Key) -> None:
        what = sys.argv[1]
        if event.key == "f2":
            self.exit(0)
            if what == "late":
                self.run_worker(self.work())
        elif event.key != "f3":
            return
        elif what == "handler":
            fail()
        elif what == "task":
            self.task = asyncio.get_running_loop().call_soon(fail)
        elif what == "worker":
            self.run_worker(self.work(), exit_on_error=True)
        elif what == "timer":
            self.set_timer(0.01, fail)
        elif what == "render":
            await self.screen.mount(Broken())

    async def work(self) -> None:
        fail()


if __name__ == "__main__":
    app = Hardened(reference=lambda _error: "REF-7Q4")
    app.run()
    sys.exit(app.return_code or 0)
