"""A new key, step by step with the commands of docs/operating.md, until the old line may go."""

import os
import time

import pytest

from .conftest import Place, family_of

MONTH = 31 * 86400
# What the two stores do differently is in the next test; the long way with parents runs on both in `make prove`.
STORES = ["sqlite", "postgresql"] if os.environ.get("MOZAIK_PROVE") else ["sqlite"]


@pytest.fixture
def later(monkeypatch):
    """Runs a command a month from now."""

    def run(place: Place, *words: str) -> str:
        with monkeypatch.context() as patch:
            real = time.time
            patch.setattr(time, "time", lambda: real() + MONTH)
            return place.did(*words)

    return run


def new_first_line(place):
    fresh = place.did("secret")
    place.key_file.write_text(fresh + place.key_file.read_text("ascii"), "ascii")


@pytest.mark.parametrize("address_of", STORES, indirect=True)
def test_from_a_new_line_to_the_end_of_the_old_one(place, registry, later):
    place.did("registry", "import", str(registry))
    server = place.server().start()
    place.sign_up(server.url, 0)
    server.end()

    new_first_line(place)
    server = place.server().start()
    assert family_of(server.url, 0) == [("Zoé", "00")]
    place.sign_up(server.url, 1)
    assert place.doctor()["keys"].startswith("ok – keys in the file: 2; old lines that are still needed: 2")
    place.did("purge")
    place.did("registry", "import", str(registry))
    assert place.doctor()["keys"].startswith("ok – keys in the file: 2; old lines that are still needed: 2")
    server.end()

    later(place, "purge")
    told = "ok – keys in the file: 2; lines that are no longer needed and that you may remove: 2"
    assert place.doctor()["keys"] == told
    place.key_file.write_text(place.key_file.read_text("ascii").split()[0] + "\n", "ascii")
    assert place.doctor()["keys"] == "ok – keys in the file: 1"
    assert "whole" in place.did("audit", "verify")


def test_without_an_import_the_registry_holds_the_old_line(place, registry, later):
    place.did("registry", "import", str(registry))
    new_first_line(place)
    later(place, "purge")
    assert "still needed: 2" in place.doctor()["keys"]
    later(place, "registry", "import", str(registry))
    later(place, "purge")
    assert "may remove: 2" in place.doctor()["keys"]


def test_a_line_that_went_too_early_is_told_before_anything_is_written(place, registry):
    place.did("registry", "import", str(registry))
    new_first_line(place)
    place.did("purge")
    both = place.key_file.read_text("ascii")
    place.key_file.write_text(both.split()[0] + "\n", "ascii")
    assert place.doctor()["keys"].startswith("to mend – the database was made with a key that is not in")
    for words in (("serve", "--port", "0"), ("deliver",), ("purge",), ("registry", "import", str(registry))):
        done = place.run(*words)
        assert done.returncode == 1
        assert "E-907" in done.stderr
    place.key_file.write_text(both, "ascii")
    assert "whole" in place.did("audit", "verify")
