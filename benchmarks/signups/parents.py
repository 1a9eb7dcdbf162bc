"""Invented parents, each with one child in the registry, and the way that each of them goes."""

from __future__ import annotations

import io
import secrets
import time
from collections.abc import Iterator

from benchmarks.signups.http import Connection
from benchmarks.signups.relay import Relay

HEADER = "school_body,file_number,permanent_code,last_name,first_name,birth_date,guardian_emails"
PASSWORD = "Lac-{number}-Vert"


def email_of(number: int) -> str:
    return f"parent{number}@example.com"


def rows(count: int) -> Iterator[str]:
    """The lines of a registry with the children of parents 0 to ``count`` - 1."""
    yield HEADER
    for number in range(count):
        yield f"css-montreal,{number:07d},,Tremblay,Aline,2014-03-09,{email_of(number)}"


def registry(count: int) -> io.BytesIO:
    """The same as a file."""
    return io.BytesIO("\n".join(rows(count)).encode())


class Refused(Exception):
    """The service said no, or something else than it should."""


def sign_up(connection: Connection, relay: Relay, number: int) -> dict[str, float]:
    """The whole way of one parent: the seconds that each call took, and how often it was ``refused`` for the
    moment. Every POST carries a key of its own.
    """
    seconds: dict[str, float] = {}

    def call(name: str, method: str, path: str, body: object, wanted: int, bearer: str = "") -> dict:
        headers = f"Authorization: Bearer {bearer}\r\n" if bearer else ""
        if method == "POST":
            headers += f"Idempotency-Key: {secrets.token_hex(16)}\r\n"
        began = time.perf_counter()
        status, answer = connection.json(method, f"/v1{path}", body, headers)
        while status == 503:  # the queue of hashes is full: again later, with the same key
            seconds["refused"] = seconds.get("refused", 0) + 1
            time.sleep(answer["retry_after"])
            status, answer = connection.json(method, f"/v1{path}", body, headers)
        seconds[name] = time.perf_counter() - began
        if status != wanted:
            raise Refused(f"{name}: {status} {answer.get('code')}")
        return answer

    email = email_of(number)
    began = time.perf_counter()
    flow = call("start", "POST", "/flows", {"email": email, "language": "en"}, 202)["flow_token"]
    code = relay.code_for(email)
    call("verify", "POST", "/flow/verify", {"code": code}, 200, flow)
    password = PASSWORD.format(number=number)
    passwords = {"password": password, "confirmation": password}
    session = call("password", "POST", "/flow/password", passwords, 201, flow)["session_token"]
    child = {
        "school_body": "css-montreal",
        "file_number": f"{number:07d}",
        "last_name": "Tremblay",
        "first_name": "Aline",
        "birth_date": "2014-03-09",
    }
    call("child", "POST", "/children", child, 201, session)
    listed = call("list", "GET", "/children", None, 200, session)["children"]
    if len(listed) != 1:
        raise Refused("the child is not in the list")
    seconds["whole"] = time.perf_counter() - began
    return seconds
