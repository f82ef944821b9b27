"""What a form may know beside its own answers: the lists of the office, what the case knows."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from engine.access.membership import members
from engine.cases.issues import issues_of
from engine.cases.parties import PartyKind, excluded_people, parties_of
from engine.cases.register import OPEN, Case
from engine.errors import Sentence
from engine.forms import Label, Option
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.office_settings import OfficeSettings

_PARTY_LABELS = {
    PartyKind.COMPLAINANT: Sentence("ผู้ร้องเรียน", "Complainant"),
    PartyKind.RESPONDENT: Sentence("ผู้ถูกร้องเรียน", "Respondent"),
    PartyKind.WITNESS: Sentence("พยาน", "Witness"),
    PartyKind.SOURCE_AGENCY: Sentence("หน่วยงานที่ส่งเรื่อง", "Source agency"),
}


def intake_names(uow: UnitOfWork, settings: OfficeSettings) -> dict[str, Any]:
    """Return the names for a start form: there is no case yet."""
    return {"options": office_lists(uow, settings), "known": {}, "door": "officer"}


def form_names(uow: UnitOfWork, settings: OfficeSettings, case: Case) -> dict[str, Any]:
    """Return the names for the form of a step of the case."""
    lists = office_lists(uow, settings, case=case)
    return {
        "options": lists,
        "known": _known(uow, case),
        "case": {
            "kind": case.kind,
            "category": case.category,
            "secrecy": case.secrecy,
            "is_anonymous": case.is_anonymous,
        },
        "previous_on": case.received_on,
        "door": "officer",
    }


def office_lists(
    uow: UnitOfWork, settings: OfficeSettings, *, case: Case | None = None
) -> dict[str, Sequence[Option]]:
    """Return the lists that selects offer: of the office, and of the case once there is one."""
    profile = settings.profile
    lists: dict[str, Sequence[Option]] = {
        "units": [_option(unit.key, unit.name) for unit in profile.units.values()],
        "categories": [_option(each.key, each.name) for each in profile.categories.values()],
        "channels": [_option(each.key, each.name) for each in profile.channels.values()],
        "outside_bodies": [
            _option(each.key, each.name) for each in profile.outside_bodies.values()
        ],
        "respondent_kinds": [
            _option(route.kind, route.title or route.kind.sentence)
            for route in profile.respondent_choices()
        ],
        "retentions": [_option(each.key, each.name) for each in profile.retention.values()],
        "members": _members(uow, settings, case),
        "cases": [],
        "parties": [],
    }
    if case is not None:
        lists["cases"] = _other_cases(uow, case)
        lists["parties"] = party_options(uow, case)
    return lists


def party_options(uow: UnitOfWork, case: Case) -> list[Option]:
    """Name the parties without telling who they are: ผู้ร้องเรียน 1, ผู้ร้องเรียน 2 ..."""
    return [
        _option(
            str(party.id),
            Sentence(
                f"{_PARTY_LABELS[party.kind].th} {party.ordinal}",
                f"{_PARTY_LABELS[party.kind].en} {party.ordinal}",
            ),
        )
        for party in parties_of(uow, case.id)
    ]


def _members(uow: UnitOfWork, settings: OfficeSettings, case: Case | None) -> list[Option]:
    excluded = excluded_people(uow, case.id) if case else frozenset()
    people = {
        member.person_id: member
        for member in members(uow, settings.today)
        if member.person_id not in excluded
    }
    return [
        _option(str(person_id), Sentence(f"{m.name} ({m.position})", f"{m.name} ({m.position})"))
        for person_id, m in people.items()
    ]


def _other_cases(uow: UnitOfWork, case: Case) -> list[Option]:
    table = tables.case
    rows = uow.connection.execute(
        select(table.c.id, table.c.number, table.c.subject)
        .where(
            table.c.office_id == uow.actor.office_id,
            table.c.status == OPEN,
            table.c.id != case.id,
        )
        .order_by(table.c.received_on.desc(), table.c.number)
        .limit(200)
    ).all()
    return [
        _option(str(row.id), Sentence(*(2 * [f"{row.number} {row.subject or ''}".strip()])))
        for row in rows
    ]


def _known(uow: UnitOfWork, case: Case) -> dict[str, Any]:
    parties = [p for p in parties_of(uow, case.id) if p.kind in _TOLD]
    labels = {option.value: option.label for option in party_options(uow, case)}
    return {
        "contactable": [
            {"party": str(p.id), "yes": p.is_contactable} for p in parties if str(p.id) in labels
        ],
        "findings": [
            {"issue": issue.statement, "finding": issue.finding}
            for issue in issues_of(uow, case.id)
        ],
    }


_TOLD = frozenset({PartyKind.COMPLAINANT, PartyKind.SOURCE_AGENCY})


def _option(value: str, name: Sentence) -> Option:
    return Option(value, Label(name.th, name.en))
