"""Rows that speak of one child: the same data merge, contradictory ones are all bad (account-service.md).

None of a contradictory group is taken: nothing tells which of them is right, and taking the first would let
the order of the lines decide who is a guardian.
"""

from __future__ import annotations

from array import array
from collections import defaultdict

from mozaik_tui.account.registry.ledger import Ledger
from mozaik_tui.account.registry.spool import PARTS, Spool


def settle(identities: Spool, ledger: Ledger) -> array[int]:
    """Look through the identity digests of one kind; mark contradictory rows bad, and repeated ones.

    The answer holds pairs, one after the other: line of a repeating row, line of the row that it repeats.
    """
    pairs = array("L")
    for place in range(PARTS):
        entries = list(identities.part(place))
        if len({entry[0] for entry in entries}) == len(entries):
            continue
        groups: defaultdict[bytes, list[tuple[int, int]]] = defaultdict(list)
        for digest, fingerprint, line in entries:
            groups[digest].append((line, fingerprint))
        for group in groups.values():
            if len(group) > 1:
                _settle_group(group, ledger, pairs)
    return pairs


def _settle_group(group: list[tuple[int, int]], ledger: Ledger, pairs: array[int]) -> None:
    if len({fingerprint for _, fingerprint in group}) > 1:
        for line, _ in group:
            ledger.spoil(line, "contradictory")
        return
    first, *others = sorted(line for line, _ in group)
    for line in others:
        if ledger.repeat(line):
            pairs.extend((line, first))
