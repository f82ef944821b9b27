"""What a form may know beside its own answers: the lists of the office, what the case knows."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from engine.cases.issues import FINDING_WORDS, issues_of
from engine.cases.parties import Party, PartyKind, cases_against, parties_of
from engine.cases.register import Case
from engine.errors import Sentence
from engine.journal.events import get_events
from engine.journal.kinds import EventKind
from engine.office.office_time import office_date
from engine.office.roles import Role
from engine.office.thai import short_date
from engine.store import tables
from engine.store.unit_of_work import UnitOfWork
from engine.work.agencies.report_letters import known_of_report
from engine.work.appointments.orders import APPOINTEES, known_of_appointment
from engine.work.business.channel_checks import published_channels, rows_to_check
from engine.work.business.report_names import known_of_figures
from engine.work.committees.drafted_orders import drafted_members
from engine.work.done_steps import said_in_run
from engine.work.form_lists import Lazily, joinable_cases, office_lists
from engine.work.identities.decisions import known_of_request
from engine.work.names import person_names
from engine.work.offices.settings import OfficeSettings
from engine.work.parts import part_names
from engine.work.public.retaliation_names import known_of_retaliation
from engine.work.publishing.document_names import FILE, SLOT, known_of_document
from engine.work.publishing.guidelines import known_of_guideline, known_of_readiness
from engine.work.publishing.participation_names import known_of_participation
from engine.work.records.lists import known_of_records
from engine.work.variables import last_item
from engine.work.work_items import COMPLETED, WorkItem, work_items_of

# Of a case that went round many times, the newest are read.
MOST_REPORTS = 12
MOST_STEPS = 40
MOST_DUPLICATES = 5

_TOLD = frozenset({PartyKind.COMPLAINANT, PartyKind.SOURCE_AGENCY})
_LAST_COMPLETED = (
    select(tables.case_event.c.occurred_on)
    .where(
        tables.case_event.c.office_id == bindparam("office_id"),
        tables.case_event.c.stream_id == bindparam("stream_id"),
        tables.case_event.c.kind == EventKind.WORK_ITEM_COMPLETED.value,
    )
    .order_by(tables.case_event.c.seq.desc())
    .limit(1)
)
_OWN_UNIT = Sentence("กลุ่มงานนี้เป็นกลุ่มงานของผู้ถูกร้องเรียน", "This is the respondent's own unit.")


def intake_names(
    uow: UnitOfWork, settings: OfficeSettings, *, door: str = "officer"
) -> dict[str, Any]:
    """Return the names for a start form: there is no case yet."""
    return {"options": office_lists(uow, settings, None, lambda: ()), "known": {}, "door": door}


def form_names(
    uow: UnitOfWork, settings: OfficeSettings, case: Case, item: WorkItem
) -> dict[str, Any]:
    """Return the names for the form of a step of the case."""

    @cache
    def parties() -> tuple[Party, ...]:
        return parties_of(uow, case.id)

    return {
        "options": office_lists(uow, settings, case, parties),
        "known": _known(uow, settings, case, item, parties),
        "case": Lazily(
            {
                "kind": lambda: case.kind,
                "category": lambda: case.category,
                "secrecy": lambda: case.secrecy,
                "is_anonymous": lambda: case.is_anonymous,
                "has_sources": lambda: any(p.kind is PartyKind.SOURCE_AGENCY for p in parties()),
            }
        ),
        "previous_on": previous_day(uow, case),
        "due_on": item.due_on,
        "door": "officer",
    }


def previous_day(uow: UnitOfWork, case: Case) -> date:
    """Return the day on which the step before happened; of the first, when the case was received.

    A step is not recorded as earlier than that without a reason (U6).
    """
    found: date | None = uow.connection.scalar(
        _LAST_COMPLETED, {"office_id": uow.actor.office_id, "stream_id": case.id}
    )
    return found or case.received_on


def _known(
    uow: UnitOfWork,
    settings: OfficeSettings,
    case: Case,
    item: WorkItem,
    parties: Callable[[], Sequence[Party]],
) -> Lazily:
    return Lazily(
        {
            "contactable": lambda: [
                {"party": str(p.id), "yes": p.is_contactable} for p in parties() if p.kind in _TOLD
            ],
            "findings": lambda: [
                {"issue": issue.statement, "finding": issue.finding}
                for issue in issues_of(uow, case.id)
            ],
            # What was stated before, or came with the case when it was split off from another.
            "issues": lambda: [{"text": issue.statement} for issue in issues_of(uow, case.id)],
            "party": lambda: last_item(item.scope),
            # Whom an amended order begins with: the draft sent back, or who sits today.
            "members": lambda: drafted_members(uow, case, item),
            "own_unit_warning": lambda: _own_unit_warning(item, parties()),
            "duplicate_hint": lambda: _duplicates(uow, case),
            "reports": lambda: _reports(uow, settings, case),
            "summary": lambda: _summary(uow, settings, case),
            "category": lambda: case.category,
            "result": lambda: case.result,
            "behaviour": lambda: case.behaviour,
            "subject": lambda: case.subject,
            "secrecy": lambda: case.secrecy,
            "retention": lambda: _retention(settings, case),
            # What was proposed, for who orders it and who records that it went there.
            "units": lambda: said_before(uow, item, "units"),
            "agency": lambda: said_before(uow, item, "agency"),
            "order_text": lambda: said_before(uow, item, "order_text"),
            "follow_ups": lambda: _improvements(uow, item),
            "channels": lambda: _to_check(settings, case, by_two=False),
            "channels_published": lambda: published_channels(settings.profile),
            "boxes": lambda: _to_check(settings, case, by_two=True),
            **known_of_figures(uow, settings, case),
            **known_of_request(uow, case, item),
            **known_of_guideline(uow, settings, case),
            **known_of_readiness(uow, settings),
            **known_of_records(uow, settings, case),
            **known_of_report(uow, settings, case, item, parties),
            **known_of_appointment(uow, settings, lambda: _drafted(uow, item, APPOINTEES)),
            "point_name": lambda: said_before(uow, item, "point_name"),
            **known_of_document(
                uow,
                settings,
                case,
                lambda: _drafted(uow, item, SLOT),
                lambda: said_before(uow, item, FILE),
            ),
            **known_of_participation(
                uow,
                case,
                lambda: said_before(uow, item, "activities"),
                settings.profile.digits.pages,
            ),
            **known_of_retaliation(
                uow, settings, case, item, lambda key: said_before(uow, item, key)
            ),
        }
    )


def said_before(uow: UnitOfWork, item: WorkItem, key: str) -> Any:
    """Return the newest answer of this key in the same run of the process, None without one."""
    done = said_in_run(uow, item.case_id, item.instance_id, limit=MOST_STEPS)
    said = (event.content["answers"].get(key) for _, event in done)
    return next((one for one in said if one), None)


def _drafted(uow: UnitOfWork, item: WorkItem, key: str) -> Mapping[str, Any]:
    """Return what was answered last in the same run where this key was; {} where it was not."""
    done = said_in_run(uow, item.case_id, item.instance_id, limit=MOST_STEPS)
    said = (event.content["answers"] for _, event in done)
    return next((answers for answers in said if answers.get(key)), {})


def _improvements(uow: UnitOfWork, item: WorkItem) -> list[dict[str, Any]]:
    """Return what the yearly report proposed to improve, as rows of work to be followed up."""
    rows = said_before(uow, item, "improvements") or []
    return [{"kind": "improvement", "text": row["text"], "due": row["due"]} for row in rows]


def _to_check(settings: OfficeSettings, case: Case, *, by_two: bool) -> list[dict[str, str]]:
    day = case.period_from or case.received_on
    return rows_to_check(settings.profile, settings.calendar, day, by_two=by_two)


def _retention(settings: OfficeSettings, case: Case) -> str | None:
    """Return how long the profile keeps cases of this category, for who files it to confirm."""
    known = settings.profile.categories.get(str(case.category))
    return known.retention if known else None


def _own_unit_warning(item: WorkItem, parties: Sequence[Party]) -> str | None:
    unit = last_item(item.scope)
    own = any(p.kind is PartyKind.RESPONDENT and p.unit and p.unit == unit for p in parties)
    return _OWN_UNIT.th if own else None


def _duplicates(uow: UnitOfWork, case: Case) -> str | None:
    """Name the cases about the same respondent by number, as far as the actor may know them."""
    same = frozenset[UUID]().union(
        *(cases_against(uow, index) for index in _respondent_indexes(uow, case))
    )
    found = [option.label.th for option in joinable_cases(uow, case, among=same)]
    more = len(found) - MOST_DUPLICATES
    lines = found[:MOST_DUPLICATES] + ([f"และอีก {more} เรื่อง"] if more > 0 else [])
    return "\n".join(lines) or None


def _respondent_indexes(uow: UnitOfWork, case: Case) -> list[bytes]:
    table = tables.case_party
    return list(
        uow.connection.scalars(
            select(table.c.name_index).where(
                table.c.office_id == uow.actor.office_id,
                table.c.case_id == case.id,
                table.c.name_index.is_not(None),
            )
        )
    )


def _reports(uow: UnitOfWork, settings: OfficeSettings, case: Case) -> list[dict[str, Any]]:
    """Return what units and committee have reported, the newest last."""
    reported = [
        item
        for item in work_items_of(uow, case.id)
        if item.status == COMPLETED
        and item.role in (Role.UNIT_MEMBER, Role.COMMITTEE_MEMBER)
        and item.completed_seq
    ]
    newest = reported[-MOST_REPORTS:]
    events = get_events(uow, case.id, {item.completed_seq or 0 for item in newest})
    rows = []
    for item in newest:
        event = events[item.completed_seq or 0]
        findings = event.content["answers"].get("findings") or []
        unit = settings.profile.units.get(last_item(item.scope) or "")
        rows.append(
            {
                "from": unit.name.th if unit else item.name,
                "date": short_date(event.occurred_on, settings.profile.digits.pages).th,
                "finding": _findings_in_words(findings),
            }
        )
    return rows


def _findings_in_words(findings: Sequence[Mapping[str, Any]]) -> str:
    """Return ``มีมูล``; of several issues ``ประเด็นที่ 1 มีมูล ประเด็นที่ 2 ไม่มีมูล``."""
    words = [FINDING_WORDS.get(row.get("finding") or "", "") for row in findings]
    if len(words) < 2:  # noqa: PLR2004 (one issue needs no number)
        return "".join(words)
    return " ".join(f"ประเด็นที่ {n} {word}" for n, word in enumerate(words, 1) if word)


def _summary(uow: UnitOfWork, settings: OfficeSettings, case: Case) -> list[Mapping[str, Any]]:
    """Return the steps of the case, one line each, for who confirms the record (U18)."""
    completed = (item for item in work_items_of(uow, case.id) if item.status == COMPLETED)
    done = sorted(completed, key=lambda item: item.completed_seq or 0)[-MOST_STEPS:]
    people = person_names(uow, (item.completed_by for item in done))
    parts = part_names(uow, settings, [(case.id, item.scope) for item in done if item.scope])
    digits = settings.profile.digits.pages
    return [
        {
            "step": f"{item.name} {parts[item.scope].th}" if item.scope in parts else item.name,
            "date": short_date(office_date(item.ended_at), digits).th,
            "by": people.get(item.completed_by, "") if item.completed_by else "",
        }
        for item in done
        if item.ended_at
    ]
