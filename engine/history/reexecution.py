"""Run the history of cases again from their events alone and tell where one goes another way.

No projection and no stored state is read: of a case its stream, of the definitions the
editions by their hashes. Nothing is written, sent or shown. That the events are those
that were written is another proof: `history/verification.py`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from engine.bpmn.edition import Edition, build_edition
from engine.definitions.editions import get_edition
from engine.errors import KeyUnavailable, NotFound, Sentence, Tampered
from engine.history.course import Course, EditionOf
from engine.history.course_faults import CourseFault, Deviation, Difference
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
                f"{self.cases} cases run again: all {self.runs} runs came out as recorded.",
            )
        else:
            said = self.fault.sentence
        return _joined(said, *self._notes())

    def _notes(self) -> Iterator[Sentence]:
        if self.erased:
            yield Sentence(
                f"เรื่องที่ลบเนื้อหาแล้ว {self.erased} เรื่อง เดินซ้ำไม่ได้",
                f"{self.erased} erased cases cannot be run again.",
            )
        if self.versions:
            others = "; ".join(self.versions)
            yield Sentence(
                f"บางรายการบันทึกด้วยระบบรุ่นอื่น ({others}) ครั้งนี้เดินซ้ำด้วย {ENGINE_VERSION}",
                f"Some events were recorded by another version ({others}); "
                f"this is {ENGINE_VERSION}.",
            )


def _joined(*sentences: Sentence) -> Sentence:
    return Sentence(" ".join(s.th for s in sentences), " ".join(s.en for s in sentences))


@dataclass(frozen=True)
class CourseOfCase:
    """What came of one case; ``fault`` ends it."""

    runs: int
    versions: frozenset[str]
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
        with store.reading(Actor(office, None, "reexecution")) as uow:
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
        raise NotFound
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
    return follow(read_stream(uow, case_id), case_id, editions.of(uow))


def follow(events: Iterable[Event], case_id: UUID, edition_of: EditionOf) -> CourseOfCase:
    """Run a case again from these events, which are all of its stream in order."""
    course = Course(edition_of)
    versions: set[str] = set()
    seq = 0
    try:
        for event in events:
            seq = event.seq
            versions.add(event.engine_version)
            course.follow(event)
        course.finish()
    except Tampered:
        fault = CourseFault(case_id, course.case.number, seq + 1, "", Difference.CONTENT)
    except Deviation as found:
        fault = CourseFault(
            case_id, course.case.number, found.seq, found.element, found.difference, found.path
        )
    else:
        return CourseOfCase(course.runs, frozenset(versions))
    return CourseOfCase(course.runs, frozenset(versions), fault)
