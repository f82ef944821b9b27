"""Offices, the people in them and what they may do."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text

from engine.store.columns import day, key, metadata, moment, octets, uuid, word

parent_organisation = Table(
    "parent_organisation",
    metadata,
    key("id"),
    Column("key", Text, nullable=False, unique=True),
    word("name"),
)

office = Table(
    "office",
    metadata,
    key("id"),
    Column("key", Text, nullable=False, unique=True),
    uuid("parent_organisation_id", nullable=True),
    word("name"),
    word("name_en"),
)

# The settings of an office, revision by revision; the newest whose day has come is in force.
office_profile = Table(
    "office_profile",
    metadata,
    key("office_id"),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    day("effective_on"),
    word("toml"),
    moment("recorded_at"),
)

# Changes of the settings that are to come into force together, until somebody puts them on
# record. ``base`` is the revision that they change.
gathered_profile = Table(
    "gathered_profile",
    metadata,
    key("office_id"),
    Column("base", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    word("toml"),
    uuid("changed_by"),
    moment("changed_at"),
)

unit = Table(
    "unit", metadata, key("office_id"), Column("key", Text, primary_key=True), word("name")
)

# A person is known across offices; an account lets one sign in.
person = Table("person", metadata, key("id"), word("name"), octets("name_index"))
Index("ix_person_name_index", person.c.name_index)

account = Table(
    "account",
    metadata,
    key("person_id"),
    Column("sign_in_name", Text, nullable=False, unique=True),
    word("password_hash"),
    # Raised to end every session of the account at once.
    Column("epoch", Integer, nullable=False),
    word("email", nullable=True),
    word("language"),
    Column("is_demonstration", Boolean, nullable=False),
    moment("disabled_at", nullable=True),
)

sign_in_session = Table(
    "sign_in_session",
    metadata,
    # SHA-256 of the random token in the cookie: a copy of the table signs nobody in.
    Column("token_hash", Text, primary_key=True),
    uuid("person_id"),
    uuid("office_id"),
    Column("epoch", Integer, nullable=False),
    moment("created_at"),
    moment("seen_at"),
    moment("ended_at", nullable=True),
)
Index("ix_sign_in_session_person", sign_in_session.c.person_id)

# By whose address a calendar reads due dates; of the address only the hash.
calendar_feed = Table(
    "calendar_feed",
    metadata,
    key("office_id"),
    key("person_id"),
    Column("token_hash", Text, nullable=False, unique=True),
    moment("made_at"),
)

# Wrong passwords, for the pace of tries; the name only as a hash, for people mistype.
sign_in_refusal = Table(
    "sign_in_refusal",
    metadata,
    Column("id", Integer, primary_key=True),
    word("name_hash"),
    moment("recorded_at"),
)
Index("ix_sign_in_refusal_name", sign_in_refusal.c.name_hash, sign_in_refusal.c.recorded_at)

membership = Table(
    "membership",
    metadata,
    key("office_id"),
    key("id"),
    uuid("person_id"),
    word("role"),
    word("unit", nullable=True),
    word("position"),
    day("from_on"),
    day("to_on", nullable=True),
    word("order_cited", nullable=True),
)
Index("ix_membership_person", membership.c.office_id, membership.c.person_id)
Index("ix_membership_role", membership.c.office_id, membership.c.role)

substitution = Table(
    "substitution",
    metadata,
    key("office_id"),
    key("id"),
    uuid("person_id"),
    uuid("substitute_id"),
    uuid("set_by", nullable=True),
    # ปฏิบัติราชการแทน, รักษาราชการแทน, รักษาการในตำแหน่ง: three legal forms.
    word("acting_for"),
    day("from_on"),
    day("to_on"),
    word("order_cited"),
    moment("recorded_at"),
    # Ended before its last day; otherwise it ends by itself.
    moment("ended_at", nullable=True),
)
Index("ix_substitution_substitute", substitution.c.office_id, substitution.c.substitute_id)
Index("ix_substitution_person", substitution.c.office_id, substitution.c.person_id)

auditor_grant = Table(
    "auditor_grant",
    metadata,
    key("office_id"),
    key("id"),
    uuid("person_id"),
    # Null: every case received in the period; otherwise one case.
    uuid("case_id", nullable=True),
    day("received_from", nullable=True),
    day("received_to", nullable=True),
    word("purpose"),
    word("order_cited"),
    day("from_on"),
    day("expires_on"),
    moment("revoked_at", nullable=True),
)
Index("ix_auditor_grant_person", auditor_grant.c.office_id, auditor_grant.c.person_id)
