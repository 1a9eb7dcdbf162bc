"""``make drill``: whole sign-ups against a service of its own, thrown away afterwards, so that an operator knows what
this machine bears before parents do.

    make drill                                            # 100 parents, 8 at a time, SQLite
    make drill ARGS="--parents 500 --at-once 32"
    make drill ARGS="--database postgresql://…/drill --workers 2"   # an empty database made for it

A parent = e-mail → code read from the mail → password → child → family. Everything stays on 127.0.0.1: the service,
the relay that takes the mails, and the parents, who use this machine's processor too. The database is not emptied
afterwards; never name one that is in use.
"""

from __future__ import annotations

import argparse
import csv
import os
import queue
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

from aiosmtpd.controller import Controller

from mozaik_tui.account.contract import ChildForm, Refusal, ServiceFault
from mozaik_tui.account.http.client import RemoteService

PROGRAM = str(Path(sys.executable).with_name("mozaik-tui"))
PASSWORD = "Kx7$vold8rz"
CODE = re.compile(rb"(?<!\d)\d{6}(?!\d)")
MOST_PARENTS, MOST_AT_ONCE = 20_000, 256
PATIENCE = 60.0
# One machine plays all the parents: what is counted on an address would stop it, and nothing else is changed.
WIDE = {"REQUESTS_MINUTE": "1000000", "SENDS_ADDRESS_HOUR": "1000000", "MAIL_MINUTE": "1000000"}


class Postbox:
    """Takes every mail; a parent waits for the code that was sent to them."""

    def __init__(self) -> None:
        self._codes: dict[str, queue.Queue[str]] = defaultdict(queue.Queue)

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        del server, session
        if found := CODE.search(envelope.content):  # type: ignore[attr-defined]
            self._codes[envelope.rcpt_tos[0]].put(found.group().decode())  # type: ignore[attr-defined]
        return "250 OK"

    def code(self, email: str) -> str:
        return self._codes[email].get(timeout=PATIENCE)


class Times:
    """Seconds of every call by its name, and what was refused."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.refused: Counter[str] = Counter()

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.seconds[name].append(time.perf_counter() - started)

    def print(self) -> None:
        print(f"\n{'':<12}{'count':>7}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'max ms':>9}")
        for name, values in self.seconds.items():
            found = [
                sorted(values)[min(len(values) - 1, int(len(values) * part))] for part in (0.5, 0.95, 0.99)
            ]
            line = "".join(f"{1000 * value:9.1f}" for value in (*found, max(values)))
            print(f"{name:<12}{len(values):>7}{line}")
        print("refused:", ", ".join(f"{word} {n}" for word, n in self.refused.items()) or "none")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def sign_up(url: str, box: Postbox, pupil: dict[str, str], times: Times) -> None:
    """One parent, start to end."""
    email = pupil["guardian_emails"].split(";")[0]
    form = ChildForm(
        pupil["school_body"],
        pupil["last_name"],
        pupil["first_name"],
        pupil["birth_date"],
        file_number=pupil["file_number"] or None,
        permanent_code=None if pupil["file_number"] else pupil["permanent_code"],
    )
    try:
        with closing(RemoteService(url)) as service, times.of("whole"):
            with times.of("start"):
                flow = service.start_flow(email, "fr").flow_token
            with times.of("mail"):
                code = box.code(email)
            with times.of("verify"):
                service.verify(flow, code)
            with times.of("password"):
                session = service.set_password(flow, PASSWORD, PASSWORD).session_token
            with times.of("child"):
                service.add_child(session, form)
            with times.of("family"):
                service.children(session)
    except (Refusal, ServiceFault) as refused:
        times.refused[refused.code] += 1
    except queue.Empty:
        times.refused["no mail came"] += 1


@contextmanager
def service(
    folder: Path, database: str | None, workers: int, relay: int
) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a service of our own, with its environment; ended in good order."""
    port = free_port()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("MOZAIK_")}
    environ |= {f"MOZAIK_LIMITS__{name}": value for name, value in WIDE.items()}
    environ |= {
        "MOZAIK_DATA_DIR": str(folder),
        "MOZAIK_MAIL__TRANSPORT": "smtp",
        "MOZAIK_MAIL__HOST": "127.0.0.1",
        "MOZAIK_MAIL__PORT": str(relay),
        "MOZAIK_MAIL__TLS": "none",
        "MOZAIK_MAIL__FROM": "drill@example.org",
    }
    if database:
        environ["MOZAIK_SERVICE__DATABASE"] = database
    with (folder / "serve.log").open("wb") as log:
        line = [PROGRAM, "serve", "--port", str(port), "--workers", str(workers)]
        process = subprocess.Popen(line, env=environ, stderr=log, stdin=subprocess.DEVNULL)
        try:
            url, limit = f"http://127.0.0.1:{port}", time.monotonic() + PATIENCE
            with closing(RemoteService(url)) as asking:
                while process.poll() is None and time.monotonic() < limit:
                    try:
                        asking.ready()
                        break
                    except ServiceFault:
                        time.sleep(0.1)
                else:
                    sys.exit((folder / "serve.log").read_text("utf-8"))
            yield url, environ
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()


def pupils(folder: Path, environ: dict[str, str], count: int) -> list[dict[str, str]]:
    """An invented registry that is in force, and a pupil for each of ``count`` parents."""
    file = folder / "pupils.csv"
    for words in (("sample", "--rows", str(2 * count), "--output", str(file)), ("import", str(file))):
        subprocess.run([PROGRAM, "registry", *words], env=environ, check=True)
    found: dict[str, dict[str, str]] = {}
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(row["guardian_emails"].split(";")[0], row)
    return list(found.values())[:count]


def main() -> None:
    parser = argparse.ArgumentParser(prog="make drill", description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--parents", type=int, default=100, help="how many sign up (100)")
    parser.add_argument("--at-once", type=int, default=8, help="how many at the same time (8)")
    parser.add_argument("--database", help="postgresql://… made for the drill; SQLite by default")
    parser.add_argument("--workers", type=int, default=1, help="processes of the service (PostgreSQL)")
    asked = parser.parse_args()
    parents, at_once = min(asked.parents, MOST_PARENTS), min(asked.at_once, MOST_AT_ONCE)
    box, times = Postbox(), Times()
    relay = Controller(box, hostname="127.0.0.1", port=free_port())
    relay.start()
    try:
        with tempfile.TemporaryDirectory(prefix="mozaik-drill-") as name:
            folder = Path(name)
            with service(folder, asked.database, asked.workers, relay.port) as (url, environ):
                families = pupils(folder, environ, parents)
                before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
                with ThreadPoolExecutor(at_once) as pool:
                    for _ in pool.map(lambda pupil: sign_up(url, box, pupil, times), families):
                        pass
                took = time.perf_counter() - started
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            faults = [
                line for line in (folder / "serve.log").read_text("utf-8").splitlines() if '"error"' in line
            ]
    finally:
        relay.stop()
    times.print()
    done, processor = (
        len(times.seconds["whole"]),
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
    )
    print(f"sign-ups: {done} in {took:.1f} s, {done / took:.1f} a second, {at_once} at the same time")
    print(
        f"service: {1000 * processor / max(done, 1):.0f} ms of processor a sign-up, its start included;",
        end=" ",
    )
    print(f"at most {after.ru_maxrss / 1024:.0f} MB of memory a process")
    print("\n".join(["errors in its log:", *faults[:10]]) if faults else "errors in its log: none")
    sys.exit(done < len(families))


if __name__ == "__main__":
    main()
