"""The guideline of an office: made of what it runs, frozen, certified and published."""

from datetime import date
from uuid import uuid4

import pytest

from engine.office.fiscal_year import Period
from engine.office.roles import Role
from engine.reports.public_guideline import published_guidelines
from engine.resources import bundled_dir
from engine.work.business.starting import start_business
from engine.work.offices.opening import revise_profile
from engine.work.offices.settings import settings_in_force
from engine.work.publishing.guidelines import guideline_in_force, has_changed_since
from tests.support.answers import signed_on_paper
from tests.support.story import in_unit
from tests.support.streams import check_rebuild, check_runs_again, check_streams

YEAR = Period(date(2026, 10, 1), date(2027, 9, 30))


@pytest.fixture
def begin(story):
    """Begin the publication of the guideline by hand; return its case."""

    def begun():
        officer = story.someone(Role.OFFICER)
        return in_unit(
            story.store,
            officer,
            start_business,
            "publish_guideline",
            YEAR,
            submission_key=uuid4(),
        )

    return begun


def public(story):
    with story.reading() as uow:
        return published_guidelines(uow)


def in_force(story):
    with story.reading() as uow:
        return guideline_in_force(uow, settings_in_force(uow, uow.today))


def is_changed(story):
    with story.reading() as uow:
        published = published_guidelines(uow)[0].guideline
        return has_changed_since(uow, settings_in_force(uow, uow.today), published)


def take_in_within(story, days):
    """Give the office another number of days to take a complaint in."""
    profile = (bundled_dir("processes") / "offices" / "provincial.toml").read_text("utf-8")
    changed = profile.replace(
        "[deadlines.intake]\nnumber = 1", f"[deadlines.intake]\nnumber = {days}"
    )
    with story.store.unit(story.someone(Role.HEAD)) as uow:
        uow.hold(story.office_id)
        revise_profile(uow, changed, effective_on=uow.today)


def test_what_is_published_is_what_the_office_runs_and_names_who_certified_it(story, begin):
    story.finish(begin(), review={"foreword": "สำนักงานยินดีรับทุกเรื่อง"})
    (found,) = public(story)
    assert found.guideline == in_force(story)
    assert (found.version, found.correction) == (1, "")
    assert found.foreword == "สำนักงานยินดีรับทุกเรื่อง"
    assert found.certifier.name
    assert not is_changed(story)
    check_streams(story.store, story.office_id)
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


def test_a_change_of_the_profile_changes_the_next_version_only(story, begin):
    story.finish(begin())
    (first,) = public(story)
    take_in_within(story, 2)
    assert is_changed(story)
    assert public(story) == [first]
    story.finish(begin(), review={"correction": "ขยายเวลารับเรื่องเป็น 2 วันทำการ"})
    newest, older = public(story)
    assert older == first
    assert newest.version == 2
    assert newest.correction == "ขยายเวลารับเรื่องเป็น 2 วันทำการ"
    times = [one.guideline.procedures[0].steps[0].time.th for one in (first, newest)]
    assert times == [
        "ภายใน 1 วันทำการ นับแต่วันรับเรื่อง",
        "ภายใน 2 วันทำการ นับแต่วันรับเรื่อง",
    ]
    assert not is_changed(story)


def test_what_was_frozen_is_put_forward_unless_it_is_made_again(story, begin):
    frozen, made_again = begin(), begin()
    take_in_within(story, 2)
    story.finish(frozen)
    assert public(story)[0].guideline.channels[0].taken_in.th.startswith("ภายใน 1 ")
    story.do(made_again, "review", made="remake")
    story.finish(made_again, review={"correction": "ขยายเวลารับเรื่องเป็น 2 วันทำการ"})
    assert public(story)[0].guideline.channels[0].taken_in.th.startswith("ภายใน 2 ")


def test_who_signed_the_guideline_on_paper_stands_as_its_certifier(story, begin):
    signed = {"decision": "allowed", "order_text": "", **signed_on_paper(story.today)}
    story.finish(begin(), allow=signed)
    (found,) = public(story)
    assert (found.certifier.name, found.certifier.position) == ("นายทองดี ตัวอย่าง", "ผู้อำนวยการ")


def test_nothing_is_published_of_what_the_head_returns(story, begin):
    case = begin()
    for element in ("review", "check"):
        story.do(case, element)
    story.do(case, "allow", decision="returned", return_reason="ช่องทางโทรศัพท์ไม่ถูกต้อง")
    assert story.open_elements(case) == ["review"]
    assert public(story) == []
