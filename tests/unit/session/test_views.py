"""What is read out of a child's record."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from mozaik_tui.language import Translator
from mozaik_tui.views import record

from ...snapshots.prepared import linked


@pytest.mark.parametrize("zone", ["UTC", "America/Toronto", "Asia/Tokyo"])
def test_the_day_of_linking_is_the_day_in_quebec_wherever_the_machine_stands(monkeypatch, zone):
    child = replace(linked("1", "Noé", "file_number", "56", 0), linked_at="2026-11-27T02:00:00Z")
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        told = record(child, Translator("fr"))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert "26 novembre 2026" in told[-1]
