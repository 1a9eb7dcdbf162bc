"""Small parts of the import: the spool, the digests, the bodies, the day in Québec."""

from __future__ import annotations

import csv
import hashlib
import hmac
import random
from datetime import date
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mozaik_tui.account import quebec
from mozaik_tui.account.keys import Keys
from mozaik_tui.account.registry import spool
from mozaik_tui.account.registry.bodies import school_bodies
from mozaik_tui.account.registry.digests import digest_keys, fast_mac, identity_head, match_tail
from mozaik_tui.account.registry.generation_file import child_in
from mozaik_tui.account.registry.ledger import Ledger
from mozaik_tui.account.registry.spool import IDENTITY, MATCH, PARTS, Spool, pack_data, pack_line


@given(st.binary(min_size=1, max_size=64), st.binary(max_size=300))
def test_the_quick_digest_is_hmac(key: bytes, message: bytes) -> None:
    expected = hmac.digest(key, message, "sha256")[:16]
    mac = fast_mac(key)
    assert mac(message) == expected
    assert mac(message) == expected


def test_a_digest_key_for_each_key_of_the_service() -> None:
    keys = Keys([b"a" * 32, b"b" * 32])
    first, second = digest_keys(keys)
    assert (first.name, second.name) == keys.ids
    assert first.mac(b"x") != second.mac(b"x")
    assert digest_keys(Keys([b"b" * 32]))[0].mac(b"x") == second.mac(b"x")


def test_strings_that_are_digested_cannot_be_confused() -> None:
    heads = {
        identity_head("css-laval", "file_number", "1"),
        identity_head("css-laval", "permanent_code", "1"),
        identity_head("css-lava", "file_number", "l1"),
    }
    assert len(heads) == 3
    assert match_tail("a", "bc", "d") != match_tail("ab", "c", "d")


@pytest.mark.parametrize("flush", [1, 100, 1 << 15])
def test_what_goes_into_a_spool_comes_out_part_by_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flush: int
) -> None:
    monkeypatch.setattr(spool, "_FLUSH", flush)
    entries = [(hashlib.sha256(str(n).encode()).digest()[:16], n) for n in range(2000)]
    with Spool(tmp_path, MATCH) as matches, Spool(tmp_path, IDENTITY) as identities:
        for digest, number in entries:
            matches.add(digest, pack_line(number))
            identities.add(digest, pack_data(-number, number))
            if number % 97 == 0:
                matches.relieve()
                identities.relieve()
        assert list(tmp_path.iterdir()) == []
        found = []
        places = list(range(PARTS))
        random.Random(1).shuffle(places)
        for place in places:
            part = list(matches.part(place))
            assert all(digest[0] == place for digest, _ in part)
            found += part
        assert sorted(found) == sorted(entries)
        again = [entry for place in range(PARTS) for entry in identities.part(place)]
        assert sorted(again) == sorted((digest, -number, number) for digest, number in entries)


def test_the_ledger_counts_what_it_is_told() -> None:
    ledger = Ledger()
    ledger.good(2, 0, 3, 2)
    ledger.bad(5, "columns")
    ledger.good(9, 71, 1, 1)
    assert (ledger.pupils, ledger.guardian_links, ledger.school_bodies, ledger.bad_lines) == (2, 3, 2, 1)
    ledger.spoil(9, "contradictory")
    ledger.spoil(9, "contradictory")
    ledger.spoil(5, "contradictory")
    assert (ledger.pupils, ledger.school_bodies, ledger.bad_lines) == (1, 1, 2)
    assert list(ledger.bad_rows()) == [(5, "columns"), (9, "contradictory")]
    assert not ledger.repeat(9)
    assert ledger.repeat(2)
    assert not ledger.repeat(2)
    ledger.spoil(2, "contradictory")
    assert ledger.pupils == 0


def test_the_list_of_school_bodies() -> None:
    bodies = school_bodies()
    assert len(bodies.listed) == 72
    text = (files("mozaik_tui.data") / "school_bodies.csv").read_text(encoding="utf-8")
    for record, body in zip(csv.DictReader(text.splitlines()), bodies.listed, strict=True):
        assert (record["id"], record["name"]) == (body.id, body.name)
        assert bodies.find(record["id"]) == body
        assert not record["code_meq"] or bodies.find(f" {record['code_meq']} ") == body
    assert bodies.find("") is None


def test_the_day_in_quebec_with_and_without_a_table_of_zones(monkeypatch: pytest.MonkeyPatch) -> None:
    winter, summer = 1_767_240_000.0, 1_782_878_400.0  # 2026-01-01 04:00 and 2026-07-01 04:00 UTC
    quebec.zone.cache_clear()
    assert quebec.today(winter) == date(2025, 12, 31)
    assert quebec.today(summer) == date(2026, 7, 1)
    assert quebec.today(summer - 1) == date(2026, 6, 30)

    def none(name: str) -> None:
        raise ZoneInfoNotFoundError(name)

    monkeypatch.setattr(quebec, "ZoneInfo", none)
    quebec.zone.cache_clear()
    assert quebec.today(winter) == date(2026, 1, 1)
    assert quebec.today(summer) == date(2026, 7, 1)
    assert quebec.today(summer - 1) == date(2026, 6, 30)
    monkeypatch.undo()
    quebec.zone.cache_clear()


def test_a_digest_is_found_where_it_stands_and_not_across_two() -> None:
    first, second = b"\x07" * 16, b"\x07" * 15 + b"\x08"
    pairs = first + b"\x07\x07\x07\x07" + second + b"\x00\x00\x00\x02"
    assert child_in(pairs, first) == 0x07070707
    assert child_in(pairs, second) == 2
    assert child_in(pairs, b"\x07" * 12 + second[:4]) == 0x07070707
    assert child_in(pairs, b"\x07" * 13 + b"\x08\x00\x00") is None
    assert child_in(pairs, bytes(16)) is None
