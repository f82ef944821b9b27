"""The tables of the first release. Written by tools/write_first_migration.py."""

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
    _journal()
    _people()
    _definitions()
    _cases()
    _work()
    _reports()
    _retention()
    keep_append_only("case_event")
    index_words()


def _journal() -> None:
    op.create_table(
        "access_event",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("window_at", Instant(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_access_event")),
    )
    op.create_index("ix_access_event_case", "access_event", ["office_id", "case_id"], unique=False)
    op.create_index(
        "ix_access_event_unsealed",
        "access_event",
        ["recorded_at"],
        unique=False,
        sqlite_where=sa.text("leaf_index IS NULL"),
        postgresql_where=sa.text("leaf_index IS NULL"),
    )
    op.create_index(
        "uq_access_event_window",
        "access_event",
        ["office_id", "person_id", "case_id", "kind", "window_at", "outcome"],
        unique=True,
    )
    op.create_table(
        "case_event",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=True),
        sa.Column("instance_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("on_behalf_of", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("header", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "stream_id", "seq", name=op.f("pk_case_event")),
    )
    op.create_table(
        "checkpoint",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("signed_at", Instant(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_checkpoint")),
    )
    op.create_table(
        "log_leaf",
        sa.Column("index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("index", name=op.f("pk_log_leaf")),
    )
    op.create_index("uq_log_leaf_event", "log_leaf", ["stream_id", "seq"], unique=True)
    op.create_table(
        "log_subtree",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", name=op.f("pk_log_subtree")),
    )
    op.create_table(
        "stream",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed_version", sa.Integer(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("last_recorded_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_stream")),
    )
    op.create_index(
        "ix_stream_unsealed",
        "stream",
        ["office_id", "id"],
        unique=False,
        sqlite_where=sa.text("sealed_version < version"),
        postgresql_where=sa.text("sealed_version < version"),
    )


def _people() -> None:
    op.create_table(
        "account",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sign_in_name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("disabled_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_account")),
        sa.UniqueConstraint("sign_in_name", name=op.f("uq_account_sign_in_name")),
    )
    op.create_table(
        "auditor_grant",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("received_from", sa.Date(), nullable=True),
        sa.Column("received_to", sa.Date(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("order_cited", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_auditor_grant")),
    )
    op.create_index(
        "ix_auditor_grant_person", "auditor_grant", ["office_id", "person_id"], unique=False
    )
    op.create_table(
        "calendar_feed",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "person_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
    op.create_table(
        "gathered_profile",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("toml", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_gathered_profile")),
    )
    op.create_table(
        "membership",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("order_cited", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_membership")),
    )
    op.create_index("ix_membership_person", "membership", ["office_id", "person_id"], unique=False)
    op.create_index("ix_membership_role", "membership", ["office_id", "role"], unique=False)
    op.create_table(
        "office",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("parent_organisation_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sa.UniqueConstraint("key", name=op.f("uq_office_key")),
    )
    op.create_table(
        "office_profile",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("toml", sa.Text(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "revision", name=op.f("pk_office_profile")),
    )
    op.create_table(
        "parent_organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parent_organisation")),
        sa.UniqueConstraint("key", name=op.f("uq_parent_organisation_key")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_index", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index("ix_person_name_index", "person", ["name_index"], unique=False)
    op.create_table(
        "sign_in_refusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name_hash", sa.Text(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_refusal")),
    )
    op.create_index(
        "ix_sign_in_refusal_name", "sign_in_refusal", ["name_hash", "recorded_at"], unique=False
    )
    op.create_table(
        "sign_in_session",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in_session")),
    )
    op.create_index("ix_sign_in_session_person", "sign_in_session", ["person_id"], unique=False)
    op.create_table(
        "substitution",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("substitute_id", sa.Uuid(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.Column("acting_for", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("order_cited", sa.Text(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_substitution")),
    )
    op.create_index(
        "ix_substitution_person", "substitution", ["office_id", "person_id"], unique=False
    )
    op.create_index(
        "ix_substitution_substitute", "substitution", ["office_id", "substitute_id"], unique=False
    )
    op.create_table(
        "unit",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "key", name=op.f("pk_unit")),
    )


def _definitions() -> None:
    op.create_table(
        "definition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.Column("parent_organisation_id", sa.Uuid(), nullable=True),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definition")),
    )
    op.create_index("uq_definition_office", "definition", ["office_id", "process_id"], unique=True)
    op.create_table(
        "edition",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("built_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_edition")),
    )
    op.create_table(
        "source",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_source")),
    )
    op.create_table(
        "adoption",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("definition_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["definition.id"], name=op.f("fk_adoption_definition_id")
        ),
        sa.ForeignKeyConstraint(["edition"], ["edition.sha256"], name=op.f("fk_adoption_edition")),
        sa.PrimaryKeyConstraint("office_id", "process_id", name=op.f("pk_adoption")),
    )
    op.create_table(
        "definition_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("definition_id", sa.Uuid(), nullable=False),
        sa.Column("base_number", sa.Integer(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("approver_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["definition.id"], name=op.f("fk_definition_draft_definition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definition_draft")),
    )
    op.create_index(
        "ix_definition_draft_definition", "definition_draft", ["definition_id"], unique=False
    )
    op.create_table(
        "definition_edition",
        sa.Column("definition_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("approver_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", Instant(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["definition.id"], name=op.f("fk_definition_edition_definition_id")
        ),
        sa.ForeignKeyConstraint(
            ["edition"], ["edition.sha256"], name=op.f("fk_definition_edition_edition")
        ),
        sa.PrimaryKeyConstraint("definition_id", "number", name=op.f("pk_definition_edition")),
    )
    op.create_index(
        "uq_definition_edition_edition",
        "definition_edition",
        ["definition_id", "edition"],
        unique=True,
    )
    op.create_table(
        "edition_part",
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition"], ["edition.sha256"], name=op.f("fk_edition_part_edition")
        ),
        sa.ForeignKeyConstraint(["source"], ["source.sha256"], name=op.f("fk_edition_part_source")),
        sa.PrimaryKeyConstraint("edition", "kind", "name", name=op.f("pk_edition_part")),
    )
    op.create_table(
        "definition_draft_editor",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["definition_draft.id"], name=op.f("fk_definition_draft_editor_draft_id")
        ),
        sa.PrimaryKeyConstraint("draft_id", "person_id", name=op.f("pk_definition_draft_editor")),
    )
    op.create_table(
        "definition_draft_file",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["definition_draft.id"], name=op.f("fk_definition_draft_file_draft_id")
        ),
        sa.PrimaryKeyConstraint("draft_id", "kind", "name", name=op.f("pk_definition_draft_file")),
    )


def _cases() -> None:
    op.create_table(
        "case_number",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("voided_because", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "number", name=op.f("pk_case_number")),
    )
    op.create_index("ix_case_number_case", "case_number", ["office_id", "case_id"], unique=False)
    op.create_index(
        "uq_case_number_place",
        "case_number",
        ["office_id", "series", "year", "ordinal"],
        unique=True,
    )
    op.create_table(
        "mailbox_visit",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_mailbox_visit")),
    )
    op.create_table(
        "number_series",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "series", "year", name=op.f("pk_number_series")),
    )
    op.create_table(
        "public_pace",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("address_hash", sa.Text(), nullable=False),
        sa.Column("hour", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "office_id", "what", "address_hash", "hour", name=op.f("pk_public_pace")
        ),
    )
    op.create_table(
        "receipt",
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("issued_at", Instant(), nullable=False),
        sa.Column("kept_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("code_hash", "case_id", name=op.f("pk_receipt")),
    )
    op.create_table(
        "attachment",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("blob_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("description", sa.LargeBinary(), nullable=True),
        sa.Column("filed_by", sa.Uuid(), nullable=True),
        sa.Column("replaced_by", sa.Uuid(), nullable=True),
        sa.Column("element", sa.Text(), nullable=True),
        sa.Column("work_item_id", sa.Uuid(), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_attachment_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("office_id", "case_id", "id", name=op.f("pk_attachment")),
    )
    op.create_table(
        "blob",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("file_name", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_blob_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_blob")),
    )
    op.create_index("ix_blob_case", "blob", ["office_id", "case_id"], unique=False)
    op.create_table(
        "case",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("secrecy", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("behaviour", sa.Text(), nullable=True),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("respondent_kind", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("lodged_at", Instant(), nullable=False),
        sa.Column("lodged_by", sa.Uuid(), nullable=True),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("suspended_for", sa.Text(), nullable=True),
        sa.Column("suspended_on", sa.Date(), nullable=True),
        sa.Column("withdrawal", sa.Text(), nullable=True),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("registry_number", sa.Text(), nullable=True),
        sa.Column("is_from_book", sa.Boolean(), nullable=False),
        sa.Column("book_remark", sa.Text(), nullable=True),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_to", sa.Date(), nullable=True),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_case_office_id_id"),
        ),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_case")),
    )
    op.create_index(
        "ix_case_book",
        "case",
        [
            "office_id",
            "series",
            "year",
            "ordinal",
            "status",
            "kind",
            "channel",
            "category",
            "secrecy",
            "received_on",
            "decided_on",
            "result",
            "id",
        ],
        unique=False,
    )
    op.create_index(
        "ix_case_business",
        "case",
        ["office_id", "process_id", "received_on"],
        unique=False,
        sqlite_where=sa.text("period_from IS NOT NULL"),
        postgresql_where=sa.text("period_from IS NOT NULL"),
    )
    op.create_index(
        "ix_case_open",
        "case",
        ["office_id", "received_on", "id", "secrecy", "process_id"],
        unique=False,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index(
        "ix_case_period",
        "case",
        ["office_id", "period_to", "period_from"],
        unique=False,
        sqlite_where=sa.text("period_from IS NOT NULL"),
        postgresql_where=sa.text("period_from IS NOT NULL"),
    )
    op.create_index("ix_case_received", "case", ["office_id", "received_on"], unique=False)
    op.create_index("ix_case_status", "case", ["office_id", "status", "received_on"], unique=False)
    op.create_index("uq_case_number", "case", ["office_id", "number"], unique=True)
    op.create_table(
        "case_exclusion",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("since_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_case_exclusion_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint(
            "office_id", "person_id", "case_id", name=op.f("pk_case_exclusion")
        ),
    )
    op.create_index(
        "ix_case_exclusion_case", "case_exclusion", ["office_id", "case_id"], unique=False
    )
    op.create_table(
        "case_issue",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("statement", sa.LargeBinary(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=True),
        sa.Column("moved_to", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_case_issue_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("office_id", "case_id", "id", name=op.f("pk_case_issue")),
    )
    op.create_table(
        "case_link",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("other_case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("since_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_case_link_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint(
            "office_id", "case_id", "other_case_id", "kind", name=op.f("pk_case_link")
        ),
    )
    op.create_index("ix_case_link_other", "case_link", ["office_id", "other_case_id"], unique=False)
    op.create_table(
        "case_member",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("since_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_case_member_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("office_id", "case_id", "person_id", name=op.f("pk_case_member")),
    )
    op.create_index(
        "ix_case_member_person", "case_member", ["office_id", "person_id", "case_id"], unique=False
    )
    op.create_table(
        "case_note",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("party_kind", sa.Text(), nullable=True),
        sa.Column("corrected_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_case_note_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("office_id", "case_id", "seq", name=op.f("pk_case_note")),
    )
    op.create_table(
        "case_party",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("is_contactable", sa.Boolean(), nullable=False),
        sa.Column("contact_wish", sa.Text(), nullable=True),
        sa.Column("has_receipt", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name_index", sa.LargeBinary(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("details", sa.LargeBinary(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("joined_seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_case_party_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("office_id", "case_id", "id", name=op.f("pk_case_party")),
    )
    op.create_index(
        "ix_case_party_name_index", "case_party", ["office_id", "name_index"], unique=False
    )
    op.create_table(
        "case_search",
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_case_search_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_case_search")),
    )
    op.create_index("uq_case_search_case", "case_search", ["office_id", "case_id"], unique=True)
    op.create_table(
        "coinciding_duty",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("rule", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_coinciding_duty_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("office_id", "case_id", "seq", name=op.f("pk_coinciding_duty")),
    )
    op.create_table(
        "committee_member",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("outside_name", sa.LargeBinary(), nullable=True),
        sa.Column("seat", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("order_cited", sa.Text(), nullable=True),
        sa.Column("declared_seq", sa.Integer(), nullable=True),
        sa.Column("has_interest", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_committee_member_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("office_id", "case_id", "id", name=op.f("pk_committee_member")),
    )
    op.create_index(
        "ix_committee_member_person", "committee_member", ["office_id", "person_id"], unique=False
    )
    op.create_table(
        "follow_up",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("opened_seq", sa.Integer(), nullable=False),
        sa.Column("told_seq", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_follow_up_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_follow_up")),
    )
    op.create_index("ix_follow_up_case", "follow_up", ["office_id", "case_id"], unique=False)
    op.create_index(
        "ix_follow_up_open",
        "follow_up",
        ["office_id", "due_on", "id", "holder_id", "case_id"],
        unique=False,
        sqlite_where=sa.text("ended_on IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL"),
    )
    op.create_table(
        "identity_request",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("asked_seq", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_identity_request_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("office_id", "case_id", "id", name=op.f("pk_identity_request")),
    )
    op.create_table(
        "mailbox_message",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("read_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_mailbox_message_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint(
            "office_id", "case_id", "party_id", "id", name=op.f("pk_mailbox_message")
        ),
    )
    op.create_table(
        "sealed",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_sealed_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint(
            "office_id", "case_id", "party_id", "field", name=op.f("pk_sealed")
        ),
    )


def _work() -> None:
    op.create_table(
        "answer_draft",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("typed_by", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("window_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("writing_since", Instant(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("identities", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "place_id", "person_id", name=op.f("pk_answer_draft")),
    )
    op.create_index("ix_answer_draft_case", "answer_draft", ["office_id", "case_id"], unique=False)
    op.create_index("ix_answer_draft_saved", "answer_draft", ["saved_at"], unique=False)
    op.create_table(
        "incident",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("instance_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("occurred_at", Instant(), nullable=False),
        sa.Column("resolved_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_incident")),
    )
    op.create_index("ix_incident_open", "incident", ["office_id", "resolved_at"], unique=False)
    op.create_table(
        "link_check",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("checked_at", Instant(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("links", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "page", name=op.f("pk_link_check")),
    )
    op.create_index("ix_link_check_due", "link_check", ["due_at"], unique=False)
    op.create_table(
        "notice",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("work_item_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("read_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_notice")),
    )
    op.create_index(
        "ix_notice_person", "notice", ["office_id", "person_id", "read_at"], unique=False
    )
    op.create_table(
        "outbox",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unique_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("parked_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("unique_key", name=op.f("uq_outbox_unique_key")),
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("sent_at IS NULL AND parked_at IS NULL"),
        postgresql_where=sa.text("sent_at IS NULL AND parked_at IS NULL"),
    )
    op.create_table(
        "saved_list",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("args", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_saved_list")),
    )
    op.create_index("ix_saved_list_role", "saved_list", ["office_id", "role"], unique=False)
    op.create_index(
        "ux_saved_list_author", "saved_list", ["office_id", "author_id", "name"], unique=True
    )
    op.create_table(
        "saved_list_choice",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint(
            "office_id", "person_id", "list_id", name=op.f("pk_saved_list_choice")
        ),
    )
    op.create_table(
        "schedule",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("slot_key", sa.Text(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("retry_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("office_id", "process_id", "slot_key", name=op.f("pk_schedule")),
    )
    op.create_table(
        "submission",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("office_id", "key", name=op.f("pk_submission")),
    )
    op.create_table(
        "work_item_candidate",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("work_item_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint(
            "office_id", "queue", "due_on", "work_item_id", name=op.f("pk_work_item_candidate")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_work_item_candidate_item",
        "work_item_candidate",
        ["office_id", "work_item_id"],
        unique=False,
    )
    op.create_table(
        "case_escalation",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_case_escalation_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("office_id", "case_id", "key", name=op.f("pk_case_escalation")),
    )
    op.create_table(
        "consultation",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("work_item_id", sa.Uuid(), nullable=False),
        sa.Column("asker_id", sa.Uuid(), nullable=False),
        sa.Column("asked_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("asked_seq", sa.Integer(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("ended_seq", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_consultation_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_consultation")),
    )
    op.create_index(
        "ix_consultation_asked",
        "consultation",
        ["office_id", "asked_id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_consultation_case", "consultation", ["office_id", "case_id"], unique=False)
    op.create_index(
        "ix_consultation_item", "consultation", ["office_id", "work_item_id"], unique=False
    )
    op.create_table(
        "deadline",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("start_event", sa.Text(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("reckoning", sa.LargeBinary(), nullable=False),
        sa.Column("raw_on", sa.Date(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("paused_on", sa.Date(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("is_carried", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_deadline_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_deadline")),
    )
    op.create_index("ix_deadline_case", "deadline", ["office_id", "case_id"], unique=False)
    op.create_index(
        "ix_deadline_clock",
        "deadline",
        ["office_id", "instance_id", "name", "scope", "round"],
        unique=False,
    )
    op.create_index(
        "ix_deadline_open",
        "deadline",
        ["office_id", "instance_id", "id"],
        unique=False,
        sqlite_where=sa.text("status IN ('running', 'breached', 'paused')"),
        postgresql_where=sa.text("status IN ('running', 'breached', 'paused')"),
    )
    op.create_index(
        "ix_deadline_running", "deadline", ["office_id", "status", "effective_on"], unique=False
    )
    op.create_table(
        "instance",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("item", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.LargeBinary(), nullable=True),
        sa.Column("variables", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("next_due", Instant(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_instance_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_instance")),
    )
    op.create_index("ix_instance_case", "instance", ["office_id", "case_id"], unique=False)
    op.create_index(
        "ix_instance_due",
        "instance",
        ["next_due"],
        unique=False,
        sqlite_where=sa.text("next_due IS NOT NULL"),
        postgresql_where=sa.text("next_due IS NOT NULL"),
    )
    op.create_table(
        "system_job",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("done_at", Instant(), nullable=True),
        sa.Column("parked_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_system_job_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_system_job")),
    )
    op.create_index("ix_system_job_due", "system_job", ["due_at"], unique=False)
    op.create_table(
        "timer",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("deadline_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("parked_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_timer_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_timer")),
    )
    op.create_index("ix_timer_deadline", "timer", ["office_id", "deadline_id"], unique=False)
    op.create_index(
        "ix_timer_due",
        "timer",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("parked_at IS NULL"),
        postgresql_where=sa.text("parked_at IS NULL"),
    )
    op.create_table(
        "work_item",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=True),
        sa.Column("form_ref", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("groups", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("offered_at", Instant(), nullable=False),
        sa.Column("claimed_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("completed_by", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("completed_seq", sa.Integer(), nullable=True),
        sa.Column("scan_missing", sa.Boolean(), nullable=False),
        sa.Column("recorded_for", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_work_item_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_work_item")),
    )
    op.create_index(
        "ix_work_item_assignee",
        "work_item",
        ["office_id", "assignee_id", "due_on", "id", "case_id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_work_item_case", "work_item", ["office_id", "case_id"], unique=False)
    op.create_index(
        "ix_work_item_done",
        "work_item",
        ["office_id", "completed_by", "ended_at", "id", "case_id"],
        unique=False,
        sqlite_where=sa.text("completed_by IS NOT NULL"),
        postgresql_where=sa.text("completed_by IS NOT NULL"),
    )
    op.create_index(
        "ix_work_item_duty",
        "work_item",
        ["office_id", "case_id", "completed_by", "role"],
        unique=False,
        sqlite_where=sa.text("completed_by IS NOT NULL"),
        postgresql_where=sa.text("completed_by IS NOT NULL"),
    )
    op.create_index(
        "ix_work_item_live",
        "work_item",
        ["office_id", "case_id", "offered_at", "id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_work_item_open",
        "work_item",
        ["office_id", "due_on", "id", "assignee_id", "case_id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_work_item_scan",
        "work_item",
        ["office_id", "ended_at"],
        unique=False,
        sqlite_where=sa.text("scan_missing = 1"),
        postgresql_where=sa.text("scan_missing"),
    )
    op.create_index(
        "ix_work_item_step",
        "work_item",
        ["office_id", "process_id", "element", "assignee_id", "due_on", "id", "case_id", "scope"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _reports() -> None:
    op.create_table(
        "case_fact",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("result_on", sa.Date(), nullable=True),
        sa.Column("notices_due", sa.Integer(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("days_taken", sa.Integer(), nullable=True),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.Column("is_from_book", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_case_fact_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("office_id", "case_id", name=op.f("pk_case_fact")),
    )
    op.create_index(
        "ix_case_fact_period",
        "case_fact",
        [
            "office_id",
            "is_counted",
            "received_on",
            "finished_on",
            "kind",
            "channel",
            "category",
            "result",
            "is_from_book",
            "days_taken",
            "case_id",
        ],
        unique=False,
    )
    op.create_table(
        "deadline_fact",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("deadline_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("days_taken", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_deadline_fact_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("office_id", "deadline_id", name=op.f("pk_deadline_fact")),
    )
    op.create_index(
        "ix_deadline_fact_case", "deadline_fact", ["office_id", "case_id"], unique=False
    )
    op.create_index(
        "ix_deadline_fact_met",
        "deadline_fact",
        ["office_id", "met_on", "name", "unit", "days_taken", "case_id"],
        unique=False,
    )
    op.create_index(
        "ix_deadline_fact_outcome",
        "deadline_fact",
        ["office_id", "outcome_on", "name", "unit", "outcome", "case_id"],
        unique=False,
    )
    op.create_index(
        "ix_deadline_fact_unit",
        "deadline_fact",
        ["office_id", "start_on", "name", "unit", "case_id"],
        unique=False,
        sqlite_where=sa.text("unit IS NOT NULL"),
        postgresql_where=sa.text("unit IS NOT NULL"),
    )
    op.create_table(
        "publication",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("published_at", Instant(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_publication_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint(
            "office_id", "kind", "slug", "version", name=op.f("pk_publication")
        ),
    )
    op.create_table(
        "satisfaction_fact",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_satisfaction_fact_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint(
            "office_id", "case_id", "party_id", name=op.f("pk_satisfaction_fact")
        ),
    )
    op.create_index(
        "ix_satisfaction_fact_told",
        "satisfaction_fact",
        ["office_id", "told_on", "score", "case_id"],
        unique=False,
    )


def _retention() -> None:
    op.create_table(
        "destruction",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("order_cited", sa.Text(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("destroyed_at", Instant(), nullable=True),
        sa.Column("left_because", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_destruction_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("office_id", "business_id", "case_id", name=op.f("pk_destruction")),
    )
    op.create_index("ix_destruction_case", "destruction", ["office_id", "case_id"], unique=False)
    op.create_index(
        "ix_destruction_due",
        "destruction",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_table(
        "legal_hold",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("placed_on", sa.Date(), nullable=False),
        sa.Column("placed_seq", sa.Integer(), nullable=False),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_id", "case_id"],
            ["stream.office_id", "stream.id"],
            name=op.f("fk_legal_hold_office_id_case_id"),
        ),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_legal_hold")),
    )
    op.create_index("ix_legal_hold_case", "legal_hold", ["office_id", "case_id"], unique=False)
