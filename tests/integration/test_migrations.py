"""The migrations make exactly the tables of the code, once, and keep history as it is."""

from collections.abc import Iterator
from importlib.resources import files
from threading import Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from engine.errors import SchemaOutdated
from engine.store import tables
from engine.store.columns import metadata
from engine.store.database import Database, connect
from engine.store.migrations.word_index import WORDS
from engine.store.schema import check_schema, migrate, revisions
from engine.store.unit_of_work import Store


@pytest.fixture
def empty(empty_database_url: str) -> Iterator[Database]:
    database = connect(empty_database_url)
    yield database
    database.close()


def test_models_and_migrations_agree(empty: Database) -> None:
    assert migrate(empty)
    with empty.reading() as connection:
        of_code = {"include_name": lambda name, *_: not is_word_index(name)}
        assert (
            compare_metadata(MigrationContext.configure(connection, opts=of_code), metadata) == []
        )


def test_the_numbers_of_the_files_are_the_revisions_in_their_order() -> None:
    known = ScriptDirectory(str(files("engine.store") / "migrations")).walk_revisions()
    assert [one.revision for one in known][::-1] == list(revisions())


def is_word_index(name: str | None) -> bool:
    """Tell what a migration makes beside the tables of the code, each database its own way."""
    return (name or "").startswith(WORDS)


def test_every_index_and_its_condition_is_that_of_the_models(
    empty: Database, other_database_url: str
) -> None:
    """Alembic does not compare the WHERE of a partial index; the statements themselves tell."""
    migrate(empty)
    other = connect(other_database_url)
    with other.writing() as connection:
        metadata.create_all(connection)
        expected = _indexes(connection)
    other.close()
    with empty.reading() as connection:
        assert _indexes(connection) == expected


def _indexes(connection: Connection) -> dict[str, str]:
    query = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        if connection.dialect.name == "sqlite"
        else "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    )
    rows = connection.execute(text(query)).all()
    return {name: sql for name, sql in rows if not name.startswith(("alembic", WORDS))}


def test_an_empty_database_is_refused_until_it_is_migrated(empty: Database) -> None:
    with pytest.raises(SchemaOutdated):
        check_schema(empty)
    migrate(empty)
    check_schema(empty)


def test_migrating_twice_changes_nothing(empty: Database) -> None:
    assert migrate(empty)
    assert not migrate(empty)


def test_a_database_of_a_newer_release_is_left_alone(empty: Database) -> None:
    migrate(empty)
    with empty.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaOutdated, match="newer release"):
        check_schema(empty)
    with pytest.raises(SchemaOutdated, match="newer release"):
        migrate(empty)


def test_of_two_that_migrate_at_once_one_does_it(empty_database_url: str) -> None:
    done: list[bool] = []

    def run() -> None:
        database = connect(empty_database_url)
        done.append(migrate(database))
        database.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False, True]


@pytest.mark.parametrize(
    "change",
    [
        update(tables.case_event).values(element="other"),
        delete(tables.case_event),
    ],
    ids=["update", "delete"],
)
def test_the_database_refuses_to_change_an_event(store: Store, office, change) -> None:
    count = select(func.count()).select_from(tables.case_event)
    with store.database.reading() as connection:
        before = connection.scalar(count)
    with (
        pytest.raises(DBAPIError, match="append-only"),
        store.database.writing() as connection,
    ):
        connection.execute(change)
    with store.database.reading() as connection:
        assert connection.scalar(count) == before > 0
    assert office.people
