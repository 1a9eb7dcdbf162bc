"""Who may speak with the page's server, and what the page holds."""

from __future__ import annotations

import hashlib
import re
from html import unescape
from pathlib import Path

import pytest

from mozaik_tui.language import Translator, offered
from mozaik_tui.web.gate import HEADERS, LARGEST, SMALLEST, Gate, clamped
from mozaik_tui.web.page import page
from mozaik_tui.web.server import LARGEST_MESSAGE

STATIC = Path(page.__wrapped__.__code__.co_filename).with_name("static")
HERE, PROXY, ELSEWHERE = "127.0.0.1", "10.0.0.5", "192.0.2.7"


def headers(host: str, origin: str = "", forwarded: str = "", scheme: str = "") -> dict[str, str]:
    given = {"Host": host, "Origin": origin, "X-Forwarded-Host": forwarded, "X-Forwarded-Proto": scheme}
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
        (headers("comptes.exemple.ca", "https://comptes.exemple.ca", scheme="https"), PROXY, True),
        (headers("comptes.exemple.ca", "https://comptes.exemple.ca", scheme="wss"), PROXY, True),
        (headers("comptes.exemple.ca", "http://comptes.exemple.ca", scheme="https"), PROXY, False),
        (headers("comptes.exemple.ca", "http://comptes.exemple.ca", scheme="http, https"), PROXY, False),
        (headers("comptes.exemple.ca", "http://comptes.exemple.ca", scheme="http"), PROXY, True),
        (headers("127.0.0.1:8766", "http://127.0.0.1:8766", scheme="https"), HERE, True),
        (headers("127.0.0.1:8766", "http://["), HERE, False),
        (headers("127.0.0.1:8766", "ftp://127.0.0.1:8766"), HERE, False),
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


@pytest.mark.parametrize("guide", [False, True])
@pytest.mark.parametrize("kind", ["screen", "plain"])
@pytest.mark.parametrize("tag", [entry.tag for entry in offered()])
def test_the_page_speaks_a_language_and_loads_nothing_from_elsewhere(
    kind: str, tag: str, guide: bool
) -> None:
    html = page(kind, tag, guide=guide)
    assert f'<html lang="{tag}" dir="' in html
    assert re.search(r"<title>[^<]+</title>", html)
    assert "$" not in html
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", html)
    assert "<script>" not in html
    assert "style=" not in html
    assert " on" not in re.sub(r'data-said="[^"]*"', "", html).partition("<body")[2].partition("<main")[0]


@pytest.mark.parametrize(
    ("kind", "guide", "asked", "links"),
    [
        ("screen", False, "", ["?plain", "?guide"]),
        ("screen", False, "ar", ["?plain&lang=ar", "?guide&lang=ar"]),
        ("plain", False, "", ["?", "?guide&plain"]),
        ("screen", True, "ar", ["?guide&plain&lang=ar", "?lang=ar"]),
        ("plain", True, "", ["?guide", "?plain"]),
    ],
)
def test_each_page_leads_to_its_other_form_and_to_the_other_front_end(
    kind: str, guide: bool, asked: str, links: list[str]
) -> None:
    html = page(kind, asked, guide=guide)
    assert [unescape(each) for each in re.findall(r'<a href="([^"]*)"', html)] == links
    words, other = Translator(asked or "fr"), "web.title" if guide else "guide.title"
    assert words.text(other) in html.partition("<nav>")[2].partition("</nav>")[0]
    assert words.text("guide.title" if guide else "web.title") in html.partition("</title>")[0]


def test_the_page_speaks_the_language_of_the_server_where_none_was_asked_for() -> None:
    assert '<html lang="ta"' in page("screen", "", "ta")


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
    "addon-fit.js": "ba3ea256ce0620a0992a197d6c9baea64823fc93d8da07a9e366ca9943c18527",
    "addon-unicode11.js": "72353b5178e1a7382716df1cfedf8ab070eea655d38995bb9f4f284fe56e2f2b",
    "addon-webgl.js": "b85f8d4b3e9756bebb757e3fe47134d70f03ea3d6b187624426d2e2b65dec06c",
    "xterm.css": "854a7c0fb70e8b1a083c16797ab827299fb18744f5ad34f227b48337e33293c6",
    "xterm.js": "14903579ff54664cd72f8e8699e6961a6272c21863ec1c3b118cdc8af5d4a972",
}
"""SHA-256 of the files in the npm packages @xterm/xterm 6.0.0, addon-fit 0.11.0, addon-unicode11 0.9.0, addon-webgl 0.19.0."""


@pytest.mark.parametrize("name", sorted(AS_PUBLISHED))
def test_xterm_is_byte_for_byte_what_was_published(name: str) -> None:
    assert hashlib.sha256((STATIC / "xterm" / name).read_bytes()).hexdigest() == AS_PUBLISHED[name]


def test_no_answer_of_the_text_version_is_larger_than_a_message_may_be() -> None:
    """It is sent until the server says that it has it: one that closes the connection would be sent for ever."""
    (longest,) = re.findall(r'maxlength="(\d+)"', page("plain", "fr"))
    assert len('["line","' + "\\u0001" * int(longest) + '"]') < LARGEST_MESSAGE
