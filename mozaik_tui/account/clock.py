"""The service's time: the process's clock, injected, in unix seconds (account-service.md, Clock)."""

from __future__ import annotations

from collections.abc import Callable

Clock = Callable[[], float]
