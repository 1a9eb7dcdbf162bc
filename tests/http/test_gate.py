"""Hostile input: always 4xx or a dropped connection, never an echo (account-service.md, Hostile HTTP)."""

import json
import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mozaik_tui.account.contract import Refusal
from mozaik_tui.account.http.strict_json import DEEPEST, decoded, object_of

from ..contract.over_http import LOOPBACK

MARK = "geheim"
START = {"email": "nadia@example.com", "language": "fr"}


def post(body: bytes, *headers: str, path: str = "/v1/flows") -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: x", "Content-Type: application/json", *headers]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


BODIES = [
    (b"", 400, "malformed_json"),
    (b"{", 400, "malformed_json"),
    (b"\xff\xfe{}", 400, "malformed_json"),
    (b"\xef\xbb\xbf{}", 400, "malformed_json"),
    (b'{"email":"geheim\xc3"}', 400, "malformed_json"),
    (b'{"email":"\\ud800geheim"}', 400, "malformed_json"),
    (b'{"\\udfff":"geheim"}', 400, "malformed_json"),
    (b'{"email":"geheim\n"}', 400, "malformed_json"),
    (b'{"email":NaN}', 400, "malformed_json"),
    (b'{"email":-Infinity}', 400, "malformed_json"),
    (b'{"email":1e999}', 400, "malformed_json"),
    (b'{"email":' + b"9" * 5000 + b"}", 400, "malformed_json"),
    (b"[" * 8000, 400, "malformed_json"),
    (b'{"email":' + b"[" * 4000 + b"]" * 4000 + b"}", 400, "malformed_json"),
    (b'{"email":' + b'{"a":' * 2000 + b"1" + b"}" * 2000 + b"}", 400, "malformed_json"),
    (b'{"email":"geheim","email":"b"}', 400, "duplicate_key"),
    (b'{"email":{"a":1,"a":2}}', 400, "duplicate_key"),
    (b"[]", 422, "malformed"),
    (b'"geheim"', 422, "malformed"),
    (b"null", 422, "malformed"),
    (b"{}", 422, "malformed"),
    (b'{"email":7,"language":"fr"}', 422, "malformed"),
    (b'{"email":"geheim\\u0000@example.com","language":"fr"}', 422, "malformed"),
    (b'{"email":"a@example.com","language":"geheim geheim"}', 422, "malformed"),
    (b'{"email":"a@example.com","language":"fr","geheim":1}', 422, "unknown_field"),
    (b'{"email":"geheim","language":"fr"}', 422, "email_invalid"),
    (b'{"email":"","language":"fr"}', 422, "email_empty"),
    (b'{"email":"' + b"geheim" * 3000 + b'"}', 413, "body_too_large"),
]


@pytest.mark.parametrize(("body", "status", "code"), BODIES)
def test_bodies(served, body, status, code):
    head, _, answer = served.raw(post(body)).partition(b"\r\n\r\n")
    assert head.split()[1] == str(status).encode()
    problem = json.loads(answer)
    assert (problem["code"], problem["status"]) == (code, status)
    assert MARK.encode() not in head + answer
    assert b"cache-control: no-store" in head
    assert f"x-request-id: {problem['request_id']}".encode() in head


REQUESTS = [
    b"\r\n\r\n\r\n",
    b"geheim\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET /v1/health\r\n\r\n",
    b"GET /v1/health HTTP/9.9\r\n\r\n",
    b"GET /geheim\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /v1/%zz%ff%00geheim HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /v1/../v1/geheim HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET http://geheim:99999/ HTTP/1.1\r\nHost: x\r\n\r\n",
    b"CONNECT geheim:443 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
    b"TRACE /v1/health HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GEHEIM /v1/health HTTP/1.1\r\nHost: x\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64,
    b"\x00" * 200,
    b"GET /" + b"geheim" * 20000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /v1/flow HTTP/1.1\r\nHost: x\r\nX: " + b"geheim" * 20000 + b"\r\n\r\n",
    b"GET /v1/flow HTTP/1.1\r\n" + b"A: geheim\r\n" * 5000 + b"\r\n",
    b"GET /v1/flow HTTP/1.1\r\nHost: x\r\nBad Name: geheim\r\n\r\n",
    b"GET /v1/flow HTTP/1.1\r\nHost: x\r\nA: b\x00geheim\r\n\r\n",
    b"GET /v1/flow HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer geheim\xff\r\n\r\n",
    b"GET /v1/flow HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a\r\nAuthorization: Bearer geheim\r\n\r\n",
    b"GET /v1/flow HTTP/1.1\r\nHost: x\r\nAuthorization: Basic geheim\r\n\r\n",
    b"GET /v1/flow HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    b"POST /v1/flows HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"POST /v1/flows HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\n",
    b"POST /v1/flows HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
    b"POST /v1/flows HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST /v1/flows HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: geheim\r\n\r\n{}",
    b"POST /v1/flows HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\ngeheim\r\n",
    b"POST /v1/flows HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n"
    + b"1000\r\n"
    + b" " * 4096
    + b"\r\n1000\r\n"
    + b" " * 4096
    + b"\r\n2001\r\n"
    + b" " * 8193
    + b"\r\n0\r\n\r\n",
    post(b"{}", "Content-Encoding: gzip"),
    b"POST /v1/flows HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}",
    b"POST /v1/flows HTTP/1.1\r\nHost: x\r\nContent-Type: application/json; charset=latin-1\r\nContent-Length: 2\r\n\r\n{}",
    b"POST /v1/flows HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
]


@pytest.mark.parametrize("request_bytes", REQUESTS, ids=range(len(REQUESTS)))
def test_raw_requests(serve_quick, request_bytes):
    came = serve_quick.raw(request_bytes)
    head = came.partition(b"\r\n\r\n")[0]
    assert not came or 400 <= int(head.split()[1]) < 500
    assert MARK.encode() not in came.lower().replace(b'"allow', b"")
    for library in (b"uvicorn", b"fastapi", b"starlette", b"python", b"httptools"):
        assert library not in came.lower()
    assert serve_quick.ask("GET", "/health").json() == {"status": "ok"}


@pytest.fixture(scope="module")
def serve_quick(tmp_path_factory):
    """A server that waits for a whole request for a second only."""
    from .conftest import Served

    one = Served(tmp_path_factory.mktemp("quick"), {"request_timeout": 1})
    yield one
    one.close()


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_bytes_get_an_answer_or_none(serve_quick, noise):
    came = serve_quick.raw(b"POST /v1/flows HTTP/1.1\r\nHost: x\r\n" + noise + b"\r\n\r\n", patience=5)
    assert not came or 400 <= int(came.split()[1]) < 500


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_body_is_read_or_refused(noise):
    codes = set()
    try:
        decoded(noise)
    except Refusal as refusal:
        codes.add(refusal.code)
    assert codes <= {"malformed_json", "duplicate_key"}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    )
)
def test_what_python_writes_is_read_again(value):
    assert decoded(json.dumps(value, ensure_ascii=False).encode()) == value


def test_depth_is_counted_and_brackets_in_texts_are_not():
    assert decoded(b"[" * DEEPEST + b"]" * DEEPEST)
    with pytest.raises(Refusal):
        decoded(b"[" * (DEEPEST + 2) + b"]" * (DEEPEST + 2))
    assert decoded(json.dumps(["[" * 100]).encode()) == ["[" * 100]
    assert object_of(b"", needed=False) == {}


def test_what_is_slow_is_left(serve_quick):
    whole = post(json.dumps(START).encode())
    for part in (whole[:20], whole[:-5], b"POST /v1/flows HTTP/1.1\r\nHost: x\r\n"):
        came = serve_quick.raw(part)
        assert b" 408 " in came.split(b"\r\n")[0]
        assert json.loads(came.partition(b"\r\n\r\n")[2])["code"] == "request_timeout"
    chunked = b"POST /v1/flows HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"
    assert b" 408 " in serve_quick.raw(chunked).split(b"\r\n")[0]
    assert b" 408 " in serve_quick.raw(b"").split(b"\r\n")[0]


def test_ten_megabytes_are_not_kept(served):
    ten = 10 * 1024 * 1024
    came = served.raw(b"POST /v1/flows HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                      + f"Content-Length: {ten}\r\n\r\n".encode(), b"x" * ten)  # fmt: skip
    assert not came or b" 413 " in came.split(b"\r\n")[0]
    chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    came = served.raw(
        b"POST /v1/flows HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", *[chunk] * 10
    )
    assert not came or b" 413 " in came.split(b"\r\n")[0]
    assert served.ask("GET", "/health").status_code == 200


def test_a_connection_that_was_answered_too_early_does_not_stay_for_ever(served):
    """The rest of what was refused comes after the answer; then the connection ends."""
    head = b"POST /v1/flows HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 20000\r\n\r\n"
    with socket.create_connection((LOOPBACK, served.port), timeout=60) as connection:
        connection.sendall(head)
        assert connection.recv(65536).startswith(b"HTTP/1.1 413 ")
        connection.sendall(b"x" * 20000)
        while connection.recv(65536):
            pass


def test_a_chunked_body_within_the_cap_is_a_body(served):
    body = json.dumps(START).encode()
    came = served.raw(
        b"POST /v1/flows HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        + b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    )
    assert came.startswith(b"HTTP/1.1 202 ")


def test_requests_one_behind_the_other_are_answered_in_order(served):
    came = served.raw(
        b"GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n"
        b"GET /v1/nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    )
    assert came.index(b" 200 ") >= 0
