"""The registry file is read as spreadsheets and exports write it; a bad row is a line number and a word."""

from __future__ import annotations

import csv
import datetime
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik_tui.account.registry.bodies import school_bodies
from mozaik_tui.account.registry.ledger import REASONS
from mozaik_tui.account.registry.reader import NotARegistry, RegistryFile, open_registry
from mozaik_tui.account.registry.records import HEADER, Pupil, RecordJudge

HEAD = ",".join(HEADER)
GOOD = "css-montreal,0412357,BENZ71031404,Benali,Zoé,2014-03-09,nadia@example.com"
TODAY = datetime.date(2026, 11, 24)


def judge() -> RecordJudge:
    return RecordJudge(school_bodies(), TODAY)


def read(content: bytes) -> list[tuple[int, Pupil | str]]:
    with RegistryFile(io.BytesIO(content), len(content)) as file:
        return list(file.rows(judge()))


def read_lines(*lines: str, end: str = "\n") -> list[tuple[int, Pupil | str]]:
    return read(end.join((HEAD, *lines, "")).encode())


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_byte_order_mark_and_line_ends(bom: bytes, end: str, last: bool) -> None:
    content = bom + end.join((HEAD, GOOD)).encode() + (end.encode() if last else b"")
    assert read(content) == [
        (
            2,
            Pupil(
                "css-montreal",
                school_bodies().numbers["css-montreal"],
                "0412357",
                "BENZ71031404",
                "benali",
                "zoe",
                "2014-03-09",
                ("nadia@example.com",),
            ),
        )
    ]


def test_quoted_commas_and_line_breaks_and_the_line_where_a_record_starts() -> None:
    rows = read_lines(
        'css-montreal,0412357,,"Benali, Côté","Zoé\nAnne",2014-03-09,"a@example.com;\nb@example.com"',
        "css-montreal,12,,Roy,Noé,2014-03-09,a@example.com",
        "",
        '"css-montreal","0412358","","O""Neil","Noé","2014-03-09","A@Example.COM"',
    )
    first, second, third = rows
    assert first[0] == 2
    assert isinstance(first[1], Pupil)
    assert first[1].guardians == ("a@example.com", "b@example.com")
    assert (first[1].last_name, first[1].first_name) == ("benali,cote", "zoeanne")
    assert second == (5, "file_number")
    assert third[0] == 7
    assert isinstance(third[1], Pupil)
    assert third[1].guardians == ("a@example.com",)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("css-montreal,0412357,,Roy,Noé,2014-03-09", "columns"),
        (GOOD + ",x", "columns"),
        ("css-nowhere,0412357,,Roy,Noé,2014-03-09,a@example.com", "school_body"),
        (",0412357,,Roy,Noé,2014-03-09,a@example.com", "school_body"),
        ("css-montreal,,,Roy,Noé,2014-03-09,a@example.com", "identifier_missing"),
        ("css-montreal, , ,Roy,Noé,2014-03-09,a@example.com", "identifier_missing"),
        ("css-montreal,041235,,Roy,Noé,2014-03-09,a@example.com", "file_number"),
        ("css-montreal,04123567,,Roy,Noé,2014-03-09,a@example.com", "file_number"),
        ("css-montreal,041235O,,Roy,Noé,2014-03-09,a@example.com", "file_number"),
        ("css-montreal,---,,Roy,Noé,2014-03-09,a@example.com", "file_number"),
        ("css-montreal,,ROYN7103,Roy,Noé,2014-03-09,a@example.com", "permanent_code"),
        ("css-montreal,0412357,ROYN71O31404,Roy,Noé,2014-03-09,a@example.com", "permanent_code"),
        ("css-montreal,0412357,,,Noé,2014-03-09,a@example.com", "last_name"),
        ("css-montreal,0412357,,-,Noé,2014-03-09,a@example.com", "last_name"),
        ("css-montreal,0412357,,Roy 2,Noé,2014-03-09,a@example.com", "last_name"),
        ("css-montreal,0412357,,R\x07oy,Noé,2014-03-09,a@example.com", "last_name"),
        (f"css-montreal,0412357,,{'R' * 101},Noé,2014-03-09,a@example.com", "last_name"),
        ("css-montreal,0412357,,Roy,N0é,2014-03-09,a@example.com", "first_name"),
        ("css-montreal,0412357,,Roy,Noé,2014-02-30,a@example.com", "birth_date"),
        ("css-montreal,0412357,,Roy,Noé,09/03/2014,a@example.com", "birth_date"),
        ("css-montreal,0412357,,Roy,Noé,20140309,a@example.com", "birth_date"),
        ("css-montreal,0412357,,Roy,Noé,,a@example.com", "birth_date"),
        ("css-montreal,0412357,,Roy,Noé,1899-12-31,a@example.com", "birth_date"),
        ("css-montreal,0412357,,Roy,Noé,2026-11-25,a@example.com", "birth_date"),
        ("css-montreal,0412357,,Roy,Noé,٢٠١٤-03-09,a@example.com", "birth_date"),
        ("css-montreal,0412357,,Roy,Noé,2014-03-09,", "email_missing"),
        ("css-montreal,0412357,,Roy,Noé,2014-03-09, ; ", "email_missing"),
        ("css-montreal,0412357,,Roy,Noé,2014-03-09,a@example.com;b@example", "email"),
        ("css-montreal,0412357,,Roy,Noé,2014-03-09,a@localhost", "email"),
        ("css-montreal,0412357,,R\0oy,Noé,2014-03-09,a@example.com", "nul"),
        ('css-montreal,0412357,,"Roy"x,Noé,2014-03-09,a@example.com', "quoting"),
        ("css-montreal,0412357,,Roy,N\roé,2014-03-09,a@example.com", "quoting"),
    ],
)
def test_bad_rows(line: str, reason: str) -> None:
    assert reason in REASONS
    rows = read_lines(GOOD, line, GOOD)
    assert [number for number, _ in rows] == [2, 3, 4]
    assert rows[1][1] == reason
    assert isinstance(rows[2][1], Pupil)


@pytest.mark.parametrize("where", ["Roy", "Noé", "a@example.com", "css-montreal"])
@pytest.mark.parametrize("bad", [b"\xff", b"\xed\xa0\x80", b"\xe9", b"\xc3"])
def test_undecodable_bytes(where: str, bad: bytes) -> None:
    line = "css-montreal,0412357,,Roy,Noé,2014-03-09,a@example.com".encode()
    place = line.index(where.encode()) + 1
    content = b"\n".join((HEAD.encode(), line[:place] + bad + line[place:], GOOD.encode()))
    rows = read(content)
    assert rows[0] == (2, "undecodable")
    assert isinstance(rows[1][1], Pupil)


def test_a_quote_that_is_never_closed_costs_its_own_line() -> None:
    """It would swallow what follows up to the next quote, or up to what a cell may hold: thousands of children."""
    open_ = 'css-montreal,0412357,,"Roy,Noé,2014-03-09,a@example.com'
    quoted = 'css-montreal,0412357,,"Roy",Noé,2014-03-09,"a@example.com"'
    for many, after in ((3, []), (3, [quoted, GOOD]), (5000, []), (3, [open_, GOOD, quoted])):
        lines = [GOOD, open_, *[GOOD] * many, *after]
        rows = read_lines(*lines)
        assert [number for number, _ in rows] == list(range(2, len(lines) + 2))
        bad = [number for number, found in rows if not isinstance(found, Pupil)]
        assert bad == [number for number, line in enumerate(lines, 2) if line == open_]


def test_a_quote_that_another_line_closes_costs_these_two_lines() -> None:
    left, right = 'css-montreal,0412357,,"Roy,Noé,2014-03-09,a@example.com', 'css-montreal",x'
    rows = read_lines(GOOD, left, GOOD, GOOD, right, GOOD)
    assert [number for number, _ in rows] == [2, 3, 4, 5, 6, 7]
    assert [number for number, found in rows if not isinstance(found, Pupil)] == [3, 6]


def test_a_line_break_in_a_cell_is_part_of_its_record() -> None:
    rows = read_lines(
        GOOD, 'css-montreal,0412357,,Roy,Noé,2014-02-30,"a@example.com;', 'b@example.com"', GOOD
    )
    assert [(number, found == "birth_date") for number, found in rows] == [(2, False), (3, True), (5, False)]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        GOOD.encode(),
        HEAD.upper().encode(),
        HEAD.replace(",", ";").encode(),
        (HEAD + ",more").encode(),
        HEAD.encode("utf-16"),
        b'"' + b"x" * 200_000,
        b"\xff\xfe\x00",
    ],
)
def test_what_does_not_start_with_the_header_is_no_registry(content: bytes) -> None:
    with pytest.raises(NotARegistry) as caught:
        read(content)
    assert caught.value.reason == "header"


def test_a_file_that_cannot_be_opened(tmp_path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(NotARegistry) as caught:
            open_registry(path)
        assert caught.value.reason == "unreadable"


def test_a_file_that_stops_being_readable() -> None:
    class Breaking(io.BytesIO):
        def read1(self, size: int = -1) -> bytes:
            if self.tell() > 0:
                raise OSError
            return super().read1(size)

    content = "\n".join((HEAD, *(GOOD for _ in range(1000)))).encode()
    file = RegistryFile(Breaking(content), len(content))
    with pytest.raises(NotARegistry) as caught:
        list(file.rows(judge()))
    assert caught.value.reason == "unreadable"


def test_a_header_alone_is_an_empty_registry(tmp_path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text(HEAD + "\n", encoding="utf-8")
    with open_registry(path) as file:
        assert list(file.rows(judge())) == []


def test_cells_are_cleaned_as_the_form_is() -> None:
    rows = read_lines(
        " 711000,041-2357,benz 7103.1404, Benali,Zoé,2014-03-09,mailto:Nadia@EXAMPLE.com; nadia@example.com;",
        "css-monts-et-marees,٠٤١٢٣٥٧,, Suharti,,2014-03-09,<a@example.com>",
    )
    first, second = rows[0][1], rows[1][1]
    assert isinstance(first, Pupil)
    assert isinstance(second, Pupil)
    assert first[2:] == ("0412357", "BENZ71031404", "benali", "zoe", "2014-03-09", ("nadia@example.com",))
    assert first.body_id == second.body_id == "css-monts-et-marees"
    assert second[2:] == ("0412357", "", "suharti", "", "2014-03-09", ("a@example.com",))


cell = st.one_of(
    st.sampled_from(
        [
            "css-montreal",
            "711000",
            "0412357",
            "BENZ71031404",
            "Benali",
            "Zoé",
            "",
            "2014-03-09",
            "2014-02-30",
            "a@example.com",
            "a@example.com;b@example.org",
            " ",
            "-",
            "Nguyễn\tAn",
            "\ud800",
            "\0",
        ]
    ),
    st.text(max_size=12),
)


@given(st.lists(cell, min_size=0, max_size=9))
def test_the_quick_way_and_the_careful_way_agree(record: list[str]) -> None:
    assert judge().judge(record) == judge().judge_with_care(record)


@given(
    st.tuples(
        *(
            st.sampled_from(column)
            for column in zip(GOOD.split(","), ["x"] * 7, ["", *["é"] * 6], strict=True)
        )
    )
)
def test_one_good_cell_more_or_less(record: tuple[str, ...]) -> None:
    answer = judge().judge(list(record))
    assert answer == judge().judge_with_care(list(record))
    assert isinstance(answer, Pupil) or answer in REASONS


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=9), min_size=1, max_size=8
        ),
        max_size=6,
    )
)
def test_any_csv_is_read_to_its_end_and_every_record_is_answered(records: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(HEADER)
    starts = []
    for record in records:
        starts.append(text.getvalue().count("\n") + 1)
        writer.writerow(record)
    rows = read(text.getvalue().encode())
    assert [line for line, _ in rows] == starts


@given(st.binary(max_size=300))
def test_any_bytes_at_all(content: bytes) -> None:
    for _, answer in read(HEAD.encode() + b"\n" + content):
        assert isinstance(answer, Pupil) or answer in REASONS


def test_memories_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mozaik_tui.account.registry.records._REMEMBERED", 2)
    one = judge()
    for name in ("Roy", "Côté", "Roy", "Benali", "Morin"):
        answer = one.judge(["css-montreal", "0412357", "", name, "Zoé", "2014-03-09", "a@example.com"])
        assert isinstance(answer, Pupil)
    assert len(one._last_names) <= 2


def test_a_carriage_return_in_quotes_of_a_bad_record_counts_it_once() -> None:
    rows = read_lines('a,"b', "c\rd", '",e', GOOD)
    assert [number for number, _ in rows] == [2, 5]
    assert rows[0][1] == "columns"
    assert isinstance(rows[1][1], Pupil)
