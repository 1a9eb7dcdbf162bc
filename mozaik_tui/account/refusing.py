"""How the service says no (:class:`Refusal`) and that it cannot answer (:class:`ServiceFault`); part of the contract.

A module of its own, because the first screen needs to know no more of the service than this.
"""

from __future__ import annotations


class Refusal(Exception):
    """The service said no, for a reason that the parent is told (account-service.md, Codes of refusal).

    ``code`` is the stable word. ``retry_after`` is in whole seconds. ``details`` holds no input, only rule names.
    """

    def __init__(
        self,
        code: str,
        *,
        retry_after: int | None = None,
        tries_left: int | None = None,
        field: str | None = None,
        unmet: tuple[str, ...] = (),
        reason: str | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after
        self.tries_left = tries_left
        self.field = field
        self.unmet = unmet
        self.reason = reason


class ServiceFault(Exception):
    """The service cannot answer now: nobody's mistake, nothing acknowledged is lost.

    ``code`` is one of the 9xx words of the refusal table; the text never holds input, a query or a path.
    """

    def __init__(self, code: str = "service_unavailable", *, retry_after: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after
