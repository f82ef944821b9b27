"""Column types and shorthands that every table shares."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Dialect,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    Uuid,
)
from sqlalchemy.types import TypeEngine

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

# The stream and office of what belongs to no office: failed sign-ins, parent organisations.
INSTALLATION = UUID(int=0)

# Sorts after every real due date, so that undated work stands last in an index range scan.
NO_DUE_DATE = date(9999, 12, 31)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC to the microsecond.

    PostgreSQL stores TIMESTAMPTZ. SQLite has no such type and hands naive values
    back, so there it is fixed-width ISO text, which compares in time order.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(27))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant carries its offset")
        utc = value.astimezone(UTC)
        if dialect.name == "sqlite":
            return utc.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return utc

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if dialect.name == "sqlite":
            return datetime.fromisoformat(value)
        return value.astimezone(UTC)  # type: ignore[no-any-return]


def key(name: str) -> Column[UUID]:
    return Column(name, Uuid, primary_key=True)


def uuid(name: str, *, nullable: bool = False) -> Column[UUID]:
    return Column(name, Uuid, nullable=nullable)


def word(name: str, *, nullable: bool = False) -> Column[str]:
    """Return a column for a short clear text: a key, a title, a subject."""
    return Column(name, Text, nullable=nullable)


def moment(name: str, *, nullable: bool = False) -> Column[datetime]:
    return Column(name, Instant, nullable=nullable)


def day(name: str, *, nullable: bool = False) -> Column[date]:
    return Column(name, Date, nullable=nullable)


def octets(name: str, *, nullable: bool = False) -> Column[bytes]:
    """Return a column for exact bytes: ciphertext, hashes, canonical JSON."""
    return Column(name, LargeBinary, nullable=nullable)
