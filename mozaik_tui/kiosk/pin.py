"""The staff's PIN: only its Argon2 hash stands in the settings, and tries are slowed down.

``python -m mozaik_tui.kiosk.pin`` asks for a PIN without echo and prints the line for the settings file.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import monotonic

FREE_TRIES = 5
"""Tries at once; then each further one waits, twice as long as the one before."""
FIRST_LOCK, LONGEST_LOCK = 30.0, 3600.0
SHORTEST, LONGEST = 6, 32
COMMAND = "python3 -m mozaik_tui.kiosk.pin"


def hashed(pin: str) -> str:
    """The Argon2id hash of a PIN as a PHC string."""
    from argon2 import PasswordHasher

    return PasswordHasher().hash(pin)


def fits(pin_hash: str, typed: str) -> bool:
    """Whether ``typed`` is the PIN; ``False`` also for what is no hash. Costs some 50 ms: call it in a thread."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(pin_hash, typed)
    except (VerificationError, InvalidHashError):
        return False


def is_hash(text: str) -> bool:
    """Whether ``text`` is an Argon2 hash."""
    from argon2 import extract_parameters
    from argon2.exceptions import InvalidHashError

    try:
        extract_parameters(text)
    except InvalidHashError:
        return False
    return True


class Tries:
    """Tries at the PIN. Kept by the supervisor, so that a new front end gives nobody fresh ones."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._made = 0
        self._until = 0.0

    def wait(self) -> float:
        """Seconds until the next try is taken."""
        return max(0.0, self._until - self._clock())

    def take(self) -> None:
        """One try, counted before it is looked at."""
        self._made += 1
        if self._made >= FREE_TRIES:
            lock = FIRST_LOCK * 2 ** min(self._made - FREE_TRIES, 20)
            self._until = self._clock() + min(lock, LONGEST_LOCK)

    def succeed(self) -> None:
        """The right PIN: all tries are free again."""
        self._made, self._until = 0, 0.0


def main() -> int:
    """Ask twice without echo, print ``exit_pin_hash = "…"``; 1 when the two differ or are too short or long."""
    from getpass import getpass

    from mozaik_tui.language import FRENCH, Translator

    words = Translator(FRENCH)
    pin, again = getpass(words.text("kiosk.pin.ask")), getpass(words.text("kiosk.pin.repeat"))
    if pin != again or not SHORTEST <= len(pin) <= LONGEST:
        print(f"mozaik-tui: {words.text('kiosk.pin.again')}", file=sys.stderr)
        return 1
    print(f'exit_pin_hash = "{hashed(pin)}"')
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
