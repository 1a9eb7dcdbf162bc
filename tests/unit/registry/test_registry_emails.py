"""The quick judgement of an e-mail is the full rule's, letter for letter."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mozaik_tui.account.registry import emails
from mozaik_tui.account.registry.emails import EmailKeys
from mozaik_tui.journey.rules.email_address import judge_email
from mozaik_tui.journey.rules.verdict import Refused

CASES = Path(__file__).parents[2] / "data" / "email_cases.tsv"


def full(text: str) -> str | None:
    verdict = judge_email(text)
    return None if isinstance(verdict, Refused) else verdict.value.identity_key


shared = EmailKeys()
local = st.text("abzAZ09_!#$%&'*+-/=?^`{|}~.\"", max_size=70)
label = st.text("abzAZ09-", max_size=8)
special = st.sampled_from(
    [
        "local",
        "localhost",
        "invalid",
        "test",
        "onion",
        "arpa",
        "example",
        "com",
        "ca",
        "xn--montral-fya",
        "XN--MONTRAL-FYA",
        "co",
        "1",
        "c",
        "9a",
        "a9",
        "-a",
        "a-",
    ]
)
domain = st.lists(st.one_of(label, special), min_size=1, max_size=5).map(".".join)
plain = st.builds("{}@{}".format, local, domain)


@settings(max_examples=600)
@given(plain)
@example("a@" + "b" * 63 + ".com")
@example("a@" + "b" * 64 + ".com")
@example("a" * 64 + "@" + ".".join(["b" * 60] * 3) + ".com")
@example("a" * 64 + "@" + ".".join(["b" * 61] * 3) + ".com")
@example("a" * 65 + "@example.com")
@example("a@" + ".".join(["b" * 49] * 5) + ".com")
@example("a@ab--cd.com")
@example("a@1.2.3.4")
@example("Info@Example.COM")
@example("a@example.com\n")
def test_quick_and_full_agree_on_plain_addresses(text: str) -> None:
    assert shared.key(text) == full(text)
    assert shared.key(text) == full(text)


@given(st.text(max_size=30))
def test_quick_and_full_agree_on_anything(text: str) -> None:
    assert shared.key(text) == full(text)


def test_quick_and_full_agree_on_the_samples() -> None:
    with CASES.open(encoding="utf-8", newline="") as stream:
        texts = [
            json.loads(row["input_json"])
            for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
    assert len(texts) > 20
    for text in texts:
        assert shared.key(text) == full(text), text


def test_the_full_rule_is_asked_once_a_domain(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def spy(text: str):
        asked.append(text)
        return judge_email(text)

    monkeypatch.setattr(emails, "judge_email", spy)
    keys = EmailKeys()
    for number in range(50):
        assert keys.key(f"Parent.{number}@Example.com") == f"parent.{number}@example.com"
        assert keys.key(f"parent.{number}@localhost") is None
    assert asked == ["a@Example.com", "a@localhost"]


def test_domains_are_forgotten_within_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emails, "_REMEMBERED", 3)
    keys = EmailKeys()
    for number in range(10):
        assert keys.key(f"a@d{number}.example.com") == f"a@d{number}.example.com"
    assert len(keys._domains) <= 3


def test_a_cell_of_several() -> None:
    keys = EmailKeys()
    assert keys.keys("a@example.com;B@example.com;A@EXAMPLE.com") == ("a@example.com", "b@example.com")
    assert keys.keys("; a@example.com ;") == ("a@example.com",)
    assert keys.keys("") == ()
    assert keys.keys("a@example.com;no") is None
    assert keys.keys("a@example.com;\udcff@example.com") is None
