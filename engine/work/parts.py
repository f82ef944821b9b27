"""What a step that is done once for each of several is done for: a unit, a party."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select

from engine.cases.parties import Party, PartyKind
from engine.errors import Sentence
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.form_lists import party_label
from engine.work.offices.settings import OfficeSettings
from engine.work.variables import last_item


def part_names(
    uow: UnitOfWork, settings: OfficeSettings, repeated: Collection[tuple[UUID, str]]
) -> Mapping[str, Sentence]:
    """Name what steps are repeated for, by their scope word; ``repeated`` has case and scope.

    A party is named by kind and ordinal, never by who it is. A scope that names neither
    a unit of the office nor a party of the case is left out.
    """
    units = settings.profile.units
    items = {scope: last_item(scope) or "" for _, scope in repeated}
    parties = _party_names(uow, repeated)
    return {
        scope: units[item].name if item in units else parties[item]
        for scope, item in items.items()
        if item in units or item in parties
    }


def _party_names(uow: UnitOfWork, repeated: Collection[tuple[UUID, str]]) -> Mapping[str, Sentence]:
    wanted = {found: case_id for case_id, scope in repeated if (found := _as_id(last_item(scope)))}
    if not wanted:
        return {}
    table = tables.case_party
    rows = uow.connection.execute(
        select(table.c.id, table.c.kind, table.c.ordinal).where(
            table.c.office_id == uow.actor.office_id,
            # The key leads by case.
            table.c.case_id.in_(set(wanted.values())),
            table.c.id.in_(wanted),
        )
    ).all()
    return {
        str(row.id): party_label(Party(row.id, PartyKind(row.kind), row.ordinal)) for row in rows
    }


def _as_id(item: str | None) -> UUID | None:
    try:
        return UUID(item or "")
    except ValueError:
        return None
