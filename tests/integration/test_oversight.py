"""What a manager sees of the whole office, held against counting case by case."""

import random
from collections import Counter
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select, update

from engine.access.membership import standing_of
from engine.access.permissions import Reading
from engine.access.visibility import reading_of
from engine.cases.parties import exclude
from engine.cases.register import get_case
from engine.definitions.editions import get_edition
from engine.errors import InvalidTransition, NotFound, NotPermitted
from engine.journal.kinds import EventKind
from engine.office.roles import Role
from engine.store import tables
from engine.work.allocation.claiming import claim_work_item, release_work_item
from engine.work.allocation.reassigning import read_reassignment, reassign
from engine.work.lists.open_work import MOST_COUNTED, Choice, Light, list_open_work
from engine.work.lists.oversight import Tally, load_of, overseen_processes, overview
from engine.work.lists.places import Place, find_element
from tests.support.statements import asked_of
from tests.support.story import in_unit

MANAGERS = (Role.MANAGER, Role.HEAD, Role.ALTERNATE_HEAD)
OTHERS = tuple(role for role in Role if role not in (*MANAGERS, Role.COMMITTEE_MEMBER))


@pytest.fixture
def busy(story, clock):
    """Cases played by chance: some steps are claimed, some are late, half the cases are secret."""
    chance = random.Random(20261123)
    cases = [story.lodge() for _ in range(6)]
    for _ in range(30):
        case_id = chance.choice(cases)
        items = story.open(case_id)
        if not items:
            continue
        item = chance.choice(items)
        act = chance.random()
        if act < 0.6:
            story.complete(item)
        elif item.assignee_id is None and story.candidates(item):
            story.claim(item)
        if act < 0.1:
            cases.append(story.lodge())
        clock.advance(hours=chance.randrange(1, 40))
    set_secrecy(story, cases[::2], "secret")
    set_secrecy(story, cases[1::2], "ordinary")
    return cases


def set_secrecy(story, cases, secrecy):
    with story.store.unit(story.someone(Role.OFFICER)) as uow:
        uow.connection.execute(
            update(tables.case).where(tables.case.c.id.in_(cases)).values(secrecy=secrecy)
        )


def make_respondent(story, person_id, case_id):
    with story.store.unit(story.someone(Role.OFFICER)) as uow:
        uow.hold(case_id)
        exclude(uow, case_id, [person_id])


def look(office, role, query, *arguments, **options):
    """Ask as somebody of this role, as she stands now."""
    actor = office.actor(role)
    with office.store.reading(actor) as uow:
        standing = standing_of(uow, actor.person_id, uow.today)
        return query(uow, standing, *arguments, **options)


def readable_items(story, office, role, cases):
    """Every open item of every case that the role may read, one case after the other."""
    actor = office.actor(role)
    with office.store.reading(actor) as uow:
        standing = standing_of(uow, actor.person_id, uow.today)
        seen = [
            case_id
            for case_id in cases
            if reading_of(uow, standing, get_case(uow, case_id), uow.today) != Reading.NOTHING
        ]
    return [item for case_id in seen for item in story.open(case_id)], seen


def tally(items, today):
    return Tally(
        open=len(items),
        late=sum(i.due_on is not None and i.due_on < today for i in items),
        soon=sum(
            i.due_on is not None and today <= i.due_on <= today + timedelta(days=7) for i in items
        ),
        unclaimed=sum(i.assignee_id is None for i in items),
    )


def everything(office, role, choice=None, limit=4):
    """Turn page after page, there and back again."""
    choice = choice or Choice()
    pages, cursor = [], None
    while True:
        page = look(office, role, list_open_work, choice, cursor=cursor, limit=limit)
        pages.append(page)
        if page.next is None:
            break
        cursor = page.next
    back = pages[-1]
    for earlier in reversed(pages[:-1]):
        assert back.previous is not None
        back = look(office, role, list_open_work, choice, cursor=back.previous, limit=limit)
        assert back.rows == earlier.rows
    assert back.previous is None
    return [row for page in pages for row in page.rows]


# -- Counting ----------------------------------------------------------------------------------


def test_counts_are_those_of_counting_case_by_case(story, office, busy):
    for role, about in zip(MANAGERS, ((2, 3), (0, 1), (4, 5)), strict=True):
        for number in about:
            make_respondent(story, office.person(role).id, busy[number])
        check_counts(story, office, busy, role)


def check_counts(story, office, cases, role):
    items, seen = readable_items(story, office, role, cases)
    found = look(office, role, overview)
    assert found.cases == sum(story.case(case_id).is_open for case_id in seen)
    assert found.total == tally(items, story.today)
    for place, counted in found.places.items():
        element = find_element(found.edition, place)
        if element.called_process is None:
            there = [
                i for i in items if (i.process_id, i.element) == (place.process_id, place.element)
            ]
        else:
            there = [
                i
                for i in items
                if i.process_id == element.called_process and i.scope.startswith(element.id)
            ]
        if element.called_process is None or element.collection is not None:
            assert counted == tally(there, story.today), place
    people = Counter(i.assignee_id for i in items)
    assert {load.person_id: load.tally.open for load in found.loads} == dict(people)
    assert found.former == []


@pytest.mark.usefixtures("busy")
def test_a_call_counts_what_runs_in_it_and_each_item_counts_once(office):
    found = look(office, Role.MANAGER, overview)
    own = found.edition.process_id
    at_own = [tally for place, tally in found.places.items() if place.process_id == own]
    assert sum(at_own, Tally()) == found.total


def test_two_calls_of_one_process_do_not_count_each_others_work(story, office):
    case_id = story.lodge()
    story.do(case_id, "register")
    for _ in range(30):
        inside = [i for i in story.open(case_id) if i.process_id == "result_notice"]
        if inside:
            break
        story.complete(story.open(case_id)[0])
    assert {i.scope.partition("=")[0] for i in inside} == {"tell_closed"}
    found = look(office, Role.MANAGER, overview)
    assert found.places[Place("complaint_provincial", "tell_closed")].open == len(inside)
    assert found.places[Place("complaint_provincial", "tell_open")] == Tally()
    for call, count in (("tell_closed", len(inside)), ("tell_open", 0)):
        choice = Choice(edition=found.edition, place=Place("complaint_provincial", call))
        assert len(look(office, Role.MANAGER, list_open_work, choice).rows) == count


def test_a_step_of_an_earlier_edition_is_counted_by_the_name_it_had(story, office):
    case_id = story.lodge()
    with story.store.unit(story.someone(Role.OFFICER)) as uow:
        uow.connection.execute(
            update(tables.work_item)
            .where(tables.work_item.c.case_id == case_id)
            .values(element="weigh", name="ชั่งน้ำหนัก")
        )
    found = look(office, Role.MANAGER, overview)
    assert [(step.place.element, step.name, step.tally.open) for step in found.former] == [
        ("weigh", "ชั่งน้ำหนัก", 1)
    ]
    choice = Choice(edition=found.edition, place=found.former[0].place)
    assert [r.case_id for r in look(office, Role.MANAGER, list_open_work, choice).rows] == [case_id]


def test_an_office_without_cases_counts_nothing(office):
    found = look(office, Role.MANAGER, overview)
    assert (found.cases, found.total, found.loads) == (0, Tally(), [])
    assert set(found.places.values()) == {Tally()}


def test_a_process_is_overseen_for_its_own_sake_only(office):
    processes = look(office, Role.MANAGER, overseen_processes)
    assert [one.process_id for one in processes] == ["complaint_provincial", "retaliation"]
    with pytest.raises(NotFound):
        look(office, Role.MANAGER, overview, "unit_action")


def test_the_load_of_a_candidate_is_what_she_holds(story, office, busy):
    items, _ = readable_items(story, office, Role.MANAGER, busy)
    holders = {i.assignee_id for i in items if i.assignee_id}
    loads = look(office, Role.MANAGER, load_of, [*holders, uuid4()])
    assert {person_id: load.open for person_id, load in loads.items()} == {
        person_id: sum(i.assignee_id == person_id for i in items) for person_id in holders
    }


# -- The list ----------------------------------------------------------------------------------


def test_pages_give_every_open_item_once_the_earliest_due_first(story, office, busy):
    for role in MANAGERS:
        make_respondent(story, office.person(role).id, busy[0])
        items, _ = readable_items(story, office, role, busy)
        rows = everything(office, role)
        assert {row.work_item_id for row in rows} == {item.id for item in items}
        assert len(rows) == len(items)
        dues = [row.due_on or tables.NO_DUE_DATE for row in rows]
        assert dues == sorted(dues)


@pytest.mark.usefixtures("busy")
def test_lights_part_the_work_without_rest(story, office):
    whole = everything(office, Role.MANAGER)
    lights = [light for light in Light if light is not Light.IDLE]
    parts = [everything(office, Role.MANAGER, Choice(lights=frozenset({one}))) for one in lights]
    assert sorted(row.work_item_id for part in parts for row in part) == sorted(
        row.work_item_id for row in whole
    )
    late = parts[lights.index(Light.LATE)]
    assert late
    assert all(row.due_on < story.today for row in late)


@pytest.mark.usefixtures("busy")
def test_a_list_is_narrowed_by_step_and_by_person(office):
    found = look(office, Role.MANAGER, overview)
    for place, counted in found.places.items():
        choice = Choice(edition=found.edition, place=place)
        assert len(everything(office, Role.MANAGER, choice)) == counted.open
    for load in found.loads:
        choice = Choice(holder_id=load.person_id, is_unclaimed=load.person_id is None)
        rows = everything(office, Role.MANAGER, choice)
        assert len(rows) == load.tally.open
        assert {row.holder_id for row in rows} == {load.person_id}


def test_search_looks_at_number_and_subject_in_digits_of_either_kind(story, office):
    found, other = story.lodge(), story.lodge()
    with story.store.unit(story.someone(Role.OFFICER)) as uow:
        for case_id, subject in ((found, "เรียกรับเงิน 100% ค่าตรวจรับ_ฝาย"), (other, "ทิ้งขยะ")):
            uow.connection.execute(
                update(tables.case).where(tables.case.c.id == case_id).values(subject=subject)
            )
    number = story.case(found).number
    thai = number.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    for text in (number, thai, f"  {number} ", "เรียกรับเงิน", "100%", "รับ_ฝาย"):
        rows = everything(office, Role.MANAGER, Choice(text=text))
        assert {row.case_id for row in rows} == {found}, text
    assert everything(office, Role.MANAGER, Choice(text="10_%")) == []
    assert everything(office, Role.MANAGER, Choice(text="ไม่มีเรื่องเช่นนี้")) == []


def test_a_case_in_which_no_step_is_open_is_not_lost(story, office):
    stuck, working = story.lodge(), story.lodge()
    with story.store.unit(story.someone(Role.OFFICER)) as uow:
        uow.connection.execute(
            update(tables.work_item)
            .where(tables.work_item.c.case_id == stuck)
            .values(status="cancelled", ended_at=uow.now)
        )
    idle = Choice(lights=frozenset({Light.IDLE}))
    rows = everything(office, Role.MANAGER, idle)
    assert [(row.case_id, row.work_item_id) for row in rows] == [(stuck, None)]
    assert [row.case_id for row in everything(office, Role.MANAGER)] == [working]
    make_respondent(story, office.person(Role.MANAGER).id, stuck)
    assert everything(office, Role.MANAGER, idle) == []


def test_the_first_page_says_how_many_there_are(story, office):
    for _ in range(3):
        story.lodge()
    page = look(office, Role.MANAGER, list_open_work, Choice(), limit=2)
    assert (page.count, len(page.rows)) == (3, 2)
    assert look(office, Role.MANAGER, list_open_work, Choice(), cursor=page.next).count is None


# -- Many rows ---------------------------------------------------------------------------------

MANY = 1100


@pytest.fixture
def many(story, office):
    """More open steps than a count says, written as rows: what a case is made of stays one."""
    case_id = story.lodge()
    item, case = story.open(case_id)[0], story.case(case_id)
    with office.store.unit(office.actor(Role.OFFICER)) as uow:
        copies = [uuid4() for _ in range(MANY - 1)]
        for table, of in (
            (tables.stream, "id"),
            (tables.case, "id"),
            (tables.work_item, "case_id"),
        ):
            row = uow.connection.execute(select(table).where(table.c[of] == case_id)).one()
            uow.connection.execute(
                insert(table), [copy(table, row, of, n, key) for n, key in enumerate(copies)]
            )
    return item, case


def copy(table, row, case_column, n, case_id):
    found = dict(row._mapping) | {case_column: case_id}  # noqa: SLF001 (SQLAlchemy's public name)
    if table is tables.case:
        found |= {"number": f"{n + 1000}/2570", "subject": "ฝายน้ำล้น" if n % 50 else "ถนน"}
    if table is tables.work_item:
        found |= {"id": uuid4(), "due_on": row.due_on + timedelta(days=n % 90 - 40)}
    return found


@pytest.mark.usefixtures("many")
def test_many_rows_are_counted_and_paged_as_few_are(office, story):
    found = look(office, Role.MANAGER, overview)
    assert (found.cases, found.total.open) == (MANY, MANY)
    rows = everything(office, Role.MANAGER, limit=300)
    assert len({row.work_item_id for row in rows}) == len(rows) == MANY
    assert found.total.late == sum(row.due_on < story.today for row in rows)
    assert look(office, Role.MANAGER, list_open_work, Choice()).count == MOST_COUNTED + 1


@pytest.mark.usefixtures("many")
def test_a_text_that_very_many_subjects_hold_is_found_as_a_rare_one_is(office):
    common = everything(office, Role.MANAGER, Choice(text="ฝายน้ำ"), limit=400)
    rare = everything(office, Role.MANAGER, Choice(text="ถนน"), limit=10)
    assert len(common) > MOST_COUNTED
    assert len(common) + len(rare) == MANY - 1
    assert {row.subject for row in common} | {row.subject for row in rare} == {"ฝายน้ำล้น", "ถนน"}


def test_no_query_is_asked_for_each_row(story, office, request):
    def statements():
        with asked_of(office.store.database) as asked:
            look(office, Role.MANAGER, overview)
            look(office, Role.MANAGER, list_open_work, Choice())
            look(office, Role.MANAGER, list_open_work, Choice(text="ฝาย"))
            look(office, Role.MANAGER, list_open_work, Choice(lights=frozenset({Light.IDLE})))
        return len(asked)

    story.lodge()
    with_one_row = statements()
    request.getfixturevalue("many")
    # Where nobody holds anything, nobody's name is asked for.
    assert statements() <= with_one_row + 1


# -- Who may see what --------------------------------------------------------------------------


@pytest.mark.parametrize("role", OTHERS)
def test_other_roles_oversee_nothing(story, office, role):
    case_id = story.lodge()
    item = story.open(case_id)[0]
    for query, arguments in (
        (overview, ()),
        (overseen_processes, ()),
        (list_open_work, (Choice(),)),
        (load_of, ([office.person(role).id],)),
        (read_reassignment, (item.id,)),
    ):
        with pytest.raises(NotPermitted):
            look(office, role, query, *arguments)


def test_a_manager_who_is_the_respondent_sees_nothing_of_the_case(story, office):
    case_id = story.lodge()
    item = story.open(case_id)[0]
    assert look(office, Role.MANAGER, overview).cases == 1
    make_respondent(story, office.person(Role.MANAGER).id, case_id)
    found = look(office, Role.MANAGER, overview)
    assert (found.cases, found.total, found.loads, found.former) == (0, Tally(), [], [])
    number = story.case(case_id).number
    for choice in (Choice(), Choice(text=number), Choice(holder_id=item.assignee_id)):
        assert everything(office, Role.MANAGER, choice) == []
    holder = item.assignee_id or office.person(Role.OFFICER).id
    assert look(office, Role.MANAGER, load_of, [holder]) == {}
    with pytest.raises(NotFound):
        look(office, Role.MANAGER, read_reassignment, item.id)
    with pytest.raises(NotFound):
        give(story, office, item, office.person(Role.OFFICER, nth=1).id)
    assert look(office, Role.HEAD, overview).cases == 1


def test_another_office_sees_nothing(story, other_office):
    case_id = story.lodge()
    item = story.open(case_id)[0]
    for process in look(other_office, Role.MANAGER, overseen_processes):
        found = look(other_office, Role.MANAGER, overview, process.process_id)
        assert (found.cases, found.total, found.loads) == (0, Tally(), [])
    number = story.case(case_id).number
    assert everything(other_office, Role.MANAGER, Choice(text=number)) == []
    assert look(other_office, Role.MANAGER, load_of, [item.assignee_id or uuid4()]) == {}
    with pytest.raises(NotFound):
        look(other_office, Role.MANAGER, read_reassignment, item.id)


def test_the_alternate_head_counts_a_secret_case_once_it_has_come_to_her(story, office):
    secret, ordinary = story.lodge(), story.lodge()
    set_secrecy(story, [secret], "secret")
    set_secrecy(story, [ordinary], "ordinary")
    assert look(office, Role.ALTERNATE_HEAD, overview).cases == 1
    with office.store.unit(office.actor(Role.OFFICER)) as uow:
        uow.connection.execute(
            tables.case_member.insert().values(
                office_id=office.id,
                case_id=secret,
                person_id=office.person(Role.ALTERNATE_HEAD).id,
                why="holder",
                since_at=uow.now,
            )
        )
    assert look(office, Role.ALTERNATE_HEAD, overview).cases == 2


def test_with_several_processes_each_counts_its_own_cases(story, office):
    here, elsewhere = story.lodge(), story.lodge()
    with office.store.unit(office.actor(Role.OFFICER)) as uow:
        uow.connection.execute(
            update(tables.case).where(tables.case.c.id == elsewhere).values(process_id="another")
        )
    page = look(office, Role.MANAGER, list_open_work, Choice(process_id="complaint_provincial"))
    assert {row.case_id for row in page.rows} == {here}


# -- Giving a step to another ------------------------------------------------------------------


def give(story, office, item, to_person, *, by=Role.MANAGER, reason="ลาป่วย", key=None, **options):
    held = options.pop("from_person", item.assignee_id)
    in_unit(
        story.store,
        office.actor(by),
        reassign,
        item.id,
        to_person,
        reason,
        from_person=held,
        submission_key=key or uuid4(),
    )


@pytest.fixture
def waiting(story):
    """A step that nobody has claimed."""
    case_id = story.lodge()
    item = story.open(case_id)[0]
    if item.assignee_id is not None:
        in_unit(story.store, story.claim(item), release_work_item, item.id)
    return story.open(case_id)[0]


@pytest.mark.parametrize("role", MANAGERS)
def test_a_step_that_nobody_claimed_is_given_to_somebody(story, office, waiting, role):
    set_secrecy(story, [waiting.case_id], "ordinary")
    second = office.person(Role.OFFICER, nth=1)
    give(story, office, waiting, second.id, by=role, reason="  งานค้าง  ")
    item = story.open(waiting.case_id)[0]
    assert item.assignee_id == second.id
    event = [e for e in story.events(item.case_id) if e.kind == EventKind.WORK_ITEM_REASSIGNED][-1]
    assert (event.content["reason"], event.content["to"]) == ("งานค้าง", str(second.id))


def test_the_least_loaded_candidate_comes_first_and_the_holder_is_none(story, office, waiting):
    first, second = (office.person(Role.OFFICER, nth=n) for n in (0, 1))
    give(story, office, waiting, first.id)
    found = look(office, Role.MANAGER, read_reassignment, waiting.id)
    assert found.holder == first.name
    assert [(one.person_id, one.tally) for one in found.candidates] == [(second.id, Tally())]


def test_a_form_posted_twice_gives_the_step_once(story, office, waiting):
    second, key = office.person(Role.OFFICER, nth=1), uuid4()
    give(story, office, waiting, second.id, key=key)
    give(story, office, waiting, second.id, key=key)
    kinds = story.kinds(waiting.case_id)
    assert kinds.count(EventKind.WORK_ITEM_REASSIGNED) == 1


def test_what_was_claimed_meanwhile_is_not_taken_unseen(story, office, waiting):
    first, second = (office.person(Role.OFFICER, nth=n) for n in (0, 1))
    in_unit(story.store, office.actor(Role.OFFICER), claim_work_item, waiting.id)
    with pytest.raises(InvalidTransition) as refused:
        give(story, office, waiting, second.id)
    assert first.name in refused.value.sentence.th
    give(story, office, waiting, second.id, from_person=first.id)


def test_a_step_that_was_done_meanwhile_is_not_given(story, office, waiting):
    story.complete(waiting)
    with pytest.raises(InvalidTransition):
        give(story, office, waiting, office.person(Role.OFFICER, nth=1).id)
    with pytest.raises(InvalidTransition):
        look(office, Role.MANAGER, read_reassignment, waiting.id)


@pytest.mark.parametrize("reason", ["", "   \n"])
def test_a_step_is_given_with_a_reason_only(story, office, waiting, reason):
    with pytest.raises(NotPermitted):
        give(story, office, waiting, office.person(Role.OFFICER, nth=1).id, reason=reason)


def test_a_step_goes_to_nobody_who_may_not_do_it(story, office, waiting):
    about = office.person(Role.OFFICER, nth=1)
    make_respondent(story, about.id, waiting.case_id)
    for person in (about, office.person(Role.AUDITOR), office.person(Role.UNIT_MEMBER)):
        with pytest.raises(NotPermitted):
            give(story, office, waiting, person.id)
    assert story.open(waiting.case_id)[0].assignee_id is None


def test_an_officer_gives_no_step_away(story, office, waiting):
    with pytest.raises(NotPermitted):
        give(story, office, waiting, office.person(Role.OFFICER, nth=1).id, by=Role.OFFICER)


def test_an_alternate_head_gives_no_step_of_a_secret_case_unknown_to_her(story, office, waiting):
    set_secrecy(story, [waiting.case_id], "secret")
    with pytest.raises(NotFound):
        give(
            story,
            office,
            waiting,
            office.person(Role.OFFICER, nth=1).id,
            by=Role.ALTERNATE_HEAD,
        )


def test_the_edition_in_use_is_the_one_that_is_drawn(office):
    found = look(office, Role.MANAGER, overview)
    with office.store.reading(office.actor(Role.MANAGER)) as uow:
        assert get_edition(uow, found.adoption.edition) == found.edition
    assert isinstance(found.adoption.definition_id, UUID)
