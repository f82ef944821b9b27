"""Take the lines of a paper register in: first as a plan that writes nothing, then all or none.

What was filed on paper becomes a case that ran in no process here. What is still open begins
the office's process at its first step, on the true day of its receipt; that it was late before
it came is told to nobody anew.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import and_, select

from engine.access.membership import standing_of
from engine.access.permissions import Command, check
from engine.bpmn.edition import Edition
from engine.cases.links import admit
from engine.cases.numbers import SECRET_REGISTER, enter_number, keep_ahead
from engine.definitions.adoption import get_adopted_edition
from engine.errors import FormInvalid, NoEligibleHandler, NotFound, Sentence
from engine.journal.chain import genesis_hash
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.office.profile_tables import CaseKind, NumberSeries
from engine.store import tables
from engine.store.unit_of_work import CASE, UnitOfWork
from engine.work.offices.settings import OfficeSettings, settings_in_force
from engine.work.opening import Opening, exclude_holders, open_under, start_case
from engine.work.paper_book.lines import BookLine, Column, Fault, read_book
from engine.work.paper_book.received_sheets import Row
from engine.work.submissions import find_result, hold_submission, keep_result

IMPORT = "import_register"
# Of what is still open each begins a process, which takes its time in the one unit of all.
MOST_OPEN: Final = 50
# The door of the profile by which an officer takes complaints in.
_DOOR = "officer"
_AT_ONCE = 200


class Fate(StrEnum):
    """What becomes of a line. KNOWN: it was taken in before, and is not taken in twice."""

    FILED = "filed"
    OPEN = "open"
    KNOWN = "known"


@dataclass(frozen=True)
class Planned:
    line: BookLine
    number: str
    fate: Fate


@dataclass(frozen=True)
class Plan:
    """What a file would make; with a single fault it makes nothing."""

    lines: tuple[Planned, ...]
    faults: tuple[Fault, ...]

    def count(self, fate: Fate) -> int:
        return sum(one.fate is fate for one in self.lines)

    @property
    def is_news(self) -> bool:
        return not self.faults and any(one.fate is not Fate.KNOWN for one in self.lines)


def plan_import(uow: UnitOfWork, rows: Sequence[Row]) -> Plan:
    """Say of every line what would become of it, and of every cell what is wrong with it.

    Raises
    ------
    NotFound, NotPermitted
        The actor takes no register in, or the office takes no complaints in.
    """
    _check(uow)
    settings = settings_in_force(uow, uow.today)
    found = read_book(rows, settings.profile, uow.today)
    numbers = {
        line.row: _series(settings, line).render(line.number, line.year) for line in found.lines
    }
    known = _known(uow, numbers.values(), found.lines)
    planned: list[Planned] = []
    faults = list(found.faults)
    for line in found.lines:
        number = numbers[line.row]
        before = known.get(number) or known.get(line.place_in_book)
        if before is not None and not _is_same(line, before):
            faults.append(Fault(line.row, Column.NUMBER, _TAKEN))
        fate = Fate.KNOWN if before else Fate.FILED if line.is_filed else Fate.OPEN
        planned.append(Planned(line, number, fate))
    still_open = [one.line for one in planned if one.fate is Fate.OPEN]
    faults += [Fault(line.row, Column.FILED_ON, _TOO_MANY) for line in still_open[MOST_OPEN:]]
    return Plan(tuple(planned), tuple(sorted(faults, key=lambda one: one.row)))


def import_register(uow: UnitOfWork, rows: Sequence[Row], *, submission_key: UUID) -> int:
    """Take every line in that is not in yet; return how many that were.

    Raises
    ------
    NotFound, NotPermitted
        As ``plan_import``.
    FormInvalid
        Something is wrong with a line, by ``row.column``: nothing is taken in.
    """
    hold_submission(uow, submission_key)
    first = find_result(uow, submission_key, IMPORT)
    if first is not None:
        return int(first)
    uow.hold(uow.actor.office_id)
    _check(uow)
    settings = settings_in_force(uow, uow.today)
    _lock_series(uow, read_book(rows, settings.profile, uow.today).lines)
    plan = plan_import(uow, rows)
    if plan.faults:
        raise FormInvalid({_at(one.row, one.column): [one.said] for one in plan.faults})
    edition = get_adopted_edition(uow, settings.profile.doors[_DOOR])
    news = [one.line for one in plan.lines if one.fate is not Fate.KNOWN]
    for line in news:
        _take_in(uow, settings, edition, line)
    if news:
        append(
            uow,
            uow.actor.office_id,
            EventKind.REGISTER_IMPORTED,
            {"filed": plan.count(Fate.FILED), "open": plan.count(Fate.OPEN)},
        )
    keep_result(uow, submission_key, IMPORT, str(len(news)))
    return len(news)


def _check(uow: UnitOfWork) -> None:
    if uow.actor.person_id is None:
        raise NotFound
    check(standing_of(uow, uow.actor.person_id, uow.today), Command.IMPORT_REGISTER)
    if _DOOR not in settings_in_force(uow, uow.today).profile.doors:
        raise NotFound


def _series(settings: OfficeSettings, line: BookLine) -> NumberSeries:
    numbers = settings.profile.numbers
    return numbers.secret_register if line.series == SECRET_REGISTER else numbers.register


def _lock_series(uow: UnitOfWork, lines: Iterable[BookLine]) -> None:
    """Keep everybody else from taking a number of these years until this unit has ended."""
    last: dict[tuple[str, int], int] = {}
    for line in lines:
        key = (line.series, line.year)
        last[key] = max(last.get(key, 0), line.number)
    for (series, year), ordinal in sorted(last.items()):
        keep_ahead(uow, series, year, ordinal)


def _known(
    uow: UnitOfWork, numbers: Iterable[str], lines: Sequence[BookLine]
) -> dict[str | tuple[str, int, int], Any]:
    """Find what stands under these numbers, or at these places of the books, already."""
    numbered, register = tables.case_number, tables.case
    query = (
        select(
            numbered.c.number,
            numbered.c.series,
            numbered.c.year,
            numbered.c.ordinal,
            register.c.is_from_book,
            register.c.received_on,
            register.c.subject,
        )
        .join(
            register,
            and_(register.c.office_id == numbered.c.office_id, register.c.id == numbered.c.case_id),
        )
        .where(numbered.c.office_id == uow.actor.office_id)
    )
    found: dict[str | tuple[str, int, int], Any] = {}
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), _AT_ONCE):
        here = numbered.c.number.in_(wanted[start : start + _AT_ONCE])
        found |= {row.number: row for row in uow.connection.execute(query.where(here))}
    for series, year in sorted({(line.series, line.year) for line in lines}):
        of_book = query.where(numbered.c.series == series, numbered.c.year == year)
        rows = uow.connection.execute(of_book)
        found |= {(row.series, row.year, row.ordinal): row for row in rows}
    return found


def _is_same(line: BookLine, before: Any) -> bool:
    said = (before.is_from_book, before.received_on, before.subject)
    return said == (True, line.received_on, line.subject)


def _take_in(uow: UnitOfWork, settings: OfficeSettings, edition: Edition, line: BookLine) -> None:
    case_id = uuid4()
    uow.open_stream(CASE, case_id, genesis_hash(uow.actor.office_id, case_id))
    number = enter_number(
        uow, line.series, _series(settings, line), line.year, line.number, case_id
    )
    # What never ran in a process here has no instance that says under which it stands.
    stands_under = edition.sha256 if line.is_filed else None
    open_under(uow, case_id, _opening(edition, line), number, edition=stands_under)
    if uow.actor.person_id:
        admit(uow, case_id, uow.actor.person_id, "lodger")
    append(
        uow,
        case_id,
        EventKind.CASE_IMPORTED,
        {
            "remark": line.remark,
            "result": line.result,
            "result_on": line.result_on,
            "filed_on": line.filed_on,
        },
    )
    exclude_holders(uow, settings, case_id, line.about)
    if line.is_filed:
        return
    try:
        start_case(uow, settings, case_id, edition)
    except NoEligibleHandler as error:
        raise FormInvalid({_at(line.row, Column.ABOUT): [error.sentence]}) from error


def _opening(edition: Edition, line: BookLine) -> Opening:
    return Opening(
        process_id=edition.process_id,
        kind=CaseKind.COMPLAINT.value,
        channel=line.channel,
        category=line.category,
        secrecy=line.secrecy,
        subject=line.subject,
        place=line.place,
        is_anonymous=False,
        respondent_kind=line.about,
        received_on=line.received_on,
        answers={},
    )


def _at(row: int, column: Column) -> str:
    return f"{row}.{column.value}"


_TAKEN = Sentence("เลขนี้เป็นของเรื่องอื่นในระบบแล้ว", "Another case of the system has this number.")
_TOO_MANY = Sentence(
    f"เรื่องที่ยังไม่ปิดนำเข้าได้ครั้งละไม่เกิน {MOST_OPEN} เรื่อง แบ่งเป็นหลายแฟ้ม",
    f"At most {MOST_OPEN} open cases at a time; make several files of it.",
)
