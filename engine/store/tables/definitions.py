"""Process definitions: drafts, editions and who uses which."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from engine.store.columns import day, key, metadata, moment, octets, uuid, word

# File contents, shared by hash between editions and offices.
source = Table("source", metadata, Column("sha256", Text, primary_key=True), octets("data"))

# Immutable and known by its hash: the BPMN, every form it names, the editions it calls.
edition = Table(
    "edition",
    metadata,
    Column("sha256", Text, primary_key=True),
    word("process_id"),
    moment("built_at"),
)

edition_part = Table(
    "edition_part",
    metadata,
    Column("edition", Text, ForeignKey("edition.sha256"), primary_key=True),
    # process or form
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("source", Text, ForeignKey("source.sha256"), nullable=False),
)

# A definition belongs to one office or to a parent organisation (then office_id is null).
definition = Table(
    "definition",
    metadata,
    key("id"),
    uuid("office_id", nullable=True),
    uuid("parent_organisation_id", nullable=True),
    word("process_id"),
)
Index("uq_definition_office", definition.c.office_id, definition.c.process_id, unique=True)

# กระบวนงาน ฉบับที่ n
definition_edition = Table(
    "definition_edition",
    metadata,
    Column("definition_id", ForeignKey("definition.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("edition", Text, ForeignKey("edition.sha256"), nullable=False),
    uuid("author_id", nullable=True),
    uuid("approver_id", nullable=True),
    moment("published_at"),
    word("note"),
)
Index(
    "uq_definition_edition_edition",
    definition_edition.c.definition_id,
    definition_edition.c.edition,
    unique=True,
)

# Which edition an office starts new instances on.
adoption = Table(
    "adoption",
    metadata,
    key("office_id"),
    Column("process_id", Text, primary_key=True),
    Column("definition_id", ForeignKey("definition.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("edition", Text, ForeignKey("edition.sha256"), nullable=False),
    day("from_on"),
)

definition_draft = Table(
    "definition_draft",
    metadata,
    key("id"),
    Column("definition_id", ForeignKey("definition.id"), nullable=False),
    Column("base_number", Integer, nullable=True),
    # editing, in_review, published, abandoned
    word("status"),
    # Who began it; from its submission on, who answers for it.
    uuid("author_id", nullable=True),
    uuid("approver_id", nullable=True),
    # One more at every save: two people in one draft are told.
    Column("version", Integer, nullable=False),
    # In review, what the author says changed and why; after a return, the approver's reasons.
    word("note"),
    moment("changed_at"),
)
Index("ix_definition_draft_definition", definition_draft.c.definition_id)

definition_draft_file = Table(
    "definition_draft_file",
    metadata,
    Column("draft_id", ForeignKey("definition_draft.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    octets("data"),
)

# Everybody who has saved anything in a draft: none of them may approve it.
definition_draft_editor = Table(
    "definition_draft_editor",
    metadata,
    Column("draft_id", ForeignKey("definition_draft.id"), primary_key=True),
    key("person_id"),
    moment("changed_at"),
)
