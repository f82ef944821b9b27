"""A case: its register row, its parties, what is sealed and what is filed."""

from sqlalchemy import (
    BigInteger,
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


def _of_case(column: str = "case_id") -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["office_id", column], ["stream.office_id", "stream.id"])


# The register (ทะเบียน): the clear columns of a case and nothing that names a complainant.
case = Table(
    "case",
    metadata,
    key("office_id"),
    key("id"),
    word("number"),
    # Where that number stands, as ``case_number`` says: it never changes.
    word("series"),
    Column("year", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False),
    word("kind"),
    word("channel"),
    word("category", nullable=True),
    word("secrecy"),
    word("subject", nullable=True),
    word("place", nullable=True),
    word("behaviour", nullable=True),
    Column("is_anonymous", Boolean, nullable=False),
    word("respondent_kind"),
    day("received_on"),
    moment("lodged_at"),
    uuid("lodged_by", nullable=True),
    word("process_id"),
    # open, archived (ปิด/จัดเก็บเรื่อง: filing is not the result), voided (ยกเลิกเลข),
    # destroyed (ทำลายแล้ว).
    word("status"),
    # founded, unfounded, insufficient, not_accepted, referred, merged.
    word("result", nullable=True),
    # When the head concluded it (ยุติเรื่อง), which is not yet filing.
    day("decided_on", nullable=True),
    day("closed_on", nullable=True),
    uuid("merged_into", nullable=True),
    # The outside body whose result the case waits for (รอผล); the events say why.
    word("suspended_for", nullable=True),
    # The day of the order: the last that the office's own clocks ran.
    day("suspended_on", nullable=True),
    # asked, continues, to_conclude: whether a complainant asked to withdraw, and the head's answer.
    word("withdrawal", nullable=True),
    # Keys of the office's own list, in order and apart by spaces.
    word("tags"),
    # Under which the office's own registry took it in; not ours, and often not known yet.
    word("registry_number", nullable=True),
    # Taken in from the paper book, with what stood beside it there.
    Column("is_from_book", Boolean, nullable=False),
    word("book_remark", nullable=True),
    # What office business reports on; of other cases null.
    day("period_from", nullable=True),
    day("period_to", nullable=True),
    moment("changed_at"),
    _of_case("id"),
)
Index("uq_case_number", case.c.office_id, case.c.number, unique=True)
Index("ix_case_status", case.c.office_id, case.c.status, case.c.received_on)
# Counting the open cases, and those that somebody may not know of, reads nothing else.
Index(
    "ix_case_open",
    case.c.office_id,
    case.c.received_on,
    case.c.id,
    case.c.secrecy,
    case.c.process_id,
    sqlite_where=text("status = 'open'"),
    postgresql_where=text("status = 'open'"),
)
# What the office does of itself, by its process: few among many.
Index(
    "ix_case_business",
    case.c.office_id,
    case.c.process_id,
    case.c.received_on,
    sqlite_where=text("period_from IS NOT NULL"),
    postgresql_where=text("period_from IS NOT NULL"),
)
# Which of it reports on a day.
Index(
    "ix_case_period",
    case.c.office_id,
    case.c.period_to,
    case.c.period_from,
    sqlite_where=text("period_from IS NOT NULL"),
    postgresql_where=text("period_from IS NOT NULL"),
)
Index("ix_case_received", case.c.office_id, case.c.received_on)
# A page of the register is a range of this, and whatever its lines are narrowed by stands here
# too: a book of a hundred thousand lines is asked for the few that fit without opening a row.
Index(
    "ix_case_book",
    case.c.office_id,
    case.c.series,
    case.c.year,
    case.c.ordinal,
    case.c.status,
    case.c.kind,
    case.c.channel,
    case.c.category,
    case.c.secrecy,
    case.c.received_on,
    case.c.decided_on,
    case.c.result,
    case.c.id,
)

# What of the register may be searched, as one text in one spelling. ``place`` is the day on
# which the case was received, then bits of its id: the newest lie last, on both databases.
case_search = Table(
    "case_search",
    metadata,
    Column("place", BigInteger, primary_key=True, autoincrement=False),
    uuid("office_id"),
    uuid("case_id"),
    word("words"),
    _of_case(),
)
Index("uq_case_search_case", case_search.c.office_id, case_search.c.case_id, unique=True)

# Complainants, respondents, witnesses, source agencies. Names stand in ``sealed``
# (complainants, witnesses) or encrypted in ``details`` (respondents, agencies).
case_party = Table(
    "case_party",
    metadata,
    key("office_id"),
    key("case_id"),
    key("id"),
    word("kind"),
    Column("ordinal", Integer, nullable=False),
    word("channel", nullable=True),
    day("received_on", nullable=True),
    Column("is_contactable", Boolean, nullable=False),
    word("contact_wish", nullable=True),
    Column("has_receipt", Boolean, nullable=False),
    # A respondent of the directory, or who was matched with one by name.
    uuid("person_id", nullable=True),
    octets("name_index", nullable=True),
    word("unit", nullable=True),
    octets("details", nullable=True),
    # The source agency's own deadline leads when it is the earlier one.
    day("due_on", nullable=True),
    Column("joined_seq", Integer, nullable=False),
    _of_case(),
)
Index("ix_case_party_name_index", case_party.c.office_id, case_party.c.name_index)

case_issue = Table(
    "case_issue",
    metadata,
    key("office_id"),
    key("case_id"),
    key("id"),
    Column("ordinal", Integer, nullable=False),
    octets("statement"),
    # One of: founded (มีมูล), unfounded (ไม่มีมูล), insufficient (ข้อมูลไม่พอ)
    word("finding", nullable=True),
    # The case that it was split off into: it needs no finding here.
    uuid("moved_to", nullable=True),
    _of_case(),
)

# Identities: one ciphertext a party and field, bound to both by the AAD.
sealed = Table(
    "sealed",
    metadata,
    key("office_id"),
    key("case_id"),
    key("party_id"),
    Column("field", Text, primary_key=True),
    octets("ciphertext"),
    moment("recorded_at"),
    _of_case(),
)

# A respondent of this case: sees it in no list, count, claim, file or notice.
case_exclusion = Table(
    "case_exclusion",
    metadata,
    key("office_id"),
    key("person_id"),
    key("case_id"),
    moment("since_at"),
    _of_case(),
)
Index("ix_case_exclusion_case", case_exclusion.c.office_id, case_exclusion.c.case_id)

# Who may read a secret case beyond head, custodian and manager.
case_member = Table(
    "case_member",
    metadata,
    key("office_id"),
    key("case_id"),
    key("person_id"),
    word("why"),
    moment("since_at"),
    _of_case(),
)
Index(
    "ix_case_member_person",
    case_member.c.office_id,
    case_member.c.person_id,
    case_member.c.case_id,
)

case_link = Table(
    "case_link",
    metadata,
    key("office_id"),
    key("case_id"),
    key("other_case_id"),
    # merged, related, retaliation; split_into and split_from, of which each of the two cases has
    # its own
    Column("kind", Text, primary_key=True),
    # The event that says why, in the stream of ``case_id``.
    Column("seq", Integer, nullable=False),
    moment("since_at"),
    _of_case(),
)

Index("ix_case_link_other", case_link.c.office_id, case_link.c.other_case_id)

committee_member = Table(
    "committee_member",
    metadata,
    key("office_id"),
    key("case_id"),
    key("id"),
    uuid("person_id", nullable=True),
    octets("outside_name", nullable=True),
    # One of: chair (ประธาน), member (กรรมการ), secretary (เลขานุการ)
    word("seat"),
    Column("ordinal", Integer, nullable=False),
    word("order_cited", nullable=True),
    # The event in which an interest in the matter, or none, was declared; none yet: null.
    Column("declared_seq", Integer, nullable=True),
    Column("has_interest", Boolean, nullable=True),
    _of_case(),
)
Index("ix_committee_member_person", committee_member.c.office_id, committee_member.c.person_id)

# Who asked to know who is behind a case; why is content of its event.
identity_request = Table(
    "identity_request",
    metadata,
    key("office_id"),
    key("case_id"),
    key("id"),
    uuid("person_id"),
    moment("asked_at"),
    Column("asked_seq", Integer, nullable=False),
    # allowed, refused; none while it waits for the custodian.
    word("outcome", nullable=True),
    moment("decided_at", nullable=True),
    uuid("decided_by", nullable=True),
    # The last day on which it may be opened.
    day("until_on", nullable=True),
    # Taken back before that day.
    moment("ended_at", nullable=True),
    _of_case(),
)

# One person did two things in a case that the office keeps apart, and was allowed to because it
# is small. ``rule`` is the place of the pair in its profile.
coinciding_duty = Table(
    "coinciding_duty",
    metadata,
    key("office_id"),
    key("case_id"),
    # The event that says so.
    Column("seq", Integer, primary_key=True, autoincrement=False),
    uuid("person_id"),
    word("role"),
    word("other"),
    Column("rule", Integer, nullable=False),
    moment("recorded_at"),
    _of_case(),
)

# Notes of contact and comments: where they stand in the history and who may read them.
# What was said is the content of their event and stands nowhere else.
case_note = Table(
    "case_note",
    metadata,
    key("office_id"),
    key("case_id"),
    # The event that holds the words.
    Column("seq", Integer, primary_key=True, autoincrement=False),
    uuid("id"),
    # contact, comment
    word("kind"),
    # whole (who reads the whole case), everybody (the redacted thread as well)
    word("audience"),
    # Of a contact: what kind of party it was with.
    word("party_kind", nullable=True),
    # A later note says it better.
    uuid("corrected_by", nullable=True),
    _of_case(),
)

# What must be looked at again on a day, with the case on its way or filed long ago: disciplinary
# and other proceedings, the answer of an outside body. The words are content of its events.
follow_up = Table(
    "follow_up",
    metadata,
    key("office_id"),
    key("id"),
    uuid("case_id"),
    # discipline, tort, crime, outside_answer, improvement, other
    word("kind"),
    # The day on which to look next.
    day("due_on"),
    # Nobody: whoever of the officers reads the case.
    uuid("holder_id", nullable=True),
    # The agency that sent the case and waits for a report.
    uuid("party_id", nullable=True),
    Column("opened_seq", Integer, nullable=False),
    # The newest event that says how it stands.
    Column("told_seq", Integer, nullable=False),
    day("ended_on", nullable=True),
    _of_case(),
)
Index("ix_follow_up_case", follow_up.c.office_id, follow_up.c.case_id)
Index(
    "ix_follow_up_open",
    follow_up.c.office_id,
    follow_up.c.due_on,
    follow_up.c.id,
    follow_up.c.holder_id,
    follow_up.c.case_id,
    sqlite_where=text("ended_on IS NULL"),
    postgresql_where=text("ended_on IS NULL"),
)

# A file under DATA_DIR/blobs, encrypted with the case key before its row exists.
blob = Table(
    "blob",
    metadata,
    key("office_id"),
    key("id"),
    uuid("case_id"),
    Column("size", Integer, nullable=False),
    word("sha256"),
    word("media_type"),
    octets("file_name"),
    uuid("uploaded_by", nullable=True),
    moment("recorded_at"),
    _of_case(),
)
Index("ix_blob_case", blob.c.office_id, blob.c.case_id)

attachment = Table(
    "attachment",
    metadata,
    key("office_id"),
    key("case_id"),
    key("id"),
    uuid("blob_id"),
    # evidence, scan, redacted_copy, letter, other
    word("kind"),
    octets("description", nullable=True),
    uuid("filed_by", nullable=True),
    # A newer version stands in its place; this one stays.
    uuid("replaced_by", nullable=True),
    word("element", nullable=True),
    uuid("work_item_id", nullable=True),
    Column("ordinal", Integer, nullable=False),
    moment("recorded_at"),
    _of_case(),
)

mailbox_message = Table(
    "mailbox_message",
    metadata,
    key("office_id"),
    key("case_id"),
    key("party_id"),
    key("id"),
    word("direction"),
    octets("body"),
    Column("files", Integer, nullable=False),
    moment("recorded_at"),
    moment("read_at", nullable=True),
    _of_case(),
)

# A complainant's receipt code is looked up by this hash and kept nowhere. Of a case that was
# split, one code is the way back to both.
receipt = Table(
    "receipt",
    metadata,
    Column("code_hash", Text, primary_key=True),
    uuid("office_id"),
    key("case_id"),
    uuid("party_id"),
    moment("issued_at"),
    moment("kept_at", nullable=True),
)

# Somebody who follows a case by her code. She is known by a token, of which the cookie holds the
# only copy, and the code by its hash; a visit that is over leaves no row.
mailbox_visit = Table(
    "mailbox_visit",
    metadata,
    Column("token_hash", Text, primary_key=True),
    uuid("office_id"),
    word("code_hash"),
    moment("begun_at"),
    moment("seen_at"),
)

# How often something was asked from one network address in the present hour. The address is
# under a key of that hour and the row goes with it.
public_pace = Table(
    "public_pace",
    metadata,
    key("office_id"),
    Column("what", Text, primary_key=True),
    Column("address_hash", Text, primary_key=True),
    Column("hour", Text, primary_key=True),
    Column("count", Integer, nullable=False),
)

# Gap-free numbers: the row is locked by the unit that takes the next one.
number_series = Table(
    "number_series",
    metadata,
    key("office_id"),
    Column("series", Text, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

case_number = Table(
    "case_number",
    metadata,
    key("office_id"),
    Column("number", Text, primary_key=True),
    uuid("case_id"),
    # Where it stands in the book: its series, the Buddhist year of that, and its place in it.
    word("series"),
    Column("year", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False),
    # A number is never given twice; a voided one stays, with its reason.
    word("voided_because", nullable=True),
)
# The database itself gives no place twice.
Index(
    "uq_case_number_place",
    case_number.c.office_id,
    case_number.c.series,
    case_number.c.year,
    case_number.c.ordinal,
    unique=True,
)
Index("ix_case_number_case", case_number.c.office_id, case_number.c.case_id)
