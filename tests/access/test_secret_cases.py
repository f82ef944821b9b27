"""A secret case: who reads it, how much of it, and what a candidate sees before claiming."""

from dataclasses import fields
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from engine.access.grants import give_grant, revoke_grant
from engine.access.membership import Standing, standing_of
from engine.access.permissions import Reading
from engine.access.visibility import reading_of
from engine.errors import InvalidTransition, NotFound
from engine.office.roles import Role
from engine.store.unit_of_work import Actor
from engine.work.allocation.claiming import claim_work_item, reassign_work_item, release_work_item
from engine.work.case_file import CaseFile, get_readable_attachment, read_case_file
from engine.work.lists.worklist import my_work, offered_work
from engine.work.respondents import add_respondent
from tests.support.story import Story, in_unit

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

NARRATIVE = "ข้อความลับของผู้ร้อง ทะเบียนรถสมมติ"
SUMMARY = "สรุปที่ปิดข้อมูลผู้ร้องแล้ว"


def standing(story: Story, person_id: UUID) -> Standing:
    with story.reading() as uow:
        return standing_of(uow, person_id, uow.today)


def reads(story: Story, case: UUID, who: Standing) -> Reading:
    with story.reading() as uow:
        return reading_of(uow, who, story.case(case), uow.today)


def file_of(story: Story, case: UUID, who: Standing) -> CaseFile:
    with story.store.reading(who.actor) as uow:
        return read_case_file(uow, who, case)


@pytest.fixture
def secret(story, office):
    case = story.lodge(by=office.actor(Role.OFFICER), narrative=NARRATIVE, place="สถานที่ที่บอกตัวผู้ร้อง")
    story.do(case, "register", subject="หัวเรื่องลับ")
    return case


def as_ordered(story: Story, case: UUID, **order: Any) -> None:
    story.do(case, "sort")
    redacted, original = story.upload(case, "สำเนาปิดชื่อ.pdf"), story.upload(case, "ต้นฉบับ.pdf")
    uploads = {"u1": redacted, "u2": original}
    story.do(case, "draft_letter", summary=SUMMARY, redacted_files=["u1"], uploads=uploads)
    story.do(case, "sign_letter", **order)


def test_a_secret_case_is_read_by_its_members_and_by_who_reads_every_case(story, office, secret):
    readers = {
        role: reads(story, secret, office.standing(role))
        for role in Role
        if role is not Role.COMMITTEE_MEMBER
    }
    whole = {role for role, reading in readers.items() if reading is Reading.WHOLE}
    assert whole == {Role.OFFICER, Role.HEAD, Role.MANAGER, Role.CUSTODIAN}
    assert {r for r, reading in readers.items() if reading is not Reading.NOTHING} == whole


def test_an_officer_who_has_nothing_to_do_with_it_reads_nothing(story, office, secret):
    other = office.standing(Role.OFFICER, nth=1)
    assert reads(story, secret, other) is Reading.NOTHING
    with pytest.raises(NotFound):
        file_of(story, secret, other)


def test_every_officer_reads_an_ordinary_case(story, office):
    case = story.lodge(by=office.actor(Role.OFFICER))
    story.do(case, "register", category="service", secrecy="ordinary")
    assert reads(story, case, office.standing(Role.OFFICER, nth=1)) is Reading.WHOLE


def test_who_holds_a_step_becomes_a_member_and_stays_one(story, office, secret):
    other = office.standing(Role.OFFICER, nth=1)
    item = story.item(secret, "sort")
    manager = office.actor(Role.MANAGER)
    in_unit(story.store, manager, reassign_work_item, item.id, other.person_id, "ลาป่วย")
    assert reads(story, secret, other) is Reading.WHOLE
    first = office.person(Role.OFFICER).id
    in_unit(story.store, manager, reassign_work_item, item.id, first, "กลับมาแล้ว")
    assert reads(story, secret, other) is Reading.WHOLE


def test_who_may_not_know_of_a_secret_case_cannot_give_its_steps_away(story, office, secret):
    """The alternate head reassigns, but of a secret case only what has come to her."""
    item = story.item(secret, "sort")
    other = office.person(Role.OFFICER, nth=1).id
    alternate = office.actor(Role.ALTERNATE_HEAD)
    with pytest.raises(NotFound):
        in_unit(story.store, alternate, reassign_work_item, item.id, other, "เร่งรัด")


def test_a_step_of_a_secret_case_tells_nobody_else_who_holds_it(story, office, secret):
    """That so-and-so holds it is said to who works in that lane, not to the whole office."""
    item = story.item(secret, "sort")
    strangers = (Role.AUDITOR, Role.UNIT_MEMBER, Role.ADMINISTRATOR, Role.ALTERNATE_HEAD)
    for role in strangers:
        for command in (claim_work_item, release_work_item):
            with pytest.raises(NotFound):
                in_unit(story.store, office.actor(role), command, item.id)
    colleague = office.actor(Role.OFFICER, nth=1)
    with pytest.raises(InvalidTransition):
        in_unit(story.store, colleague, claim_work_item, item.id)


def test_a_candidate_sees_number_step_and_due_day_until_claiming(story, office, secret):
    """Offered and not claimed: no subject, no date of receipt, nothing of the content."""
    case = story.case(secret)
    as_ordered(story, secret, units=["planning"])
    unit = office.standing(Role.UNIT_MEMBER, unit="planning")
    report = story.item(secret, "report")
    with story.store.reading(unit.actor) as uow:
        (row,) = offered_work(uow, unit)
    shown = {each.name: getattr(row, each.name) for each in fields(row)}
    told = {
        "id": report.id,
        "case_id": secret,
        "number": case.number,
        "secrecy": "secret",
        "name": report.name,
        "name_en": report.name_en,
        "step": report.step,
        "due_on": report.due_on,
    }
    assert {name: value for name, value in shown.items() if value} == told
    assert reads(story, secret, unit) is Reading.NOTHING
    with pytest.raises(NotFound):
        file_of(story, secret, unit)
    story.claim(report, by=unit.actor)
    with story.store.reading(unit.actor) as uow:
        (mine,) = my_work(uow, unit)
    assert mine.subject == "หัวเรื่องลับ"


def assert_redacted(story: Story, case: UUID, file: CaseFile) -> None:
    """Assert that the file holds the summary and nothing that gives the complainant away."""
    assert file.reading is Reading.REDACTED
    assert file.parties == ()
    assert file.intake is None
    assert file.summary == SUMMARY
    assert {each.kind for each in file.attachments} <= {"redacted_copy"}
    told = repr(file.steps) + repr(file.attachments) + repr(file.summary)
    assert NARRATIVE not in told
    assert "ต้นฉบับ.pdf" not in told
    assert "นางสาวมานี" not in told
    own = {"unit_member", "committee_member"}
    assert {step.item.role for step in file.steps} <= own
    assert {item.role for item in file.open_items} <= own
    # The timeline is read from these.
    assert file.among is not None
    assert {item.role for item in story.items(case) if item.id in file.among} <= own
    assert case == file.case.id


def test_a_unit_reads_the_redacted_file_and_its_own_steps(story, office, secret):
    as_ordered(story, secret, units=["planning", "construction"])
    planning = office.standing(Role.UNIT_MEMBER, unit="planning")
    construction = office.standing(Role.UNIT_MEMBER, unit="construction")
    story.do(secret, "report", scope="construction", actions="ข้อความของกลุ่มก่อสร้าง")
    item = story.item(secret, "report", "planning")
    story.claim(item, by=planning.actor)
    file = file_of(story, secret, planning)
    assert_redacted(story, secret, file)
    assert [a.file_name for a in file.attachments] == ["สำเนาปิดชื่อ.pdf"]
    assert "ข้อความของกลุ่มก่อสร้าง" not in repr(file.steps)
    assert_redacted(story, secret, file_of(story, secret, construction))
    story.do(secret, "report", scope="planning", actions="ข้อความของกลุ่มแผน")
    file = file_of(story, secret, planning)
    assert "ข้อความของกลุ่มแผน" in repr(file.steps)
    assert_redacted(story, secret, file)


def test_a_unit_opens_the_redacted_copy_and_no_other_file(story, office, secret):
    """U3: what is listed for a unit can be opened by it; the original cannot, listed or not."""
    as_ordered(story, secret, units=["planning"])
    planning = office.standing(Role.UNIT_MEMBER, unit="planning")
    story.claim(story.item(secret, "report"), by=planning.actor)
    story.file(secret, "หลักฐาน.pdf")
    (listed,) = file_of(story, secret, planning).attachments
    whole = file_of(story, secret, office.standing(Role.HEAD)).attachments
    (original,) = [one for one in whole if one.file_name == "หลักฐาน.pdf"]
    stranger = office.standing(Role.OFFICER, nth=1)
    with story.store.reading(planning.actor) as uow:
        assert get_readable_attachment(uow, planning, secret, listed.id) == listed
        with pytest.raises(NotFound):
            get_readable_attachment(uow, planning, secret, original.id)
        with pytest.raises(NotFound):
            get_readable_attachment(uow, stranger, secret, listed.id)


def test_whoever_else_is_of_the_unit_reads_its_steps_and_no_other_unit_s(story, office, secret):
    """A step is the unit's own by the queue it was offered in, not by the page it is opened on."""
    as_ordered(story, secret, units=["planning", "construction"])
    planning = office.standing(Role.UNIT_MEMBER, unit="planning")
    colleague = office.add(Role.UNIT_MEMBER, "ร่วมงาน ตัวอย่าง", unit="planning")
    item = story.item(secret, "report", "planning")
    story.claim(item, by=Actor(story.office_id, colleague.id))
    manager = office.actor(Role.MANAGER)
    in_unit(story.store, manager, reassign_work_item, item.id, planning.person_id, "ลา")
    story.do(secret, "report", scope="planning", actions="ข้อความของกลุ่มแผน")
    story.do(secret, "report", scope="construction", actions="ข้อความของกลุ่มก่อสร้าง")
    file = file_of(story, secret, standing(story, colleague.id))
    assert_redacted(story, secret, file)
    assert "ข้อความของกลุ่มแผน" in repr(file.steps)
    assert "ข้อความของกลุ่มก่อสร้าง" not in repr(file.steps)


def test_a_unit_reads_nothing_more_when_the_case_is_ordinary(story, office):
    case = story.lodge(narrative=NARRATIVE)
    story.do(case, "register", category="service", secrecy="ordinary")
    as_ordered(story, case, units=["planning"])
    planning = office.standing(Role.UNIT_MEMBER, unit="planning")
    assert reads(story, case, planning) is Reading.NOTHING
    story.claim(story.item(case, "report"), by=planning.actor)
    assert_redacted(story, case, file_of(story, case, planning))


def test_a_committee_reads_the_redacted_file(story, office, secret):
    as_ordered(story, secret, order="committee")
    member = office.person(Role.UNIT_MEMBER, unit="maintenance")
    seat = {"person": str(member.id), "position": "กรรมการ", "seat": "chair"}
    story.do(secret, "draft_order", members=[seat])
    assert reads(story, secret, standing(story, member.id)) is Reading.NOTHING
    story.do(secret, "sign_order")
    seated = standing(story, member.id)
    assert seated.committees == {secret}
    assert Role.COMMITTEE_MEMBER in seated.roles
    assert_redacted(story, secret, file_of(story, secret, seated))
    story.do(secret, "inquire", by=seated.actor)
    assert_redacted(story, secret, file_of(story, secret, seated))
    outside = office.standing(Role.UNIT_MEMBER, unit="planning")
    with pytest.raises(NotFound):
        file_of(story, secret, outside)


def test_a_member_who_turns_out_to_be_a_respondent_reads_nothing(story, office, secret):
    lodger = office.standing(Role.OFFICER)
    assert reads(story, secret, lodger) is Reading.WHOLE
    name = office.person(Role.OFFICER).name
    in_unit(story.store, office.actor(Role.HEAD), add_respondent, secret, name)
    assert reads(story, secret, lodger) is Reading.NOTHING


def test_an_auditor_reads_within_a_grant_and_not_beyond(story, office, secret, clock):
    auditor = office.standing(Role.AUDITOR)
    other = story.lodge()

    def grant(uow):
        uow.hold(office.id)
        return give_grant(
            uow,
            auditor.person_id,
            purpose="ตรวจสอบประจำปี",
            order_cited="12/2570",
            expires_on=uow.today + timedelta(days=10),
            case_id=secret,
        )

    grant_id = in_unit(story.store, office.actor(Role.HEAD), grant)
    assert reads(story, secret, auditor) is Reading.WHOLE
    assert reads(story, other, auditor) is Reading.NOTHING
    clock.advance(days=10)
    assert reads(story, secret, auditor) is Reading.WHOLE
    clock.advance(days=1)
    assert reads(story, secret, auditor) is Reading.NOTHING
    clock.advance(days=-11)

    def revoke(uow):
        uow.hold(office.id)
        revoke_grant(uow, grant_id)

    in_unit(story.store, office.actor(Role.HEAD), revoke)
    assert reads(story, secret, auditor) is Reading.NOTHING


def test_a_grant_for_a_period_covers_cases_received_in_it(story, office):
    auditor = office.standing(Role.AUDITOR)
    early = story.lodge(received_on=story.day(-20))
    inside = story.lodge(received_on=story.day(-5))

    def grant(uow):
        uow.hold(office.id)
        give_grant(
            uow,
            auditor.person_id,
            purpose="ตรวจสอบประจำปี",
            order_cited="12/2570",
            expires_on=uow.today + timedelta(days=10),
            received_from=uow.today - timedelta(days=5),
            received_to=uow.today,
        )

    in_unit(story.store, office.actor(Role.HEAD), grant)
    assert reads(story, inside, auditor) is Reading.WHOLE
    assert reads(story, early, auditor) is Reading.NOTHING


def test_an_administrator_reads_no_case(story, office, secret):
    administrator = office.standing(Role.ADMINISTRATOR)
    ordinary = story.lodge()
    story.do(ordinary, "register", category="service", secrecy="ordinary")
    for case in (secret, ordinary):
        with pytest.raises(NotFound):
            file_of(story, case, administrator)


def test_who_reads_all_reads_intake_steps_and_files(story, office, secret):
    as_ordered(story, secret, units=["planning"])
    file = file_of(story, secret, office.standing(Role.HEAD))
    assert file.reading is Reading.WHOLE
    assert file.intake is not None
    assert file.intake.answers["narrative"] == NARRATIVE
    assert {step.item.element for step in file.steps} >= {"register", "sort", "draft_letter"}
    assert len(file.parties) == 3
    assert "นางสาวมานี" not in repr(file)
    assert file.intake.answers["complainants"][0]["name"] == {"sealed": True}
