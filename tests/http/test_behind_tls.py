"""``serve`` behind a real TLS server (nginx, as docs/operating.md sets it up): whose word on addresses counts."""

import os
import ssl

import httpx2
import pytest

from ..tls import NGINX, WITHOUT, Proxy
from .program import ServeProgram

pytestmark = pytest.mark.skipif(NGINX is None or os.name != "posix", reason=WITHOUT)


@pytest.fixture
def behind(tmp_path):
    server = ServeProgram(
        tmp_path / "data", MOZAIK_SERVICE__PROXIES="127.0.0.1/32", MOZAIK_LIMITS__REQUESTS_MINUTE="2"
    ).start()
    proxy = Proxy(tmp_path / "nginx", "operating.md", server.port)
    yield server, proxy
    proxy.close()
    server.close()


def test_budgets_are_counted_on_the_address_that_the_proxy_saw(behind):
    """Clients at two addresses of this machine, that say they are somebody else with each call."""
    server, proxy = behind
    trust = ssl.create_default_context(cafile=str(proxy.certificate))

    def asked(source, url, n):
        through = httpx2.HTTPTransport(verify=trust, local_address=source)
        with httpx2.Client(transport=through) as client:
            forged = {"X-Forwarded-For": f"198.51.100.{n}"}
            return client.get(f"{url}/v1/school-bodies", headers=forged).status_code

    assert [asked("127.0.0.2", proxy.url, n) for n in range(3)] == [200, 200, 429]
    assert asked("127.0.0.3", proxy.url, 0) == 200
    assert asked("127.0.0.2", server.url, 9) == 429  # past the proxy, forged: the same address as before
    assert asked("127.0.0.4", server.url, 0) == 200
    assert not [n for n in (2, 3, 4) if f"127.0.0.{n}" in server.text()]
    assert "198.51.100" not in server.text()
