"""Who may speak with the page's server, and what the page holds."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from mozaik_tui.language import offered
from mozaik_tui.web.gate import HEADERS, LARGEST, SMALLEST, Gate, clamped
from mozaik_tui.web.page import page

STATIC = Path(page.__wrapped__.__code__.co_filename).with_name("static")
HERE, PROXY, ELSEWHERE = "127.0.0.1", "10.0.0.5", "192.0.2.7"


def headers(host: str, origin: str = "", forwarded: str = "") -> dict[str, str]:
    given = {"Host": host, "Origin": origin, "X-Forwarded-Host": forwarded}
    return {name: value for name, value in given.items() if value}


@pytest.mark.parametrize(
    ("given", "peer", "in_"),
    [
        (headers("127.0.0.1:8766", "http://127.0.0.1:8766"), HERE, True),
        (headers("localhost:8766", "http://localhost:8766"), HERE, True),
        (headers("[::1]:8766", "http://[::1]:8766"), HERE, True),
        (headers("127.0.0.1:8766", "http://evil.example"), HERE, False),
        (headers("127.0.0.1:8766", "http://127.0.0.1:9999"), HERE, False),
        (headers("127.0.0.1:8766", "null"), HERE, False),
        (headers("127.0.0.1:8766"), HERE, False),
        (headers("evil.example:8766", "http://evil.example:8766"), HERE, False),
        (headers("localhost.evil.example:8766", "http://localhost.evil.example:8766"), HERE, False),
        (headers("", "http://"), HERE, False),
        # A proxy's word on the host's name counts, another one's does not.
        (headers("127.0.0.1:8766", "https://comptes.exemple.ca", "comptes.exemple.ca"), PROXY, True),
        (headers("127.0.0.1:8766", "https://evil.example", "comptes.exemple.ca"), PROXY, False),
        (headers("127.0.0.1:8766", "https://comptes.exemple.ca", "comptes.exemple.ca"), HERE, False),
        (headers("comptes.exemple.ca", "https://comptes.exemple.ca"), PROXY, True),
        (headers("comptes.exemple.ca", "https://comptes.exemple.ca"), ELSEWHERE, False),
        (headers("comptes.exemple.ca", "https://comptes.exemple.ca"), "no address", False),
    ],
)
def test_only_our_own_page_is_let_in(given: dict[str, str], peer: str, in_: bool) -> None:
    assert Gate(["10.0.0.0/24"]).lets_in(given, peer) is in_


def test_beyond_this_machine_the_page_goes_by_any_name_but_stays_its_own() -> None:
    gate = Gate(open_to_all=True)
    assert gate.lets_in(headers("kiosk.lan:8766", "http://kiosk.lan:8766"), ELSEWHERE)
    assert not gate.lets_in(headers("kiosk.lan:8766", "http://evil.example"), ELSEWHERE)


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ((80, 24), (80, 24)),
        ((3000, 2000), LARGEST),
        ((0, -5), SMALLEST),
        ((None, "9"), (80, 24)),
        ((True, 1e9), (80, 24)),
        ((10**400, 24), (LARGEST[0], 24)),
    ],
)
def test_a_size_is_kept_within_bounds(asked: tuple[object, object], given: tuple[int, int]) -> None:
    assert clamped(*asked) == given


@pytest.mark.parametrize("kind", ["screen", "plain"])
@pytest.mark.parametrize("tag", [entry.tag for entry in offered()])
def test_the_page_speaks_a_language_and_loads_nothing_from_elsewhere(kind: str, tag: str) -> None:
    html = page(kind, tag)
    assert f'<html lang="{tag}" dir="' in html
    assert re.search(r"<title>[^<]+</title>", html)
    assert "$" not in html
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", html)
    assert "<script>" not in html
    assert "style=" not in html
    assert " on" not in re.sub(r'data-said="[^"]*"', "", html).partition("<body")[2].partition("<main")[0]


@pytest.mark.parametrize("asked", ["xx", "", "<script>", 'en" onload="x', "fr-CA", "a" * 5000])
def test_whatever_language_is_asked_for_the_page_is_whole(asked: str) -> None:
    assert page("screen", asked).startswith('<!DOCTYPE html>\n<html lang="')
    assert "<script>" not in page("screen", asked)


def test_our_scripts_name_no_other_server() -> None:
    for file in STATIC.glob("*.*"):
        assert "//" not in re.sub(r"^\s*//.*$", "", file.read_text("utf-8"), flags=re.MULTILINE).replace(
            "data:,", ""
        ), file


def test_the_policy_lets_no_script_in() -> None:
    policy = dict(part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == policy["font-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"


AS_PUBLISHED = {
    "addon-fit.js": "bdaefa370b1bfc42ee88d46fe6072400902a4d4b2d45cd93438dda9b23c97089",
    "addon-unicode11.js": "b0c3be540a9984713aea996966c24ed1a639d11f60d44986b22661e3a8a148d0",
    "addon-webgl.js": "9ffa9ac3ff6d47d4e6216ed1972ca8e0b5336cef744f50ebdc3f67b0ed727cdb",
    "xterm.css": "ba8e6985669488981ccf40c0cefe3aba80722cb6c92de7ad628b0bd717faf2b6",
    "xterm.js": "1f991ac3b4b283ebf96e60ae23a00a52765dd3a2e46fa6fdda9f1aab032f7495",
}
"""SHA-256 of the files in the npm packages @xterm/xterm 5.5.0, addon-fit 0.10.0, addon-unicode11 0.8.0, addon-webgl 0.18.0."""


@pytest.mark.parametrize("name", sorted(AS_PUBLISHED))
def test_xterm_is_byte_for_byte_what_was_published(name: str) -> None:
    assert hashlib.sha256((STATIC / "xterm" / name).read_bytes()).hexdigest() == AS_PUBLISHED[name]
