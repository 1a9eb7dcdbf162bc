"""From a registry file to a generation: read, digest, sort, settle duplicates, find earlier children, write.

In bounded memory: some 25 bytes a line, and the sorting is on disk. Names and e-mails are forgotten row by
row.
"""

from __future__ import annotations

import datetime
import os
from array import array
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from mozaik_tui.account.registry.api import Generation, Writer
from mozaik_tui.account.registry.bodies import school_bodies
from mozaik_tui.account.registry.claims import Claims, Departed
from mozaik_tui.account.registry.digests import DIGEST_BYTES, DigestKey, Kind, identity_head, match_tail
from mozaik_tui.account.registry.duplicates import settle
from mozaik_tui.account.registry.generation_file import FILE, PERMANENT, Pair
from mozaik_tui.account.registry.ledger import Ledger
from mozaik_tui.account.registry.reader import RegistryFile
from mozaik_tui.account.registry.records import RecordJudge
from mozaik_tui.account.registry.spool import IDENTITY, MATCH, PARTS, Spool, pack_data, pack_line

KINDS: tuple[Kind, ...] = ("file_number", "permanent_code")
_EASE = 4096

# How much is done so far, and in all.
Progress = Callable[[int, int], None]
Linked = Callable[[list[bytes]], set[bytes]]


@dataclass(frozen=True, slots=True)
class Earlier:
    """The generation in force while the next one is built; ``made_under`` names the key of its digests."""

    reader: Generation
    made_under: bytes


class Build:
    """One import in the making. Use as a context: leaving it closes the spools, which then are gone.

    ``keys``: the first makes the new generation; the others serve to find children that were digested under
    them.
    """

    def __init__(self, folder: Path, keys: tuple[DigestKey, ...], earlier: Earlier | None) -> None:
        self.ledger = Ledger()
        self._keys = keys
        self._earlier = earlier
        wanted = set()
        if earlier is not None:
            wanted = {earlier.made_under, *earlier.reader.departed_under()}
        # Under which keys the new rows' identities are digested: the first, and those that something old
        # waits under.
        self._identity_keys = (keys[0], *(key for key in keys[1:] if key.name in wanted))
        self._stack = ExitStack()
        self._matches = self._stack.enter_context(Spool(folder, MATCH))
        self._identities: dict[bytes, dict[Kind, Spool]] = {
            key.name: {kind: self._stack.enter_context(Spool(folder, IDENTITY)) for kind in KINDS}
            for key in self._identity_keys
        }
        self._repeats: array[int] = array("L")

    @property
    def made_under(self) -> bytes:
        """The name of the key that the new generation's digests are made under."""
        return self._keys[0].name

    def __enter__(self) -> Build:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def read(self, file: RegistryFile, today: datetime.date, progress: Progress) -> None:
        """Read the whole file and close it; afterwards the ledger knows every bad row, contradictory ones
        too.

        Raises :class:`~mozaik_tui.account.registry.reader.NotARegistry`.
        """
        judge = RecordJudge(school_bodies(), today)
        good, bad, take = self.ledger.good, self.ledger.bad, self._take
        with file:
            count = 0
            for line, pupil in file.rows(judge):
                if isinstance(pupil, str):
                    bad(line, pupil)
                    continue
                body_id, number, file_number, code, last_name, first_name, date, guardians = pupil
                kinds = (FILE if file_number else 0) + (PERMANENT if code else 0)
                good(line, number, kinds, len(guardians))
                tail = match_tail(last_name, first_name, date)
                # The same row again, or another one? Told apart by Python's own keyed 64-bit hash.
                fingerprint = hash((file_number, code, tail))
                if file_number:
                    take(
                        "file_number",
                        identity_head(body_id, "file_number", file_number),
                        tail,
                        guardians,
                        fingerprint,
                        line,
                    )
                if code:
                    take(
                        "permanent_code",
                        identity_head(body_id, "permanent_code", code),
                        tail,
                        guardians,
                        fingerprint,
                        line,
                    )
                count += 1
                if count % _EASE == 0:
                    self._relieve()
                    progress(file.done(), file.size)
            progress(file.size, file.size)
        for spool in self._identities[self._keys[0].name].values():
            self._repeats.extend(settle(spool, self.ledger))

    def _take(
        self, kind: Kind, head: str, tail: str, guardians: tuple[str, ...], fingerprint: int, line: int
    ) -> None:
        start, data = head.encode(), pack_data(fingerprint, line)
        for key in self._identity_keys:
            self._identities[key.name][kind].add(key.mac(start), data)
        mac, add, place = self._keys[0].mac, self._matches.add, pack_line(line)
        middle = head + tail
        for guardian in guardians:
            add(mac((middle + guardian).encode()), place)

    def _relieve(self) -> None:
        self._matches.relieve()
        for of_kind in self._identities.values():
            for spool in of_kind.values():
                spool.relieve()

    def write(self, writer: Writer, linked: Linked, progress: Progress) -> list[tuple[bytes, bytes]]:
        """Fill the generation; answer which child keys' links go over to which (see :mod:`.claims`).
        ``progress`` is told in parts of the digests.
        """
        whole = (len(KINDS) + 1) * PARTS
        claims = None
        if self._earlier is not None:
            claims = Claims(self._earlier.reader, self._earlier.made_under, self.ledger)
            claims.settle(self._identities)
        for turn, kind in enumerate(KINDS):
            spool = self._identities[self._keys[0].name][kind]
            for place in range(PARTS):
                writer.add_identities(kind, place, self._pupils_of(spool.part(place)))
                progress(turn * PARTS + place, whole)
        for place in range(PARTS):
            writer.add_matches(self._matches_of(self._matches.part(place)))
            progress(len(KINDS) * PARTS + place, whole)
        writer.add_children(self._children(claims))
        pairs = iter(self._repeats)
        writer.repeat_keys(
            (line, first) for line, first in zip(pairs, pairs, strict=True) if self.ledger.is_good(line)
        )
        if claims is not None:
            self._carry(writer, claims, linked)
        return [] if claims is None else claims.joined()

    def _pupils_of(self, part: Iterator[tuple[bytes, int, int]]) -> Iterator[Pair]:
        entries = ((digest, line) for digest, _, line in part)
        if not self.ledger.uneven:
            return entries
        return ((digest, line) for digest, line in entries if self.ledger.is_pupil(line))

    def _matches_of(self, part: Iterator[Pair]) -> list[Pair]:
        """In order; where rows repeat or were spoiled, without those and each once, counting anew."""
        ledger, rows = self.ledger, sorted(part)
        if not ledger.uneven:
            return rows
        kept = {digest: line for digest, line in reversed(rows) if ledger.is_good(line)}
        for line in kept.values():
            ledger.count_match(line)
        return sorted(kept.items())

    def _children(self, claims: Claims | None) -> Iterator[tuple[int, int, bytes]]:
        ledger = self.ledger
        for start in range(2, ledger.last_line + 1, _EASE):
            stop = min(start + _EASE, ledger.last_line + 1)
            fresh = os.urandom(DIGEST_BYTES * _EASE)
            for line in range(start, stop):
                if ledger.is_pupil(line):
                    if claims is not None and claims.earlier[line]:
                        key = claims.old.child(claims.earlier[line])[1]
                    else:
                        at = (line - start) * DIGEST_BYTES
                        key = fresh[at : at + DIGEST_BYTES]
                    yield line, ledger.kinds(line), key

    def _carry(self, writer: Writer, claims: Claims, linked: Linked) -> None:
        numbers: dict[int, int] = {}
        names = frozenset(key.name for key in self._keys)
        first = self.ledger.last_line + 1

        def rows(found: Iterator[Departed]) -> Iterator[tuple[bytes, Kind, int, bytes]]:
            for one in found:
                number = numbers.setdefault(one.child, first + len(numbers))
                yield one.digest, one.kind, number, one.made_under

        writer.add_departed(rows(claims.left(names, linked)))
        writer.add_children((number, *claims.old.child(child)) for child, number in numbers.items())
