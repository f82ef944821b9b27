"""Indexes by which a part of a word is found, of what each database brings with it.

Thai is written without spaces, so words cannot be indexed, only what stands beside what:
three characters and three characters. SQLite has FTS5 for it. PostgreSQL's own module for
it sees no letters in Thai under the C locale and may not be there at all; an index of
arrays of such pieces is in every PostgreSQL.
"""

from alembic import op

# What is made here, beside the tables of the code.
WORDS = "case_words"


def index_words() -> None:
    """Index the words of ``case_search``; both databases keep the index in step themselves."""
    if op.get_bind().dialect.name == "sqlite":
        _on_sqlite()
    else:
        _on_postgresql()


def _on_sqlite() -> None:
    op.execute(
        f"CREATE VIRTUAL TABLE {WORDS} USING fts5("
        "words, content='case_search', content_rowid='place', tokenize='trigram')"
    )
    # Our own words, no one's input.
    put = f"INSERT INTO {WORDS} (rowid, words) VALUES (new.place, new.words);"  # noqa: S608
    gone = "VALUES ('delete', old.place, old.words)"
    take = f"INSERT INTO {WORDS} ({WORDS}, rowid, words) {gone};"
    for change, act in (("INSERT", put), ("DELETE", take), ("UPDATE", take + put)):
        op.execute(
            f"CREATE TRIGGER {WORDS}_follow_{change.lower()} AFTER {change} ON case_search "
            f"BEGIN {act} END"
        )


def _on_postgresql() -> None:
    # Dear, so that no plan takes a row to pieces that the index could have left out: with the
    # cost of a plain function a search of 200 cases took three seconds before the first ANALYZE.
    op.execute(
        "CREATE FUNCTION case_pieces(words text) RETURNS text[] "
        "LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT COST 10000 AS $$ "
        "SELECT coalesce(array_agg(DISTINCT substr(words, i, 3)), ARRAY[]::text[]) "
        "FROM generate_series(1, length(words) - 2) i $$"
    )
    op.execute(f"CREATE INDEX {WORDS} ON case_search USING gin (case_pieces(words))")
