"""The way of one parent at each peer: sign up, read the mail, verify, one authenticated read.

Each function has the shape of ``signups.parents.sign_up`` and returns the seconds of the ``whole`` way.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import wraps

from benchmarks.signups.http import Connection
from benchmarks.signups.parents import PASSWORD, Refused, email_of
from benchmarks.signups.relay import Relay

Way = Callable[[Connection, Relay, int], dict[str, float]]

TOKEN = re.compile(rb"(eyJ[\w-]+\.[\w-]+\.[\w-]+)")
"""What fastapi-users mails instead of a code: a signed token."""
_COOKIE = re.compile(rb"^set-cookie: (better-auth\.session_token=[^;]+)", re.IGNORECASE | re.MULTILINE)


def _timed(way: Callable[[Connection, Relay, str, str], str]) -> Way:
    """Times a way, and refuses one whose authenticated read shows somebody else."""

    @wraps(way)
    def sign_up(connection: Connection, relay: Relay, number: int) -> dict[str, float]:
        email, began = email_of(number), time.perf_counter()
        if way(connection, relay, email, PASSWORD.format(number=number)) != email:
            raise Refused("the read shows another account")
        return {"whole": time.perf_counter() - began}

    return sign_up


def _call(
    connection: Connection, method: str, path: str, body: object, wanted: int, headers: str = ""
) -> dict:
    status, answer = connection.json(method, path, body, headers)
    if status != wanted:
        raise Refused(f"{path}: {status} {answer}")
    return answer


@_timed
def allauth(connection: Connection, relay: Relay, email: str, password: str) -> str:
    """The headless API for apps; 401 is its answer to a sign-up whose e-mail is still to be verified."""
    base, body = "/_allauth/app/v1/auth", {"email": email, "password": password}
    begun = _call(connection, "POST", f"{base}/signup", body, 401)
    token = f"X-Session-Token: {begun['meta']['session_token']}\r\n"
    code = {"key": relay.code_for(email)}
    done = _call(connection, "POST", f"{base}/email/verify", code, 200, token)
    if fresh := done["meta"].get("session_token"):
        token = f"X-Session-Token: {fresh}\r\n"
    return _call(connection, "GET", f"{base}/session", None, 200, token)["data"]["user"]["email"]


def _registered(connection: Connection, relay: Relay, email: str, password: str) -> dict[str, str]:
    _call(connection, "POST", "/register", {"email": email, "password": password}, 201)
    return {"token": relay.code_for(email)}


def _me(connection: Connection, bearer: str) -> str:
    return _call(connection, "GET", "/users/me", None, 200, f"Authorization: Bearer {bearer}\r\n")["email"]


@_timed
def users(connection: Connection, relay: Relay, email: str, password: str) -> str:
    """fastapi-users by its own routes: verifying signs nobody in, so that the login pays a second hash."""
    _call(connection, "POST", "/verify", _registered(connection, relay, email, password), 200)
    form = f"username={email}&password={password}".encode()
    status, _, answer = connection.ask("POST", "/login", form, kind="application/x-www-form-urlencoded")
    if status != 200:
        raise Refused(f"/login: {status}")
    return _me(connection, re.search(TOKEN, answer)[1].decode())


@_timed
def users_one_hash(connection: Connection, relay: Relay, email: str, password: str) -> str:
    """The same with a route of ours that verifies and signs in at once: one hash, as everywhere else."""
    token = _registered(connection, relay, email, password)
    return _me(connection, _call(connection, "POST", "/verify-and-enter", token, 200)["access_token"])


@_timed
def better_auth(connection: Connection, relay: Relay, email: str, password: str) -> str:
    """E-mail and password with the plug-in for codes; verifying signs in."""
    body = {"email": email, "password": password, "name": "Parent"}
    _call(connection, "POST", "/api/auth/sign-up/email", body, 200)
    code = f'{{"email": "{email}", "otp": "{relay.code_for(email)}"}}'.encode()
    status, head, answer = connection.ask("POST", "/api/auth/email-otp/verify-email", code)
    cookie = _COOKIE.search(head)
    if status != 200 or not cookie:
        raise Refused(f"verify-email: {status} {answer!r}")
    headers = f"Cookie: {cookie[1].decode()}\r\n"
    return _call(connection, "GET", "/api/auth/get-session", None, 200, headers)["user"]["email"]
