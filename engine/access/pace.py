"""How often strangers may ask for something: counted by address, and no address is kept.

An address is counted under a key that belongs to the present hour alone, as a hash that cannot
be compared with that of another hour, office or purpose. When the hour is over the rows go, with
the next count or by the worker. Many may stand behind one address (an office, a village, a mobile
network): the limits leave room for them, and the refusal names other ways.
"""

import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from ipaddress import IPv6Address, ip_address

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.errors import EngineError, Sentence
from engine.store import tables
from engine.store.unit_of_work import Store, UnitOfWork

# [2001:db8::7]:50122
_BRACKETED = re.compile(r"\[(.*)\](?::[0-9]+)?")


class TooOften(EngineError):
    """So much was asked from this network address in this hour; in the next one it may again."""

    sentence = Sentence(
        "มีการส่งจากเครือข่ายนี้หลายครั้งแล้วในชั่วโมงนี้ ลองใหม่ในชั่วโมงถัดไป หรือใช้ช่องทางอื่นของหน่วยงาน",
        "Much has come from this network in this hour. Try again in the next hour, "
        "or use another channel of the office.",
    )


@dataclass(frozen=True)
class Limit:
    what: str
    an_hour: int


class Pace(Enum):
    """What strangers may do, and how often an hour from one address."""

    LODGE = Limit("lodge", 5)
    LOOK_UP = Limit("look_up", 20)
    WRITE = Limit("write", 10)
    # Forms that were sent for good or with files, taken or not: each costs a slow hash, or disk.
    SEND = Limit("send", 40)
    # Every public file of a year at once: many papers, each set anew.
    BUNDLE = Limit("bundle", 12)


def count_once(uow: UnitOfWork, pace: Pace, address: str) -> None:
    """Count one more from an address; TooOften, and nothing is counted, beyond the limit."""
    limit, hour = pace.value, _hour(uow.now)
    table = tables.public_pace
    row = {
        "office_id": uow.actor.office_id,
        "what": limit.what,
        "address_hash": _hidden(uow, limit, hour, address),
        "hour": hour,
    }
    uow.connection.execute(
        delete(table).where(table.c.office_id == uow.actor.office_id, table.c.hour != hour)
    )
    upsert = postgresql.insert if uow.connection.dialect.name == "postgresql" else sqlite.insert
    uow.connection.execute(
        upsert(table)
        .values(**row, count=1)
        .on_conflict_do_update(
            index_elements=list(table.primary_key), set_={"count": table.c.count + 1}
        )
    )
    counted = select(table.c.count).where(*(table.c[name] == value for name, value in row.items()))
    if uow.connection.scalars(counted).one() > limit.an_hour:
        raise TooOften


def sweep_hours(store: Store) -> None:
    """Remove what was counted in an hour that is over: for the worker, now and again."""
    table = tables.public_pace
    is_past = table.c.hour != _hour(store.clock())
    with store.database.reading() as connection:
        found = connection.execute(select(table.c.hour).where(is_past).limit(1)).one_or_none()
    if found is not None:
        with store.database.writing() as connection:
            connection.execute(delete(table).where(is_past))


def _hour(now: datetime) -> str:
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H")


def _hidden(uow: UnitOfWork, limit: Limit, hour: str, address: str) -> str:
    told = "\0".join((str(uow.actor.office_id), limit.what, _network(address)))
    return hmac.digest(uow.vault.pace_key(hour).material, told.encode(), "sha256").hex()


def _network(address: str) -> str:
    """Return what one household has: of version 6 the first half of the address."""
    try:
        found = ip_address(_without_port(address))
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))
    return str(found)


def _without_port(address: str) -> str:
    """Return the address alone: some web servers tell its port too, another for each visit."""
    if found := _BRACKETED.fullmatch(address):
        return found[1]
    return address.partition(":")[0] if address.count(":") == 1 else address
