"""The figures of an office over what its people did: what counts, when, and for whom."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine.access.membership import standing_of
from engine.errors import NotPermitted
from engine.journal.events import read_stream
from engine.journal.folding import rebuild_cases
from engine.office.roles import Role
from engine.reports.figures import Counts, Scope, count_figures, see_figures
from engine.reports.periods import free_period
from engine.store import tables
from engine.work.lodging import Door
from engine.work.offices.settings import settings_in_force
from engine.work.respondents import add_respondent
from tests.support.counted_by_hand import check_figures, read_case
from tests.support.story import in_unit


@pytest.fixture
def counted(story):
    """Count a span of days as the system does, and hold it against the case files."""

    def count(first_on, last_on, scope=Scope.ALL):
        with story.reading() as uow:
            profile = settings_in_force(uow, uow.today).profile
            figures = count_figures(uow, profile, free_period(first_on, last_on), scope)
            ids = uow.connection.scalars(
                select(tables.case.c.id).where(tables.case.c.office_id == story.office_id)
            ).all()
            check_figures(figures, [read_case(read_stream(uow, one)) for one in ids], profile)
        return figures

    return count


def to_the_result(story, case):
    for element in ("register", "sort", "draft_letter", "sign_letter"):
        story.do(case, element)
    for unit in ("construction", "maintenance"):
        story.do(case, "report", scope=unit)
        story.do(case, "review", scope=unit)
    story.do(case, "propose_result")
    story.do(case, "decide")


def test_a_case_is_finished_on_the_day_the_last_notice_of_its_result_goes_out(
    story, clock, counted
):
    received_on = story.today
    case = story.lodge()
    to_the_result(story, case)
    decided_on = story.today
    assert counted(received_on, story.today).total == Counts(received=1)
    clock.advance(hours=48)
    while any(item.scope.startswith("tell_closed") for item in story.open(case)):
        item = next(i for i in story.open(case) if i.scope.startswith("tell_closed"))
        told_on = story.today
        story.complete(item)
    assert told_on == decided_on + timedelta(days=2)
    assert counted(decided_on, decided_on).total.in_progress == 1
    figures = counted(told_on, told_on)
    assert figures.total == Counts(carried_in=1, finished=1)
    assert figures.median_days == (told_on - received_on).days


def test_a_case_joined_to_another_is_counted_with_it_and_once(story, counted):
    first, second = story.lodge(), story.lodge()
    for case in (first, second):
        story.do(case, "register")
    assert counted(story.today, story.today).total.received == 2
    story.do(second, "sort", result="duplicate", same_case=str(first))
    story.do(second, "merge_case", main_case=str(first))
    figures = counted(story.today, story.today)
    assert figures.total == Counts(received=1)
    assert sum(each.total for each in figures.categories.values()) == 1


def test_a_question_is_counted_beside_the_complaints(story, counted):
    story.lodge()
    story.lodged(door=Door("question"), answer="ขอดูได้ที่สำนักงาน")
    figures = counted(story.today, story.today)
    assert figures.total == Counts(received=1)
    assert figures.beside == {"question": Counts(received=1, finished=1)}
    assert set(figures.kinds) == {"complaint"}


def test_only_what_the_profile_calls_corruption_is_counted_as_corruption(story, counted):
    story.lodge(category="corruption")
    story.lodge(category="service")
    story.lodge(category=None)
    assert counted(story.today, story.today).total.received == 3
    figures = counted(story.today, story.today, Scope.CORRUPTION)
    assert figures.total.received == 1
    assert set(figures.categories) == {"corruption"}


def test_a_unit_is_counted_by_what_it_was_asked_and_when_it_answered(story, clock, counted):
    case = story.lodge()
    for element in ("register", "sort", "draft_letter"):
        story.do(case, element)
    story.do(case, "sign_letter", units=["construction", "maintenance"])
    asked_on = story.today
    story.do(case, "report", scope="construction")
    clock.advance(hours=24 * 20)
    story.run_worker()
    figures = counted(asked_on, story.today)
    assert figures.units["construction"].asked == figures.units["maintenance"].asked == 1
    assert figures.units["construction"].timeliness.percent_kept == 100
    late = figures.units["maintenance"].timeliness
    assert (late.kept, late.broken, late.median_days) == (0, 1, None)
    story.do(case, "report", scope="maintenance")
    late = counted(asked_on, story.today).units["maintenance"].timeliness
    assert (late.kept, late.broken, late.median_days) == (0, 1, 20)


def test_the_figures_of_a_respondent_leave_out_the_cases_about_her(story, office):
    case = story.lodge()
    story.do(case, "register")
    story.lodge()
    manager = office.person(Role.MANAGER)
    in_unit(story.store, office.actor(Role.HEAD), add_respondent, case, manager.name)

    def received(role):
        with story.reading() as uow:
            profile = settings_in_force(uow, uow.today).profile
            who = standing_of(uow, office.person(role).id, uow.today)
            return see_figures(uow, who, profile, free_period(uow.today, uow.today))

    assert received(Role.HEAD).total.received == 2
    assert received(Role.MANAGER).total.received == 1


def test_figures_are_for_who_reports_on_the_office(story, office):
    with story.reading() as uow:
        profile = settings_in_force(uow, uow.today).profile
        who = standing_of(uow, office.person(Role.AUDITOR).id, uow.today)
        with pytest.raises(NotPermitted):
            see_figures(uow, who, profile, free_period(date(2026, 1, 1), uow.today))


def test_no_office_counts_the_cases_of_another(story, other_office, counted):
    story.lodge()
    with other_office.store.reading(other_office.actor(Role.OFFICER)) as uow:
        profile = settings_in_force(uow, uow.today).profile
        period = free_period(uow.today - timedelta(days=400), uow.today)
        figures = count_figures(uow, profile, period)
    assert figures.total == Counts()
    assert counted(story.today, story.today).total.received == 1


def test_folding_the_history_again_gives_the_same_figures(story, counted):
    case = story.lodge()
    story.finish(case)
    before = counted(story.today - timedelta(days=30), story.today)
    with story.store.unit(story.someone(Role.OFFICER)) as uow:
        rebuild_cases(uow)
    assert counted(story.today - timedelta(days=30), story.today) == before
    assert before.total.finished == 1


def test_opinions_questions_and_requests_for_information_are_in_no_total_of_corruption(
    story, counted
):
    opinion = story.lodge(kind="opinion", category="service")
    story.lodge(door=Door("question"))
    request = story.lodge(category="information")
    assert {story.case(each).secrecy for each in (opinion, request)} == {"ordinary"}
    assert counted(story.today, story.today, Scope.CORRUPTION).total == Counts()
    every = counted(story.today, story.today)
    assert every.total == Counts(received=1)
    assert {kind: each.received for kind, each in every.beside.items()} == {
        "opinion": 1,
        "question": 1,
    }
