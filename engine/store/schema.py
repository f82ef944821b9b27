"""The schema of the database: brought to this release by ``migrate``, checked by all others."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select

from engine.errors import SchemaOutdated, Sentence
from engine.store.database import Database

# PostgreSQL's advisory locks are numbers that the whole database shares.
_LOCK = 0x5C4E3A


def migrate(database: Database) -> bool:
    """Bring the database to this release's schema in one transaction; False when it was there.

    Two that migrate at once do it one after the other: the second finds nothing left
    to do.

    Raises
    ------
    Busy
        Another holds the database, or a table, for longer than the lock time-out.
    SchemaOutdated
        The database was migrated by a newer release than this one.
    """
    with database.writing() as connection:
        # On SQLite the writing transaction itself is the lock: BEGIN IMMEDIATE.
        if not database.is_sqlite:
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        config = migration_config(connection)
        found = _require_known(connection, config)
        if found == _newest(config):
            return False
        command.upgrade(config, "head")
    return True


def check_schema(database: Database) -> None:
    """Raise SchemaOutdated unless the database has exactly this release's schema."""
    with database.reading() as connection:
        config = migration_config(connection)
        if _require_known(connection, config) != _newest(config):
            raise SchemaOutdated


def migration_config(connection: Connection) -> Config:
    """Return what Alembic's commands ask for, bound to a connection that has begun."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "engine.store:migrations")
    return config


def _newest(config: Config) -> str | None:
    return ScriptDirectory.from_config(config).get_current_head()


def _require_known(connection: Connection, config: Config) -> str | None:
    """Return the revision of the database; None for an empty one."""
    found = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise SchemaOutdated(
            Sentence(
                "ฐานข้อมูลเป็นของรุ่นที่ใหม่กว่าโปรแกรมนี้ ให้ติดตั้งโปรแกรมรุ่นใหม่",
                "The database belongs to a newer release; install that release.",
            )
        )
    return found
