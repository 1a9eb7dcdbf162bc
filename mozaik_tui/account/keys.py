"""The service's keys: what is derived from them, and what they seal (account-service.md, Keys).

One key is 32 random bytes. The first of a key file makes, all of them read. Each purpose has a sub-key of
its own (HKDF-SHA256), so that what is made for one can never be taken for another.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from mozaik_tui.account.contract import ServiceFault

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
ID_BYTES = 16
_NONCE_BYTES = 12
_MARK_BYTES = 8
_BLOCK = 64


def _joined(parts: Sequence[bytes | str]) -> bytes:
    """The parts with their lengths in front, so that no two lists of parts give one text."""
    made = bytearray()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        made += len(raw).to_bytes(4, "big")
        made += raw
    return bytes(made)


def hmac_sha256(key: bytes) -> Callable[[bytes], bytes]:
    """A function that gives the HMAC-SHA256 of a message under ``key`` (at most 64 bytes).

    The two padded halves of the key are hashed once and copied: 0.6 µs a digest against 1.6 µs of
    ``hmac.digest``; a sign-up makes fifty and an import of a large registry ten million.
    """
    padded = key.ljust(_BLOCK, b"\0")
    fresh_inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded)).copy
    fresh_outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded)).copy

    def mac(message: bytes) -> bytes:
        first = fresh_inner()
        first.update(message)
        second = fresh_outer()
        second.update(first.digest())
        return second.digest()

    return mac


class _Key:
    """One key of the file with the sub-keys that were asked for."""

    __slots__ = ("_macs", "_seals", "_secret", "_subkeys", "id")

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise ValueError("a key is 32 bytes")
        self._secret = secret
        self._subkeys: dict[str, bytes] = {}
        self._macs: dict[str, Callable[[bytes], bytes]] = {}
        self._seals: dict[str, AESGCM] = {}
        self.id = self.subkey("id")[:ID_BYTES]

    def subkey(self, purpose: str) -> bytes:
        known = self._subkeys.get(purpose)
        if known is None:
            from cryptography.hazmat.primitives.hashes import SHA256
            from cryptography.hazmat.primitives.kdf.hkdf import HKDF

            known = HKDF(SHA256(), KEY_BYTES, b"mozaik-tui", purpose.encode()).derive(self._secret)
            self._subkeys[purpose] = known
        return known

    def mac(self, purpose: str, parts: Sequence[bytes | str]) -> bytes:
        mac = self._macs.get(purpose)
        if mac is None:
            mac = self._macs[purpose] = hmac_sha256(self.subkey(purpose))
        return mac(_joined(parts))

    def _sealer(self, purpose: str) -> AESGCM:
        sealer = self._seals.get(purpose)
        if sealer is None:
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM

            sealer = self._seals[purpose] = AESGCM(self.subkey(f"seal/{purpose}"))
        return sealer

    def seal(self, purpose: str, nonce: bytes, plain: bytes, bound: bytes) -> bytes:
        return self._sealer(purpose).encrypt(nonce, plain, bound)

    def open(self, purpose: str, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
        return self._sealer(purpose).decrypt(nonce, sealed, bound)


class Keys:
    """The keys of one service. Its ``repr`` shows nothing. Safe to use from any thread."""

    __slots__ = ("_keys",)

    def __init__(self, secrets_: Sequence[bytes]) -> None:
        """``secrets_``: 32 bytes each, the first one makes. Raises ``ValueError`` for none or another
        length.
        """
        if not secrets_:
            raise ValueError("at least one key")
        self._keys = tuple(_Key(secret) for secret in dict.fromkeys(secrets_))

    def __repr__(self) -> str:
        return "Keys(…)"

    def __reduce__(self) -> str:
        raise TypeError("keys are not copied out of their process")

    @property
    def ids(self) -> tuple[bytes, ...]:
        """The public names (16 bytes) of the keys, the one that makes first."""
        return tuple(key.id for key in self._keys)

    def subkey(self, purpose: str) -> bytes:
        """The 32-byte sub-key of a purpose under the first key, for bulk work."""
        return self._keys[0].subkey(purpose)

    def subkeys(self, purpose: str) -> tuple[bytes, ...]:
        """The sub-keys of a purpose under every key, the first key's first."""
        return tuple(key.subkey(purpose) for key in self._keys)

    def mac(self, purpose: str, *parts: bytes | str) -> bytes:
        """HMAC-SHA256 (32 bytes) of the length-prefixed parts under the first key."""
        return self._keys[0].mac(purpose, parts)

    def macs(self, purpose: str, *parts: bytes | str) -> tuple[bytes, ...]:
        """The same under every key, the first key's first: what a look-up searches with ``IN``."""
        return tuple(key.mac(purpose, parts) for key in self._keys)

    def seal(self, purpose: str, plain: bytes, *, bound: bytes = b"") -> bytes:
        """AES-256-GCM under the first key; ``bound`` has to be given again to open it."""
        key, nonce = self._keys[0], secrets.token_bytes(_NONCE_BYTES)
        return key.id[:_MARK_BYTES] + nonce + key.seal(purpose, nonce, plain, bound)

    def open(self, purpose: str, sealed: bytes, *, bound: bytes = b"") -> bytes:
        """What was sealed under any of the keys. ``ServiceFault("key_mismatch")`` when none of them made
        it, or when it was changed since.
        """
        from cryptography.exceptions import InvalidTag

        mark, nonce = sealed[:_MARK_BYTES], sealed[_MARK_BYTES : _MARK_BYTES + _NONCE_BYTES]
        for key in self._keys:
            if key.id[:_MARK_BYTES] == mark:
                try:
                    return key.open(purpose, nonce, sealed[_MARK_BYTES + _NONCE_BYTES :], bound)
                except InvalidTag:
                    break
        raise ServiceFault("key_mismatch")

    def made_under_first(self, sealed: bytes) -> bool:
        """Whether a sealed text is the first key's; ``purge`` makes the others anew."""
        return sealed[:_MARK_BYTES] == self._keys[0].id[:_MARK_BYTES]
