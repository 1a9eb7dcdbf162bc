"""A terminal's whole journey with a service behind a real TLS server (nginx, as docs/operating.md sets it up)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ..terminal.term import Term
from ..terminal.test_walk import Postbox
from ..terminal.walk import account, child, finish
from ..tls import NGINX, WITHOUT, Proxy
from .at_kiosk import Kiosk
from .canaries import EMAIL, PASSWORD, PUPIL
from .serving import Service

pytestmark = pytest.mark.skipif(NGINX is None, reason=WITHOUT)


@pytest.fixture
def proxy(tmp_path: Path, service: Service) -> Iterator[Proxy]:
    service.program.start()
    made = Proxy(tmp_path / "nginx", "operating.md", service.program.port)
    yield made
    made.close()


def token_file(tmp_path: Path, service: Service) -> str:
    file = tmp_path / "token"
    file.write_text(service.token, "utf-8")
    file.chmod(0o600)
    return str(file)


def test_a_terminal_walks_the_whole_journey_over_https(
    proxy: Proxy, service: Service, tmp_path: Path, postbox: tuple[Postbox, int]
) -> None:
    env = {
        "MOZAIK_DATA_DIR": str(tmp_path / "terminal"),
        "MOZAIK_SERVICE__TOKEN_FILE": token_file(tmp_path, service),
        "SSL_CERT_FILE": str(proxy.certificate),
    }
    term = Term("--service", proxy.url, env=env)
    account(term, EMAIL, PASSWORD, lambda: postbox[0].codes.get(timeout=60)[1])
    child(term, PUPIL)
    assert finish(term, PUPIL.first_name) == 0
    asked = [line for line in service.program.lines() if line["event"] == "request"]
    assert {"verify", "add_child", "sign_out"} <= {line["call"] for line in asked}
    assert not [line for line in asked if line.get("code")]
    for value in (EMAIL, PASSWORD, service.token):
        assert value not in service.program.text()


def test_a_certificate_that_nobody_knows_keeps_the_kiosk_away(
    kiosk: Callable[..., Kiosk], proxy: Proxy, service: Service, tmp_path: Path
) -> None:
    """What answers under another's name never sees the token."""
    term = kiosk(MOZAIK_SERVICE__URL=proxy.url, MOZAIK_SERVICE__TOKEN_FILE=token_file(tmp_path, service))
    text = term.see("Ce service n'est pas disponible pour le moment. (E-902)")
    assert not re.search("certif", text, re.IGNORECASE)
    assert not [line for line in service.program.lines() if line.get("call") == "school_bodies"]
