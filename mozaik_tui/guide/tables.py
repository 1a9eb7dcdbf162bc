"""The tables of a steps file: which keys each has, and of what kind. What is not written here is refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import NamedTuple

from ..settings.errors import WrongValueError
from .procedure import ITEM_KINDS

LONGEST = 1000
"""Characters of one text: a page of the guide on a small screen is a few of them."""

_OVERRIDES = frozenset("\u202a\u202b\u202d\u202e\u202c")
"""Marks that turn the letters after them round: an address could read otherwise than it is."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


def text(value: object) -> str:
    """Text that is seen: line ends are allowed, and the joiners and isolates that some scripts need."""
    if not isinstance(value, str):
        raise WrongValueError("wrong_type", kind="text")
    unseen = any(
        (unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn") and sign != "\n") or sign in _OVERRIDES
        for sign in value
    )
    if unseen or not value.strip() or len(value) > LONGEST:
        raise WrongValueError("bad_text")
    return value


def address(value: object) -> str:
    """An ``https`` address without a blank."""
    if not re.fullmatch(r"https://[^\s/@]+(/\S*)?", text(value)):
        raise WrongValueError("bad_address")
    return text(value)


def name(value: object) -> str:
    """The name of a step, a label or a trouble: it is a part of the keys of its texts."""
    if not _NAME.fullmatch(text(value)):
        raise WrongValueError("wrong_type", kind="name (a-z, 0-9, _)")
    return text(value)


def flag(value: object) -> bool:
    """``true`` or ``false``."""
    if not isinstance(value, bool):
        raise WrongValueError("wrong_type", kind="true/false")
    return value


def form(value: object) -> int:
    """The form of the file: 1, the only one there is."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise WrongValueError("wrong_type", kind="number")
    if value != 1:
        raise WrongValueError("bad_format", found=value)
    return value


def item_kind(value: object) -> str:
    """One of the kinds of things on a page."""
    if text(value) not in ITEM_KINDS:
        raise WrongValueError("wrong_type", kind="/".join(ITEM_KINDS))
    return text(value)


def listed(one: Callable[[object], str]) -> Callable[[object], tuple[str, ...]]:
    """A list of what ``one`` takes."""

    def take(value: object) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise WrongValueError("wrong_type", kind="list")
        return tuple(one(entry) for entry in value)

    return take


class Key(NamedTuple):
    """How a value is taken; ``needed``: the table makes no sense without it."""

    take: Callable[[object], object]
    needed: bool = False


Table = Mapping[str, Key]

TOP: Table = {
    "format": Key(form, needed=True),
    "version": Key(text, needed=True),
    "order": Key(listed(name)),
    "everywhere": Key(listed(name)),
}
PORTAL: Table = {"address": Key(address), "host": Key(text), "search": Key(text)}
SCHOOL_BODY: Table = {"id": Key(text), "contact": Key(listed(text))}
STEP: Table = {
    "name": Key(name, needed=True),
    "labels": Key(listed(name)),
    "troubles": Key(listed(name)),
    "checks": Key(listed(name)),
    "papers": Key(flag),
}
ITEM: Table = {"kind": Key(item_kind, needed=True), "label": Key(name), "here": Key(flag)}
TROUBLE: Table = {
    "name": Key(name, needed=True),
    "branches": Key(listed(name)),
    "go": Key(name),
    "check": Key(name),
    "contact": Key(flag),
    "papers": Key(flag),
}
