"""How long a parent's key takes to reach the agent's screen, with 1 and with 50 assisted sessions on one service.

``python -m benchmarks.assisted``: one service on loopback (SQLite), as many parents and agents as sessions, each over
HTTP. A sample is the time from :meth:`Helpline.tell` to the moment the agent's stream has the report; sessions tell
one after the other, evenly over time, a key each 2 seconds a session. Prints the medians and their ratio.
"""

from __future__ import annotations

import contextlib
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from mozaik_tui.account.assist import staff
from mozaik_tui.account.assist.report import FieldState, Report
from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.embedded import open_embedded
from mozaik_tui.account.http.help_client import RemoteHelp
from mozaik_tui.account.http.serving import Door, Service, listening
from mozaik_tui.account.limits import Limits
from mozaik_tui.account.passwords import Cost
from mozaik_tui.helpline import Helpline

PASSWORD, EVERY, ROUNDS = "une longue phrase d'agent", 2.0, 5
STATES = tuple(Report("fr", "email", "email", (FieldState("email", state),)) for state in ("empty", "typing"))


class Pair:
    """One parent and one agent."""

    def __init__(self, url: str, number: int) -> None:
        self.parents, self.agents = RemoteHelp(url), RemoteHelp(url)
        self.line = Helpline(lambda: self.parents)
        assert self.line.start() is None
        self.token = self.agents.staff_sign_in(f"agent{number}", PASSWORD).staff_token
        self.agents.join_assist(self.token, self.line.number)
        self.heard: dict[Report | None, float] = {}
        self.bell = threading.Condition()
        threading.Thread(target=self._follow, daemon=True).start()

    def _follow(self) -> None:
        with contextlib.suppress(ServiceFault):  # closed at the end
            for view in self.agents.agent_views(self.token):
                with self.bell:
                    self.heard[view.report] = time.perf_counter()
                    self.bell.notify_all()

    def sample(self, report: Report) -> float:
        with self.bell:
            self.heard.pop(report, None)
        began = time.perf_counter()
        self.line.tell(report)
        with self.bell:
            assert self.bell.wait_for(lambda: report in self.heard, 60)
        return self.heard[report] - began

    def close(self) -> None:
        self.line.end()
        self.parents.close()
        self.agents.close()


def delays(url: str, sessions: int) -> list[float]:
    """The samples of ``sessions`` pairs at once."""
    pairs = [Pair(url, number) for number in range(sessions)]
    found: list[float] = []

    def work(pair: Pair, place: int) -> None:
        time.sleep(EVERY * place / sessions)
        for n in range(ROUNDS if sessions > 1 else ROUNDS * 10):
            began = time.monotonic()
            found.append(pair.sample(STATES[(n + 1) % 2]))
            time.sleep(max(0.0, (EVERY if sessions > 1 else 0.1) - (time.monotonic() - began)))

    threads = [threading.Thread(target=work, args=(pair, place)) for place, pair in enumerate(pairs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for pair in pairs:
        pair.close()
    return found


@contextlib.contextmanager
def served(agents: int) -> Iterator[tuple[str, str]]:
    """A service on loopback with so many agents: its address, and the password of each."""
    wide = Limits(requests_minute=10**6, sends_address_hour=10**6)
    with tempfile.TemporaryDirectory() as folder:
        parts = open_embedded(
            data_dir=Path(folder),
            practice=False,
            cost=Cost(8, 1, 1),
            helpers=False,
            live_help=True,
            limits=wide,
        )
        with parts.hashing.place("sign_in") as place:
            phc = place.make(PASSWORD)
        for number in range(agents):
            parts.ctx.store.write(
                lambda tx, number=number: staff.add(
                    tx, parts.ctx, name=f"agent{number}", role="agent", phc=phc, secret=None
                )
            )
        listener = listening("127.0.0.1", 0)
        service = Service(parts, Door())
        thread = threading.Thread(target=service.serve, args=(listener,))
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", PASSWORD
        service.stop()
        thread.join()
        parts.close()


def main() -> None:
    """Print the figures."""
    medians = {}
    with served(50) as (url, _password):
        for sessions in (1, 50):
            samples = delays(url, sessions)
            medians[sessions] = statistics.median(samples)
            worst = statistics.quantiles(samples, n=20)[-1]
            print(
                f"{sessions} sessions: median {medians[sessions] * 1000:.0f} ms, 95 % under {worst * 1000:.0f} ms"
            )
    print(f"ratio {medians[50] / medians[1]:.1f}")


if __name__ == "__main__":
    main()
