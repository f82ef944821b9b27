"""Triggers that keep what is written as it is, whoever holds the connection."""

from alembic import op


def keep_append_only(table: str) -> None:
    """Let the database refuse to change or delete any row of a table.

    It stops mistakes and curious hands, not an owner of the database: he can drop a
    trigger, and is found out by the hash chain and the checkpoints outside.
    """
    if op.get_bind().dialect.name == "sqlite":
        _on_sqlite(table)
    else:
        _on_postgresql(table)


def _on_sqlite(table: str) -> None:
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _on_postgresql(table: str) -> None:
    op.execute(
        f"CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = '23000'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()"
    )
