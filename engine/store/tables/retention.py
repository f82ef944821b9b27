"""What keeps the record of a case from being destroyed, and what was ordered to be."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, Table, text

from engine.store.columns import day, key, metadata, moment, uuid, word


def _of_case() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["office_id", "case_id"], ["stream.office_id", "stream.id"])


# An outside body needs the record (ระงับการทำลาย). Its words are content of the events.
legal_hold = Table(
    "legal_hold",
    metadata,
    key("office_id"),
    key("id"),
    uuid("case_id"),
    # nacc, pacc, audit_office, court, other
    word("body"),
    day("placed_on"),
    Column("placed_seq", Integer, nullable=False),
    day("lifted_on", nullable=True),
    _of_case(),
)
Index("ix_legal_hold_case", legal_hold.c.office_id, legal_hold.c.case_id)

# A record that the head ordered to be destroyed: a queue of the worker, and afterwards what became
# of it. One that was left because something keeps it may be ordered again by later business.
destruction = Table(
    "destruction",
    metadata,
    key("office_id"),
    # The office's own business in which the order was given.
    key("business_id"),
    key("case_id"),
    word("order_cited"),
    day("ordered_on"),
    # Null once it is destroyed or left, or has failed too often.
    moment("due_at", nullable=True),
    Column("failures", Integer, nullable=False),
    moment("destroyed_at", nullable=True),
    # held, followed_up, linked, not_filed; destroyed by an earlier order
    word("left_because", nullable=True),
    _of_case(),
)
Index("ix_destruction_case", destruction.c.office_id, destruction.c.case_id)
Index(
    "ix_destruction_due",
    destruction.c.due_at,
    sqlite_where=text("due_at IS NOT NULL"),
    postgresql_where=text("due_at IS NOT NULL"),
)
