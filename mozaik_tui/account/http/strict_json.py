"""JSON as this service takes it: one reading, no surprises (account-service.md, Input)."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from mozaik_tui.account.contract import Refusal

DEEPEST = 32
"""Objects and arrays inside of each other; the contract's own bodies need one."""
_LONGEST_NUMBER = 308
"""Characters: no float is longer written out, and no field of the contract is a number at all."""


class _DuplicateKey(ValueError):
    """A name stands twice in one object."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _DuplicateKey
    return made


def _constant(_text: str) -> NoReturn:
    raise ValueError


def _whole(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        raise ValueError
    return int(text)


def _real(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError
    return value


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_constant, parse_int=_whole, parse_float=_real
)


def _too_deep(value: object) -> bool:
    level, depth = [value], 0
    while level:
        depth += 1
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
    return depth > DEEPEST + 1


def decoded(raw: bytes) -> object:
    """What ``raw`` says. Raises :class:`Refusal`: ``malformed_json`` for what cannot be decoded (bad UTF-8,
    lone surrogates, NaN, 1e999, too deep, nothing at all), ``duplicate_key``.
    """
    try:
        value = _DECODER.decode(raw.decode())
        if b"\\u" in raw:  # an escape is the only way for half a surrogate pair to come in
            json.dumps(value, ensure_ascii=False).encode()
        if raw.count(b"[") + raw.count(b"{") > DEEPEST and _too_deep(value):
            raise ValueError
    except _DuplicateKey:
        raise Refusal("duplicate_key") from None
    except (ValueError, RecursionError):
        raise Refusal("malformed_json") from None
    return value


def object_of(raw: bytes, *, needed: bool) -> dict[str, Any]:
    """The object that ``raw`` holds. Nothing at all is ``{}`` where no body is needed. Raises as
    :func:`decoded`, and ``malformed`` with the field ``body`` for anything but an object.
    """
    if not raw and not needed:
        return {}
    value = decoded(raw)
    if not isinstance(value, dict):
        raise Refusal("malformed", field="body")
    return value
