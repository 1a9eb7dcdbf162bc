"""The worker threads: woken, stopped, never killed by one mail, never two for one row
(account-service.md, Mail).
"""

import email
import logging
import subprocess
import sys
import textwrap
import threading
import time
from collections import Counter

import pytest

from mozaik_tui.account.contract import ServiceFault
from mozaik_tui.account.keys import Keys
from mozaik_tui.account.mail.options import MailSettings
from mozaik_tui.account.mail.smtp import SmtpTransport
from mozaik_tui.account.mail.transport import RelayFault
from mozaik_tui.account.mail.worker import Worker


def until(condition, seconds=60.0):
    """Wait for a condition, without sleeping through its coming true."""
    end = time.monotonic() + seconds
    tick = threading.Event()
    while not condition():
        assert time.monotonic() < end, "it never came"
        tick.wait(0.01)


def test_a_bell_wakes_the_workers(office, relay, options):
    there, here = relay(), office()
    mailer = Worker(here.ctx, SmtpTransport(options(there.port)))
    mailer.start()
    code = here.ask()
    mailer.wake()
    until(lambda: here.delivery(code) == "sent")
    assert mailer.stop()
    assert len(there.inbox.mails) == 1


def test_what_another_process_enqueued_is_found_within_a_second_or_so(office, relay, options):
    there, here = relay(), office()
    mailer = Worker(here.ctx, SmtpTransport(options(there.port)), workers=1)
    mailer.start()
    code = here.ask()
    until(lambda: here.delivery(code) == "sent")
    assert mailer.stop()


def test_stopping_a_worker_that_never_started(office, options):
    assert Worker(office().ctx, SmtpTransport(options(1))).stop()


def test_stopping_cuts_a_relay_that_hangs_and_keeps_the_mail(office, scripted, options):
    there, here = scripted(rcpt="hang"), office()
    reached = threading.Event()
    there.before["rcpt"] = reached.set
    code = here.ask()
    mailer = Worker(here.ctx, SmtpTransport(options(there.port, command_timeout=30)), workers=1)
    mailer.start()
    assert reached.wait(60)
    began = time.monotonic()
    assert mailer.stop(timeout=2)
    assert time.monotonic() - began < 20
    assert here.delivery(code) == "queued"
    assert here.row(code).sealed is not None


def test_a_stopped_worker_begins_no_stage(office, scripted, options):
    there, here = scripted(), office()
    code = here.ask()
    mailer = Worker(here.ctx, SmtpTransport(options(there.port)), workers=1)
    told = threading.Event()

    def stop():
        told.set()
        until(lambda: mailer._stopping)

    there.before["mail"] = stop
    mailer.start()
    assert told.wait(60)
    assert mailer.stop()
    assert there.mails == []
    assert (here.delivery(code), here.row(code).attempts) == ("queued", 0)


class Broken:
    """A transport that fails as nobody expects."""

    options = MailSettings()

    def __init__(self, error, *, after=False):
        self.error, self.after = error, after

    def deliver(self, errand):
        if self.after:
            errand.handed_over()
        raise self.error

    def abort(self):
        pass


def test_no_mail_kills_a_worker(office, caplog, monkeypatch):
    here = office()
    code = here.ask("secret.parent@exemple.example")
    mailer = Worker(here.ctx, Broken(ZeroDivisionError("secret.parent")), workers=1)
    with caplog.at_level(logging.DEBUG, "mozaik_tui.mail"):
        mailer.start()
        until(lambda: here.row(code).attempts == 1 and here.row(code).lease_token is None)
        mailer.wake()
        until(lambda: "ZeroDivisionError" in caplog.text)
        assert mailer.stop()
    assert "secret.parent" not in caplog.text
    assert here.delivery(code) == "queued"


def test_a_database_that_is_busy_is_waited_for(office, caplog, monkeypatch):
    here = office()
    mailer = Worker(here.ctx, Broken(RelayFault("connect", alert=True)), workers=1)
    states = iter(["busy"])

    def step():
        if next(states, None):
            raise ServiceFault("storage_busy")

    monkeypatch.setattr(mailer, "_step", step)
    with caplog.at_level(logging.ERROR, "mozaik_tui.mail"):
        mailer.start()
        until(lambda: "storage_busy" in caplog.text)
        assert mailer.stop()


def test_what_was_handed_over_is_not_put_back(office):
    here = office()
    code = here.ask()
    mailer = Worker(here.ctx, Broken(ZeroDivisionError(), after=True))
    with pytest.raises(ZeroDivisionError):
        mailer.run_once()
    assert here.delivery(code) == "sent"


def test_the_end_of_a_mail_is_written_through_a_busy_moment(office, monkeypatch, relay, options):
    here = office()
    code = here.ask()

    class Busy:
        """A store whose writes fail for a while once a mail was handed over."""

        def __init__(self, store):
            self.store, self.left = store, 0

        def __getattr__(self, name):
            return getattr(self.store, name)

        def write(self, work):
            if work.__name__ == "_sent" and self.left:
                self.left -= 1
                raise ServiceFault("storage_busy")
            return self.store.write(work)

    from dataclasses import replace

    busy = Busy(here.ctx.store)
    busy.left = 4
    Worker(replace(here.ctx, store=busy), SmtpTransport(options(relay().port))).run_once()
    assert here.delivery(code) == "sent"
    second = here.ask()
    busy.left = 99
    mailer = Worker(replace(here.ctx, store=busy), SmtpTransport(options(relay().port)))
    with pytest.raises(ServiceFault):
        mailer.run_once()
    # Nobody could write it down: the lease stays, and runs out, and the mail goes again.
    assert here.delivery(second) == "queued"
    assert here.row(second).lease_token is not None
    here.clock.now += 61
    busy.left = 0
    mailer.run_once()
    assert here.delivery(second) == "sent"


def test_a_lease_lost_on_the_way_ends_without_a_word(office, scripted, options):
    there, here = scripted(), office()
    code = here.ask()

    def steal():
        here.ctx.store.write(lambda tx: tx.exec_driver_sql("UPDATE outbox SET lease_token = 'another'"))

    there.before["rcpt"] = steal
    mailer = Worker(here.ctx, SmtpTransport(options(there.port)))
    assert mailer.run_once() == 1
    assert there.mails == []
    assert here.row(code).lease_token == "another"
    assert (mailer.tally.sent, mailer.tally.dropped) == (0, 0)


MAILER = """
    import sys, time
    from pathlib import Path
    from mozaik_tui.account.context import Context
    from mozaik_tui.account.keys import Keys
    from mozaik_tui.account.limits import Limits
    from mozaik_tui.account.mail.options import MailSettings
    from mozaik_tui.account.mail.smtp import SmtpTransport
    from mozaik_tui.account.mail.worker import Worker
    from mozaik_tui.account.store import open_store
    address, port = sys.argv[1:]
    store = open_store(address)
    ctx = Context(store, Keys([bytes(32)]), Limits(), time.time)
    transport = SmtpTransport(
        MailSettings(
            transport="smtp", host="127.0.0.1", port=int(port), sender="a@ecole.example", tls="none"
        )
    )
    worker = Worker(ctx, transport)
    worker.start()
    print("ready", flush=True)
    sys.stdin.readline()
    assert worker.stop()
    print(worker.tally.sent, flush=True)
    store.close()
"""


def test_two_processes_share_the_outbox_and_send_nothing_twice(office, relay, options, clock, address_of):
    there, here = relay(), office(Keys([bytes(32)]))
    clock.now = time.time()
    asked = [here.ask(f"parent{n}@exemple.example", who=f"address-{n % 3}") for n in range(40)]
    command = [
        sys.executable, "-c", textwrap.dedent(MAILER), address_of("accounts.sqlite"), str(there.port)
    ]  # fmt: skip
    running = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    try:
        for process in running:
            assert process.stdout.readline() == "ready\n"
        until(lambda: all(here.delivery(code) == "sent" for code in asked))
        counts = []
        for process in running:
            out, _ = process.communicate("stop\n", timeout=60)
            counts.append(int(out))
    finally:
        for process in running:
            process.kill()
            process.wait()
    assert sum(counts) == 40
    seen = Counter(email.message_from_bytes(raw)["Message-ID"] for raw in there.inbox.mails)
    assert len(seen) == 40
    assert set(seen.values()) == {1}


def test_a_hanging_relay_never_holds_up_the_end_of_the_program(office, scripted, clock, address_of):
    there, here = scripted(rcpt="hang"), office(Keys([bytes(32)]))
    clock.now = time.time()
    here.ask()
    program = textwrap.dedent(MAILER).replace("assert worker.stop()", "sys.exit(7)")
    program = program.replace('tls="none"', 'tls="none", command_timeout=600')
    process = subprocess.Popen(
        [sys.executable, "-c", program, address_of("accounts.sqlite"), str(there.port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    reached = threading.Event()
    there.before["rcpt"] = reached.set
    assert process.stdout.readline() == "ready\n"
    assert reached.wait(60)
    process.communicate("stop\n", timeout=60)
    assert process.returncode == 7
