"""One connection to a service elsewhere: what goes out, what comes back, and when it is tried again."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mozaik_tui.account.contract import STATUS, Refusal, ServiceFault

if TYPE_CHECKING:
    import ssl

    import httpx2

CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 30.0
"""A hash may wait two seconds for its turn and a twin ten for its answer; the service gives a request
twenty.
"""
PAUSES = (0.2, 0.6)
"""Seconds before a second and a third try of what did not get through."""
_DATA = "data: "


@dataclass(frozen=True, slots=True)
class Sent:
    """One call. ``done``: refusals that, on a second try, say that the first one had its effect."""

    method: str
    path: str
    bearer: str | None = field(default=None, repr=False)
    body: Mapping[str, object] | None = field(default=None, repr=False)
    key: str | None = field(default=None, repr=False)
    done: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """A success."""

    status: int
    body: Any = field(default=None, repr=False)


class Connection:
    """A pool of connections to one address; safe to use from any thread."""

    def __init__(
        self,
        url: str,
        headers: Mapping[str, str],
        language: Callable[[], str] | None,
        verify: ssl.SSLContext | None,
    ) -> None:
        import httpx2

        self._language = language
        self._closed = threading.Event()
        self._errors = (httpx2.TransportError, httpx2.DecodingError)
        self._before_sending = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
        self._client = httpx2.Client(
            base_url=url,
            headers={"Accept": "application/json, application/problem+json", **headers},
            timeout=httpx2.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
            verify=verify or _trust(url),
            follow_redirects=False,
        )

    def close(self) -> None:
        """Let go of the connections; a try that waits is given up."""
        self._closed.set()
        self._client.close()

    def ask(self, sent: Sent) -> Answer:
        """Send a call until it is answered. Raises what the contract raises; ``service_unreachable`` when
        nothing was answered after the last try, or what was answered is none of ours.
        """
        headers = {"Accept-Language": self._language()} if self._language else {}
        if sent.bearer is not None:
            headers["Authorization"] = f"Bearer {_visible(sent.bearer)}"
        if sent.method == "POST":
            headers["Idempotency-Key"] = _visible(secrets.token_urlsafe(24) if sent.key is None else sent.key)
        content = None
        if sent.body is not None:
            headers["Content-Type"] = "application/json"
            content = _written(sent.body)
        heard = True
        for pause in (*PAUSES, None):
            try:
                answer = self._client.request(sent.method, sent.path, content=content, headers=headers)
            except self._before_sending:
                pass
            except self._errors:
                heard = False  # it may have come to its effect
            except RuntimeError:  # closed on another thread
                if not self._closed.is_set():
                    raise
            else:
                return _read(answer, sent.done if not heard else frozenset())
            if pause is None or self._closed.wait(pause):
                break
        raise ServiceFault("service_unreachable") from None

    def listen(self, path: str, bearer: str) -> Iterator[Any]:
        """Each JSON value of a stream of events, until it ends. Raises as :meth:`ask`; a stream that broke, or fell
        silent for longer than its beat, is ``service_unreachable``: ask again.
        """
        headers = {"Authorization": f"Bearer {_visible(bearer)}", "Accept": "text/event-stream"}
        try:
            with self._client.stream("GET", path, headers=headers) as response:
                if not response.is_success:
                    response.read()
                    _read(response, frozenset())
                for line in response.iter_lines():
                    if line.startswith(_DATA):
                        yield json.loads(line.removeprefix(_DATA))
        except (*self._before_sending, *self._errors, ValueError):
            raise ServiceFault("service_unreachable") from None
        except RuntimeError:  # closed on another thread, which is what a client that is no longer used raises
            if not self._closed.is_set():
                raise
            raise ServiceFault("service_unreachable") from None


def _trust(url: str) -> ssl.SSLContext | bool:
    """The machine's own certificates; none are read for an address without TLS, since no redirection is
    followed.
    """
    import ssl

    return url.startswith("https:") or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _written(body: Mapping[str, object]) -> bytes:
    """The body as JSON. ``malformed``, as the service would say, for what no JSON can hold."""
    for name, value in body.items():
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except (TypeError, ValueError):
            raise Refusal("malformed", field=name) from None
    return json.dumps(body).encode()


def _visible(text: object) -> str:
    """What can stand in a header; anything else becomes what the service refuses."""
    found = text if isinstance(text, str) else ""
    return found if found.isascii() and found.isprintable() and found.strip() else "?"


def _read(response: httpx2.Response, done: frozenset[str]) -> Answer:
    """The answer, or its refusal or fault raised."""
    if response.status_code == 204:
        return Answer(204)
    try:
        body = response.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise ServiceFault("service_unreachable")
    if response.is_success:
        return Answer(response.status_code, body)
    code = body.get("code")
    retry_after = _whole(body.get("retry_after"))
    if not isinstance(code, str) or STATUS.get(code) != response.status_code:
        raise ServiceFault("service_unreachable")
    if code in done:
        return Answer(204)
    if response.status_code == 503:
        raise ServiceFault(code, retry_after=retry_after)
    raise Refusal(
        code,
        retry_after=retry_after,
        tries_left=_whole(body.get("tries_left")),
        field=body.get("field"),
        unmet=tuple(body.get("unmet", ())),
    )


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None
