"""What is counted of cases and of their deadlines: days, keys and outcomes, and no words.

Folded from the history like the register, but apart from it: a figure names nobody, so these
rows say nothing that would have to be blanked with a case.
"""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    text,
)

from engine.store.columns import day, key, metadata, moment, octets, uuid, word


def _of_case() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["office_id", "case_id"], ["stream.office_id", "stream.id"])


case_fact = Table(
    "case_fact",
    metadata,
    key("office_id"),
    key("case_id"),
    word("kind"),
    word("channel"),
    word("category", nullable=True),
    day("received_on"),
    word("result", nullable=True),
    # The day of the decision; of an end without one, of the step that ended it.
    day("result_on", nullable=True),
    # Notices of the result that are still to be sent, and the day the last one was.
    Column("notices_due", Integer, nullable=False),
    day("told_on", nullable=True),
    day("closed_on", nullable=True),
    # A result, and everybody told who can be: derived from the columns above at every fold.
    day("finished_on", nullable=True),
    Column("days_taken", Integer, nullable=True),
    # Joined to another case it is counted there.
    Column("is_counted", Boolean, nullable=False),
    # Taken in from the paper book: said beside every figure that it is in.
    Column("is_from_book", Boolean, nullable=False),
    _of_case(),
)
# All that the figures of a period read, so that the rows themselves are left alone.
Index(
    "ix_case_fact_period",
    case_fact.c.office_id,
    case_fact.c.is_counted,
    case_fact.c.received_on,
    case_fact.c.finished_on,
    case_fact.c.kind,
    case_fact.c.channel,
    case_fact.c.category,
    case_fact.c.result,
    case_fact.c.is_from_book,
    case_fact.c.days_taken,
    case_fact.c.case_id,
)

deadline_fact = Table(
    "deadline_fact",
    metadata,
    key("office_id"),
    key("deadline_id"),
    uuid("case_id"),
    word("name"),
    # The unit whose clock it is, of one that runs for each unit.
    word("unit", nullable=True),
    day("start_on"),
    day("due_on"),
    # kept, broken; none while it runs.
    word("outcome", nullable=True),
    # Kept: the day it was met. Broken: the last day it could have been.
    day("outcome_on", nullable=True),
    day("met_on", nullable=True),
    Column("days_taken", Integer, nullable=True),
    _of_case(),
)
Index("ix_deadline_fact_case", deadline_fact.c.office_id, deadline_fact.c.case_id)
Index(
    "ix_deadline_fact_outcome",
    deadline_fact.c.office_id,
    deadline_fact.c.outcome_on,
    deadline_fact.c.name,
    deadline_fact.c.unit,
    deadline_fact.c.outcome,
    deadline_fact.c.case_id,
)
Index(
    "ix_deadline_fact_met",
    deadline_fact.c.office_id,
    deadline_fact.c.met_on,
    deadline_fact.c.name,
    deadline_fact.c.unit,
    deadline_fact.c.days_taken,
    deadline_fact.c.case_id,
)
_OF_A_UNIT = text("unit IS NOT NULL")
Index(
    "ix_deadline_fact_unit",
    deadline_fact.c.office_id,
    deadline_fact.c.start_on,
    deadline_fact.c.name,
    deadline_fact.c.unit,
    deadline_fact.c.case_id,
    sqlite_where=_OF_A_UNIT,
    postgresql_where=_OF_A_UNIT,
)

# What who complained said when she had been told the result: a number, and no words.
satisfaction_fact = Table(
    "satisfaction_fact",
    metadata,
    key("office_id"),
    key("case_id"),
    key("party_id"),
    Column("score", Integer, nullable=False),
    day("told_on"),
    _of_case(),
)
Index(
    "ix_satisfaction_fact_told",
    satisfaction_fact.c.office_id,
    satisfaction_fact.c.told_on,
    satisfaction_fact.c.score,
    satisfaction_fact.c.case_id,
)

# What the office has made public: frozen, versioned, certified. Nothing in it is secret.
publication = Table(
    "publication",
    metadata,
    key("office_id"),
    Column("kind", Text, primary_key=True),
    # What all versions of one thing share: the two days of statistics, the year of a report.
    Column("slug", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    uuid("case_id"),
    moment("published_at"),
    octets("content"),
    _of_case(),
)
