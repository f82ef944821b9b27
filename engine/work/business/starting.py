"""What an office does of itself (งานของสำนักงาน): reports and checks, each a case of its own.

It came in by no channel, is about nobody, stands in neither register, and says which days it
reports on.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from engine.access.permissions import Command, check
from engine.access.substitutions import standing_of_actor
from engine.bpmn.edition import Edition
from engine.cases.register import ORDINARY
from engine.definitions.adoption import Adoption, adopted, get_adopted_edition
from engine.definitions.editions import get_edition
from engine.definitions.reading import cycle_of, publishes
from engine.errors import FormInvalid, InvalidTransition, NotFound, Sentence
from engine.journal.chain import genesis_hash
from engine.office.cycles import Cycle
from engine.office.fiscal_year import Period
from engine.office.profile_tables import CaseKind
from engine.reports.publications import PublicationKind
from engine.store.unit_of_work import CASE, UnitOfWork
from engine.work.business.names import subject_of
from engine.work.offices.settings import OfficeSettings, settings_in_force
from engine.work.opening import Opening, open_case, start_case
from engine.work.submissions import find_result, hold_submission, keep_result

START = "start_business"
# The channel of what came in by none, and the respondent of what is about nobody.
OWN, NOBODY = "own", "nobody"


@dataclass(frozen=True)
class TimedProcess:
    """A process of the office that a cycle starts; ``cycle`` is None if the profile has none.

    ``lacks`` says what the profile has to list before it can begin, None where nothing is missing.
    """

    adoption: Adoption
    edition: Edition
    cycle: Cycle | None
    lacks: Sentence | None

    @property
    def process_id(self) -> str:
        return self.adoption.process_id


def timed_processes(uow: UnitOfWork, settings: OfficeSettings) -> list[TimedProcess]:
    """Return the processes of the office that begin by the calendar, by process id."""
    found = ((each, get_edition(uow, each.edition)) for each in adopted(uow))
    return [
        TimedProcess(
            adoption, edition, settings.profile.cycles.get(name), _lacks(settings, edition)
        )
        for adoption, edition in found
        if (name := cycle_of(edition)) is not None
    ]


def cycles_asked_for(uow: UnitOfWork) -> tuple[str, ...]:
    """Return the names of the cycles by which processes of the office begin, set or not."""
    names = (cycle_of(get_edition(uow, each.edition)) for each in adopted(uow))
    return tuple(sorted({name for name in names if name is not None}))


def start_business(uow: UnitOfWork, process_id: str, span: Period, *, submission_key: UUID) -> UUID:
    """Start business of the office by hand for a span of days; return its case.

    Raises
    ------
    NotPermitted
        None of the actor's roles begins the office's business.
    NotFound
        The office runs no such process, or it is none that returns by the calendar.
    PeriodUnclear
        The span ends before it begins, or is too long.
    InvalidTransition
        The office has not listed what the process is about.
    FormInvalid
        It has not begun yet: of such days there is nothing to report.
    """
    hold_submission(uow, submission_key)
    first = find_result(uow, submission_key, START)
    if first is not None:
        return UUID(first)
    check(standing_of_actor(uow), Command.START_BUSINESS)
    if span.first_on > uow.today:
        raise FormInvalid({"from": [_TO_COME]})
    case_id = begin_business(uow, process_id, span, begins_on=None)
    keep_result(uow, submission_key, START, str(case_id))
    return case_id


def begin_business(
    uow: UnitOfWork, process_id: str, span: Period, *, begins_on: date | None
) -> UUID:
    """Open a case of the office's own and start its process; ``begins_on`` is today if not said."""
    case_id = uuid4()
    uow.open_stream(CASE, case_id, genesis_hash(uow.actor.office_id, case_id))
    edition = get_adopted_edition(uow, process_id)
    if cycle_of(edition) is None:
        raise NotFound
    settings = settings_in_force(uow, uow.today)
    lacks = _lacks(settings, edition)
    if lacks is not None:
        raise InvalidTransition(lacks)
    opening = Opening(
        process_id=process_id,
        kind=CaseKind.OFFICE_BUSINESS.value,
        channel=OWN,
        category=None,
        secrecy=ORDINARY,
        subject=subject_of(uow, settings, edition, span, case_id),
        place=None,
        is_anonymous=False,
        respondent_kind=NOBODY,
        received_on=begins_on or uow.today,
        answers={},
        period_from=span.first_on,
        period_to=span.last_on,
    )
    open_case(uow, settings, case_id, opening)
    start_case(uow, settings, case_id, edition)
    return case_id


def _lacks(settings: OfficeSettings, edition: Edition) -> Sentence | None:
    if PublicationKind.DOCUMENT in publishes(edition) and not settings.profile.public_documents:
        return _NO_DOCUMENTS
    return None


_NO_DOCUMENTS = Sentence(
    "หน่วยงานยังไม่ได้ตั้งรายการเอกสารที่เผยแพร่ ให้ผู้ดูแลระบบเพิ่มที่ข้อมูลหน่วยงาน หัวข้อการเผยแพร่และอีเมล แล้วจึงเริ่ม",
    "The office has listed no public document. Its administrator adds one in the office’s "
    "settings, under Publication and e-mail; then this can begin.",
)
_TO_COME = Sentence("วันแรกยังมาไม่ถึง", "The first day is still to come.")
