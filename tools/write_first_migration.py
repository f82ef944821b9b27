"""Write the first migration anew from the tables (``make first-migration``).

Only until the first release: from then on databases exist that ran this file, so
it never changes again and every change of the tables is a migration of its own.
"""

import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.operations.ops import CreateIndexOp, CreateTableOp, UpgradeOps
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Table

from engine.store.database import connect
from engine.store.migrations.rendering import render_item
from engine.store.tables import (
    cases,
    definitions,
    journal,
    metadata,
    people,
    reports,
    retention,
    work,
)

FIRST = (
    Path(__file__).parents[1]
    / "engine"
    / "store"
    / "migrations"
    / "versions"
    / "0001_first_tables.py"
)
# Streams before what refers to them.
GROUPS = (journal, people, definitions, cases, work, reports, retention)

HEAD = '''"""The tables of the first release. Written by tools/write_first_migration.py."""

import sqlalchemy as sa
from alembic import op

from engine.store.columns import Instant
from engine.store.migrations.append_only import keep_append_only
from engine.store.migrations.word_index import index_words

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
'''


def main() -> None:
    database = connect("sqlite://")
    with database.writing() as connection:
        context = MigrationContext.configure(connection, opts={"render_item": render_item})
        operations = produce_migrations(context, metadata).upgrade_ops
        text = HEAD
        for group in GROUPS:
            text += f"    _{_name(group)}()\n"
        text += '    keep_append_only("case_event")\n'
        text += "    index_words()\n"
        for group in GROUPS:
            body = render_python_code(
                _of(group, operations), render_item=render_item, migration_context=context
            )
            text += f"\n\ndef _{_name(group)}() -> None:\n{_without_remarks(body)}\n"
    FIRST.write_text(text, encoding="utf-8")
    for ruff in (["format"], ["check", "--fix"], ["format"]):
        command = [sys.executable, "-m", "ruff", *ruff, "--quiet", str(FIRST)]
        subprocess.run(command, check=True)  # noqa: S603  # fixed words and a path of our own


def _name(group: object) -> str:
    return group.__name__.rpartition(".")[2]


def _of(group: object, operations: UpgradeOps) -> UpgradeOps:
    names = {table.name for table in vars(group).values() if isinstance(table, Table)}
    return UpgradeOps([op for op in operations.ops if _table_of(op) in names])


def _table_of(operation: CreateTableOp | CreateIndexOp) -> str:
    return operation.table_name


def _without_remarks(body: str) -> str:
    lines = [line.strip() for line in body.splitlines() if not line.strip().startswith("#")]
    return "\n".join(f"    {line}" for line in lines)


if __name__ == "__main__":
    main()
