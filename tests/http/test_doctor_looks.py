"""``doctor`` on a terminal: what it says of the service that the terminal uses (command-line.md)."""

import http.server
import threading

import pytest

from mozaik_tui.account import terminals
from mozaik_tui.account.http.looking import look

from ..tls import certificate
from .program import run


def test_a_service_that_is_ready_with_and_without_tokens(serve, tmp_path):
    front = serve()
    assert look(front.front.url, None) == "ready"
    done = run(tmp_path, "doctor", "--service", front.front.url, MOZAIK_LANGUAGE="en")
    rows = dict(line.split("\t") for line in done.stdout.splitlines())
    assert (done.returncode, done.stderr) == (0, "")
    assert rows["service"] == f"ok – {front.front.url} answers, is ready and lets this terminal in"
    assert "database" not in rows


def test_a_terminal_that_is_not_known(serve, tmp_path):
    front = serve(door={"ask_terminals": True})
    store = front.world.parts.ctx.store
    token = store.write(lambda tx: terminals.add(tx, "Kiosque 1", 0.0))
    assert look(front.front.url, token) == "ready"
    assert look(front.front.url, None) == look(front.front.url, "x" * 43) == "stranger"
    done = run(tmp_path, "doctor", "--service", front.front.url, MOZAIK_LANGUAGE="en")
    assert done.returncode == 1
    assert f"mozaik-tui login --service {front.front.url}" in done.stdout


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("answer", [b"hello", b'{"status": "up"}', b"[]"])
def test_what_is_no_account_service(answer, packed):
    class Other(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            if packed:  # it says so, and is not: the page of a network that wants a sign-in
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        assert look(f"http://127.0.0.1:{server.server_port}", None) == "other"
    finally:
        server.shutdown()
        server.server_close()
    assert look(f"http://127.0.0.1:{server.server_port}", None) == "away"


def test_a_certificate_that_nobody_knows(serve, tmp_path):
    cert, key = certificate(tmp_path)
    front = serve(door={"tls_cert": cert, "tls_key": key})
    assert look(front.front.url.replace("http:", "https:"), None) == "certificate"


def test_a_service_whose_database_is_gone(serve):
    front = serve()
    front.world.parts.ctx.store.close()
    assert look(front.front.url, None) == "not_ready"
