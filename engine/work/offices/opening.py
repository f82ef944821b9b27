"""Open an office: its stream, its profile, its name; revise its profile later."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select, update

from engine.errors import NotFound, Sentence
from engine.journal.chain import genesis_hash
from engine.journal.events import Event, append
from engine.journal.kinds import EventKind
from engine.office.profile import OfficeProfile, parse_profile
from engine.store import tables
from engine.store.unit_of_work import OFFICE, Actor, Store, UnitOfWork


def open_office(store: Store, toml: str, *, effective_on: date | None = None) -> UUID:
    """Enter an office from its profile and return its id; one that is open stays as it is.

    A profile file seeds an office once: from then on the database is the truth.
    """
    profile = parse_profile(toml, "profile")
    known = find_office(store, profile.key)
    if known is not None:
        return known
    office_id = uuid4()
    with store.unit(Actor(office_id, None)) as uow:
        uow.open_stream(OFFICE, office_id, genesis_hash(office_id, office_id))
        uow.connection.execute(
            insert(tables.office).values(
                id=office_id,
                key=profile.key,
                parent_organisation_id=_parent(uow, profile),
                name=profile.name.th,
                name_en=profile.name.en,
            )
        )
        append(uow, office_id, EventKind.OFFICE_OPENED, {"key": profile.key})
        revise_profile(uow, toml, effective_on=effective_on or uow.today)
    return office_id


def revise_profile(
    uow: UnitOfWork, toml: str, *, effective_on: date, reason: str | None = None
) -> None:
    """Put a new revision of the office's settings on record, in force from a day on.

    Raises
    ------
    ProfileInvalid
        The text is no valid profile; its problems are located.
    """
    parse_profile(toml, "profile")
    append(
        uow,
        uow.actor.office_id,
        EventKind.PROFILE_REVISED,
        {"toml": toml, "effective_on": effective_on, "reason": reason},
        # Decided today; what is to count later has not happened yet.
        occurred_on=min(effective_on, uow.today),
    )


def find_office(store: Store, key: str) -> UUID | None:
    with store.database.reading() as connection:
        table = tables.office
        return connection.scalar(select(table.c.id).where(table.c.key == key))


def get_office_id(store: Store, key: str) -> UUID:
    found = find_office(store, key)
    if found is None:
        known = ", ".join(office_keys(store)) or "–"
        raise NotFound(
            Sentence(f"ไม่มีหน่วยงาน {key} ที่เปิดไว้: {known}", f"No office {key}; open are: {known}.")
        )
    return found


def office_keys(store: Store) -> list[str]:
    """Return the keys of all offices that are open."""
    with store.database.reading() as connection:
        return list(connection.scalars(select(tables.office.c.key).order_by(tables.office.c.key)))


def _parent(uow: UnitOfWork, profile: OfficeProfile) -> UUID:
    table = tables.parent_organisation
    parent = profile.office.parent
    found: UUID | None = uow.connection.scalar(select(table.c.id).where(table.c.key == parent.key))
    if found is not None:
        return found
    parent_id = uuid4()
    uow.connection.execute(insert(table).values(id=parent_id, key=parent.key, name=parent.name.th))
    return parent_id


def _revised(uow: UnitOfWork, event: Event) -> None:
    table = tables.office_profile
    last = uow.connection.scalar(
        select(func.max(table.c.revision)).where(table.c.office_id == event.office_id)
    )
    uow.connection.execute(
        insert(table).values(
            office_id=event.office_id,
            revision=(last or 0) + 1,
            effective_on=date.fromisoformat(event.content["effective_on"]),
            toml=event.content["toml"],
            recorded_at=event.recorded_at,
        )
    )
    _set_units(uow, event)
    # What counts later is named by the revision that is in force then.
    if event.content["effective_on"] <= event.occurred_on.isoformat():
        _set_name(uow, event)


def _set_name(uow: UnitOfWork, event: Event) -> None:
    table = tables.office
    name = parse_profile(event.content["toml"], "profile").name
    uow.connection.execute(
        update(table).where(table.c.id == event.office_id).values(name=name.th, name_en=name.en)
    )


def _set_units(uow: UnitOfWork, event: Event) -> None:
    table = tables.unit
    uow.connection.execute(table.delete().where(table.c.office_id == event.office_id))
    for unit in parse_profile(event.content["toml"], "profile").units.values():
        uow.connection.execute(
            insert(table).values(office_id=event.office_id, key=unit.key, name=unit.name.th)
        )


FOLDS = {EventKind.PROFILE_REVISED: _revised}
