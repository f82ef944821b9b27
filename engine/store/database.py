"""The connection to SQLite or PostgreSQL, and every difference between the two."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from engine.errors import (
    Busy,
    DatabaseAway,
    EngineError,
    OutcomeUnknown,
    Sentence,
    SettingsInvalid,
    StorageFull,
)

# A writer waits this long for another before the request is refused as busy.
LOCK_SECONDS = 5
# PostgreSQL ends a unit whose process has frozen while it held a lock.
IDLE_SECONDS = 30


@dataclass(frozen=True)
class Database:
    """One pool of connections. Open it after the fork, never before."""

    engine: Engine

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Begin a transaction that may write; commit at the end, roll back on a raise.

        Raises
        ------
        Busy, DatabaseAway, StorageFull
            Nothing was written.
        OutcomeUnknown
            The connection broke in the commit.
        """
        options: dict[str, Any] = {"begins": "IMMEDIATE"} if self.is_sqlite else {}
        with self._begin(options) as connection:
            yield connection
            with _doubts():
                connection.commit()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Begin a transaction that the database refuses to let write."""
        options: dict[str, Any] = (
            {"begins": "DEFERRED"} if self.is_sqlite else {"postgresql_readonly": True}
        )
        with self._begin(options) as connection:
            yield connection

    @contextmanager
    def _begin(self, options: dict[str, Any]) -> Iterator[Connection]:
        with (
            _refusals(),
            self.engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            yield connection

    def discard_old_versions(self) -> None:
        """Leave nothing in the files of rows as they were: SQLite's log, PostgreSQL's dead rows.

        For what was destroyed. It waits for nobody: what another transaction still reads goes
        the next time.
        """
        with _refusals():
            if self.is_sqlite:
                raw = self.engine.raw_connection()
                try:
                    raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
                finally:
                    raw.close()
                return
            options = {"isolation_level": "AUTOCOMMIT"}
            with self.engine.connect().execution_options(**options) as connection:
                connection.exec_driver_sql("VACUUM")

    def close(self) -> None:
        self.engine.dispose()


def parse_address(url: str) -> URL:
    """Read the address of a database; SettingsInvalid unless it is SQLite's or PostgreSQL's."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        parsed = None
    if parsed is None or parsed.get_backend_name() not in ("sqlite", "postgresql"):
        # The address may hold a password: it is not repeated.
        raise SettingsInvalid(
            Sentence(
                "ที่อยู่ฐานข้อมูลต้องเป็น sqlite:///… หรือ postgresql://…",
                "The address of the database must be sqlite:///… or postgresql://…",
            )
        )
    return parsed


def connect(url: str) -> Database:
    parsed = parse_address(url)
    if parsed.get_backend_name() == "sqlite":
        return Database(_sqlite(url, parsed.database))
    return Database(_postgresql(url))


def _sqlite(url: str, path: str | None) -> Engine:
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        connect_args={"timeout": LOCK_SECONDS},
        pool_size=16,
        # The values of a failing statement belong in no log.
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own idea of when to begin is switched off; _begin_sqlite does it.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        # NORMAL loses acknowledged commits at a power cut: 168 of 200 simulated cuts.
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "temp_store=MEMORY",
        # The 2 MiB that it takes by itself hold not one busy day; measured with 1,000 rounds.
        "cache_size=-32768",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    begins = connection.get_execution_options().get("begins", "IMMEDIATE")
    read_only = int(begins == "DEFERRED")
    connection.exec_driver_sql(f"PRAGMA query_only={read_only}")
    connection.exec_driver_sql(f"BEGIN {begins}")


def _postgresql(url: str) -> Engine:
    address = make_url(url).set(drivername="postgresql+psycopg")
    settings = (
        f"-c lock_timeout={LOCK_SECONDS}s "
        f"-c idle_in_transaction_session_timeout={IDLE_SECONDS}s "
        "-c timezone=UTC"
    )
    return create_engine(
        address,
        connect_args={"options": settings},
        isolation_level="READ COMMITTED",
        hide_parameters=True,
        pool_size=16,
        # After a restart of the server the first request finds a dead connection.
        pool_pre_ping=True,
    )


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        refusal = _refusal_of(error)
        if refusal is None:
            raise
        raise refusal from error


@contextmanager
def _doubts() -> Iterator[None]:
    """Tell a connection that broke in the commit: the server may have done it and not said so."""
    try:
        yield
    except DBAPIError as error:
        if _is_away(error):
            raise OutcomeUnknown from error
        raise


def _refusal_of(error: DBAPIError) -> EngineError | None:
    """Return the refusal for what no statement of ours can help, or None for a fault of ours."""
    if is_busy(error):
        return Busy()
    if _is_full(error):
        return StorageFull()
    if _sqlite_error(error) == "SQLITE_NOTADB":
        return SettingsInvalid(
            Sentence("แฟ้มฐานข้อมูลไม่ใช่ SQLite", "The file of the database is not SQLite's.")
        )
    return DatabaseAway() if _is_away(error) else None


def is_busy(error: DBAPIError) -> bool:
    """Tell a lock that was not to be had in time from every other failure."""
    lock_not_available = "55P03"
    state = getattr(error.orig, "sqlstate", None)
    return state == lock_not_available or "database is locked" in str(error.orig)


def _is_full(error: DBAPIError) -> bool:
    disk_full, io_error = "53100", "58030"
    name = _sqlite_error(error)
    state = getattr(error.orig, "sqlstate", None)
    return (
        name == "SQLITE_FULL"
        or name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN"))
        or state in (disk_full, io_error)
    )


def _sqlite_error(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlite_errorname", ""))


def _is_away(error: DBAPIError) -> bool:
    """Tell a PostgreSQL that is down, restarts or has ended this connection."""
    if error.connection_invalidated:
        return True
    # A connection that was never made, or broke, has no state; every statement's error has one.
    state = getattr(error.orig, "sqlstate", "")
    if state is None:
        return isinstance(error, OperationalError)
    return state in _ENDED_BY_SERVER or state.startswith("08")


# Shut down by hand, crashed, not up yet, no connection left, idle in a transaction for too long.
_ENDED_BY_SERVER = frozenset({"57P01", "57P02", "57P03", "53300", "25P03"})
