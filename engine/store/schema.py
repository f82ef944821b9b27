"""The schema of the database: brought to this release by ``migrate``, checked by all others."""

from functools import cache
from importlib.resources import files

from sqlalchemy import Column, Connection, MetaData, Table, Text, func, inspect, select

from engine.errors import SchemaOutdated, Sentence
from engine.store.database import Database

# PostgreSQL's advisory locks are numbers that the whole database shares.
_LOCK = 0x5C4E3A
# Where Alembic writes which revision a database has.
_VERSION = Table("alembic_version", MetaData(), Column("version_num", Text))


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
        if _require_known(connection) == revisions()[-1]:
            return False
        _upgrade(connection)
    return True


def check_schema(database: Database) -> None:
    """Raise SchemaOutdated unless the database has exactly this release's schema."""
    with database.reading() as connection:
        if _require_known(connection) != revisions()[-1]:
            raise SchemaOutdated


@cache
def revisions() -> tuple[str, ...]:
    """Return what migrations there are, by the numbers that their files begin with."""
    names = (one.name for one in files("engine.store.migrations.versions").iterdir())
    return tuple(sorted(name.partition("_")[0] for name in names if name[:1].isdigit()))


def _upgrade(connection: Connection) -> None:
    # A sixth of the start of every process that only looks which revision there is.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "engine.store:migrations")
    command.upgrade(config, "head")


def _require_known(connection: Connection) -> str | None:
    """Return the revision of the database; None for an empty one."""
    if not inspect(connection).has_table(_VERSION.name):
        return None
    found = connection.scalar(select(_VERSION.c.version_num))
    if found is not None and found not in revisions():
        raise SchemaOutdated(
            Sentence(
                "ฐานข้อมูลเป็นของรุ่นที่ใหม่กว่าโปรแกรมนี้ ให้ติดตั้งโปรแกรมรุ่นใหม่",
                "The database belongs to a newer release; install that release.",
            )
        )
    return found
