"""What an office has set, revision by revision: put on record, taken back, looked through.

Changes of several places may be gathered first and put on record as one revision; what is
gathered is the office's, not one person's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, ColumnElement, select, true

from engine.access.membership import standing_of
from engine.access.permissions import Command, check
from engine.errors import (
    ConcurrentUpdate,
    FormInvalid,
    InvalidTransition,
    NotPermitted,
    Sentence,
)
from engine.journal.events import Event, read_stream
from engine.journal.kinds import EventKind
from engine.office.profile import OfficeProfile, parse_profile
from engine.office.profile_settings import SEVERAL, Place, keys_of, new_keys
from engine.office.thai import date_and_time, long_date
from engine.reports.publications import PublicationKind
from engine.store import tables
from engine.store.rows import delete_rows, find_row, insert_row
from engine.store.unit_of_work import UnitOfWork
from engine.work.business.starting import cycles_asked_for
from engine.work.names import person_names
from engine.work.offices.doors import check_doors
from engine.work.offices.opening import revise_profile
from engine.work.submissions import find_result, keep_result

SHORTEST_REASON: Final = 5
_REVISE, _TAKE_BACK = "revise_office_profile", "take_back_profile"


@dataclass(frozen=True)
class Revision:
    """One state of the settings. ``by`` is "" where the office began with it; ``reason`` too."""

    number: int
    effective_on: date
    recorded_at: datetime
    by: str
    reason: str
    toml: str


@dataclass(frozen=True)
class Change:
    """A profile that is to follow revision ``base``, from a day on.

    ``gathered`` is the version of the gathered changes that it holds; 0: there were none.
    """

    base: int
    toml: str
    effective_on: date
    reason: str
    gathered: int = 0


@dataclass(frozen=True)
class Gathered:
    """Changes that wait to be put on record together; ``version`` grows with each that joins."""

    base: int
    version: int
    toml: str
    by: str
    changed_at: datetime


@dataclass(frozen=True)
class _Use:
    """A column that names an entry by its key, behind ``prefix``, in the rows of ``among``."""

    column: Column[Any]
    prefix: str = ""
    among: ColumnElement[bool] = field(default_factory=true)


class RevisedMeanwhile(ConcurrentUpdate):
    """The settings were changed since the form was opened; it can be sent again as it is."""


def revisions(uow: UnitOfWork) -> list[Revision]:
    """Return all revisions of the actor's office, the newest first."""
    _check(uow, Command.SEE_OFFICE)
    return _revisions(uow)


def in_force(found: Sequence[Revision], today: date) -> Revision:
    """Return the revision that counts on a day: the newest whose day has come."""
    return next(each for each in found if each.effective_on <= today)


def revise_office(uow: UnitOfWork, change: Change, *, submission_key: UUID) -> int:
    """Put a changed profile on record and return its revision; a repeat returns the first one's.

    Raises
    ------
    NotPermitted
        The actor keeps no settings.
    RevisedMeanwhile
        Somebody else's revision stands where ``base`` did.
    FormInvalid
        There is no reason, or the day lies behind, or before that of the revision that waits.
    ProfileInvalid
        The text is no valid profile; its problems are located.
    InvalidTransition
        A key is missing that a case, a person or a clock goes by, or a door leads nowhere.
    """
    uow.hold(uow.actor.office_id)
    _check(uow, Command.MANAGE_OFFICE)
    first = find_result(uow, submission_key, _REVISE)
    if first is not None:
        return int(first)
    latest = _revisions(uow)[0]
    _check_seen(uow, latest, change.base, change.gathered)
    _check_said(change, max(uow.today, latest.effective_on))
    _check_holds(uow, latest, change.toml)
    revise_profile(uow, change.toml, effective_on=change.effective_on, reason=change.reason)
    if (waiting := _gathered(uow)) and waiting.base == change.base:
        _drop_gathered(uow)
    number = latest.number + 1
    keep_result(uow, submission_key, _REVISE, str(number))
    return number


def find_gathered(uow: UnitOfWork) -> Gathered | None:
    """Return the changes that wait to be put on record together.

    Their ``base`` is an older revision than the newest where somebody took that back meanwhile:
    then they can only be discarded.
    """
    _check(uow, Command.SEE_OFFICE)
    return _gathered(uow)


def gather(uow: UnitOfWork, base: int, gathered: int, toml: str) -> int:
    """Keep a changed profile for the revision that is to come; return the version it is now.

    Nothing of it counts yet. Raises as :func:`revise_office` does, but asks no reason and no day.
    """
    uow.hold(uow.actor.office_id)
    _check(uow, Command.MANAGE_OFFICE)
    latest = _revisions(uow)[0]
    _check_seen(uow, latest, base, gathered)
    _check_holds(uow, latest, toml)
    before = _gathered(uow)
    if before is not None and before.base != base:
        raise RevisedMeanwhile(_LEFT_BEHIND)
    version = before.version + 1 if before else 1
    _drop_gathered(uow)
    insert_row(
        uow.connection,
        tables.gathered_profile,
        office_id=uow.actor.office_id,
        base=base,
        version=version,
        toml=toml,
        changed_by=uow.actor.person_id,
        changed_at=uow.now,
    )
    return version


def discard_gathered(uow: UnitOfWork, version: int) -> None:
    """Drop the gathered changes as the actor saw them; what is gone stays gone.

    Raises
    ------
    RevisedMeanwhile
        Another change has joined them: it is not dropped unseen.
    """
    uow.hold(uow.actor.office_id)
    _check(uow, Command.MANAGE_OFFICE)
    found = _gathered(uow)
    if found is not None and found.version != version:
        raise RevisedMeanwhile(_joined_meanwhile(found))
    _drop_gathered(uow)


def take_back(uow: UnitOfWork, base: int, reason: str, *, submission_key: UUID) -> int:
    """Let what is in force go on in place of revisions whose day has not come.

    Raises
    ------
    InvalidTransition
        None waits for its day.
    NotPermitted, RevisedMeanwhile, FormInvalid
        As of :func:`revise_office`.
    """
    uow.hold(uow.actor.office_id)
    _check(uow, Command.MANAGE_OFFICE)
    first = find_result(uow, submission_key, _TAKE_BACK)
    if first is not None:
        return int(first)
    found = _revisions(uow)
    latest, now = found[0], in_force(found, uow.today)
    if latest.number != base:
        raise RevisedMeanwhile(_meanwhile(latest))
    if latest.number == now.number:
        raise InvalidTransition(_NONE_WAITS)
    _check_said(Change(base, now.toml, uow.today, reason), uow.today)
    revise_profile(uow, now.toml, effective_on=uow.today, reason=reason)
    number = latest.number + 1
    keep_result(uow, submission_key, _TAKE_BACK, str(number))
    return number


def addable_keys(uow: UnitOfWork, profile: OfficeProfile, table: str) -> tuple[str, ...] | None:
    """Return the keys that an entry can be added under; None: whatever the office chooses."""
    if table == "cycles":
        return tuple(name for name in cycles_asked_for(uow) if name not in profile.cycles)
    return new_keys(profile, table)


def may_be_removed(profile: OfficeProfile, place: Place) -> bool:
    """Tell whether an entry is one that an office can do without, if nothing goes by it."""
    return len(place) > 1 and place[0] in _REMOVABLE and place[1] in keys_of(profile, place[0])


def is_in_use(uow: UnitOfWork, table: str, key: str) -> bool:
    """Tell whether a case, a person or a clock of the office goes by an entry of a table."""
    return any(_is_found(uow, use, key) for use in _USES.get(table, ()))


def _is_found(uow: UnitOfWork, use: _Use, key: str) -> bool:
    of_office = use.column.table.c.office_id == uow.actor.office_id
    named = use.column == f"{use.prefix}{key}"
    found = select(use.column).where(of_office, use.among, named).limit(1)
    return uow.connection.scalar(found) is not None


def _check(uow: UnitOfWork, command: Command) -> None:
    person_id = uow.actor.person_id
    if person_id is None:
        raise NotPermitted
    check(standing_of(uow, person_id, uow.today), command)


def _gathered(uow: UnitOfWork) -> Gathered | None:
    row = find_row(uow.connection, tables.gathered_profile, office_id=uow.actor.office_id)
    if row is None:
        return None
    by = person_names(uow, [row.changed_by]).get(row.changed_by, "")
    return Gathered(row.base, row.version, row.toml, by, row.changed_at)


def _drop_gathered(uow: UnitOfWork) -> None:
    delete_rows(uow.connection, tables.gathered_profile, office_id=uow.actor.office_id)


def _check_seen(uow: UnitOfWork, latest: Revision, base: int, version: int) -> None:
    """Refuse what was made without what others have put on record, or gathered, meanwhile."""
    if latest.number != base:
        raise RevisedMeanwhile(_meanwhile(latest))
    found = _gathered(uow)
    if found is not None and found.base == base and found.version != version:
        raise RevisedMeanwhile(_joined_meanwhile(found))


def _check_holds(uow: UnitOfWork, latest: Revision, toml: str) -> None:
    """Refuse a profile under which something of the office would be left without its entry."""
    before, after = (parse_profile(text, "profile") for text in (latest.toml, toml))
    _check_removed(uow, before, after)
    check_doors(uow, before, after)


def _revisions(uow: UnitOfWork) -> list[Revision]:
    kinds = {EventKind.PROFILE_REVISED}
    events = list(read_stream(uow, uow.actor.office_id, kinds=kinds))
    names = person_names(uow, [event.actor_id for event in events])
    return [_revision(number, event, names) for number, event in enumerate(events, start=1)][::-1]


def _revision(number: int, event: Event, names: Mapping[UUID, str]) -> Revision:
    return Revision(
        number=number,
        effective_on=date.fromisoformat(event.content["effective_on"]),
        recorded_at=event.recorded_at,
        by=names.get(event.actor_id, "") if event.actor_id else "",
        reason=event.content.get("reason") or "",
        toml=event.content["toml"],
    )


def _check_said(change: Change, earliest: date) -> None:
    messages: dict[str, list[Sentence]] = {}
    if len(change.reason.strip()) < SHORTEST_REASON:
        messages["reason"] = [_REASON]
    if change.effective_on < earliest:
        messages["effective_on"] = [
            Sentence(
                f"ต้องไม่ก่อนวันที่ {long_date(earliest).th}",
                f"It must not be before {long_date(earliest).en}.",
            )
        ]
    if messages:
        raise FormInvalid(messages)


def _check_removed(uow: UnitOfWork, before: OfficeProfile, after: OfficeProfile) -> None:
    for table in _USES:
        for key in set(keys_of(before, table)) - set(keys_of(after, table)):
            if is_in_use(uow, table, key):
                raise InvalidTransition(_IN_USE)


def _meanwhile(latest: Revision) -> Sentence:
    at = date_and_time(latest.recorded_at)
    return Sentence(
        f"{latest.by} แก้ข้อมูลหน่วยงานก่อนแล้ว เมื่อ {at.th} สิ่งที่ท่านพิมพ์ยังอยู่ ตรวจอีกครั้งแล้วบันทึก",
        f"{latest.by} changed the settings first, on {at.en}. What you typed is kept; "
        "look again and save.",
    )


def _joined_meanwhile(found: Gathered) -> Sentence:
    at = date_and_time(found.changed_at)
    return Sentence(
        f"{found.by} เก็บการแก้ไขอื่นไว้รวมกันแล้ว เมื่อ {at.th} สิ่งที่ท่านพิมพ์ยังอยู่ ตรวจอีกครั้งแล้วบันทึก",
        f"{found.by} has gathered another change, on {at.en}. What you typed is kept; "
        "look again and save.",
    )


_USES: Final[Mapping[str, tuple[_Use, ...]]] = {
    "channels": (_Use(tables.case.c.channel), _Use(tables.case_party.c.channel)),
    "categories": (_Use(tables.case.c.category),),
    "kinds": (_Use(tables.case.c.kind),),
    "units": (
        _Use(tables.membership.c.unit),
        _Use(tables.case_party.c.unit),
        _Use(tables.work_item_candidate.c.queue, prefix="unit:"),
    ),
    "deadlines": (_Use(tables.deadline.c.name),),
    "outside_bodies": (_Use(tables.case.c.suspended_for),),
    "public_documents": (
        _Use(
            tables.publication.c.slug,
            among=tables.publication.c.kind == PublicationKind.DOCUMENT.value,
        ),
    ),
}
# A sign chain or a route of a respondent is changed, never left out.
_REMOVABLE: Final = frozenset(SEVERAL) - {"sign_chains", "respondents"}
_REASON = Sentence(
    "เขียนเหตุผลที่แก้ เช่น คำสั่งหรือหนังสือที่ให้แก้", "Say why: the order or letter that asks for it."
)
_LEFT_BEHIND = Sentence(
    "มีการแก้ไขที่เก็บไว้ก่อนข้อมูลหน่วยงานเปลี่ยน บันทึกไม่ได้แล้ว ทิ้งที่หน้าข้อมูลหน่วยงานก่อน แล้วเก็บใหม่",
    "Changes were gathered before the settings were changed and cannot be put on record. "
    "Discard them on the page of the settings first.",
)
_NONE_WAITS = Sentence("ไม่มีการแก้ไขที่รอวันเริ่มใช้แล้ว", "No change waits for its day any more.")
_IN_USE = Sentence(
    "นำรายการนี้ออกไม่ได้ มีเรื่อง คน หรือกำหนดเวลาที่ใช้อยู่ เปลี่ยนชื่อได้",
    "This entry cannot be taken out: a case, a person or a clock goes by it. It can be renamed.",
)
