"""Satisfaction: asked once when the result is told, counted so that nobody's answer is known."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from engine.access.visits import Way
from engine.cases.mailbox import IssuedReceipt
from engine.errors import FormInvalid, InvalidTransition, NotFound
from engine.office.fiscal_year import FiscalYear, Period
from engine.office.roles import Role
from engine.reports.counting import Scope
from engine.reports.figures import count_figures, see_figures
from engine.reports.freezing import freeze_figures, frozen_figures
from engine.reports.periods import named_period
from engine.reports.satisfaction import Satisfaction, count_satisfaction
from engine.sealing.receipts import ReceiptCode
from engine.store.unit_of_work import Actor
from engine.work.completing import Submission
from engine.work.lodging import Door
from engine.work.offices.settings import settings_in_force
from engine.work.public.followed_case import read_followed
from engine.work.public.lodging import lodge_from_public
from engine.work.public.satisfaction import tell_satisfaction
from engine.work.respondents import add_respondent
from tests.integration.test_public_door import PublicDoor, public_answers, visited
from tests.support.story import PROCESS, Story, in_unit
from tests.support.streams import check_rebuild, check_runs_again, check_streams

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def finished(story: Story) -> Way:
    """Return the way of somebody whose case is finished, and who was told so by her code."""
    code = ReceiptCode.generate()
    receipt = IssuedReceipt(code, code.lookup(story.store.vault.receipt_key))
    answers = public_answers(story, is_anonymous=True, complainants=[])
    with story.store.unit(Actor(story.office_id, None)) as uow:
        submission = Submission(uuid4(), answers)
        lodge_from_public(uow, PublicDoor.CORRUPTION, Door(PROCESS), submission, receipt)
    (way,) = visited(story, code)
    story.finish(way.case_id, sort={"result": "not_accepted"})
    return way


def told(story: Story, way: Way, score: Any, words: str = "", key: UUID | None = None) -> None:
    public = Actor(story.office_id, None)
    in_unit(
        story.store, public, tell_satisfaction, way, score, words, submission_key=key or uuid4()
    )


def asked(story: Story, way: Way) -> bool:
    with story.reading() as uow:
        return read_followed(uow, way).asks_satisfaction


def half_of(story: Story) -> Period:
    year = FiscalYear.of(story.today)
    return next(half for half in year.halves if half.first_on <= story.today <= half.last_on)


def counted(story: Story, span: Period, threshold: int = 2, **options: Any) -> Satisfaction:
    with story.reading() as uow:
        return count_satisfaction(uow, span, threshold, **options)


def test_it_is_asked_once_after_the_result_and_is_in_the_history(story):
    way, key = finished(story), uuid4()
    assert asked(story, way)
    told(story, way, 4, "ตอบช้าไปหน่อย", key)
    told(story, way, 4, "ตอบช้าไปหน่อย", key)
    assert not asked(story, way)
    with pytest.raises(InvalidTransition):
        told(story, way, 1)
    (event,) = [each for each in story.events(way.case_id) if each.kind == "satisfaction_told"]
    assert event.content["score"] == 4
    check_streams(story.store, story.office_id)
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
def test_it_is_not_asked_before_the_result_and_takes_no_other_answer(story):
    way = finished(story)
    for wrong in (0, 6):
        with pytest.raises(FormInvalid) as refused:
            told(story, way, wrong)
        assert set(refused.value.messages) == {"score"}
    with pytest.raises(FormInvalid):
        told(story, way, 3, "ก" * 2001)
    with pytest.raises(NotFound), story.store.unit(story.someone(Role.OFFICER)) as uow:
        tell_satisfaction(uow, way, 3, "", submission_key=uuid4())
    assert asked(story, way)


@ON_SQLITE
def test_the_mean_of_few_is_withheld_and_so_is_what_would_tell_it_by_subtraction(story):
    half, year = half_of(story), FiscalYear.of(story.today)
    whole = Period(year.first_on, year.last_on)
    told(story, finished(story), 5)
    assert counted(story, half) == Satisfaction(1, None)
    told(story, finished(story), 2)
    assert counted(story, half) == Satisfaction(2, Decimal("3.5"))
    assert counted(story, whole) == Satisfaction(2, Decimal("3.5"))
    shorter = Period(half.first_on, half.last_on - timedelta(days=1))
    assert counted(story, shorter) == Satisfaction(2, None)
    assert counted(story, half, threshold=3) == Satisfaction(2, None)


@ON_SQLITE
def test_whoever_may_not_see_one_of_the_cases_is_told_no_mean(story, office):
    ways = [finished(story) for _ in range(3)]
    for way in ways:
        told(story, way, 3)
    manager = office.person(Role.MANAGER)
    open_case = story.lodge()
    half = half_of(story)
    assert counted(story, half, seen_by=office.standing(Role.MANAGER)).mean == Decimal("3.0")
    by = story.someone(Role.HEAD)
    in_unit(story.store, by, add_respondent, open_case, manager.name)
    assert counted(story, half, seen_by=office.standing(Role.MANAGER)).mean == Decimal("3.0")
    in_unit(story.store, by, add_respondent, ways[0].case_id, manager.name)
    seen = counted(story, half, seen_by=office.standing(Role.MANAGER))
    assert seen == Satisfaction(2, None)


@ON_SQLITE
def test_figures_have_it_of_all_cases_alone_and_a_report_keeps_what_was_counted(story, office):
    for _ in range(5):
        told(story, finished(story), 4)
    half = half_of(story)
    report = story.lodge()
    with story.store.unit(office.system) as uow:
        uow.hold(report)
        profile = settings_in_force(uow, uow.today).profile
        figures = count_figures(uow, profile, named_period(half))
        assert figures.satisfaction == Satisfaction(5, Decimal("4.0"))
        part = count_figures(uow, profile, named_period(half), Scope.CORRUPTION)
        assert part.satisfaction == Satisfaction()
        freeze_figures(uow, profile, report, half, element=None)
        frozen = frozen_figures(uow, report)
        assert frozen is not None
        assert frozen.all.satisfaction == figures.satisfaction
        seen = see_figures(uow, office.standing(Role.MANAGER), profile, named_period(half))
    assert seen.satisfaction == figures.satisfaction
