"""The lists that selects of a form offer: of the office, and of the case. Read when asked for."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, true

from engine.access.membership import members
from engine.access.visibility import is_about_others, is_member
from engine.cases.issues import issues_of
from engine.cases.parties import Party, PartyKind, excluded_people, parties_of
from engine.cases.register import OPEN, ORDINARY, Case
from engine.errors import Sentence
from engine.forms import Label, Option
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.appointments.orders import appointed_today, role_words
from engine.work.offices.settings import OfficeSettings
from engine.work.records.lists import record_options

MOST_CASES = 200

_PARTY_LABELS = {
    PartyKind.COMPLAINANT: Sentence("ผู้ร้องเรียนรายที่ {n}", "Complainant {n}"),
    PartyKind.RESPONDENT: Sentence("ผู้ถูกร้องเรียนรายที่ {n}", "Respondent {n}"),
    PartyKind.WITNESS: Sentence("พยานรายที่ {n}", "Witness {n}"),
    PartyKind.SOURCE_AGENCY: Sentence("หน่วยงานที่ส่งเรื่องแห่งที่ {n}", "Source agency {n}"),
}


class Lazily(Mapping[str, Any]):
    """Values by name, each made when it is first asked for: a form uses few of them."""

    def __init__(self, makers: Mapping[str, Callable[[], Any]]) -> None:
        self._makers = makers
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def office_lists(
    uow: UnitOfWork,
    settings: OfficeSettings,
    case: Case | None,
    parties: Callable[[], Sequence[Party]],
    *,
    to_read: bool = False,
) -> Lazily:
    """Return the lists of the office, and of the case once there is one.

    ``to_read`` are those by which answers are named that were given before: what the office
    offers no longer is in them too.
    """
    profile = settings.profile
    channels = profile.channels if to_read else profile.open_channels
    return Lazily(
        {
            "units": lambda: _named(profile.units),
            "categories": lambda: _named(profile.categories),
            "channels": lambda: _named(channels),
            "outside_bodies": lambda: _named(profile.outside_bodies),
            "retentions": lambda: _named(profile.retention),
            "public_documents": lambda: _named(profile.public_documents),
            "respondent_kinds": lambda: [
                option(route.kind, route.label) for route in profile.respondent_choices()
            ],
            "members": lambda: _members(uow, settings, case),
            "memberships": lambda: _memberships(uow, settings),
            "cases": lambda: joinable_cases(uow, case) if case else [],
            "parties": lambda: party_options(parties()),
            "respondents": lambda: _respondents(uow, case) if case else [],
            "issues": lambda: _issues(uow, case) if case else [],
            "listed_records": lambda: record_options(uow, case.id, is_chosen=False) if case else [],
            "records": lambda: record_options(uow, case.id, is_chosen=True) if case else [],
        }
    )


def party_options(parties: Sequence[Party]) -> list[Option]:
    """Name the parties without telling who they are: ผู้ร้องเรียนรายที่ 1 ..."""
    return [option(str(party.id), party_label(party)) for party in parties]


def party_label(party: Party) -> Sentence:
    label = _PARTY_LABELS[party.kind]
    return Sentence(label.th.format(n=party.ordinal), label.en.format(n=party.ordinal))


def _respondents(uow: UnitOfWork, case: Case) -> list[Option]:
    """Name the respondents: unlike complainants they are known to whoever reads the case."""
    found = [p for p in parties_of(uow, case.id) if p.kind is PartyKind.RESPONDENT]
    return [option(str(party.id), _respondent_label(party)) for party in found]


def _respondent_label(party: Party) -> Sentence:
    known = " ".join(str(party.details[k]) for k in ("name", "position") if party.details.get(k))
    return Sentence(known, known) if known else party_label(party)


def _issues(uow: UnitOfWork, case: Case) -> list[Option]:
    return [
        option(str(issue.id), Sentence(issue.statement, issue.statement))
        for issue in issues_of(uow, case.id)
    ]


def option(value: str, name: Sentence) -> Option:
    return Option(value, Label(name.th, name.en))


def _named(table: Mapping[str, Any]) -> list[Option]:
    return [option(key, each.name) for key, each in table.items()]


def _members(uow: UnitOfWork, settings: OfficeSettings, case: Case | None) -> list[Option]:
    excluded = excluded_people(uow, case.id) if case else frozenset()
    people = {
        member.person_id: f"{member.name} ({member.position})"
        for member in members(uow, settings.today)
        if member.person_id not in excluded
    }
    return [option(str(person_id), Sentence(name, name)) for person_id, name in people.items()]


def _memberships(uow: UnitOfWork, settings: OfficeSettings) -> list[Option]:
    """Name the roles that an order can end, each with who has it."""
    return [
        option(
            str(one.id),
            Sentence(f"{one.name} {role.th}", f"{one.name}: {role.en}"),
        )
        for one in appointed_today(uow)
        for role in [role_words(settings, one.role, one.unit)]
    ]


def joinable_cases(
    uow: UnitOfWork, case: Case, *, among: Collection[UUID] | None = None
) -> list[Option]:
    """Return the open cases with which this one may be joined, as far as the actor knows them.

    The newest first, ``MOST_CASES`` at most; only those ``among`` these, when they are given.
    """
    table = tables.case
    office_id, person_id = uow.actor.office_id, uow.actor.person_id
    rows = uow.connection.execute(
        select(table.c.id, table.c.number, table.c.subject)
        .where(
            table.c.office_id == office_id,
            table.c.status == OPEN,
            table.c.id != case.id,
            true() if among is None else table.c.id.in_(among),
            is_about_others(office_id, person_id, table.c.id),
            or_(table.c.secrecy == ORDINARY, is_member(office_id, person_id, table.c.id)),
        )
        .order_by(table.c.received_on.desc(), table.c.number)
        .limit(MOST_CASES)
    ).all()
    names = ((row.id, f"{row.number} {row.subject or ''}".strip()) for row in rows)
    return [option(str(case_id), Sentence(name, name)) for case_id, name in names]
