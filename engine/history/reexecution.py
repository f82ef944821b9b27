"""Run the history of cases again from their events alone and tell where one goes another way.

A run uses no projection and no stored state: of a case its stream, of the definitions the
editions by their hashes. The state that the case is in now is only held against where its
history comes to. Nothing is written, sent or shown. That the events are those that were
written is another proof: `history/verification.py`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select

from engine.bpmn.edition import Edition, build_edition
from engine.bpmn.failures import StateUnreadable
from engine.bpmn.state import digest_of
from engine.definitions.editions import get_edition
from engine.errors import KeyUnavailable, NotFound, Sentence, Tampered
from engine.history.aftermath import Instance
from engine.history.course import Course, EditionOf
from engine.history.course_faults import CourseFault, Deviation, Difference
from engine.history.evidence_export import snapshot
from engine.journal.events import ENGINE_VERSION, Event, read_stream
from engine.store import tables
from engine.store.unit_of_work import CASE, Actor, Store, UnitOfWork


@dataclass(frozen=True)
class CourseVerdict:
    """``cases`` and ``runs`` came out the same; of ``erased`` ones no content is left to run.

    ``versions`` are engine versions other than this one that recorded events of these cases.
    """

    cases: int
    runs: int
    erased: int
    versions: tuple[str, ...]
    fault: CourseFault | None

    @property
    def sentence(self) -> Sentence:
        if self.fault is None:
            said = Sentence(
                f"เดินประวัติซ้ำ {self.cases} เรื่อง {self.runs} ครั้งการเดิน ได้ผลตรงกับที่บันทึกทุกครั้ง",
                f"{_counted(self.cases, 'case')} run again; "
                f"{_counted(self.runs, 'run')} came out as recorded.",
            )
        else:
            said = self.fault.sentence
        return _joined(said, *self._notes())

    def _notes(self) -> Iterator[Sentence]:
        if self.erased:
            yield Sentence(
                f"เรื่องที่ลบเนื้อหาแล้ว {self.erased} เรื่อง เดินซ้ำไม่ได้",
                f"{_counted(self.erased, 'erased case')} cannot be run again.",
            )
        if self.versions:
            others = "; ".join(self.versions)
            yield Sentence(
                f"บางรายการบันทึกด้วยระบบรุ่นอื่น ({others}) ครั้งนี้เดินซ้ำด้วย {ENGINE_VERSION}",
                f"Some events were recorded by another version ({others}); "
                f"this is {ENGINE_VERSION}.",
            )


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _joined(*sentences: Sentence) -> Sentence:
    return Sentence(" ".join(s.th for s in sentences), " ".join(s.en for s in sentences))


@dataclass(frozen=True)
class CourseOfCase:
    """What came of one case; ``fault`` ends it. ``instances`` are as its last runs left them."""

    number: str
    runs: int
    versions: frozenset[str]
    instances: Mapping[UUID, Instance]
    fault: CourseFault | None = None


def reexecute(
    store: Store,
    *,
    office_id: UUID | None = None,
    number: str | None = None,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> CourseVerdict:
    """Run every case again, or those of one office, or of one case number.

    The first fault ends it and is the verdict's. ``progress`` is told after each case how
    many are done and of how many.

    Raises
    ------
    NotFound
        No case has this number.
    """
    cases = _cases(store, office_id, number)
    editions = VerifiedEditions()
    done = runs = erased = 0
    versions: set[str] = set()
    fault = None
    for place, (office, case_id) in enumerate(cases, start=1):
        with snapshot(store.database) as connection:
            actor = Actor(office, None, "reexecution")
            uow = UnitOfWork(connection, actor, store.vault, store.folds, store.clock)
            try:
                course = reexecute_case(uow, case_id, editions)
            except KeyUnavailable:
                erased += 1
                continue
        runs += course.runs
        versions |= course.versions - {ENGINE_VERSION}
        fault = course.fault
        if fault is not None:
            break
        done += 1
        progress(place, len(cases))
    return CourseVerdict(done, runs, erased, tuple(sorted(versions)), fault)


def _cases(store: Store, office_id: UUID | None, number: str | None) -> list[tuple[UUID, UUID]]:
    stream, register = tables.stream, tables.case
    wanted = select(stream.c.office_id, stream.c.id).where(stream.c.kind == CASE)
    if office_id is not None:
        wanted = wanted.where(stream.c.office_id == office_id)
    if number is not None:
        named = select(register.c.id).where(register.c.number == number)
        wanted = wanted.where(stream.c.id.in_(named))
    with store.database.reading() as connection:
        found = connection.execute(wanted.order_by(stream.c.office_id, stream.c.id)).all()
    if number is not None and not found:
        raise NotFound(Sentence(f"ไม่มีเรื่องเลขที่ {number}", f"No case {number}."))
    return [(row.office_id, row.id) for row in found]


class VerifiedEditions:
    """Editions whose bytes have been held against their hash, each once."""

    def __init__(self) -> None:
        self._known: dict[str, Edition] = {}

    def of(self, uow: UnitOfWork) -> EditionOf:
        def edition_of(sha256: str) -> Edition:
            if sha256 not in self._known:
                self._known[sha256] = verified(get_edition(uow, sha256))
            return self._known[sha256]

        return edition_of


def verified(edition: Edition) -> Edition:
    """Return an edition that is what its hash says.

    Raises
    ------
    Tampered
        Its bytes have another hash.
    DefinitionInvalid
        They are no process.
    """
    again = build_edition(edition.process_id, edition.sources, edition.forms)
    if again.sha256 != edition.sha256:
        raise Tampered
    return again


def reexecute_case(uow: UnitOfWork, case_id: UUID, editions: VerifiedEditions) -> CourseOfCase:
    """Run one case of the actor's office again.

    Raises
    ------
    KeyUnavailable
        The case was erased.
    """
    course = follow(read_stream(uow, case_id), case_id, editions.of(uow))
    if course.fault is not None:
        return course
    return replace(course, fault=_fault_of_states(uow, case_id, course))


def _fault_of_states(uow: UnitOfWork, case_id: UUID, course: CourseOfCase) -> CourseFault | None:
    """Find an instance whose stored state was not left by the last run of its history."""
    table = tables.instance
    rows = uow.connection.execute(
        select(table.c.id, table.c.state).where(
            table.c.office_id == uow.actor.office_id, table.c.case_id == case_id
        )
    )
    stored = {row.id: _digest_of(row.state) for row in rows}
    left = {key: _digest_of(each.state) for key, each in course.instances.items()}
    for instance_id in sorted(stored.keys() | left.keys()):
        if stored.get(instance_id, "none is stored") != left.get(instance_id, "none is recorded"):
            instance = course.instances.get(instance_id)
            run = instance.last_run if instance else None
            return CourseFault(case_id, course.number, run.seq if run else 1, "", Difference.STATE)
    return None


def _digest_of(state: bytes | None) -> str | None:
    """Return the digest of an instance's state, None of one that ended."""
    try:
        return None if state is None else digest_of(state)
    except StateUnreadable:
        return "unreadable"


def follow(events: Iterable[Event], case_id: UUID, edition_of: EditionOf) -> CourseOfCase:
    """Run a case again from these events, which are all of its stream in order."""
    course = Course(edition_of)
    versions: set[str] = set()
    seq = 0
    fault: CourseFault | None
    try:
        for event in events:
            seq = event.seq
            versions.add(event.engine_version)
            course.follow(event)
        course.finish()
    except Deviation as found:
        fault = CourseFault(
            case_id, course.case.number, found.seq, found.element, found.difference, found.path
        )
    except Tampered:
        fault = CourseFault(case_id, course.case.number, seq + 1, "", Difference.CONTENT)
    else:
        fault = None
    return CourseOfCase(
        course.case.number, course.runs, frozenset(versions), course.instances, fault
    )
