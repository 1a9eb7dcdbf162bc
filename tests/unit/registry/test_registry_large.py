"""A hundred thousand rows in seconds and in bounded memory; any small registry as a plain model would
load it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mozaik_tui.account.registry.sample import invented_rows

from .conftest import Place, row

PROVE = os.environ.get("MOZAIK_PROVE") == "1"


def test_a_hundred_thousand_rows_in_a_few_seconds(place: Place) -> None:
    rows = list(invented_rows(100_000))
    began = time.process_time()
    report = place.load(*rows)
    took = time.process_time() - began
    assert report.in_force is not None
    assert report.in_force.pupils == 100_000
    assert report.in_force.guardian_links == sum(len(one[6].split(";")) for one in rows)
    assert report.in_force.school_bodies == 72
    for one in rows[::9973]:
        for mail in one[6].split(";"):
            assert place.key(one, mail=mail) is not None
        assert place.key(one, mail="nobody@example.com") is None
    assert took < 15
    began = time.process_time()
    keys = [place.key(one, mail=one[6].split(";")[0]) for one in rows[::997]]
    place.load(*rows)
    assert time.process_time() - began < 25
    assert [place.key(one, mail=one[6].split(";")[0]) for one in rows[::997]] == keys


MEASURED = """
import resource, sys, time
from pathlib import Path
from mozaik_tui.account.keys import Keys
from mozaik_tui.account.registry.home import home_of
from mozaik_tui.account.registry.importing import import_registry
from mozaik_tui.account.registry.reader import open_registry
from mozaik_tui.account.store import open_store
store = open_store("sqlite:///" + sys.argv[1])
with open_registry(Path(sys.argv[2])) as file:
    report = import_registry(store, Keys([b"k" * 32]), home_of(store), file, clock=time.time)
print(report.in_force.pupils, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
store.close()
"""


def peak(folder: Path, count: int) -> float:
    """Most memory (MB) of an import of ``count`` pupils in a process of its own."""
    from mozaik_tui.account.registry.sample import write_csv

    source = folder / f"{count}.csv"
    with source.open("w", encoding="utf-8", newline="") as stream:
        write_csv(invented_rows(count), stream)
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(folder / f"{count}.sqlite"), str(source)],
        capture_output=True,
        text=True,
        check=True,
    )
    pupils, memory = done.stdout.split()
    assert int(pupils) == count
    return int(memory) / (1024 if sys.platform == "linux" else 1024 * 1024)


def test_memory_is_bounded(tmp_path: Path) -> None:
    few, many = 10_000, 1_400_000 if PROVE else 110_000
    growth = peak(tmp_path, many) - peak(tmp_path, few)
    # Some bytes a line and the parts that wait for the disk; a dictionary of the rows would take 300 bytes
    # a line.
    assert growth < 25 + 60 * (many - few) / 1_000_000


names = st.sampled_from(["Roy", "ROY", "Côté", "Cote"])
small = st.builds(
    row,
    file=st.sampled_from(["", "0000001", "0000002"]),
    code=st.sampled_from(["", "ROYN71031401", "ROYN71031402"]),
    last=names,
    first=st.just("Noé"),
    born=st.just("2014-03-09"),
    mails=st.sampled_from(["a@example.com", "b@example.com", "a@example.com;b@example.com", "bad"]),
    body=st.sampled_from(["css-laval", "css-montreal"]),
)


def model(rows: list[tuple[str, ...]]) -> tuple[dict[int, str], dict[tuple[str, ...], set[str]]]:
    """The bad lines with their reasons, and the guardians of each child, as plainly as can be."""
    bad: dict[int, str] = {}
    good: list[tuple[int, tuple[str, ...], set[str]]] = []
    for line, (body, file, code, last, first, born, mails) in enumerate(rows, 2):
        if not file and not code:
            bad[line] = "identifier_missing"
        elif mails == "bad":
            bad[line] = "email"
        else:
            folded = last.lower().replace("ô", "o").replace("é", "e")
            good.append((line, (body, file, code, folded, first, born), set(mails.split(";"))))
    by_identifier: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for _, data, _ in good:
        for place in (1, 2):
            if data[place]:
                by_identifier[data[0], str(place), data[place]].add(data)
    children: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for line, data, mails_ in good:
        met = [by_identifier[data[0], str(place), data[place]] for place in (1, 2) if data[place]]
        if any(len(datas) > 1 for datas in met):
            bad[line] = "contradictory"
        else:
            children[data] |= mails_
    return bad, dict(children)


@settings(
    max_examples=200 if PROVE else 40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.lists(small, max_size=8))
def test_as_a_plain_model_would_load_it(place: Place, data: list[tuple[str, ...]]) -> None:
    bad, children = model(data)
    report = place.load(*data, skip_bad=True)
    assert dict(report.ledger.bad_rows()) == bad
    assert report.in_force is not None
    assert report.in_force.pupils == len(children)
    assert report.in_force.guardian_links == sum(len(mails) for mails in children.values())
    assert report.in_force.school_bodies == len({child[0] for child in children})
    keys = set()
    for body, file, code, last, first, born in children:
        one = row(file, code, last, first, born, "", body)
        for mail in ("a@example.com", "b@example.com"):
            found = {
                place.key(one, by=by, mail=mail)
                for by, number in (("file_number", file), ("permanent_code", code))
                if number
            }
            assert len(found) == 1
            expected = mail in children[body, file, code, last, first, born]
            assert (None not in found) == expected
            keys |= found - {None}
    assert len(keys) == len(children)
