"""What became of each line of the file: a few bytes a line, so that a million lines stay bounded."""

from __future__ import annotations

from collections.abc import Iterator

REASONS = (
    "undecodable",
    "nul",
    "quoting",
    "columns",
    "school_body",
    "identifier_missing",
    "file_number",
    "permanent_code",
    "last_name",
    "first_name",
    "birth_date",
    "email_missing",
    "email",
    "contradictory",
)
"""Why a line is bad, as stable words; ``registry.reason.<word>`` says it to people. The order is that of
the checks.
"""

# Fates: 0 nothing starts in this line; the identifiers of a good row (1 file number, 2 permanent code, 3
# both), plus 4 when it repeats an earlier row; from _BAD on, the reason why the row is bad.
_KINDS, _REPEATS, _BAD = 3, 4, 16
_BAD_AS = {reason: _BAD + place for place, reason in enumerate(REASONS)}


class Ledger:
    """Fates by line number (the header is line 1); ``pupils`` counts children, ``bad_lines`` rows not taken.

    ``uneven`` is true once a row that was read as good turned out to be bad or a repetition.
    """

    __slots__ = ("_bodies", "_fates", "_halves", "_links", "bad_lines", "last_line", "pupils", "uneven")

    def __init__(self) -> None:
        self._fates = bytearray(2)
        self._bodies = bytearray(2)
        self._links = 0
        self._halves = 0
        self.pupils = 0
        self.bad_lines = 0
        self.last_line = 1
        self.uneven = False

    def _reach(self, line: int) -> None:
        missing = line + 1 - len(self._fates)
        self._fates += bytes(missing)
        self._bodies += bytes(missing)
        self.last_line = line

    def good(self, line: int, body_number: int, kinds: int, guardians: int) -> None:
        """A good row starts in ``line``; lines come in rising order."""
        self._reach(line)
        self._fates[line] = kinds
        self._bodies[line] = body_number + 1
        self.pupils += 1
        self._links += guardians

    def bad(self, line: int, reason: str) -> None:
        """The row of ``line`` cannot be taken."""
        self._reach(line)
        self._fates[line] = _BAD_AS[reason]
        self.bad_lines += 1

    def spoil(self, line: int, reason: str) -> None:
        """A row that was read as good turns out bad; saying so twice changes nothing."""
        if self._fates[line] >= _BAD:
            return
        if self.is_pupil(line):
            self.pupils -= 1
        self._fates[line] = _BAD_AS[reason]
        self._bodies[line] = 0
        self.bad_lines += 1
        self.uneven = True

    def repeat(self, line: int) -> bool:
        """The row of ``line`` repeats an earlier one; false when that is known already, or when it is bad."""
        if not self.is_pupil(line):
            return False
        self._fates[line] += _REPEATS
        self.pupils -= 1
        self.uneven = True
        return True

    def is_good(self, line: int) -> bool:
        """Whether the row's e-mails count (those of repeated rows do)."""
        return 0 < self._fates[line] < _BAD

    def is_pupil(self, line: int) -> bool:
        """Whether the row stands for a child: neither bad nor a repetition."""
        return 0 < self._fates[line] <= _KINDS

    def kinds(self, line: int) -> int:
        """Which identifiers the good row of ``line`` has."""
        return self._fates[line] & _KINDS

    def count_match(self, line: int) -> None:
        """One match digest of the row was kept; only asked for where the ledger is uneven."""
        self._halves += 1 if self.kinds(line) == _KINDS else 2

    @property
    def guardian_links(self) -> int:
        """How many pairs of child and guardian there are (a child with both identifiers has two digests
        for each).
        """
        return self._halves // 2 if self.uneven else self._links

    @property
    def school_bodies(self) -> int:
        """How many school bodies the good rows name."""
        return len(set(self._bodies) - {0})

    def bad_rows(self) -> Iterator[tuple[int, str]]:
        """The bad rows in the file's order: line where the record starts, reason word."""
        for line, fate in enumerate(self._fates):
            if fate >= _BAD:
                yield line, REASONS[fate - _BAD]
