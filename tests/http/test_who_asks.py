"""Addresses behind proxies, and terminals (account-service.md, Who it serves, Terminals)."""

import pytest

from mozaik_tui.account import terminals
from mozaik_tui.account.http.addresses import UNKNOWN, client_address, is_loopback, networks

PROXIES = networks(["10.0.0.0/8", "2001:db8:ffff::/48"])
START = {"email": "nadia@example.com", "language": "fr"}


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("192.0.2.1", (), "192.0.2.1"),
        ("192.0.2.1", ("198.51.100.7",), "192.0.2.1"),
        ("10.0.0.1", (), "10.0.0.1"),
        ("10.0.0.1", ("198.51.100.7",), "198.51.100.7"),
        ("10.0.0.1", ("203.0.113.9, 198.51.100.7",), "198.51.100.7"),
        ("10.0.0.1", ("203.0.113.9", "198.51.100.7, 10.9.9.9"), "198.51.100.7"),
        ("10.0.0.1", ("198.51.100.7, geheim, 10.9.9.9",), "10.9.9.9"),
        ("10.0.0.1", ("geheim",), "10.0.0.1"),
        ("10.0.0.1", ("10.1.1.1, 10.2.2.2",), "10.1.1.1"),
        ("10.0.0.1", ("198.51.100.7:5555",), "198.51.100.7"),
        ("10.0.0.1", ("[2001:db8:1:2:3::4]:5555",), "2001:db8:1:2::/64"),
        ("10.0.0.1", ('"2001:db8:1:2:3::4"',), "2001:db8:1:2::/64"),
        ("2001:db8:ffff::1", ("198.51.100.7",), "198.51.100.7"),
        ("2001:db8:1:2:aaaa::1", (), "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", (), "192.0.2.1"),
        ("::ffff:10.0.0.1", ("198.51.100.7",), "198.51.100.7"),
        ("fe80::1%eth0", (), "fe80::/64"),
        (None, ("198.51.100.7",), UNKNOWN),
        ("geheim", (), UNKNOWN),
        ("10.0.0.1", (", " * 5000,), "10.0.0.1"),
    ],
)
def test_the_address_that_is_counted_on(peer, forwarded, address):
    assert client_address(peer, forwarded, PROXIES) == address


def test_loopback():
    assert is_loopback("127.0.0.1")
    assert is_loopback("127.9.9.9")
    assert is_loopback("::1")
    assert is_loopback("localhost")
    for host in ("0.0.0.0", "::", "192.0.2.1", "no such name", ""):
        assert not is_loopback(host)


def test_budgets_are_counted_on_the_forwarded_address(serve):
    served = serve(requests_minute=2)
    for _ in range(2):
        assert served.ask("GET", "/school-bodies", X_Forwarded_For="198.51.100.7").status_code == 200
    refused = served.ask("GET", "/school-bodies", X_Forwarded_For="198.51.100.7")
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert refused.headers["retry-after"] == str(refused.json()["retry_after"])
    assert served.ask("GET", "/school-bodies", X_Forwarded_For="6.6.6.6, 198.51.100.7").status_code == 429
    assert served.ask("GET", "/school-bodies", X_Forwarded_For="198.51.100.8").status_code == 200
    for path in ("/health", "/ready"):
        assert served.ask("GET", path, X_Forwarded_For="198.51.100.7").status_code == 200


def test_without_configured_proxies_nobodys_word_counts(serve):
    served = serve(door={"proxies": ()}, requests_minute=2)
    found = [
        served.ask("GET", "/school-bodies", X_Forwarded_For=f"198.51.100.{n}").status_code for n in range(3)
    ]
    assert found == [200, 200, 429]


@pytest.fixture
def guarded(serve):
    """A server that asks for tokens, and the token of one terminal."""
    served = serve(door={"ask_terminals": True}, requests_minute=5)
    token = served.world.parts.ctx.store.write(lambda tx: terminals.add(tx, "Kiosque 1", 0.0))
    return served, token


def test_a_terminal_shows_its_token(guarded):
    served, token = guarded
    for path in ("/health", "/ready", "/openapi.json"):
        assert served.ask("GET", path).status_code == 200
    for headers in (
        {},
        {"X_Terminal_Token": "geheim"},
        {"X_Terminal_Token": ""},
        {"X_Terminal_Token": token[:-1]},
    ):
        for method, path, body in (
            ("GET", "/school-bodies", None),
            ("POST", "/flows", START),
            ("POST", "/flows", b"{"),
            ("GET", "/flow", None),
        ):
            answer = served.ask(method, path, body, **headers)
            assert (answer.status_code, answer.json()["code"]) == (401, "terminal_unknown")
            assert answer.headers["www-authenticate"] == "Bearer"
    assert served.ask("GET", "/school-bodies", X_Terminal_Token=token).status_code == 200
    assert served.ask("GET", "/nowhere").status_code == 404


def test_a_terminal_is_what_budgets_are_counted_on(guarded):
    served, token = guarded
    other = served.world.parts.ctx.store.write(lambda tx: terminals.add(tx, "Kiosque 2", 0.0))
    for n in range(5):
        answer = served.ask("GET", "/school-bodies", X_Terminal_Token=token, X_Forwarded_For=f"192.0.2.{n}")
        assert answer.status_code == 200
    assert served.ask("GET", "/school-bodies", X_Terminal_Token=token).status_code == 429
    assert served.ask("GET", "/school-bodies", X_Terminal_Token=other).status_code == 200


def test_a_removed_terminal_stays_out(guarded):
    served, token = guarded
    store = served.world.parts.ctx.store
    assert store.write(lambda tx: terminals.add(tx, "Kiosque 1", 0.0)) is None
    assert [one.name for one in store.read(terminals.listed)] == ["Kiosque 1"]
    assert store.write(lambda tx: terminals.remove(tx, "Kiosque 1"))
    assert not store.write(lambda tx: terminals.remove(tx, "Kiosque 1"))
    assert served.ask("GET", "/school-bodies", X_Terminal_Token=token).status_code == 401


def test_where_tokens_are_off_they_are_ignored(serve):
    assert serve().ask("GET", "/school-bodies", X_Terminal_Token="geheim").status_code == 200
