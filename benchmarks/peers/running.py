"""Starts the peers: one table says what each is, with what it is served, and by which way it is driven."""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from benchmarks.peers import ways
from benchmarks.signups.relay import CODE, Relay
from benchmarks.signups.running import Target
from mozaik_tui.account.passwords import Cost

HERE = Path(__file__).parent
BUILT = Path("build/peers").resolve()
"""Where ``make bench-peers`` puts the Python environment and the node packages of the peers."""
PYTHON, NODE = BUILT / "venv/bin/python", "node"
CORES = os.cpu_count() or 1
PATIENCE = 60.0
"""Seconds in which a peer has to listen."""
_PHC = re.compile(rb"\$argon2id\$v=19\$([mtp=,\d]+)\$")


@dataclass(frozen=True)
class Peer:
    """A peer: ``folder`` it runs in, ``prepare`` (makes its tables), ``serve`` (``{port}`` is put in)."""

    folder: Path
    prepare: tuple[str, ...]
    serve: tuple[str, ...]
    way: ways.Way
    mailed: re.Pattern[bytes] = CODE
    more: dict[str, str] = field(default_factory=dict)


def _users(way: ways.Way) -> Peer:
    serve = ("-m", "uvicorn", "users_site:application", "--port={port}", f"--workers={CORES}")
    quiet = ("--no-access-log", "--log-level=warning")
    python = str(PYTHON)
    return Peer(HERE, (python, "users_site.py"), (python, *serve, *quiet), way, ways.TOKEN)


def _better_auth(hashed_by: str) -> Peer:
    serve = (NODE, "server.js")
    return Peer(BUILT / "node", (*serve, "tables"), serve, ways.better_auth, more={"hash": hashed_by})


_GUNICORN = ("-m", "gunicorn", "allauth_site", "--bind=127.0.0.1:{port}", f"--workers={CORES}")
PEERS = {
    "django-allauth": Peer(
        HERE,
        (str(PYTHON), "allauth_site.py"),
        (str(PYTHON), *_GUNICORN, "--worker-class=gthread", "--threads=4", "--log-level=warning"),
        ways.allauth,
    ),
    "fastapi-users, its own routes (two hashes)": _users(ways.users),
    "fastapi-users, one hash": _users(ways.users_one_hash),
    "better-auth, Argon2 in C as ours": _better_auth("argon2"),
    "better-auth, Argon2 in Rust": _better_auth("@node-rs/argon2"),
}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def order(peer: Peer, database: str, relay: int, port: int) -> dict:
    """What a peer is told: *our* cost of a hash (memory in KiB, rounds, lanes) among it."""
    told = {"database": database, "relay": relay, "port": port, "secret": secrets.token_hex(32)}
    return told | asdict(Cost()) | {"processes": CORES} | peer.more


@contextlib.contextmanager
def serving(peer: Peer, database: str) -> Iterator[tuple[Target, Relay]]:
    """The peer on an empty database (a file, or the address of a PostgreSQL one), with a relay that reads its mails."""
    relay, port = Relay(peer.mailed), _free_port()
    told = order(peer, database, relay.port, port)
    variables = os.environ | {"PEER": json.dumps(told), "NODE_ENV": "production"}
    subprocess.run(peer.prepare, cwd=peer.folder, env=variables, check=True)
    command = [part.format(port=port) for part in peer.serve]
    process = subprocess.Popen(command, cwd=peer.folder, env=variables)
    try:
        _await(port, process)
        yield Target(port, [process.pid], peer.way), relay
    finally:
        process.terminate()
        process.wait(60)


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    """Returns when somebody listens."""
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(ConnectionError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args} does not listen")


def paid_as_ours(database: str) -> bool:
    """Whether the peer's database holds hashes, and none but of our cost; packages write its parts in any order."""
    cost = Cost()
    ours = {f"m={cost.memory}", f"t={cost.rounds}", f"p={cost.lanes}"}
    found = [parts for text in _texts(database) for parts in _PHC.findall(text)]
    return bool(found) and all(set(parts.decode().split(",")) == ours for parts in found)


def _texts(database: str) -> Iterator[bytes]:
    """All of a file's bytes, with those of the files beside it; of PostgreSQL its columns for passwords."""
    if not database.startswith("postgresql:"):
        yield from (file.read_bytes() for file in Path(database).parent.glob("peer.db*"))
        return
    with psycopg.connect(database) as connection:
        columns = connection.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND column_name LIKE '%password%'"
        ).fetchall()
        for names in columns:
            column = sql.SQL("SELECT {1} FROM {0}").format(*map(sql.Identifier, names))
            yield from (str(value).encode() for (value,) in connection.execute(column))
