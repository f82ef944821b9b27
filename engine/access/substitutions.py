"""Who stands in for whom while she is away, by which order, in which legal form (U11).

A substitute acts in the name of the absent person: what she claims is the absent one's,
and the history names both. She takes over work, never offices: no oversight, no identity,
no seat on a committee, which its order gives to a person. She reads a case only while a
step of it waits for the absent one, and never when either of the two, or who put her there,
is a respondent of it. Nobody stands in for somebody while others stand in
for her, so nothing is passed on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, or_, select

from engine.access.membership import Standing, standing_of
from engine.cases.mailbox import FROM_COMPLAINANT
from engine.errors import NotFound, Sentence
from engine.journal.events import Event
from engine.journal.kinds import EventKind
from engine.office.acting import ActingForm
from engine.office.office_time import office_date
from engine.office.roles import Role
from engine.store import tables
from engine.store.rows import insert_row, update_rows
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Substitution:
    """``ended_at``: when it was ended before its last day."""

    id: UUID
    person_id: UUID
    person: str
    substitute_id: UUID
    substitute: str
    set_by: UUID | None
    form: ActingForm
    from_on: date
    to_on: date
    order_cited: str
    recorded_at: datetime
    ended_at: datetime | None

    def is_in_force(self, today: date) -> bool:
        return self.ended_at is None and self.from_on <= today <= self.to_on

    def is_over(self, today: date) -> bool:
        return self.ended_at is not None or self.to_on < today

    @property
    def words(self) -> Sentence:
        return self.form.said(self.substitute, self.person)


def substitutions(uow: UnitOfWork, person_id: UUID | None = None) -> list[Substitution]:
    """Return those of the office, of one person on either side when given, the latest first."""
    table = tables.substitution
    which = table.c.office_id == uow.actor.office_id
    if person_id is not None:
        which = and_(which, or_(table.c.person_id == person_id, table.c.substitute_id == person_id))
    return _read(uow, which)


def stood_in_for(uow: UnitOfWork, substitute_id: UUID, today: date) -> list[Substitution]:
    """Return for whom this person stands in today."""
    table = tables.substitution
    which = and_(
        table.c.office_id == uow.actor.office_id,
        table.c.substitute_id == substitute_id,
        table.c.from_on <= today,
        table.c.to_on >= today,
        table.c.ended_at.is_(None),
    )
    return uow.remember(("substitutions", substitute_id, today), lambda: _read(uow, which))


@dataclass(frozen=True)
class InPlace:
    """Who is in the place of a person today, and who chose that."""

    substitute_id: UUID
    set_by: UUID | None


def in_places_today(uow: UnitOfWork, today: date) -> dict[UUID, InPlace]:
    """Return who stands in today, by the person who is away."""
    table = tables.substitution
    rows = uow.connection.execute(
        select(table.c.person_id, table.c.substitute_id, table.c.set_by).where(
            table.c.office_id == uow.actor.office_id,
            table.c.from_on <= today,
            table.c.to_on >= today,
            table.c.ended_at.is_(None),
        )
    ).all()
    return {row.person_id: InPlace(row.substitute_id, row.set_by) for row in rows}


def acting_standings(uow: UnitOfWork, substitute_id: UUID, today: date) -> list[Standing]:
    """Return what this person is in the names of those she stands in for today, by name."""
    found = [
        _acting(uow, each, today)
        for each in stood_in_for(uow, substitute_id, today)
        if _holds_a_role(uow, each.person_id, today)
    ]
    return sorted(found, key=lambda standing: standing.name)


def standing_of_actor(uow: UnitOfWork) -> Standing:
    """Return what the actor of this unit is: herself, or in whose name she acts.

    Raises
    ------
    NotFound
        She has no role in this office today, or does not stand in for that person today.
    """
    actor = uow.actor
    if actor.person_id is None:
        raise NotFound
    if actor.on_behalf_of is None:
        return standing_of(uow, actor.person_id, uow.today)
    standing_of(uow, actor.person_id, uow.today)
    for each in stood_in_for(uow, actor.person_id, uow.today):
        if each.person_id == actor.on_behalf_of:
            return _acting(uow, each, uow.today)
    raise NotFound


def _acting(uow: UnitOfWork, each: Substitution, today: date) -> Standing:
    """Return the absent one's standing as far as work goes."""
    absent = standing_of(uow, each.person_id, today)
    return replace(
        absent,
        roles=frozenset(
            role for role in absent.roles if role.holds_work and role is not Role.COMMITTEE_MEMBER
        ),
        committees=frozenset(),
        substitute_id=each.substitute_id,
        substitute_name=each.substitute,
        set_by=each.set_by,
        acting=each.words,
    )


def _holds_a_role(uow: UnitOfWork, person_id: UUID, today: date) -> bool:
    try:
        standing_of(uow, person_id, today)
    except NotFound:
        return False
    return True


def who_acted(
    uow: UnitOfWork, events: Iterable[Event], names: Mapping[UUID, str]
) -> dict[int, Sentence]:
    """Name by ``seq`` who did each event, and for whom in which form where she stood in.

    The form is that of the substitution in force when the event was written.
    """
    found: dict[int, Sentence] = {}
    known: list[Substitution] | None = None
    for event in events:
        name = names.get(event.actor_id, "") if event.actor_id else ""
        found[event.seq] = _COMPLAINANT if _is_from_outside(event) else Sentence(name, name)
        if event.actor_id and event.on_behalf_of:
            if known is None:
                known = uow.remember(("substitutions",), lambda: substitutions(uow))
            found[event.seq] = _said(known, event, name)
    return found


def _is_from_outside(event: Event) -> bool:
    """Tell whether nobody of the office did it, nor the system: who complained did."""
    if event.actor_id is not None:
        return False
    is_message = event.kind is EventKind.MESSAGE_POSTED
    return event.kind is EventKind.CASE_LODGED or (
        is_message and event.content["direction"] == FROM_COMPLAINANT
    )


_COMPLAINANT = Sentence("ผู้ร้องเรียน", "The complainant")


def _said(known: Iterable[Substitution], event: Event, name: str) -> Sentence:
    day = office_date(event.recorded_at)
    for each in known:
        is_pair = (each.substitute_id, each.person_id) == (event.actor_id, event.on_behalf_of)
        is_then = each.recorded_at <= event.recorded_at and each.from_on <= day <= each.to_on
        if is_pair and is_then and (each.ended_at is None or event.recorded_at <= each.ended_at):
            return each.words
    return Sentence(name, name)


def _read(uow: UnitOfWork, which: Any) -> list[Substitution]:
    table = tables.substitution
    absent, substitute = tables.person.alias("absent"), tables.person.alias("substitute")
    rows = uow.connection.execute(
        select(table, absent.c.name.label("absent"), substitute.c.name.label("substitute"))
        .join(absent, absent.c.id == table.c.person_id)
        .join(substitute, substitute.c.id == table.c.substitute_id)
        .where(which)
        .order_by(table.c.from_on.desc(), table.c.recorded_at.desc(), table.c.id)
    ).all()
    return [_from_row(row) for row in rows]


def _from_row(row: Row[Any]) -> Substitution:
    return Substitution(
        id=row.id,
        person_id=row.person_id,
        person=row.absent,
        substitute_id=row.substitute_id,
        substitute=row.substitute,
        set_by=row.set_by,
        form=ActingForm(row.acting_for),
        from_on=row.from_on,
        to_on=row.to_on,
        order_cited=row.order_cited,
        recorded_at=row.recorded_at,
        ended_at=row.ended_at,
    )


def _set(uow: UnitOfWork, event: Event) -> None:
    content = event.content
    insert_row(
        uow.connection,
        tables.substitution,
        office_id=event.office_id,
        id=UUID(content["substitution"]),
        person_id=UUID(content["person"]),
        substitute_id=UUID(content["substitute"]),
        set_by=event.actor_id,
        acting_for=content["acting_for"],
        from_on=date.fromisoformat(content["from_on"]),
        to_on=date.fromisoformat(content["to_on"]),
        order_cited=content["order_cited"],
        recorded_at=event.recorded_at,
    )
    uow.forget("substitutions")


def _ended(uow: UnitOfWork, event: Event) -> None:
    key = {"office_id": event.office_id, "id": UUID(event.content["substitution"])}
    update_rows(uow.connection, tables.substitution, key, ended_at=event.recorded_at)
    uow.forget("substitutions")


FOLDS = {EventKind.SUBSTITUTION_SET: _set, EventKind.SUBSTITUTION_ENDED: _ended}
