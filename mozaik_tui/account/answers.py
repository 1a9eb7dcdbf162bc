"""Answers as they are kept for a repeated call, and read again (account-service.md, Idempotency)."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any, cast

from mozaik_tui.account.assist.contract import AssistOffered, Done, StaffSignedIn
from mozaik_tui.account.contract import Child, CodeSent, FlowStarted, Refusal, SessionStarted, Verified

Answer = FlowStarted | CodeSent | Verified | SessionStarted | Child | AssistOffered | StaffSignedIn | Done

_KINDS: Mapping[str, type[Answer]] = {
    kind.__name__: kind
    for kind in (
        FlowStarted,
        CodeSent,
        Verified,
        SessionStarted,
        Child,
        AssistOffered,
        StaffSignedIn,
        Done,
    )
}
REPLAYED = frozenset({"code_invalid", "child_no_match", "sign_in_failed"})
"""Refusals that are kept; any other leaves the key free."""


def is_kept(answer: object) -> bool:
    """Whether a repeated call is given this answer again, at no further cost."""
    return not isinstance(answer, Refusal) or answer.code in REPLAYED


def packed(answer: object) -> bytes:
    """An :data:`Answer`, or a refusal, as JSON."""
    if isinstance(answer, Refusal):
        return json.dumps({"refusal": answer.code, "tries_left": answer.tries_left}).encode()
    return json.dumps({"kind": type(answer).__name__, "fields": _fields(cast(Answer, answer))}).encode()


def _fields(answer: Answer) -> dict[str, Any]:
    """The answers hold plain values only: nothing has to be copied, as ``asdict`` would."""
    return {field.name: getattr(answer, field.name) for field in dataclasses.fields(answer)}


def unpacked(raw: bytes) -> Answer | Refusal:
    """The answer again."""
    kept: dict[str, Any] = json.loads(raw)
    if "refusal" in kept:
        return Refusal(kept["refusal"], tries_left=kept["tries_left"])
    return _KINDS[kept["kind"]](**kept["fields"])
