"""purge, audit verify and deliver: one line of what they did, and their exit codes (command-line.md)."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from mozaik_tui.account import audit, audit_chain, key_files
from mozaik_tui.account.context import Caller, Context
from mozaik_tui.account.limits import Limits
from mozaik_tui.account.mail import outbox
from mozaik_tui.account.mail.practice import PracticeTransport
from mozaik_tui.account.store import open_store, outbox_rows
from mozaik_tui.commands import deliver
from mozaik_tui.commands.audit import run_verify
from mozaik_tui.commands.errors import CommandError
from mozaik_tui.commands.invocation import Invocation
from mozaik_tui.commands.purge import run as run_purge

EMAIL = "ana.lopez@exemple.example"


@pytest.fixture
def call(tmp_path):
    """One run of a command on the data directory of the test."""

    def make(**environ):
        return Invocation((), {}, {"MOZAIK_DATA_DIR": str(tmp_path), **environ})

    return make


@pytest.fixture
def service(tmp_path, request):
    """The same database from inside."""

    def start():
        keys = key_files.load_keys(tmp_path, secret_file=None, existing=False)
        store = open_store(f"sqlite:///{tmp_path / 'accounts.sqlite'}", keys)
        request.addfinalizer(store.close)
        return Context(store, keys, Limits(), time.time)

    return start


def notify(ctx):
    ctx.store.write(
        lambda tx: outbox.enqueue_notice(
            tx, ctx, Caller(), kind="password_changed", email=EMAIL, language="fr"
        )
    )


def program(tmp_path, *words, **environ):
    return subprocess.Popen(
        [sys.executable, "-m", "mozaik_tui", *words],
        env={**os.environ, "MOZAIK_DATA_DIR": str(tmp_path), **environ},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(condition, seconds=60.0):
    tick = threading.Event()
    for _ in range(int(seconds / 0.02)):
        if condition():
            return
        tick.wait(0.02)
    pytest.fail("it never came")


def test_purge_says_what_it_erased(call, service, capsys):
    ctx = service()
    assert run_purge(call()) == 0
    assert capsys.readouterr().out == "Données anciennes effacées : il n'y en avait pas.\n"
    notify(ctx)
    ctx.store.write(lambda tx: tx.exec_driver_sql("UPDATE outbox SET created_at = 1, done_at = 1"))
    assert run_purge(call(MOZAIK_LANGUAGE="en")) == 0
    assert capsys.readouterr().out == "Old data erased: mails 1.\n"


@pytest.mark.parametrize("tag", ["fr", "en"])
def test_every_count_has_its_name(tag):
    from mozaik_tui.account.retention import Purged
    from mozaik_tui.language import Translator

    for name in Purged().counts():
        assert Translator(tag).text(f"maintenance.count.{name}")


@pytest.mark.parametrize("tag", ["fr", "en"])
def test_every_break_has_its_name(tag):
    from typing import get_args

    from mozaik_tui.language import Translator

    for name in get_args(audit_chain.Reason):
        assert Translator(tag).text(f"maintenance.break.{name}")


def test_audit_verify_says_how_far_the_chain_goes(call, service, capsys):
    ctx = service()
    assert run_verify(call(MOZAIK_LANGUAGE="en")) == 0
    assert "0 entries linked" in capsys.readouterr().out
    for _ in range(3):
        ctx.store.write(lambda tx: audit.append(tx, ctx, "code_sent"))
    audit_chain.seal(ctx)
    ctx.store.write(lambda tx: audit.append(tx, ctx, "code_sent"))
    assert run_verify(call(MOZAIK_LANGUAGE="en")) == 0
    line = capsys.readouterr().out
    assert "3 entries linked, 1 not yet linked, last number 3, check value" in line
    assert audit_chain.verify(ctx).head in line


def test_audit_verify_tells_the_first_break(call, service, tmp_path):
    ctx = service()
    for _ in range(3):
        ctx.store.write(lambda tx: audit.append(tx, ctx, "code_sent"))
    audit_chain.seal(ctx)
    ctx.store.write(lambda tx: tx.exec_driver_sql("DELETE FROM audit WHERE number = 2"))
    with pytest.raises(CommandError) as broken:
        run_verify(call())
    assert broken.value.figures["number"] == 2
    running = program(tmp_path, "audit", "verify", MOZAIK_LANGUAGE="en")
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (1, "")
    assert err == (
        "mozaik-tui: The audit trail is broken at number 2: an entry was removed or put elsewhere.\n"
    )


def test_deliver_hands_over_until_it_is_told_to_end(service, relay, tmp_path):
    there, ctx = relay(), service()
    notify(ctx)
    running = program(
        tmp_path,
        "deliver",
        MOZAIK_LANGUAGE="en",
        MOZAIK_MAIL__TRANSPORT="smtp",
        MOZAIK_MAIL__HOST="127.0.0.1",
        MOZAIK_MAIL__PORT=str(there.port),
        MOZAIK_MAIL__TLS="none",
        MOZAIK_MAIL__FROM="codes@ecole.example",
    )
    try:
        wait_for(lambda: there.inbox.mails)
        table = outbox_rows.outbox
        wait_for(lambda: ctx.store.read(lambda tx: tx.execute(table.select()).one()).state == "sent")
        running.send_signal(signal.SIGTERM)
        out, err = running.communicate(timeout=60)
    finally:
        running.kill()
        running.wait()
    assert (running.returncode, err) == (0, "")
    assert out == "Mail worker stopped: 1 handed over, 0 refused, 0 no longer needed.\n"


def test_deliver_ends_at_ctrl_c_with_130(service, tmp_path):
    ctx = service()
    notify(ctx)
    running = program(tmp_path, "deliver", MOZAIK_LANGUAGE="en")
    mailbox = PracticeTransport(ctx).mailbox
    try:
        wait_for(lambda: mailbox(EMAIL))
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    finally:
        running.kill()
        running.wait()
    assert running.returncode == 130
    assert "handed over" in out
    assert "practice mailbox" in err


def test_deliver_in_this_process(call, service, monkeypatch, capsys):
    ctx = service()
    notify(ctx)
    before = signal.getsignal(signal.SIGTERM)
    mailbox = PracticeTransport(ctx).mailbox
    monkeypatch.setattr(deliver, "_LOOK_UP_SECONDS", 0.05)

    def end():
        wait_for(lambda: mailbox(EMAIL))
        os.kill(os.getpid(), signal.SIGTERM)

    ending = threading.Thread(target=end)
    ending.start()
    assert deliver.run(call()) == 0
    ending.join()
    assert "courriel arrêté" in capsys.readouterr().out
    assert signal.getsignal(signal.SIGTERM) is before


def test_deliver_tells_which_setting_does_not_work(call):
    with pytest.raises(CommandError) as wrong:
        deliver.run(
            call(
                MOZAIK_MAIL__TRANSPORT="smtp",
                MOZAIK_MAIL__HOST="127.0.0.1",
                MOZAIK_MAIL__FROM="codes@ecole.example",
                MOZAIK_MAIL__USER="ecole",
            )
        )
    assert wrong.value.figures == {"key": "mail.user, mail.password"}


def test_deliver_takes_a_whole_setting(call, service, relay, monkeypatch, capsys):
    there, ctx = relay(), service()
    notify(ctx)
    monkeypatch.setattr(deliver, "_LOOK_UP_SECONDS", 0.05)

    def end():
        wait_for(lambda: there.inbox.mails)
        os.kill(os.getpid(), signal.SIGTERM)

    ending = threading.Thread(target=end)
    ending.start()
    environ = {
        "MOZAIK_MAIL__TRANSPORT": "smtp",
        "MOZAIK_MAIL__HOST": "127.0.0.1",
        "MOZAIK_MAIL__PORT": str(there.port),
        "MOZAIK_MAIL__TLS": "none",
        "MOZAIK_MAIL__FROM": "codes@ecole.example",
    }
    assert deliver.run(call(**environ)) == 0
    ending.join()
    assert "1 remis" in capsys.readouterr().out
