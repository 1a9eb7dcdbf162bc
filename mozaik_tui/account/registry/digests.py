"""Keyed digests: all that the database knows of a pupil (account-service.md, « The database names nobody »).

A digest is the first 16 bytes of HMAC-SHA256 under a sub-key of the service's key, which never stands in the
database: 128 bits leave no chance of a collision among millions and halve the file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from mozaik_tui.account.keys import hmac_sha256

DIGEST_BYTES = 16
_PURPOSE = "registry"
# A separator that no part holds: names with control characters are refused, the other parts are plain ASCII.
_BETWEEN = "\x1f"

Mac = Callable[[bytes], bytes]
Kind = Literal["file_number", "permanent_code"]
_MARK: dict[Kind, str] = {"file_number": "f", "permanent_code": "p"}


class SubKeys(Protocol):
    """What is asked of :class:`mozaik_tui.account.keys.Keys`."""

    @property
    def ids(self) -> tuple[bytes, ...]:
        """The public names of the keys, the one that makes first."""

    def subkeys(self, purpose: str) -> tuple[bytes, ...]:
        """The sub-key of a purpose under every key, the first key's first."""


def fast_mac(key: bytes) -> Mac:
    """A function that gives the truncated HMAC-SHA256 of a message under ``key``."""
    whole = hmac_sha256(key)
    return lambda message: whole(message)[:DIGEST_BYTES]


@dataclass(frozen=True, slots=True)
class DigestKey:
    """One of the service's keys as the registry uses it; ``name`` tells under which key a generation was
    made.
    """

    mac: Mac
    name: bytes


def digest_keys(keys: SubKeys) -> tuple[DigestKey, ...]:
    """One for each of the service's keys, the first first: the first makes, all of them read."""
    secrets = keys.subkeys(_PURPOSE)
    return tuple(DigestKey(fast_mac(secret), name) for secret, name in zip(secrets, keys.ids, strict=True))


def identity_head(body_id: str, kind: Kind, identifier: str) -> str:
    """What names a child at a school body: also the start of its match string."""
    return f"{body_id}{_BETWEEN}{_MARK[kind]}{identifier}"


def match_tail(last_name: str, first_name: str, birth_date: str) -> str:
    """The middle of the match string: folded names, date as ``YYYY-MM-DD``; the e-mail's identity key
    follows.
    """
    return f"{_BETWEEN}{last_name}{_BETWEEN}{first_name}{_BETWEEN}{birth_date}{_BETWEEN}"
