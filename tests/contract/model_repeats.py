"""The model of repeated calls (account-service.md, Idempotency)."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from .model_counts import DAY, Life, Refused

REPLAYED = ("code_invalid", "child_no_match", "sign_in_failed")


@dataclass
class Kept:
    """What a call with a key was answered. ``life``: of the token in the answer, which is given again only
    while it lives.
    """

    body: Hashable
    answer: object
    made: float
    life: Life | None = None

    def again(self, body: Hashable, now: float) -> object:
        """What the same key is answered now."""
        if body != self.body:
            return Refused("idempotency_mismatch")
        over = self.life.over(now) if self.life else None
        return Refused(over) if over else self.answer


class Repeats:
    """The keys of one example: by call, bearer token or address, and key."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], Kept] = {}

    def find(self, wish: tuple[str, str, str | None], now: float) -> Kept | None:
        kept = self._kept.get(wish)
        return kept if kept and now < kept.made + DAY else None

    def keep(self, wish: tuple[str, str, str | None], body: Hashable, answer: object, now: float) -> Kept:
        """Any refusal but three leaves the key free."""
        kept = Kept(body, answer, now)
        if wish[2] is not None and not (isinstance(answer, Refused) and answer.code not in REPLAYED):
            self._kept[wish] = kept
        return kept
