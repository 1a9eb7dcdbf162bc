"""Alembic's migrations of the accounts' database, run in the caller's transaction."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection


def run(connection: Connection, to: str) -> None:
    """From one migration to a later one. ``ServiceFault("storage_unreadable")`` when ``at`` is not known
    here.
    """
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    from mozaik_tui.account.contract import ServiceFault
    from mozaik_tui.account.store.tables import metadata

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    script = ScriptDirectory.from_config(config)
    with EnvironmentContext(
        config, script, fn=lambda revision, _context: script._upgrade_revs(to, revision), destination_rev=to
    ) as environment:
        environment.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
        try:
            environment.run_migrations()
        except CommandError:
            raise ServiceFault("storage_unreadable") from None
