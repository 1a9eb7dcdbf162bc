"""A database with an outbox and parents who ask for codes, and a mail that knows no database."""

from dataclasses import dataclass

from sqlalchemy import select

from mozaik_tui.account.context import Caller, Context
from mozaik_tui.account.mail import outbox
from mozaik_tui.account.mail.messages import code_letter
from mozaik_tui.account.store import code_rows, outbox_rows
from mozaik_tui.account.store.tables.flows import codes

from ..invented import add_flow_row


@dataclass
class PlainErrand:
    """One mail without a database behind it."""

    recipient: str = "ana.lopez@exemple.example"
    data_seconds: float = 10.0
    dead: bool = False
    kept: int = 0
    sent: int = 0

    def keep(self) -> None:
        self.kept += 1

    def letter(self):
        if self.dead:
            return None
        return code_letter(token="abcdefgh", date=1.0e9, language="en", code="048291", dies_at=1.0e9 + 1200)

    def handed_over(self) -> None:
        self.sent += 1


@dataclass
class Clock:
    """A clock that stands until it is set."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


class Office:
    """A database with an outbox, and parents who ask for codes."""

    def __init__(self, ctx: Context, clock: Clock) -> None:
        self.ctx = ctx
        self.clock = clock
        self.count = 0

    def ask(
        self,
        email: str = "ana.lopez@exemple.example",
        *,
        code: str = "048291",
        language: str = "en",
        who="machine",
    ) -> int:
        """A parent at ``who`` asks for a code: its id."""
        self.count += 1

        def work(tx):
            now, limits = self.clock(), self.ctx.limits
            flow = add_flow_row(
                tx,
                now,
                language,
                email_key=self.ctx.keys.mac("email", email),
                mailbox_key=self.ctx.keys.mac("mailbox", email),
            )
            found = code_rows.add(
                tx,
                flow,
                bytes(32),
                now=now,
                ttl=limits.code_ttl,
                cap=limits.code_ttl_cap,
                after_handover=limits.code_after_handover,
            )
            outbox.enqueue_code(
                tx, self.ctx, Caller(who), code_id=found, email=email, language=language, code=code
            )
            return found

        return self.ctx.store.write(work)

    def notify(self, email: str = "ana.lopez@exemple.example", *, who: str = "machine") -> None:
        """A password was changed."""
        self.ctx.store.write(
            lambda tx: outbox.enqueue_notice(
                tx, self.ctx, Caller(who), kind="password_changed", email=email, language="en"
            )
        )

    def kill(self, code_id: int) -> None:
        """The code dies: it was used, superseded, cancelled …"""
        self.ctx.store.write(
            lambda tx: tx.execute(codes.update().where(codes.c.id == code_id).values(superseded=True))
        )

    def row(self, code_id: int | None):
        """The newest outbox row of a code."""
        table = outbox_rows.outbox
        query = select(table).where(table.c.code_id == code_id).order_by(table.c.id.desc())
        return self.ctx.store.read(lambda tx: tx.execute(query).first())

    def code(self, code_id: int):
        """A code's row."""
        return self.ctx.store.read(lambda tx: tx.execute(select(codes).where(codes.c.id == code_id)).one())

    def delivery(self, code_id: int) -> str:
        """What the parent is told."""
        return self.ctx.store.read(lambda tx: outbox.delivery_of(tx, code_id))
