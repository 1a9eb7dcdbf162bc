"""A real browser, driven over its own pipe: no port, no driver program, no library (Chrome DevTools Protocol)."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from pathlib import Path


class Chromium:
    """One browser with its tabs. ``open`` makes a tab; a tab is the session id that it is spoken to with."""

    def __init__(self, program: str, profile: Path) -> None:
        theirs, self._out = os.pipe()
        self._in, back = os.pipe()
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        command = [
            program, "--headless=new", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-dev-shm-usage", "--remote-debugging-pipe", f"--user-data-dir={profile}", *sandbox, "about:blank",
        ]  # fmt: skip
        line = f"exec {shlex.join(command)} 3<&{theirs} 4>&{back}"
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(
            ["bash", "-c", line], pass_fds=(theirs, back), stdin=quiet, stdout=quiet, stderr=quiet
        )
        os.close(theirs)
        os.close(back)
        self._number, self._rest = 0, b""

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()
        os.close(self._in)
        os.close(self._out)

    def _message(self) -> dict:
        while b"\0" not in self._rest:
            piece = os.read(self._in, 65536)
            if not piece:
                raise ConnectionError("the browser is gone")
            self._rest += piece
        message, _, self._rest = self._rest.partition(b"\0")
        return json.loads(message)

    def ask(self, method: str, tab: str | None = None, **params: object) -> dict:
        self._number += 1
        asked = {"id": self._number, "method": method, "params": params}
        if tab is not None:
            asked["sessionId"] = tab
        os.write(self._out, json.dumps(asked).encode() + b"\0")
        while (answer := self._message()).get("id") != self._number:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def open(self, address: str) -> str:
        target = self.ask("Target.createTarget", url=address)["targetId"]
        tab = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        while not self.run(tab, f"document.readyState === 'complete' && location.href === {address!r}"):
            pass
        return tab

    def run(self, tab: str, code: str) -> object:
        """What ``code`` comes to in the page."""
        answer = self.ask("Runtime.evaluate", tab, expression=code, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")
