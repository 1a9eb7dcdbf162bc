"""A real server process among clients that mean it harm: slow ones, huge ones, broken ones (account-service.md,
Hostile HTTP). Whatever they do, others are served, nothing is a 5xx, and memory does not grow with it.
"""

from __future__ import annotations

import json
import os
import random
import socket
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress

import pytest

PROVE = bool(os.environ.get("MOZAIK_PROVE"))
SLOW = 200 if PROVE else 60
BROKEN = 5000 if PROVE else 250
HUGE = 40 if PROVE else 6
TEN = 10 * 1024 * 1024
PATIENCE = 120.0
START = json.dumps({"email": "nadia@example.com", "language": "fr"}).encode()
CHILD = json.dumps(
    {"school_body": "css-laval", "last_name": "Exemple", "first_name": "Zoé", "birth_date": "2015-02-28",
     "file_number": "7654321"}, ensure_ascii=False,
).encode()  # fmt: skip
SEEDS = [
    ("POST", "/v1/flows", START),
    ("POST", "/v1/flow/verify", b'{"code":"048291"}'),
    ("POST", "/v1/sessions", b'{"email":"nadia@example.com","password":"geheim-geheim-1A"}'),
    ("POST", "/v1/children", CHILD),
    ("PATCH", "/v1/account", b'{"language":"en"}'),
    ("GET", "/v1/flow", b""),
    ("DELETE", "/v1/children/0123456789abcdef0123456789abcdef", b""),
]
READERS = 10
"""Every tenth slow client asks for lists that it never reads."""
LISTS = b"GET /v1/school-bodies HTTP/1.1\r\nHost: x\r\n\r\n" * 20
BAD = (
    *(
        b"\x00",
        b"\xff\xfe",
        b"\r\n",
        b"\r\n\r\n",
        b": ",
        b"\t",
        b"chunked",
        b"Transfer-Encoding: chunked\r\n",
    ),
    *(b"%00", b"Content-Length: 0\r\n", b"{", b"[[[[", b'"', b"\\ud800", b"1e999", b"NaN", b"\xed\xa0\x80"),
    *(b"HTTP/1.0", b"9" * 400),
)

STORES = ["sqlite", "postgresql"] if PROVE else ["sqlite"]
pytestmark = pytest.mark.parametrize("found_town", STORES, indirect=True, scope="module")


@pytest.fixture(scope="module")
def town(found_town):
    """A server that waits three seconds for a whole request; at last it still lives, and nothing was an error."""
    made = found_town(1, request_timeout=3)
    yield made
    assert made.processes[0].alive()
    assert made.errors() == []


def connected(town, patience: float = PATIENCE) -> socket.socket:
    return socket.create_connection(("127.0.0.1", town.processes[0].port), timeout=patience)


def heard(connection: socket.socket) -> bytes:
    """All that comes until the server ends the connection."""
    came = b""
    with suppress(ConnectionError):  # ended in the middle of what we were sending; waiting for ever is no end
        while piece := connection.recv(65536):
            came += piece
    return came


def statuses(came: bytes) -> list[int]:
    return [int(part.split(maxsplit=1)[0]) for part in came.split(b"HTTP/1.1 ")[1:]]


def request(method: str, path: str, body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: x", "Authorization: Bearer nobody", "Content-Type: application/json",
             "Connection: close", f"Content-Length: {len(body)}", "", ""]  # fmt: skip
    return "\r\n".join(lines).encode() + body


def broken(chance: random.Random) -> bytes:
    """A request of ours with a few bytes cut out, changed, doubled or put in."""
    text = bytearray(request(*chance.choice(SEEDS)))
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text) + 1)
        end = min(len(text), at + chance.randint(0, 12))
        text[at:end] = chance.choice(
            [b"", chance.randbytes(chance.randint(1, 8)), bytes(text[at:end]) * 2, chance.choice(BAD)]
        )
    return bytes(text)


def resident(town) -> int:
    """Bytes of memory that the process holds."""
    with open(f"/proc/{town.processes[0]._pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")


def test_slow_clients_are_left_and_keep_nobody_out(town):
    """Each sends a byte now and then or never reads what it asked for; a parent is served meanwhile."""
    over = threading.Event()
    whole = request("POST", "/v1/flows", START)
    with ExitStack() as stack:
        slow = [stack.enter_context(connected(town)) for _ in range(SLOW)]

        def drip():
            for connection in slow[::READERS]:
                connection.sendall(LISTS)  # and never reads
            for at in range(len(whole) - 1):
                for number, connection in enumerate(slow):
                    if number % READERS:
                        with suppress(OSError):  # left by the server
                            connection.sendall(whole[at : at + 1])
                if over.wait(0.2):
                    return

        with ThreadPoolExecutor(1) as pool:
            dripping = pool.submit(drip)
            try:
                session = town.session("p1@example.com")
                assert town.services[0].account(session).email == "p1@example.com"
                ended = [connection for number, connection in enumerate(slow) if number % READERS]
                answers = Counter(status for one in ended for status in statuses(heard(one)))
            finally:
                over.set()
            dripping.result()
    assert set(answers) <= {408}
    assert town.services[0].account(session).email == "p1@example.com"


def test_ten_megabytes_at_once_are_refused_and_not_kept(town):
    before = resident(town)
    chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    head = "POST /v1/flows HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    told = [(f"{head}Content-Length: {TEN}\r\n\r\n".encode(), b"x" * 0x100000),
            (f"{head}Transfer-Encoding: chunked\r\n\r\n".encode(), chunk)]  # fmt: skip

    def send(number: int) -> list[int]:
        start, piece = told[number % 2]
        with connected(town) as connection:
            with suppress(OSError):  # it does not want to hear more
                connection.sendall(start)
                for _ in range(10):
                    connection.sendall(piece)
            return statuses(heard(connection))

    with ThreadPoolExecutor(HUGE) as pool:
        answers = [status for answer in pool.map(send, range(HUGE)) for status in answer]
    assert set(answers) <= {413}
    assert resident(town) - before < 3 * TEN
    town.services[0].ready()


@pytest.mark.parametrize("seed", range(4))
def test_broken_requests_are_answered_with_4xx_or_not_at_all(town, seed):
    chance = random.Random(seed)
    found: Counter[int] = Counter()
    for number in range(BROKEN // 4):
        text = broken(chance)
        with connected(town) as connection:
            with suppress(OSError):
                connection.sendall(text)
                connection.shutdown(socket.SHUT_WR)
            came = heard(connection)
        found.update(statuses(came))
        assert all(status < 500 for status in statuses(came)), (seed, number, text)
        assert b"geheim" not in came
    assert sum(found[status] for status in found if 400 <= status < 500) > BROKEN // 16, found
    town.services[0].ready()
