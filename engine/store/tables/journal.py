"""Streams of events, who looked, and the log that proves both."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, text

from engine.store.columns import day, key, metadata, moment, octets, uuid, word

# One row a case and an office: the lock, the sequence, the
# data key and the head of the hash chain. Destroying ``wrapped_key`` erases what
# the stream holds; the chain still verifies.
stream = Table(
    "stream",
    metadata,
    key("office_id"),
    key("id"),
    word("kind"),
    octets("wrapped_key", nullable=True),
    Column("version", Integer, nullable=False),
    Column("sealed_version", Integer, nullable=False),
    octets("head"),
    moment("last_recorded_at", nullable=True),
)
# The sealer's list of streams that have grown since it looked.
Index(
    "ix_stream_unsealed",
    stream.c.office_id,
    stream.c.id,
    sqlite_where=text("sealed_version < version"),
    postgresql_where=text("sealed_version < version"),
)

# Append-only: triggers refuse UPDATE and DELETE (migrations/versions).
case_event = Table(
    "case_event",
    metadata,
    key("office_id"),
    key("stream_id"),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    word("kind"),
    word("element", nullable=True),
    uuid("instance_id", nullable=True),
    uuid("actor_id", nullable=True),
    uuid("on_behalf_of", nullable=True),
    moment("recorded_at"),
    day("occurred_on"),
    octets("header"),
    octets("content"),
    octets("commitment"),
    octets("hash"),
)

# Who opened a case, an identity, a file or a replay; refused attempts too.
access_event = Table(
    "access_event",
    metadata,
    key("office_id"),
    key("id"),
    uuid("person_id"),
    uuid("case_id", nullable=True),
    word("kind"),
    # Start of the half hour: one row a person, case and kind in it.
    moment("window_at"),
    moment("recorded_at"),
    word("outcome"),
    word("reason", nullable=True),
    octets("record"),
    Column("leaf_index", BigInteger, nullable=True),
)
Index(
    "uq_access_event_window",
    access_event.c.office_id,
    access_event.c.person_id,
    access_event.c.case_id,
    access_event.c.kind,
    access_event.c.window_at,
    access_event.c.outcome,
    unique=True,
)
Index("ix_access_event_case", access_event.c.office_id, access_event.c.case_id)
Index(
    "ix_access_event_unsealed",
    access_event.c.recorded_at,
    sqlite_where=text("leaf_index IS NULL"),
    postgresql_where=text("leaf_index IS NULL"),
)

# The total order that the sealer gives. ``seq`` 0 marks an access event, whose
# id then stands in ``stream_id``.
log_leaf = Table(
    "log_leaf",
    metadata,
    Column("index", BigInteger, primary_key=True, autoincrement=False),
    uuid("office_id"),
    uuid("stream_id"),
    Column("seq", Integer, nullable=False),
    octets("leaf"),
)
Index("uq_log_leaf_event", log_leaf.c.stream_id, log_leaf.c.seq, unique=True)

# Roots of the full subtrees at the right edge of the Merkle tree, so that
# sealing k leaves costs O(k + log n).
log_subtree = Table(
    "log_subtree",
    metadata,
    Column("level", Integer, primary_key=True, autoincrement=False),
    octets("root"),
)

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    octets("root"),
    octets("previous"),
    moment("signed_at"),
    word("key_id"),
    word("note"),
    octets("signature"),
)
