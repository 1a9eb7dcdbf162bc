"""One request after the gate: everything that a call needs, and nothing that it should not see."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any

from mozaik_tui.account.contract import Refusal
from mozaik_tui.account.http.operations import Operation

ANSWER_STATUS = (200, 201, 202, 204)


@dataclass(slots=True)
class Asked:
    """What was asked. ``refusal``: why its body cannot be followed, told once the terminal is known.

    ``bearer`` is empty and ``key`` ``None`` where there is none. ``code`` and ``fault`` are filled in for
    the log: the word that was answered, and what was behind a 503.
    """

    operation: Operation
    request_id: str
    language: str
    address: str
    id: str = field(default="", repr=False)
    bearer: str = field(default="", repr=False)
    terminal: str | None = field(default=None, repr=False)
    key: str | None = field(default=None, repr=False)
    body: dict[str, Any] = field(default_factory=dict, repr=False)
    refusal: Refusal | None = None
    code: str | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """A success: its status, and its body as JSON has it (``None`` for no body), or the server-sent ``events`` that
    come one after the other until they end.
    """

    status: int
    body: object = field(default=None, repr=False)
    events: AsyncGenerator[bytes, None] | None = field(default=None, repr=False)
