"""Statistics made public: totals always, breakdowns only where nobody shows, version by version."""

from datetime import date
from uuid import uuid4

import pytest

from engine.errors import FormInvalid
from engine.office.fiscal_year import Period
from engine.office.roles import Role
from engine.reports.figures import Counts
from engine.reports.public_statistics import published_statistics
from engine.work.business.starting import start_business
from tests.support.answers import signed_on_paper
from tests.support.story import in_unit
from tests.support.streams import check_rebuild, check_runs_again, check_streams

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
QUARTER = Period(date(2026, 10, 1), date(2026, 12, 31))


@pytest.fixture
def begin(story):
    """Begin the publication of the statistics of a span; return its case."""

    def begun(span=NOVEMBER):
        officer = story.someone(Role.OFFICER)
        return in_unit(
            story.store,
            officer,
            start_business,
            "publish_statistics",
            span,
            submission_key=uuid4(),
        )

    return begun


@pytest.fixture
def publish(story, begin):
    """Have the statistics of a span published, step by step; return what is public then."""

    def published(span=NOVEMBER, **choices):
        case = begin(span)
        story.finish(case, **choices)
        assert story.case(case).status == "archived"
        return public(story)

    return published


def public(story):
    with story.reading() as uow:
        return published_statistics(uow)


def corruption(story, times, **choices):
    for _ in range(times):
        story.lodge(category="corruption", **choices)


def test_no_complaint_is_published_as_none(story, publish):
    (found,) = publish()
    assert found.total == Counts()
    assert found.breakdowns == {"categories": None, "channels": None}
    assert (found.version, found.correction) == (1, "")
    assert found.certifier.name
    check_streams(story.store, story.office_id)
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


def test_only_corruption_and_misconduct_is_published(story, publish):
    corruption(story, 2)
    story.lodge(category="service")
    (found,) = publish()
    assert found.total == Counts(received=2)


def test_a_few_cases_are_not_broken_down_and_many_are(story, publish):
    corruption(story, 4)
    (found,) = publish()
    assert found.total.received == 4
    assert found.breakdowns == {"categories": None, "channels": None}
    corruption(story, 33)
    newest, _ = publish(review={"correction": "นับรวมเรื่องที่ลงรับย้อนหลัง"})
    assert newest.total.received == 37
    assert newest.breakdowns == {"categories": {"corruption": 37}, "channels": {"walk_in": 37}}


def test_one_small_row_hides_its_whole_breakdown(story, publish):
    corruption(story, 9)
    corruption(story, 1, channel="telephone")
    (found,) = publish()
    assert found.breakdowns["categories"] == {"corruption": 10}
    assert found.breakdowns["channels"] is None


def test_another_version_says_why_and_the_first_stays_as_it_was(story, publish):
    (first,) = publish()
    corruption(story, 1)
    newest, older = publish(review={"correction": "ได้รับเรื่องที่ลงวันที่ในช่วงนี้ทีหลัง"})
    assert older == first
    assert (newest.version, newest.total.received) == (2, 1)
    assert newest.correction == "ได้รับเรื่องที่ลงวันที่ในช่วงนี้ทีหลัง"


def test_two_versions_do_not_tell_of_a_few_by_their_difference(story, publish):
    corruption(story, 9)
    publish()
    corruption(story, 1)
    newest, first = publish(review={"correction": "ลงรับย้อนหลังอีกหนึ่งเรื่อง"})
    assert first.breakdowns["categories"] == {"corruption": 9}
    assert newest.breakdowns == {"categories": None, "channels": None}
    assert newest.total.received == 10


def test_a_longer_span_does_not_tell_of_a_few_by_subtraction(story, publish):
    corruption(story, 9)
    publish()
    corruption(story, 5, received_on="2026-11-23")
    of_the_quarter, _ = sorted(publish(QUARTER), key=lambda one: one.period.first_on)
    assert of_the_quarter.period == QUARTER
    assert of_the_quarter.breakdowns == {"categories": None, "channels": None}


def test_who_signed_on_paper_stands_as_the_certifier(story, publish):
    signed = {"decision": "allowed", "order_text": "", **signed_on_paper(story.today)}
    (found,) = publish(allow=signed)
    assert (found.certifier.name, found.certifier.position) == ("นายทองดี ตัวอย่าง", "ผู้อำนวยการ")
    assert (found.certifier.signed_on, found.certifier.in_system) == (story.today, False)


def test_what_was_published_stays_when_its_cases_change(story, publish):
    corruption(story, 6)
    (found,) = publish()
    corruption(story, 6)
    assert public(story) == [found]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_another_version_of_the_same_period_is_not_put_forward_without_a_reason(publish):
    publish()
    with pytest.raises(FormInvalid) as refused:
        publish()
    assert set(refused.value.messages) == {"correction"}


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_what_became_another_version_meanwhile_is_sent_back_for_its_reason(story, begin, publish):
    second = begin()
    story.do(second, "review")
    publish()
    with pytest.raises(FormInvalid) as refused:
        story.finish(second)
    assert set(refused.value.messages) == {"decision"}
    story.do(second, "allow", decision="returned", return_reason="ใส่เหตุ")
    story.finish(second, review={"correction": "นับรวมเรื่องที่ลงรับย้อนหลัง"})
