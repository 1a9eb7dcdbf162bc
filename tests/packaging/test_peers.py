"""The comparison with other sign-up services: its shape. It is run by ``make bench-peers`` alone."""

import json
import re
from pathlib import Path

import pytest

from benchmarks.peers.__main__ import OURS
from benchmarks.peers.running import HERE, PEERS, order, paid_as_ours
from mozaik_tui.account.passwords import Cost

ROOT = Path(__file__).parents[2]
PINS = (ROOT / "requirements" / "peers.txt").read_text("utf-8")


@pytest.mark.parametrize("name", PEERS)
def test_each_peer_is_told_our_cost(name):
    told, cost = order(PEERS[name], "peer.db", relay=25, port=80), Cost()
    assert (told["memory"], told["rounds"], told["lanes"]) == (cost.memory, cost.rounds, cost.lanes)
    assert callable(PEERS[name].way)
    assert name != OURS


@pytest.mark.parametrize("site", sorted(HERE.glob("*_site.py")), ids=lambda path: path.stem)
def test_the_sites_in_the_environment_of_the_peers_are_python(site):
    compile(site.read_text("utf-8"), str(site), "exec")
    assert any(site.name in peer.prepare for peer in PEERS.values())


@pytest.mark.parametrize(
    ("stored", "ours"),
    [
        (b"", False),
        (b"x$argon2id$v=19$m=19456,t=2,p=1$salt$digest", True),
        (b"x$argon2id$v=19$m=19456,p=1,t=2$salt$digest", True),
        (b"x$argon2id$v=19$m=19456,t=1,p=1$salt$digest", False),
        (b"$argon2id$v=19$m=19456,t=2,p=1$s$d $argon2id$v=19$m=8,t=1,p=1$s$d", False),
    ],
)
def test_a_cheaper_hash_is_seen(stored, ours, tmp_path):
    (tmp_path / "peer.db-wal").write_bytes(stored)
    assert paid_as_ours(str(tmp_path / "peer.db")) is ours


def test_the_python_packages_are_pinned_by_hashes_and_name_no_host():
    pins = re.findall(r"^([a-z0-9-]+)==(?:[^\n]*\\\n +--hash=sha256:[0-9a-f]{64})", PINS, re.M)
    assert len(pins) == len(re.findall(r"^\S", PINS, re.M))
    wanted = (ROOT / "requirements" / "peers.in").read_text("utf-8").split()
    assert {name.partition("[")[0] for name in wanted} <= set(pins)
    assert "//" not in PINS


def test_the_node_packages_are_exact_versions():
    wanted = json.loads((HERE / "better_auth" / "package.json").read_text("utf-8"))["dependencies"]
    assert {"better-auth", "better-sqlite3"} <= set(wanted)
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
