"""``mozaik-tui guide --plain`` as a program of its own, answered prompt by prompt."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence

PROMPT = b"> "


def bare(text: str) -> str:
    """Without the marks that keep a label whole among words from right to left."""
    return re.sub("[\u2066-\u2069]", "", text)


class PlainProgram:
    """Reads until a prompt, answers, and so on. ``before`` goes before the command (a tracer)."""

    def __init__(
        self,
        language: str | None,
        home: os.PathLike[str],
        *,
        before: Sequence[str] = (),
        variables: dict[str, str] | None = None,
    ) -> None:
        chosen = ["--language", language] if language else []
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        self.process = subprocess.Popen(
            [*before, sys.executable, "-m", "mozaik_tui", "guide", "--plain", *chosen],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=home,
            env={
                **kept,
                "HOME": str(home),
                "PYTHONIOENCODING": "utf-8",
                "COLUMNS": "400",
                **(variables or {}),
            },
        )

    def heard(self) -> str:
        """What is said up to the next prompt, or to the end."""
        assert self.process.stdout is not None
        said = b""
        while not (said.endswith(b"\n" + PROMPT) or said == PROMPT):
            byte = self.process.stdout.read(1)
            if not byte:
                break
            said += byte
        return said.decode("utf-8").removesuffix("> ")

    def answer(self, line: str) -> str:
        """Type a line; what is said then."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()
        return self.heard()

    def end(self) -> tuple[int, str]:
        """Close the input; the exit code and what stands on the error stream."""
        assert self.process.stdin is not None
        assert self.process.stderr is not None
        self.process.stdin.close()
        rest = self.process.stderr.read().decode("utf-8")
        return self.process.wait(), rest
