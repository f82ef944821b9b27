"""The views of somebody's list: what she may do, waits for, has done; narrowed, in pages."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from engine.access.membership import standing_of
from engine.office.roles import Role
from engine.store import tables
from engine.work.allocation.claiming import release_work_item
from engine.work.lists.narrowing import Narrow, Within
from engine.work.lists.worklist import Cursor, Order, View, Wish, counts, glance, list_work
from tests.support.story import Story


@pytest.fixture
def story(office, tmp_path):
    return Story(office.store, office.id, tmp_path)


@pytest.fixture
def officer(office):
    return office.actor(Role.OFFICER)


def listed(story, who, wish=None, **narrow):
    """The rows of all pages."""
    wanted = wish or Wish(narrow=Narrow(**narrow))
    found, cursor = [], None
    while True:
        with story.store.reading(who) as uow:
            page = list_work(uow, standing_of(uow, who.person_id, uow.today), wanted,
                             cursor=cursor, limit=2)  # fmt: skip
        found += page.rows
        cursor = page.next
        if cursor is None:
            return found


def cases_of(rows):
    return {row.case_id for row in rows}


def set_due(story, case_id, days):
    """Move the due date of what a case has open, as a deadline counted anew does."""
    for table in (tables.work_item, tables.work_item_candidate):
        with story.store.unit(story.someone(Role.OFFICER)) as uow:
            uow.connection.execute(
                update(table)
                .where(table.c.case_id == case_id)
                .values(due_on=story.today + timedelta(days=days))
            )


def released(story, case_id, by):
    """Put the first step back that its lodger was given."""
    with story.store.unit(by) as uow:
        release_work_item(uow, story.item(case_id, "register").id)


def test_what_others_have_open_in_cases_that_came_to_her(story, office, officer):
    handed_on = story.lodge(by=officer)
    for step in ("register", "sort"):
        story.do(handed_on, step, by=officer)
    story.do(handed_on, "draft_letter", by=officer)
    never_hers = story.lodge(by=office.actor(Role.OFFICER, nth=1))
    story.claim(story.item(never_hers, "register"), by=office.actor(Role.OFFICER, nth=1))
    waits = listed(story, officer, Wish(View.WAITING))
    assert {(row.case_id, row.role, row.holder) for row in waits} == {(handed_on, Role.HEAD, "")}
    head = story.claim(story.item(handed_on, "sign_letter"))
    (waiting,) = listed(story, officer, Wish(View.WAITING))
    assert waiting.holder == "ทองดี ตัวอย่าง"
    assert Role.HEAD not in {row.role for row in listed(story, head, Wish(View.WAITING))}


def test_who_reads_summaries_only_is_told_of_no_other_steps(story, office):
    case = story.lodge()
    for step in ("register", "sort", "draft_letter"):
        story.do(case, step)
    story.do(case, "sign_letter", units=["construction"])
    unit = office.actor(Role.UNIT_MEMBER, unit="construction")
    story.do(case, "report", by=unit)
    assert cases_of(listed(story, unit, Wish(View.DONE))) == {case}
    assert not listed(story, unit, Wish(View.WAITING))


def test_done_work_comes_newest_first_and_by_the_page(story, officer, clock):
    cases = []
    for _ in range(5):
        cases.append(story.lodge(by=officer))
        story.do(cases[-1], "register", by=officer)
        clock.advance(hours=1)
    rows = listed(story, officer, Wish(View.DONE))
    assert [row.case_id for row in rows] == cases[::-1]
    assert all(row.ended_at and not row.is_mine for row in rows)
    clock.advance(days=3)
    story.do(cases[0], "sort", by=officer)
    today = Wish(View.DONE, Narrow(from_on=story.today))
    assert [row.name_en for row in listed(story, officer, today)] != []
    assert cases_of(listed(story, officer, today)) == {cases[0]}
    before = Wish(View.DONE, Narrow(to_on=story.today - timedelta(days=1)))
    assert len(listed(story, officer, before)) == len(cases)


def test_each_condition_narrows_and_all_hold_together(story, officer):
    late, today, later = (story.lodge(by=officer) for _ in range(3))
    for case, days in ((late, -1), (today, 0), (later, 9)):
        set_due(story, case, days)
    for case in (late, later):
        released(story, case, officer)
    assert cases_of(listed(story, officer, within=Within.LATE)) == {late}
    assert cases_of(listed(story, officer, within=Within.TODAY)) == {today}
    assert cases_of(listed(story, officer, within=Within.SOON)) == {today}
    assert cases_of(listed(story, officer, from_on=story.today)) == {today, later}
    assert cases_of(listed(story, officer, to_on=story.today)) == {late, today}
    assert not listed(story, officer, within=Within.UNDATED)
    number = story.case(later).number
    assert cases_of(listed(story, officer, number=number)) == {later}
    thai = number.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert cases_of(listed(story, officer, number=thai)) == {later}
    assert not listed(story, officer, number=number, within=Within.LATE)
    assert not listed(story, officer, number="%")
    everything = {late, today, later}
    step = ("complaint_provincial", "register")
    assert cases_of(listed(story, officer, step=step)) == everything
    assert not listed(story, officer, step=("complaint_provincial", "sort"))
    assert cases_of(listed(story, officer, process_id="complaint_provincial")) == everything
    assert not listed(story, officer, process_id="another")
    assert not listed(story, officer, unit="planning")
    with story.store.reading(officer) as uow:
        who = standing_of(uow, officer.person_id, uow.today)
        assert vars(glance(uow, who)) == {"late": 1, "today": 1, "week": 1}
        assert (counts(uow, who).mine, counts(uow, who).offered) == (1, 2)


def test_a_unit_narrows_to_the_steps_that_are_done_for_it(story):
    case = story.lodge()
    for step in ("register", "sort", "draft_letter"):
        story.do(case, step)
    story.do(case, "sign_letter", units=["construction", "planning"])
    officer = story.someone(Role.OFFICER)
    found = listed(story, officer, Wish(View.WAITING, Narrow(unit="planning")))
    assert [row.groups for row in found] == [("unit:planning",)]


def test_a_secret_step_that_she_has_not_claimed_answers_to_nothing_of_its_case(story, office):
    lodger = office.actor(Role.OFFICER, nth=1)
    secret = story.lodge(by=lodger, category="corruption")
    released(story, secret, lodger)
    case, other = story.case(secret), office.actor(Role.OFFICER)
    assert case.is_secret
    assert secret in cases_of(listed(story, other))
    assert secret not in cases_of(listed(story, other, category="corruption"))
    assert secret not in cases_of(listed(story, other, channel=case.channel))
    assert secret in cases_of(listed(story, other, number=case.number))
    story.claim(story.item(secret, "register"), by=other)
    assert secret in cases_of(listed(story, other, category="corruption"))


@pytest.mark.parametrize("view", list(View))
def test_whoever_a_case_is_about_finds_it_in_no_view(story, office, officer, view):
    case = story.lodge(by=officer)
    for step in ("register", "sort", "draft_letter"):
        story.do(case, step, by=officer)
    mine = story.lodge(by=officer)
    story.claim(story.item(mine, "register"), by=officer)
    with story.store.unit(office.system) as uow:
        for about in (case, mine):
            uow.connection.execute(
                insert(tables.case_exclusion).values(
                    office_id=office.id, person_id=officer.person_id, case_id=about,
                    since_at=uow.now,
                )
            )  # fmt: skip
    assert cases_of(listed(story, officer, Wish(view))).isdisjoint({case, mine})
    with story.store.reading(officer) as uow:
        assert counts(uow, standing_of(uow, officer.person_id, uow.today)).done == 0


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("view", [View.ALL, View.WAITING])
def test_pages_go_forth_and_back_over_the_same_rows(story, officer, view, order):
    for number in range(5):
        case = story.lodge(by=officer)
        set_due(story, case, number % 2)
        for step in ("register", "sort", "draft_letter")[: 3 if number < 3 else 1]:
            story.do(case, step, by=officer)
    wish = Wish(view, order=order)
    with story.store.reading(officer) as uow:
        who = standing_of(uow, officer.person_id, uow.today)
        whole = [row.id for row in list_work(uow, who, wish).rows]
        forth, page = [], list_work(uow, who, wish, limit=2)
        while True:
            forth.append([row.id for row in page.rows])
            if page.next is None:
                break
            page = list_work(uow, who, wish, cursor=page.next, limit=2)
        back = [[row.id for row in page.rows]]
        while page.previous is not None:
            page = list_work(uow, who, wish, cursor=page.previous, limit=2)
            back.append([row.id for row in page.rows])
    assert len(whole) > 2
    assert [each for rows in forth for each in rows] == whole
    assert back[::-1] == forth


def test_a_page_whose_edge_is_gone_begins_anew(story, officer, other_office):
    story.lodge(by=officer)
    neighbour = Story(other_office.store, other_office.id, story.blobs)
    theirs = neighbour.items(neighbour.lodge())[0]
    with story.store.reading(officer) as uow:
        who = standing_of(uow, officer.person_id, uow.today)
        whole = list_work(uow, who, Wish())
        assert list_work(uow, who, Wish(), cursor=Cursor(theirs.id)).rows == whole.rows


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    narrow=st.builds(
        Narrow,
        within=st.none() | st.sampled_from(Within),
        step=st.none() | st.just(("complaint_provincial", "register")),
        category=st.sampled_from(["", "corruption", "service"]),
        unit=st.sampled_from(["", "planning"]),
        number=st.sampled_from(["", "1", "/2570"]),
    ),
    view=st.sampled_from(View),
    order=st.sampled_from(Order),
)
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_narrowed_list_is_a_part_of_the_whole_and_its_count_is_right(played, narrow, view, order):
    story, officer = played
    with story.store.reading(officer) as uow:
        who = standing_of(uow, officer.person_id, uow.today)
        whole = {row.id for row in list_work(uow, who, Wish(view), limit=500).rows}
        page = list_work(uow, who, Wish(view, narrow, order), limit=500)
    assert {row.id for row in page.rows} <= whole
    assert page.count in (None, len(page.rows))


@pytest.fixture
def played(story, officer):
    for number in range(6):
        case = story.lodge(by=officer, **({"category": "corruption"} if number % 2 else {}))
        set_due(story, case, number - 3)
        for step in ("register", "sort", "draft_letter")[: number % 4]:
            story.do(case, step, by=officer)
    assert story.open(case)
    with story.reading() as uow:
        assert uow.connection.scalar(select(tables.case.c.id).limit(1))
    return story, officer
