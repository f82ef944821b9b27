"""Instances, the work they offer, their deadlines, and what the worker must do."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
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


# A root instance. ``state`` is the truth for execution: pruned, spec-free, compressed.
instance = Table(
    "instance",
    metadata,
    key("office_id"),
    key("id"),
    uuid("case_id"),
    word("process_id"),
    word("edition"),
    # The item a late joiner runs for (its unit or party), as canonical JSON.
    octets("item", nullable=True),
    # Null once it has ended.
    octets("state", nullable=True),
    # Answers that expressions read, by scope, and how often each step was entered.
    octets("variables"),
    # running, completed, cancelled
    word("status"),
    moment("next_due", nullable=True),
    # A failed run is tried again three times, then parked as an incident.
    Column("failures", Integer, nullable=False),
    moment("started_at"),
    moment("ended_at", nullable=True),
    _of_case(),
)
Index("ix_instance_case", instance.c.office_id, instance.c.case_id)
Index(
    "ix_instance_due",
    instance.c.next_due,
    sqlite_where=text("next_due IS NOT NULL"),
    postgresql_where=text("next_due IS NOT NULL"),
)

# Its id is the engine's task id.
work_item = Table(
    "work_item",
    metadata,
    key("office_id"),
    key("id"),
    uuid("case_id"),
    uuid("instance_id"),
    word("process_id"),
    word("edition"),
    word("element"),
    word("scope"),
    Column("round", Integer, nullable=False),
    word("name"),
    word("name_en"),
    word("step", nullable=True),
    word("form_ref"),
    word("role"),
    word("groups"),
    # offered, allocated, completed, cancelled
    word("status"),
    uuid("assignee_id", nullable=True),
    moment("offered_at"),
    moment("claimed_at", nullable=True),
    moment("ended_at", nullable=True),
    uuid("completed_by", nullable=True),
    day("due_on"),
    # The answer event, for who reads the case file.
    Column("completed_seq", Integer, nullable=True),
    # Signed on paper and the scan is still to come (ค้างสแกน).
    Column("scan_missing", Boolean, nullable=False),
    # The role whose paper signature an officer recorded: what was done is not her own duty.
    word("recorded_for", nullable=True),
    _of_case(),
)
Index("ix_work_item_case", work_item.c.office_id, work_item.c.case_id)
# Whether one person has done a step of some role in a case: a probe, however long its history.
Index(
    "ix_work_item_duty",
    work_item.c.office_id,
    work_item.c.case_id,
    work_item.c.completed_by,
    work_item.c.role,
    sqlite_where=text("completed_by IS NOT NULL"),
    postgresql_where=text("completed_by IS NOT NULL"),
)
# Open work alone, whatever has been done: an office's lists and counts are ranges of these two.
_OPEN = text("ended_at IS NULL")
Index(
    "ix_work_item_open",
    work_item.c.office_id,
    work_item.c.due_on,
    work_item.c.id,
    work_item.c.assignee_id,
    work_item.c.case_id,
    sqlite_where=_OPEN,
    postgresql_where=_OPEN,
)
Index(
    "ix_work_item_step",
    work_item.c.office_id,
    work_item.c.process_id,
    work_item.c.element,
    work_item.c.assignee_id,
    work_item.c.due_on,
    work_item.c.id,
    work_item.c.case_id,
    work_item.c.scope,
    sqlite_where=_OPEN,
    postgresql_where=_OPEN,
)
# What one person holds: her list and its count are read from the index alone.
Index(
    "ix_work_item_assignee",
    work_item.c.office_id,
    work_item.c.assignee_id,
    work_item.c.due_on,
    work_item.c.id,
    work_item.c.case_id,
    sqlite_where=_OPEN,
    postgresql_where=_OPEN,
)
# The same open work, case by case: a step asks for what else its case has open.
Index(
    "ix_work_item_live",
    work_item.c.office_id,
    work_item.c.case_id,
    work_item.c.offered_at,
    work_item.c.id,
    sqlite_where=_OPEN,
    postgresql_where=_OPEN,
)
# What one person has done, however long ago.
_DONE = text("completed_by IS NOT NULL")
Index(
    "ix_work_item_done",
    work_item.c.office_id,
    work_item.c.completed_by,
    work_item.c.ended_at,
    work_item.c.id,
    work_item.c.case_id,
    sqlite_where=_DONE,
    postgresql_where=_DONE,
)
# Few at any time: what was signed on paper and waits for its scan.
Index(
    "ix_work_item_scan",
    work_item.c.office_id,
    work_item.c.ended_at,
    sqlite_where=text("scan_missing = 1"),
    postgresql_where=text("scan_missing"),
)

# Who may claim an offered item: a range of this key is a page of somebody's list.
# ``queue`` is a role key, ``unit:<key>`` or ``committee:<case id>``.
work_item_candidate = Table(
    "work_item_candidate",
    metadata,
    key("office_id"),
    Column("queue", Text, primary_key=True),
    Column("due_on", Date, primary_key=True),
    key("work_item_id"),
    uuid("case_id"),
    # Rows lie in the order of their key: a count of a queue touches nothing else.
    sqlite_with_rowid=False,
)
Index(
    "ix_work_item_candidate_item",
    work_item_candidate.c.office_id,
    work_item_candidate.c.work_item_id,
)

# The truth about a time limit: shown, explained, and read by the timers.
deadline = Table(
    "deadline",
    metadata,
    key("office_id"),
    key("id"),
    uuid("case_id"),
    uuid("instance_id"),
    word("name"),
    word("element", nullable=True),
    word("scope"),
    Column("round", Integer, nullable=False),
    word("start_event"),
    day("start_on"),
    # The rule and the days counted, as they were when it was reckoned.
    octets("reckoning"),
    day("raw_on"),
    day("effective_on"),
    # running, paused, met, breached, ended
    word("status"),
    # The last day that ran, of one that stands still.
    day("paused_on", nullable=True),
    day("met_on", nullable=True),
    # Taken over from the process that the case was in before it was transferred.
    Column("is_carried", Boolean, nullable=False),
    _of_case(),
)
Index("ix_deadline_case", deadline.c.office_id, deadline.c.case_id)
Index(
    "ix_deadline_clock",
    deadline.c.office_id,
    deadline.c.instance_id,
    deadline.c.name,
    deadline.c.scope,
    deadline.c.round,
)
Index(
    "ix_deadline_open",
    deadline.c.office_id,
    deadline.c.instance_id,
    deadline.c.id,
    sqlite_where=text("status IN ('running', 'breached', 'paused')"),
    postgresql_where=text("status IN ('running', 'breached', 'paused')"),
)
Index("ix_deadline_running", deadline.c.office_id, deadline.c.status, deadline.c.effective_on)

# Who was told that a step is late: once a deadline row and step.
case_escalation = Table(
    "case_escalation",
    metadata,
    key("office_id"),
    key("case_id"),
    Column("key", Text, primary_key=True),
    moment("recorded_at"),
    _of_case(),
)

# Reminders and other moments that move no token. Claimed and done in one unit.
timer = Table(
    "timer",
    metadata,
    key("office_id"),
    key("id"),
    uuid("case_id"),
    uuid("deadline_id", nullable=True),
    word("kind"),
    moment("due_at"),
    Column("failures", Integer, nullable=False),
    moment("parked_at", nullable=True),
    _of_case(),
)
Index(
    "ix_timer_due",
    timer.c.due_at,
    sqlite_where=text("parked_at IS NULL"),
    postgresql_where=text("parked_at IS NULL"),
)
Index("ix_timer_deadline", timer.c.office_id, timer.c.deadline_id)

# Starts by the calendar: the slot makes each happen once, on whichever worker. One without a case
# could not be started, and waits for another try or for a person.
schedule = Table(
    "schedule",
    metadata,
    key("office_id"),
    Column("process_id", Text, primary_key=True),
    Column("slot_key", Text, primary_key=True),
    moment("due_at"),
    uuid("case_id", nullable=True),
    # With failures and no further try a person starts it by hand.
    Column("failures", Integer, nullable=False),
    moment("retry_at", nullable=True),
)

# A system step that waits for its job; the worker completes it.
system_job = Table(
    "system_job",
    metadata,
    key("office_id"),
    key("id"),
    uuid("case_id"),
    uuid("instance_id"),
    word("topic"),
    moment("due_at"),
    Column("failures", Integer, nullable=False),
    moment("done_at", nullable=True),
    moment("parked_at", nullable=True),
    _of_case(),
)
Index("ix_system_job_due", system_job.c.due_at)

incident = Table(
    "incident",
    metadata,
    key("office_id"),
    key("id"),
    uuid("case_id", nullable=True),
    uuid("instance_id", nullable=True),
    word("kind"),
    word("element", nullable=True),
    word("message"),
    moment("occurred_at"),
    moment("resolved_at", nullable=True),
)
Index("ix_incident_open", incident.c.office_id, incident.c.resolved_at)

# A form's key: a repeat of the post returns the first answer.
submission = Table(
    "submission",
    metadata,
    key("office_id"),
    key("key"),
    # None: the public, which the key alone tells apart.
    uuid("person_id", nullable=True),
    word("command"),
    word("result"),
    moment("recorded_at"),
)

# An opinion asked of a colleague; what was asked and said stands in the events named here.
consultation = Table(
    "consultation",
    metadata,
    key("office_id"),
    key("id"),
    uuid("case_id"),
    uuid("work_item_id"),
    uuid("asker_id"),
    uuid("asked_id"),
    # open, answered, declined, ended
    word("outcome"),
    moment("asked_at"),
    Column("asked_seq", Integer, nullable=False),
    moment("ended_at", nullable=True),
    Column("ended_seq", Integer, nullable=True),
    _of_case(),
)
Index("ix_consultation_case", consultation.c.office_id, consultation.c.case_id)
Index("ix_consultation_item", consultation.c.office_id, consultation.c.work_item_id)
Index(
    "ix_consultation_asked",
    consultation.c.office_id,
    consultation.c.asked_id,
    sqlite_where=_OPEN,
    postgresql_where=_OPEN,
)

# What somebody has typed so far, under the case's key (an intake: the office's). ``place_id`` is
# the work item, or stands for the start form of a process. ``person_id`` says whose it is; the
# zero UUID: it was handed over and waits for whoever holds the item next.
answer_draft = Table(
    "answer_draft",
    metadata,
    key("office_id"),
    key("place_id"),
    key("person_id"),
    # Null for an intake.
    uuid("case_id", nullable=True),
    uuid("typed_by"),
    # The form as it was, should another edition ask something else by then.
    word("edition"),
    Column("version", Integer, nullable=False),
    # The opened form that wrote last, how often it has, and since when.
    uuid("window_id"),
    Column("turn", Integer, nullable=False),
    moment("writing_since"),
    moment("saved_at"),
    octets("content"),
    # The identities among the answers, apart: they never go to another person.
    octets("identities", nullable=True),
)
Index("ix_answer_draft_case", answer_draft.c.office_id, answer_draft.c.case_id)
Index("ix_answer_draft_saved", answer_draft.c.saved_at)

# Told in the application; says nothing of the case but where to look.
notice = Table(
    "notice",
    metadata,
    key("office_id"),
    key("id"),
    uuid("person_id"),
    uuid("case_id", nullable=True),
    uuid("work_item_id", nullable=True),
    word("kind"),
    moment("recorded_at"),
    moment("read_at", nullable=True),
)
Index("ix_notice_person", notice.c.office_id, notice.c.person_id, notice.c.read_at)

# A filter of the worklist under a name; shared with a role, or its author's alone. What is
# kept is what the address says: of a case its number at most.
saved_list = Table(
    "saved_list",
    metadata,
    key("office_id"),
    key("id"),
    uuid("author_id"),
    word("role", nullable=True),
    word("name"),
    octets("args"),
    moment("saved_at"),
)
Index(
    "ux_saved_list_author",
    saved_list.c.office_id,
    saved_list.c.author_id,
    saved_list.c.name,
    unique=True,
)
Index("ix_saved_list_role", saved_list.c.office_id, saved_list.c.role)

# How one person uses a saved filter: as a tab, or as what her list begins with.
saved_list_choice = Table(
    "saved_list_choice",
    metadata,
    key("office_id"),
    key("person_id"),
    key("list_id"),
    Column("is_pinned", Boolean, nullable=False),
    Column("is_default", Boolean, nullable=False),
)

# Pages of the offices' own websites that are to lead here: read next, and found last.
link_check = Table(
    "link_check",
    metadata,
    key("office_id"),
    Column("page", Text, primary_key=True),
    moment("due_at"),
    moment("checked_at", nullable=True),
    word("outcome", nullable=True),
    Column("links", Text, nullable=False),
)
Index("ix_link_check_due", link_check.c.due_at)

# Mail to send, at least once, under a fixed Message-ID and without content.
outbox = Table(
    "outbox",
    metadata,
    key("office_id"),
    key("id"),
    Column("unique_key", Text, nullable=False, unique=True),
    word("kind"),
    octets("payload"),
    moment("due_at"),
    Column("failures", Integer, nullable=False),
    moment("sent_at", nullable=True),
    moment("parked_at", nullable=True),
)
Index(
    "ix_outbox_due",
    outbox.c.due_at,
    sqlite_where=text("sent_at IS NULL AND parked_at IS NULL"),
    postgresql_where=text("sent_at IS NULL AND parked_at IS NULL"),
)
