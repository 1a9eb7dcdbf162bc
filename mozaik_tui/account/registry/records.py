"""One record of the registry file: the pupil it describes, or the reason why it cannot be taken.

The same rules as for the parent's form, so that what is typed as it stands in the file is found
(journey.md, Input rules). Names, dates and domains repeat: each is judged once and remembered, within a
bound.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import NamedTuple

from mozaik_tui.account.registry.bodies import Bodies
from mozaik_tui.account.registry.emails import EmailKeys
from mozaik_tui.journey.rules.folding import fold_name
from mozaik_tui.journey.rules.identifiers import judge_file_number, judge_permanent_code
from mozaik_tui.journey.rules.names import judge_first_name, judge_last_name
from mozaik_tui.journey.rules.verdict import Refused

HEADER = (
    "school_body",
    "file_number",
    "permanent_code",
    "last_name",
    "first_name",
    "birth_date",
    "guardian_emails",
)
_FILE_NUMBER = re.compile(r"(?:[0-9]{7})?").fullmatch
_PERMANENT_CODE = re.compile(r"(?:[A-Z]{4}[0-9]{8})?").fullmatch
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
# Bytes that are no UTF-8 are read as lone surrogates.
_UNDECODABLE = re.compile("[\ud800-\udfff]").search
_OLDEST = datetime.date(1900, 1, 1)
_REMEMBERED = 100_000


class Pupil(NamedTuple):
    """A good row; names folded, e-mails as identity keys. Empty text where there is no such identifier."""

    body_id: str
    body_number: int
    file_number: str
    permanent_code: str
    last_name: str
    first_name: str
    birth_date: str
    guardians: tuple[str, ...]


class _Memory(dict[str, str | None]):
    """Answers of a costly rule, forgotten all at once when there are too many."""

    def __init__(self, rule: Callable[[str], str | None]) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, text: str) -> str | None:
        if len(self) >= _REMEMBERED:
            self.clear()
        answer = self[text] = self._rule(text)
        return answer


def folded_last_name(text: str) -> str | None:
    """The surname folded; ``None`` for what is none. A line break in a cell counts as a blank."""
    if _UNDECODABLE(text):
        return None
    verdict = judge_last_name(" ".join(text.split()))
    return None if isinstance(verdict, Refused) else fold_name(verdict.value) or None


def folded_first_name(text: str) -> str | None:
    """The first name folded, empty for a one-name person; ``None`` for what is none."""
    tidy = " ".join(text.split())
    if not tidy:
        return ""
    if _UNDECODABLE(tidy):
        return None
    verdict = judge_first_name(tidy)
    return None if isinstance(verdict, Refused) else fold_name(verdict.value)


class RecordJudge:
    """``judge(record)`` answers a :class:`Pupil`, or a word of :data:`~.ledger.REASONS`.

    ``today`` is the day in Québec: nobody is born later.
    """

    def __init__(self, bodies: Bodies, today: datetime.date) -> None:
        self._bodies = bodies
        self._today = today
        self._emails = EmailKeys()
        self._last_names = _Memory(folded_last_name)
        self._first_names = _Memory(folded_first_name)
        self._dates = _Memory(self._real_date)

    def _real_date(self, text: str) -> str | None:
        if not _DATE(text):
            return None
        try:
            day = datetime.date.fromisoformat(text)
        except ValueError:
            return None
        return text if _OLDEST <= day <= self._today else None

    def judge(self, record: list[str]) -> Pupil | str:
        """The usual record, all of whose cells are tidy, in one go; any other with care."""
        if len(record) == 7:
            body, file_number, code, last, first, date, emails = record
            number = self._bodies.numbers.get(body)
            last_name = self._last_names[last]
            first_name = self._first_names[first]
            if (
                number is not None
                and last_name
                and first_name is not None
                and self._dates[date]
                and _FILE_NUMBER(file_number)
                and _PERMANENT_CODE(code)
                and (file_number or code)
                and (guardians := self._emails.keys(emails))
            ):
                body = self._bodies.listed[number].id
                return Pupil(body, number, file_number, code, last_name, first_name, date, guardians)
        return self.judge_with_care(record)

    def judge_with_care(self, record: list[str]) -> Pupil | str:
        """Cell by cell; blanks around a cell do not count, identifiers are cleaned as the form's are."""
        whole = "".join(record)
        if _UNDECODABLE(whole):
            return "undecodable"
        if "\0" in whole:
            return "nul"
        if len(record) != len(HEADER):
            return "columns"
        body, file_number, code, last, first, date, emails = (cell.strip() for cell in record)
        number = self._bodies.numbers.get(body)
        if number is None:
            return "school_body"
        identifiers = _identifiers(file_number, code)
        if isinstance(identifiers, str):
            return identifiers
        last_name, first_name = self._last_names[last], self._first_names[first]
        if not last_name:
            return "last_name"
        if first_name is None:
            return "first_name"
        if not self._dates[date]:
            return "birth_date"
        guardians = self._emails.keys(emails)
        if guardians is None:
            return "email"
        if not guardians:
            return "email_missing"
        return Pupil(
            self._bodies.listed[number].id, number, *identifiers, last_name, first_name, date, guardians
        )


def _identifiers(file_number: str, code: str) -> tuple[str, str] | str:
    """Both identifiers cleaned, or the reason why they cannot be."""
    if not file_number and not code:
        return "identifier_missing"
    if file_number:
        verdict = judge_file_number(file_number)
        if isinstance(verdict, Refused):
            return "file_number"
        file_number = verdict.value
    if code:
        judged = judge_permanent_code(code)
        if isinstance(judged, Refused):
            return "permanent_code"
        code = judged.value
    return file_number, code
