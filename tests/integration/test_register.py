"""The register as a book: which lines somebody reads, what they say, and what is taken out."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event, insert, select, update

from engine.access.membership import standing_of
from engine.cases.parties import PartyKind, parties_of
from engine.errors import InvalidTransition, NotPermitted
from engine.journal.events import append, read_stream
from engine.journal.kinds import EventKind
from engine.office.roles import Role
from engine.store import tables
from engine.work.deadlines import OPEN_STATES, deadlines_of
from engine.work.lists.register import Wanted, extract_register, read_register, register_years
from engine.work.lists.register_lines import Book, State, Tie
from engine.work.lodging import Door
from engine.work.papers.register_extracts import Shape, record_extract
from engine.work.splitting import SplitOff, split_case
from tests.support.statements import asked_of
from tests.support.story import Story, in_unit

READERS = (Role.OFFICER, Role.MANAGER, Role.HEAD, Role.ALTERNATE_HEAD, Role.CUSTODIAN)
OTHERS = tuple(role for role in Role if role not in (*READERS, Role.COMMITTEE_MEMBER))
SUBJECT = "เบิกค่าเดินทางไปราชการซ้ำซ้อน"


@pytest.fixture
def story(office, tmp_path):
    return Story(office.store, office.id, tmp_path)


@pytest.fixture
def ordinary(story, office):
    case = story.lodge(by=office.actor(Role.OFFICER), category="service", place="ตลาดเทศบาล")
    story.do(case, "register", category="service", secrecy="ordinary", subject=SUBJECT)
    return case


@pytest.fixture
def secret(story, office):
    case = story.lodge(by=office.actor(Role.OFFICER), category="corruption")
    story.do(case, "register", category="corruption", secrecy="secret", subject="เรื่องลับ")
    return case


def page(office, who, wanted=None, **options):
    with office.store.reading(who) as uow:
        standing = standing_of(uow, who.person_id, uow.today)
        return read_register(uow, standing, wanted or Wanted(), **options)


def read(office, who, book=Book.ORDINARY, **wanted):
    return [line.case_id for line in page(office, who, Wanted(book=book, **wanted)).lines]


def extract(office, who, book=Book.ORDINARY, most=100, **wanted):
    with office.store.reading(who) as uow:
        standing = standing_of(uow, who.person_id, uow.today)
        return extract_register(uow, standing, Wanted(book=book, **wanted), most)


def become(story, case, **columns):
    with story.store.unit(story.someone(Role.OFFICER)) as uow:
        table = tables.case
        uow.connection.execute(update(table).where(table.c.id == case).values(**columns))


def exclude(office, actor, case):
    with office.store.unit(office.system) as uow:
        uow.connection.execute(
            insert(tables.case_exclusion).values(
                office_id=office.id, person_id=actor.person_id, case_id=case, since_at=uow.now
            )
        )


# -- Who reads what ----------------------------------------------------------------------------


@pytest.mark.parametrize("role", READERS)
def test_whoever_reads_cases_whole_reads_the_open_book(office, ordinary, role):
    assert read(office, office.actor(role)) == [ordinary]


@pytest.mark.parametrize("role", OTHERS)
def test_whoever_reads_no_case_whole_is_refused_the_register(office, ordinary, role):
    with pytest.raises(NotPermitted):
        read(office, office.actor(role))
    with pytest.raises(NotPermitted):
        extract(office, office.actor(role))
    assert ordinary


def test_who_keeps_identities_reads_the_register_and_takes_none_of_it_out(office, ordinary):
    with pytest.raises(NotPermitted):
        extract(office, office.actor(Role.CUSTODIAN))
    assert [line.case_id for line in extract(office, office.actor(Role.OFFICER)).lines] == [
        ordinary
    ]


def test_a_secret_case_is_in_the_secret_book_alone_and_there_for_its_members(office, secret):
    for role in (Role.OFFICER, Role.HEAD, Role.MANAGER, Role.CUSTODIAN):
        assert read(office, office.actor(role), Book.SECRET) == [secret]
        assert read(office, office.actor(role)) == []
    assert read(office, office.actor(Role.OFFICER, nth=1), Book.SECRET) == []
    assert read(office, office.actor(Role.ALTERNATE_HEAD), Book.SECRET) == []


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.MANAGER])
def test_whoever_it_is_about_has_no_line_of_it_in_either_book(office, ordinary, secret, role):
    who = office.actor(role)
    assert read(office, who) == [ordinary]
    for case in (ordinary, secret):
        exclude(office, who, case)
    assert read(office, who) == []
    assert read(office, who, Book.SECRET) == []
    assert extract(office, who, Book.SECRET).lines == []


def test_of_another_office_nobody_has_a_line(other_office, ordinary, secret):
    neighbour = other_office.actor(Role.OFFICER)
    assert read(other_office, neighbour) == []
    assert read(other_office, neighbour, Book.SECRET) == []
    assert ordinary
    assert secret


def test_of_a_case_that_became_secret_the_open_book_keeps_number_and_days(story, office, ordinary):
    channel = story.case(ordinary).channel
    become(story, ordinary, secrecy="secret")
    (line,) = page(office, office.actor(Role.HEAD)).lines
    assert line.is_withheld
    assert (line.number, line.received_on) == (story.case(ordinary).number, story.today)
    assert not any(
        (
            line.subject,
            line.place,
            line.category,
            line.channel,
            line.units,
            line.ties,
            line.complainants,
            line.due_on,
        )
    )
    head = office.actor(Role.HEAD)
    assert read(office, head, state=State.OPEN, from_on=story.today) == [ordinary]
    for narrow in ({"category": "service"}, {"channel": channel}, {"text": "ค่าเดินทาง"}):
        assert read(office, head, **narrow) == []
    assert read(office, office.actor(Role.OFFICER, nth=1)) == []
    assert read(office, office.actor(Role.HEAD), Book.SECRET) == []


def test_a_case_that_is_secret_no_more_stays_in_its_book_for_every_officer(story, office, secret):
    become(story, secret, secrecy="ordinary")
    colleague = office.actor(Role.OFFICER, nth=1)
    assert read(office, colleague, Book.SECRET) == [secret]
    assert read(office, colleague) == []


def test_a_year_of_which_only_the_secret_book_knows_is_not_offered(story, office):
    officer = office.actor(Role.OFFICER)
    with office.store.reading(officer) as uow:
        assert register_years(uow, standing_of(uow, officer.person_id, uow.today)) == []
    story.lodge(by=officer, category="corruption")
    with office.store.reading(officer) as uow:
        assert register_years(uow, standing_of(uow, officer.person_id, uow.today)) == []
    story.lodge(by=officer, category="service")
    with office.store.reading(officer) as uow:
        years = register_years(uow, standing_of(uow, officer.person_id, uow.today))
    assert years == [story.today.year + 543 + (story.today.month >= 10)]


# -- Lines and pages ---------------------------------------------------------------------------


def test_the_newest_number_comes_first_and_pages_lead_on_and_back(story, office):
    officer = office.actor(Role.OFFICER)
    cases = [story.lodge(by=officer, category="service") for _ in range(7)]
    newest = cases[::-1]
    first = page(office, officer, limit=3)
    second = page(office, officer, cursor=first.next, limit=3)
    third = page(office, officer, cursor=second.next, limit=3)
    pages = [[line.case_id for line in one.lines] for one in (first, second, third)]
    assert pages == [newest[:3], newest[3:6], newest[6:]]
    assert (first.previous, third.next) == (None, None)
    assert page(office, officer, cursor=third.previous, limit=3).lines == second.lines
    back = page(office, officer, cursor=second.previous, limit=3)
    assert (back.lines, back.previous) == (first.lines, None)


def test_an_extract_begins_with_the_first_number_and_says_when_there_is_more(story, office):
    officer = office.actor(Role.OFFICER)
    cases = [story.lodge(by=officer, category="service") for _ in range(4)]
    whole = extract(office, officer)
    assert ([line.case_id for line in whole.lines], whole.is_cut) == (cases, False)
    cut = extract(office, officer, most=3)
    assert ([line.case_id for line in cut.lines], cut.is_cut) == (cases[:3], True)


def test_conditions_narrow_the_book(story, office, ordinary):
    officer, case, today = office.actor(Role.OFFICER), story.case(ordinary), story.today
    year = today.year + 543 + (today.month >= 10)
    for narrow in (
        {"channel": case.channel},
        {"category": "service"},
        {"kind": case.kind},
        {"year": year},
        {"state": State.OPEN},
        {"from_on": today, "to_on": today},
        {"text": "ค่าเดินทาง"},
        {"text": "ตลาดเทศบาล"},
        {"text": case.number},
    ):
        assert read(office, officer, **narrow) == [ordinary], narrow
    for narrow in (
        {"channel": "post"},
        {"category": "corruption"},
        {"kind": "opinion"},
        {"year": year - 1},
        {"state": State.FILED},
        {"state": State.VOIDED},
        {"from_on": today + timedelta(days=1)},
        {"to_on": today - timedelta(days=1)},
        {"text": "ไม่มีคำนี้"},
    ):
        assert read(office, officer, **narrow) == [], narrow
    with pytest.raises(InvalidTransition):
        read(office, officer, text="ก")


def test_a_line_goes_from_open_over_its_result_to_filed(story, office, ordinary):
    officer = office.actor(Role.OFFICER)

    def states():
        return [state for state in State if read(office, officer, state=state)]

    assert states() == [State.OPEN]
    become(story, ordinary, result="founded", decided_on=story.today)
    assert states() == [State.CONCLUDED]
    become(story, ordinary, status="archived")
    assert states() == [State.FILED]


def test_a_case_that_was_finished_tells_its_units_and_its_days(story, office, ordinary):
    (before,) = page(office, office.actor(Role.OFFICER)).lines
    assert (before.units, before.told_on, before.closed_on) == ((), None, None)
    with story.reading() as uow:
        clocks = [d.effective_on for d in deadlines_of(uow, ordinary) if d.status in OPEN_STATES]
    assert before.due_on == min(clocks)
    story.finish(ordinary, sign_letter={"units": ["planning", "construction"]})
    (line,) = page(office, office.actor(Role.OFFICER)).lines
    case = story.case(ordinary)
    assert set(line.units) == {"planning", "construction"}
    assert line.state is State.FILED
    assert (line.result, line.decided_on, line.closed_on) == (
        case.result,
        case.decided_on,
        case.closed_on,
    )
    assert (line.told_on, line.due_on) == (story.today, None)
    with story.reading() as uow:
        kinds = [party.kind for party in parties_of(uow, ordinary)]
    assert line.complainants == kinds.count(PartyKind.COMPLAINANT) > 0


def test_a_notice_that_a_case_goes_on_is_not_the_day_of_its_result(story, office, ordinary):
    story.finish(ordinary)
    become(story, ordinary, status="open", result=None, decided_on=None)
    (line,) = page(office, office.actor(Role.OFFICER)).lines
    assert (line.state, line.told_on) == (State.OPEN, None)
    become(story, ordinary, decided_on=story.today + timedelta(days=1))
    (line,) = page(office, office.actor(Role.OFFICER)).lines
    assert (line.state, line.told_on) == (State.CONCLUDED, None)


def test_a_question_stands_in_the_open_book_as_what_it_is(story, office):
    officer = office.actor(Role.OFFICER)
    question = story.lodge(by=officer, door=Door("question"))
    (line,) = page(office, officer, Wanted(kind="question")).lines
    assert (line.case_id, line.kind, line.state) == (question, "question", State.FILED)
    assert read(office, officer, kind="complaint") == []


# -- Remarks -----------------------------------------------------------------------------------


def test_a_case_that_was_joined_with_another_names_it_and_is_named_by_it(story, office):
    officer = office.actor(Role.OFFICER)
    first, second = (story.lodge(by=officer, category="service") for _ in range(2))
    for case in (first, second):
        story.do(case, "register", by=officer, category="service", secrecy="ordinary")
    with story.store.unit(officer) as uow:
        uow.hold(second)
        append(uow, second, EventKind.CASE_MERGED, {"into": str(first)})
    lines = {line.case_id: line for line in page(office, officer).lines}
    assert lines[second].ties == ((Tie.MERGED_INTO, story.case(first).number),)
    assert lines[first].ties == ((Tie.HOLDS_MERGED, story.case(second).number),)
    assert lines[second].result == "merged"


def test_a_split_case_is_named_by_both_and_no_secret_number_by_the_open_book(
    story, office, ordinary
):
    officer, head = office.actor(Role.OFFICER), office.actor(Role.HEAD)
    with story.reading() as uow:
        known = parties_of(uow, ordinary)
    complainants = frozenset(one.id for one in known if one.kind is PartyKind.COMPLAINANT)
    for category in ("service", "corruption"):
        wanted = SplitOff("แยก", "ข้อความ", category, "unknown", "คนละเรื่อง", complainants)
        in_unit(story.store, officer, split_case, ordinary, wanted, submission_key=uuid4())
    lines = {line.case_id: line for line in page(office, head).lines}
    numbers = {line.number for line in lines.values()}
    own = story.case(ordinary).number
    (new,) = numbers - {own}
    assert lines[ordinary].ties == ((Tie.SPLIT_INTO, new),)
    (secret,) = page(office, head, Wanted(Book.SECRET)).lines
    assert secret.ties == ((Tie.SPLIT_FROM, own),)


def test_a_case_that_one_may_not_read_is_named_in_no_remark(story, office):
    officer, colleague = office.actor(Role.OFFICER), office.actor(Role.OFFICER, nth=1)
    first, second = (story.lodge(by=officer, category="service") for _ in range(2))
    with story.store.unit(officer) as uow:
        uow.hold(second)
        append(uow, second, EventKind.CASE_MERGED, {"into": str(first)})
    exclude(office, colleague, first)
    (line,) = page(office, colleague).lines
    assert (line.case_id, line.ties) == (second, ())


def test_a_voided_number_keeps_its_line_and_its_reason(story, office, ordinary):
    officer = office.actor(Role.OFFICER)
    with story.store.unit(officer) as uow:
        uow.hold(ordinary)
        append(uow, ordinary, EventKind.CASE_VOIDED, {"reason": "ลงรับซ้ำ"})
    (line,) = page(office, officer, Wanted(state=State.VOIDED)).lines
    assert (line.case_id, line.voided_because) == (ordinary, "ลงรับซ้ำ")
    assert read(office, officer, state=State.OPEN) == []


# -- What it costs -----------------------------------------------------------------------------


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_however_the_book_is_narrowed_its_lines_are_found_in_one_index_in_their_order(
    story, office, ordinary
):
    today, year = story.today, story.case(ordinary).year
    for narrow in (
        {},
        {"year": year},
        *({"state": state} for state in State),
        {"kind": "opinion", "channel": "post", "category": "service", "state": State.FILED},
        {"from_on": today},
        {"to_on": today, "state": State.OPEN},
        {"year": year, "from_on": today, "to_on": today, "state": State.CONCLUDED},
    ):
        plan = plan_of_lines(office, narrow)
        assert plan[0].startswith("SEARCH case USING COVERING INDEX ix_case_book"), narrow
        assert not [step for step in plan if "TEMP B-TREE" in step], narrow


def plan_of_lines(office, narrow):
    """Say how SQLite finds which lines fit; what is read of them then costs a page at most."""
    asked = []

    def note(_connection, _cursor, statement, values, *_more):
        asked.append((statement, values))

    engine = office.store.database.engine
    event.listen(engine, "before_cursor_execute", note)
    read(office, office.actor(Role.OFFICER), **narrow)
    event.remove(engine, "before_cursor_execute", note)
    (of_lines,) = [one for one in asked if 'ORDER BY "case".year' in one[0]]
    found = re.sub(r"^SELECT .*?FROM", 'SELECT "case".id FROM', of_lines[0], flags=re.DOTALL)
    with engine.connect() as connection:
        steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {found}", of_lines[1])
        return [step.detail for step in steps]


def test_a_full_page_asks_no_more_of_the_database_than_one_line(story, office):
    officer = office.actor(Role.OFFICER)
    story.lodge(by=officer, category="service")
    page(office, officer)
    with asked_of(office.store.database) as one:
        page(office, officer)
    for _ in range(5):
        story.lodge(by=officer, category="service")
    with asked_of(office.store.database) as many:
        page(office, officer)
    assert len(many) == len(one)


# -- Taken out ---------------------------------------------------------------------------------


def taken_out(office):
    with office.store.reading(office.system) as uow:
        return [
            event
            for event in read_stream(uow, office.id)
            if event.kind is EventKind.REGISTER_TAKEN_OUT
        ]


def accesses(office):
    with office.store.database.reading() as connection:
        table = tables.access_event
        return [
            (row.person_id, row.case_id, row.kind)
            for row in connection.execute(select(table)).all()
            if row.kind == "register"
        ]


def test_what_leaves_is_on_record_and_each_secret_case_tells_who_took_it(office, ordinary, secret):
    officer = office.actor(Role.OFFICER)
    for book in Book:
        wanted = Wanted(book, text="เรื่องลับ" if book is Book.SECRET else "")
        in_unit(
            office.store,
            officer,
            record_extract,
            wanted,
            extract(office, officer, book),
            Shape.XLSX,
        )
    open_book, secret_book = taken_out(office)
    assert (open_book.actor_id, open_book.content["book"], open_book.content["lines"]) == (
        officer.person_id,
        "register",
        1,
    )
    assert (secret_book.content["shape"], secret_book.content["is_searched"]) == ("xlsx", True)
    assert "เรื่องลับ" not in repr(secret_book.content)
    assert accesses(office) == [(officer.person_id, secret, "register")]
    assert ordinary


@pytest.mark.parametrize("role", [*OTHERS, Role.CUSTODIAN])
def test_who_may_take_nothing_out_cannot_have_it_written_down_either(office, ordinary, role):
    found = extract(office, office.actor(Role.OFFICER))
    with pytest.raises(NotPermitted):
        in_unit(office.store, office.actor(role), record_extract, Wanted(), found, Shape.CSV)
    assert taken_out(office) == []
    assert ordinary
