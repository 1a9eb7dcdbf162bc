"""The identity key of a guardian's e-mail, millions of times: the full rule's answer without its price.

The full rule (journey.md, Input rules, E-mail) takes some 25 µs. A plain ASCII address falls into two parts
that it judges each on its own but for the length of the whole: the part before the @ is one regular
expression, and the domain's verdict is asked of the full rule once and remembered. Everything else goes to
the full rule as it is; ``tests/unit/registry/test_registry_emails.py`` holds both answers against each
other.
"""

from __future__ import annotations

import re

from mozaik_tui.journey.rules.email_address import judge_email
from mozaik_tui.journey.rules.verdict import Refused

_ATOM = r"[A-Za-z0-9_!#$%&'*+\-/=?^`{|}~]+"
_PLAIN = re.compile(rf"({_ATOM}(?:\.{_ATOM})*)@([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)")
_LOCAL_MAX, _WHOLE_MAX = 64, 254
_REMEMBERED = 50_000


# Bytes that were no UTF-8; the full rule is for text.
_UNDECODABLE = re.compile("[\ud800-\udfff]").search


def _judged(text: str) -> str | None:
    if _UNDECODABLE(text):
        return None
    verdict = judge_email(text)
    return None if isinstance(verdict, Refused) else verdict.value.identity_key


class EmailKeys:
    """``key(text)`` is the identity key of an address, or ``None`` where the full rule refuses it."""

    __slots__ = ("_domains",)

    def __init__(self) -> None:
        self._domains: dict[str, str | None] = {}

    def key(self, text: str) -> str | None:
        """As the full rule says."""
        plain = _PLAIN.fullmatch(text)
        if plain is None or len(text) > _WHOLE_MAX:
            return _judged(text)
        local, domain = plain.groups()
        if len(local) > _LOCAL_MAX:
            return None
        try:
            known = self._domains[domain]
        except KeyError:
            # A-labels have a second, longer form whose length counts as well: left to the full rule.
            if "xn--" in domain.lower():
                return _judged(text)
            if len(self._domains) >= _REMEMBERED:
                self._domains.clear()
            judged = _judged(f"a@{domain}")
            known = self._domains[domain] = None if judged is None else judged.partition("@")[2]
        return None if known is None else f"{local.lower()}@{known}"

    def keys(self, cell: str) -> tuple[str, ...] | None:
        """The keys of the addresses in ``cell``, separated by ``;``, each once; ``None`` if one of them is
        bad.

        Empty places (a ``;`` too many) hold no address.
        """
        found = []
        for text in cell.split(";"):
            key = self.key(text)
            if key is not None:
                found.append(key)
            elif text.strip():
                return None
        return tuple(found) if len(found) < 2 else tuple(dict.fromkeys(found))
