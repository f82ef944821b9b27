"""The paper book comes in: judged cell by cell, all or nothing, once, told wherever it counts."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from engine.errors import FormInvalid, NotPermitted
from engine.history.replay import read_replay
from engine.office.roles import Role
from engine.reports.figures import Counts, Scope, count_figures
from engine.reports.periods import free_period
from engine.store import tables
from engine.work.case_file import read_case_file
from engine.work.deadlines import deadlines_of
from engine.work.lists.register import Wanted, read_register
from engine.work.lists.register_lines import Book, State
from engine.work.offices.settings import settings_in_force
from engine.work.paper_book.importing import MOST_OPEN, Fate, import_register, plan_import
from engine.work.paper_book.lines import Column
from tests.conftest import opened_office
from tests.integration.test_races import all_at_once
from tests.integration.test_replay import give
from tests.integration.test_tip_off_story import PEOPLE as KERO_PEOPLE
from tests.integration.test_tip_off_story import told as told_of
from tests.support.counted_by_hand import check_figures, read_case
from tests.support.paper_books import FILED, OPEN, rows_of
from tests.support.story import Story, in_unit
from tests.support.streams import check_rebuild, check_runs_again, check_streams

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
SECRET = {**FILED, Column.BOOK: "ลับ", Column.NUMBER: 4, Column.SUBJECT: "เรียกรับเงิน"}


def planned(office, rows, by=Role.OFFICER):
    with office.store.reading(office.actor(by)) as uow:
        return plan_import(uow, rows)


def take_in(story, office, rows, *, by=Role.OFFICER, key=None):
    actor = office.actor(by)
    return in_unit(story.store, actor, import_register, rows, submission_key=key or uuid4())


def lines_of(office, book=Book.ORDINARY, role=Role.HEAD, **wanted):
    with office.store.reading(office.actor(role)) as uow:
        return read_register(uow, office.standing(role), Wanted(book, **wanted)).lines


def all_cases(story):
    with story.reading() as uow:
        return list(uow.connection.scalars(select(tables.case.c.id)))


def told(story):
    with story.reading() as uow:
        return uow.connection.scalar(select(func.count()).select_from(tables.notice))


def figures_of(story, first_on, last_on):
    with story.reading() as uow:
        profile = settings_in_force(uow, uow.today).profile
        found = count_figures(uow, profile, free_period(first_on, last_on), Scope.ALL)
    check_figures(found, [read_case(story.events(case)) for case in all_cases(story)], profile)
    return found


def test_a_book_comes_in_with_its_numbers_and_days_once_and_whole(story, office):
    rows = rows_of(FILED, OPEN, SECRET)
    plan = planned(office, rows)
    assert (plan.faults, [one.fate for one in plan.lines]) == (
        (),
        [Fate.FILED, Fate.OPEN, Fate.FILED],
    )
    assert all_cases(story) == []
    key = uuid4()
    assert [take_in(story, office, rows, key=key) for _ in range(2)] == [3, 3]
    assert take_in(story, office, rows) == 0
    assert {one.fate for one in planned(office, rows).lines} == {Fate.KNOWN}
    still_open, filed = lines_of(office, year=2568)
    (secret,) = lines_of(office, Book.SECRET, year=2568)
    assert [line.ordinal for line in (still_open, filed, secret)] == [13, 12, 4]
    assert (filed.received_on, filed.closed_on) == (date(2024, 11, 12), date(2024, 12, 25))
    assert (filed.decided_on, filed.result, filed.state) == (
        date(2024, 12, 20),
        "solved",
        State.FILED,
    )
    assert (filed.is_from_book, filed.book_remark) == (True, "แฟ้มอยู่ตู้ ๒")
    assert (secret.secrecy, still_open.state) == ("secret", State.OPEN)
    assert story.open_elements(filed.case_id) == []
    assert story.open_elements(still_open.case_id) == ["register"]
    check_streams(story.store, story.office_id)
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


def test_what_is_open_counts_from_its_true_day_and_what_was_late_is_told_to_nobody(
    story, office, clock
):
    take_in(story, office, rows_of(OPEN))
    (case,) = all_cases(story)
    with story.reading() as uow:
        assert {each.reckoning.start_on for each in deadlines_of(uow, case)} == {date(2024, 11, 12)}
    clock.advance(days=1)
    story.run_worker()
    kinds = story.kinds(case)
    assert "deadline_breached" in kinds
    assert "reminder_given" not in kinds
    assert told(story) == 0
    story.do(case, "register")
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
def test_only_what_runs_out_after_it_came_is_told_to_the_manager(
    store, bundled_editions, tmp_path, clock
):
    kero = opened_office(store, "kero", KERO_PEOPLE, bundled_editions)
    story = Story(kero.store, kero.id, tmp_path / "blobs")
    with story.reading() as uow:
        channels = settings_in_force(uow, uow.today).profile.channels
    name = next(iter(channels.values())).name.th
    late = {**OPEN, Column.CHANNEL: name, Column.BOOK: "ลับ"}
    fresh = {**late, Column.NUMBER: 14, Column.YEAR: 2570, Column.RECEIVED_ON: "12/11/2569"}
    for line, days, is_told in ((late, 1, False), (fresh, 70, True)):
        take_in(story, kero, rows_of(line))
        case = next(one for one in all_cases(story) if story.open_elements(one) == ["register"])
        story.do(case, "register")
        clock.advance(days=days)
        story.run_worker()
        assert "case_escalated" in story.kinds(case)
        assert bool(told_of(story, "escalated")) is is_told
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
def test_a_case_of_the_book_goes_its_way_to_the_end(story, office):
    take_in(story, office, rows_of(OPEN))
    (case,) = all_cases(story)
    story.finish(case)
    assert not story.case(case).is_open
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
def test_new_numbers_of_the_same_year_go_on_behind_the_book(story, office):
    year = 2570
    recent = {**FILED, Column.YEAR: year, Column.NUMBER: 41, Column.RECEIVED_ON: "1/11/2569"}
    ends = {Column.RESULT_ON: "2/11/2569", Column.FILED_ON: "3/11/2569"}
    take_in(story, office, rows_of(recent | ends))
    story.lodge(by=office.actor(Role.OFFICER), category="service")
    assert [line.ordinal for line in lines_of(office, year=year)] == [42, 41]
    older = recent | ends | {Column.NUMBER: 7}
    take_in(story, office, rows_of(older))
    story.lodge(by=office.actor(Role.OFFICER), category="service")
    assert [line.ordinal for line in lines_of(office, year=year)] == [43, 42, 41, 7]


@ON_SQLITE
def test_the_figures_have_it_and_say_how_many_of_them(story, office):
    take_in(story, office, rows_of(FILED, OPEN))
    story.lodge(by=office.actor(Role.OFFICER))
    whole = figures_of(story, date(2024, 10, 1), story.today)
    assert whole.total == Counts(received=3, finished=1)
    assert whole.from_book == Counts(received=2, finished=1)
    assert whole.results == {"solved": 1}
    later = figures_of(story, story.today, story.today)
    assert (later.total, later.from_book) == (Counts(1, 1, 0), Counts(carried_in=1))


@ON_SQLITE
def test_every_wrong_cell_is_named_by_its_row_and_column(story, office):
    wrong = {
        Column.BOOK: {"ม่วง", "=1+1"},
        Column.NUMBER: {None, "สิบสอง", 0},
        Column.YEAR: {None, "25680", "12"},
        Column.RECEIVED_ON: {None, "31 ก.พ. 2568", "เมื่อวาน", "1/1/2580"},
        Column.CHANNEL: {None, "นกพิราบ"},
        Column.CATEGORY: {"ไม่มีประเภทนี้"},
        Column.SUBJECT: {None, " \u200b ", "ก" * 501},
        Column.RESULT: {"หายไป"},
        Column.FILED_ON: {None, "1/11/2567", "19/12/2567", "1/1/2590"},
    }
    cases = [(column, value) for column, values in wrong.items() for value in values]
    lines = [
        {**FILED, Column.NUMBER: 100 + at, column: value}
        for at, (column, value) in enumerate(cases)
    ]
    faults = planned(office, rows_of(*lines)).faults
    found = {(one.row, one.column) for one in faults}
    assert {(at + 2, column) for at, (column, _) in enumerate(cases)} <= found
    assert {row for row, _ in found} == {at + 2 for at in range(len(cases))}
    with pytest.raises(FormInvalid) as refused:
        take_in(story, office, rows_of({**FILED, Column.NUMBER: 99}, *lines))
    assert "3.book" in refused.value.messages
    assert all_cases(story) == []


@ON_SQLITE
def test_dates_are_read_as_people_write_them_and_as_spreadsheets_hold_them(office):
    written = (
        datetime(2024, 11, 12),  # noqa: DTZ001 (a cell knows no zone)
        datetime(2567, 11, 12),  # noqa: DTZ001
        "๑๒ ต.ค. ๖๘",
        "12/10/68",
        "12 ตุลาคม พ.ศ. 2568",
        "2025-10-12",
    )
    lines = [
        {**OPEN, Column.NUMBER: at, Column.YEAR: 2568, Column.RECEIVED_ON: day}
        for at, day in enumerate(written, start=1)
    ]
    plan = planned(office, rows_of(*lines))
    assert plan.faults == ()
    days = [one.line.received_on for one in plan.lines]
    assert days == [date(2024, 11, 12)] * 2 + [date(2025, 10, 12)] * 4


@ON_SQLITE
def test_a_number_of_another_case_or_twice_in_the_file_is_refused(story, office):
    take_in(story, office, rows_of(FILED))
    other = {**FILED, Column.SUBJECT: "เรื่องอื่นของเลขเดียวกัน"}
    (fault,) = planned(office, rows_of(other)).faults
    assert (fault.row, fault.column) == (2, Column.NUMBER)
    (twice,) = planned(office, rows_of(OPEN, {**OPEN, Column.SUBJECT: "อีกเรื่อง"})).faults
    assert (twice.row, twice.column) == (3, Column.NUMBER)
    many = [{**OPEN, Column.NUMBER: 200 + at} for at in range(MOST_OPEN + 1)]
    (late,) = planned(office, rows_of(*many)).faults
    assert (late.row, late.column) == (MOST_OPEN + 2, Column.FILED_ON)


@ON_SQLITE
def test_who_it_is_about_sees_no_line_and_no_step_of_it(story, office):
    about = {**SECRET, Column.ABOUT: "หัวหน้าหน่วยงาน"}
    with story.reading() as uow:
        routes = settings_in_force(uow, uow.today).profile.respondent_choices()
    about[Column.ABOUT] = next(route.label.th for route in routes if route.kind.value == "head")
    ongoing = {**OPEN, **about, Column.NUMBER: 5}
    ends = (Column.RESULT, Column.RESULT_ON, Column.FILED_ON)
    ongoing |= dict.fromkeys(ends)
    take_in(story, office, rows_of(about, ongoing))
    assert lines_of(office, Book.SECRET, Role.HEAD, year=2568) == []
    assert len(lines_of(office, Book.SECRET, Role.MANAGER, year=2568)) == 2


@ON_SQLITE
def test_a_secret_category_needs_the_secret_book(story, office):
    with story.reading() as uow:
        categories = settings_in_force(uow, uow.today).profile.categories.values()
    name = next(one.name.th for one in categories if one.secrecy.value != "ordinary")
    (fault,) = planned(office, rows_of({**FILED, Column.CATEGORY: name})).faults
    assert fault.column is Column.BOOK


@ON_SQLITE
def test_only_who_keeps_the_register_takes_a_book_in(story, office):
    rows = rows_of(FILED)
    for role in (Role.HEAD, Role.CUSTODIAN, Role.UNIT_MEMBER):
        with pytest.raises(NotPermitted):
            planned(office, rows, by=role)
        with pytest.raises(NotPermitted):
            take_in(story, office, rows, by=role)
    assert take_in(story, office, rows, by=Role.MANAGER) == 1


@ON_SQLITE
def test_its_file_opens_though_it_ran_in_no_process_here(story, office):
    take_in(story, office, rows_of(FILED))
    (case,) = all_cases(story)
    with office.store.reading(office.actor(Role.OFFICER)) as uow:
        file = read_case_file(uow, office.standing(Role.OFFICER), case)
    assert (file.open_items, file.deadlines, file.elements) == ((), (), {})
    assert file.case.book_remark == "แฟ้มอยู่ตู้ ๒"
    assert story.kinds(case)[0] == "case_lodged"
    assert story.today - file.case.received_on > timedelta(days=300)


@ON_SQLITE
def test_an_auditor_looks_at_each_event_of_what_was_filed_on_paper(story, office):
    take_in(story, office, rows_of(FILED))
    (case,) = all_cases(story)
    since = {"received_from": date(2024, 10, 1), "received_to": date(2025, 9, 30)}
    give(office, **since)
    with office.store.reading(office.actor(Role.AUDITOR)) as uow:
        for event in story.events(case):
            shown = read_replay(uow, office.standing(Role.AUDITOR), case, event.seq)
            assert shown.picture.rounds == {}
    assert shown.moments[0].kind == "case_lodged"


def test_a_book_sent_twice_while_others_lodge_comes_in_once_and_no_number_is_given_twice(
    story, office
):
    ends = {Column.RESULT_ON: "2/11/2569", Column.FILED_ON: "3/11/2569"}
    recent = FILED | ends | {Column.YEAR: 2570, Column.RECEIVED_ON: "1/11/2569"}
    rows = rows_of(*({**recent, Column.NUMBER: at} for at in (2, 5, 9)))
    officer = office.actor(Role.OFFICER)

    def lodge():
        return story.lodge(by=officer, category="service")

    def send():
        return take_in(story, office, rows)

    came = all_at_once([send, lodge, send, lodge])
    # A number that somebody was quicker to take leaves the book out as a whole.
    taken = [one for one in (came[0], came[2]) if not isinstance(one, FormInvalid)]
    assert sum(taken) in (0, 3)
    found = [line.ordinal for line in lines_of(office, year=2570)]
    assert len(found) == len(set(found)) == 2 + sum(taken)
    assert len(taken) == 2 or sum(taken) == 0
    check_streams(story.store, story.office_id)
    check_rebuild(story.store, story.office_id)
