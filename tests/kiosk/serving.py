"""The account service of a kiosk as a program of its own, with the kiosk's token, a real relay, and the canaries' family."""

from __future__ import annotations

from pathlib import Path

from ..http.program import ServeProgram, run
from .canaries import HEADER, ROW


class Service:
    """``mozaik-tui serve`` that lets in the one terminal whose token is :attr:`token`; its data is in ``folder``."""

    def __init__(self, folder: Path, relay: dict[str, str]) -> None:
        folder.mkdir()
        file = folder / "pupils.csv"
        file.write_text(f"{HEADER}\n{ROW}\n", "utf-8")
        assert run(folder, "registry", "import", str(file), **relay).returncode == 0
        file.unlink()
        self.token = run(folder, "terminal", "add", "Hall d'entrée", **relay).stdout.strip()
        assert len(self.token) >= 43
        self.program = ServeProgram(folder, MOZAIK_SERVICE__TERMINAL_TOKENS="required", **relay)
        self.url = self.program.url
