"""Killed at any moment, the service loses nothing that it acknowledged, and does nothing twice."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mozaik_tui.account.contract import Refusal

from .helper_process import PASSWORD, newest_code, service_of

HELPER = Path(__file__).with_name("helper_process.py")
ROUNDS = 300 if os.environ.get("MOZAIK_PROVE") else 20


def killed_while_signing_up(folder, first, chance):
    """The lines that a process said before it was killed, in the middle of whatever it did."""
    process = subprocess.Popen(
        [sys.executable, HELPER, "sign_up", str(folder), str(first)], stdout=subprocess.PIPE, text=True
    )
    lines = [process.stdout.readline().split() for _ in range(chance.randrange(1, 14))]
    until = time.perf_counter() + chance.uniform(0, 0.02)
    while time.perf_counter() < until:
        pass
    process.send_signal(signal.SIGKILL)
    rest = process.communicate()[0]
    # The last line may have been cut off: a line counts once its end is there.
    return lines + [line.split() for line in rest.split("\n")[:-1]]


def table(parts, sql):
    return parts.ctx.store.read(lambda tx: tx.exec_driver_sql(sql).scalar_one())


@pytest.mark.parametrize("seed", range(ROUNDS // 5))
def test_killed_at_any_moment(tmp_path, seed):
    chance = random.Random(seed)
    first = 0
    for _ in range(5):
        lines = killed_while_signing_up(tmp_path, first, chance)
        last = int(lines[-1][1])
        parts = service_of(tmp_path)
        service = parts.service
        assert table(parts, "PRAGMA integrity_check") == "ok"
        for what, number, *token in lines:
            email = f"p{number}@example.com"
            if what == "account":
                assert service.account(token[0]).email == email
                assert service.sign_in(email, PASSWORD).session_token
            elif what == "verified":
                assert service.flow(token[0]).state in ("email_verified", "complete")
        parts.ctx.store.write(leases_end)
        # The call that was under way is repeated with its key: one flow, one code, one account come of it.
        email, key = f"p{last}@example.com", f"{last:016d}"
        flow = service.start_flow(email, "fr", key=key).flow_token
        told = [line[2] for line in lines if line[:2] == ["flow", str(last)]]
        assert told in ([], [flow])
        service.verify(flow, newest_code(parts, email), key=key)
        session = service.set_password(flow, PASSWORD, PASSWORD, key=key).session_token
        assert service.account(session).email == email
        assert table(parts, "SELECT count(*) FROM flows") == last + 1
        assert table(parts, "SELECT count(*) FROM codes") == last + 1
        assert table(parts, "SELECT count(*) FROM accounts") == last + 1
        with pytest.raises(Refusal):
            service.verify(flow, "000000")
        parts.close()
        first = last + 1


def leases_end(tx):
    """The process that died held records and mails for some seconds more; they are not waited for here."""
    tx.exec_driver_sql("UPDATE idempotency SET lease_until = 0 WHERE answer IS NULL")
    tx.exec_driver_sql("UPDATE outbox SET lease_until = 0 WHERE lease_until IS NOT NULL")
