"""The service's keys: what is derived from them, and what they seal (account-service.md, Keys).

One key is 32 random bytes. The first of a key file makes, all of them read. Each purpose has a sub-key of
its own (HKDF-SHA256), so that what is made for one can never be taken for another.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence

from mozaik_tui.account.contract import ServiceFault

KEY_BYTES = 32
ID_BYTES = 16
_NONCE_BYTES = 12
_MARK_BYTES = 8


def _joined(parts: Sequence[bytes | str]) -> bytes:
    """The parts with their lengths in front, so that no two lists of parts give one text."""
    raw = [part.encode() if isinstance(part, str) else part for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in raw)


class _Key:
    """One key of the file with the sub-keys that were asked for."""

    __slots__ = ("_secret", "_subkeys", "id")

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise ValueError("a key is 32 bytes")
        self._secret = secret
        self._subkeys: dict[str, bytes] = {}
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
        return hmac.digest(self.subkey(purpose), _joined(parts), "sha256")

    def seal(self, purpose: str, nonce: bytes, plain: bytes, bound: bytes) -> bytes:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        return AESGCM(self.subkey(f"seal/{purpose}")).encrypt(nonce, plain, bound)

    def open(self, purpose: str, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        return AESGCM(self.subkey(f"seal/{purpose}")).decrypt(nonce, sealed, bound)


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
