"""What keeps the record of a case from being destroyed."""

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, Table

from engine.store.columns import day, key, metadata, uuid, word


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
