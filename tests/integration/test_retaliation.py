"""Retaliation reported by who follows her case: a case of its own, unseen by the suspected."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from engine.access.permissions import Reading
from engine.access.visibility import readings_of
from engine.access.visits import Way
from engine.cases.identities import sealed_fields
from engine.cases.mailbox import IssuedReceipt, messages_of
from engine.cases.parties import excluded_people, parties_of
from engine.errors import FormInvalid, NoEligibleHandler, NotFound
from engine.office.roles import Role
from engine.office.thai import Digits, in_digits
from engine.sealing.receipts import ReceiptCode
from engine.store.unit_of_work import Actor
from engine.work.completing import Submission
from engine.work.form_names import form_names
from engine.work.linking import linked_cases
from engine.work.lists.oversight import overview
from engine.work.lodging import Door
from engine.work.offices.settings import settings_in_force
from engine.work.public.followed_case import Stage, read_followed
from engine.work.public.retaliation import report_retaliation
from engine.work.public.retaliation_names import PROCESS
from engine.work.respondents import add_respondent
from engine.work.work_items import queues_of
from engine.worker import follow_exclusions
from tests.integration.test_public_door import SOMEBODY, bring, visited
from tests.support.answers import RETALIATION, answers_for, signed_on_paper
from tests.support.story import Story, in_unit
from tests.support.streams import check_rebuild, check_runs_again, check_streams

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def receipt_of(story: Story) -> IssuedReceipt:
    code = ReceiptCode.generate()
    return IssuedReceipt(code, code.lookup(story.store.vault.receipt_key))


def reported(
    story: Story,
    way: Way,
    *,
    key: UUID | None = None,
    receipt: IssuedReceipt | None = None,
    **choices: Any,
) -> UUID:
    submission = Submission(key or uuid4(), answers_for(f"{PROCESS}.start", story.today, **choices))
    with story.store.unit(Actor(story.office_id, None)) as uow:
        given = receipt or receipt_of(story)
        return report_retaliation(uow, way, Door(PROCESS), submission, given).case_id


def way_of(story: Story, **choices: Any) -> Way:
    """Return the way of somebody who has complained and follows her case."""
    (way,) = visited(story, bring(story, **choices).code)
    return way


def by_step(story: Story, office: Any, case: UUID) -> dict[str, str]:
    roles = {person.id: person.role.value for person in office.people}
    return {
        event.element: roles[event.actor_id]
        for event in story.events(case)
        if event.kind == "work_item_completed"
    }


def readers(story: Story, case: UUID) -> set[UUID]:
    with story.reading() as uow:
        found = readings_of(uow, story.case(case), uow.today)
    return {who.person_id for who, granted in found if granted is not Reading.NOTHING}


def test_retaliation_goes_to_the_outside_body_and_is_told_by_a_code_of_its_own(story, office):
    way, receipt = way_of(story), receipt_of(story)
    case = reported(story, way, receipt=receipt)
    (own,) = visited(story, receipt.code)
    assert own.case_id == case
    assert story.case(case).number.startswith("ล ")
    with story.reading() as uow:
        assert read_followed(uow, own).stage is Stage.RECEIVED
    story.do(case, "register")
    story.do(case, "draft")
    story.do(case, "sign", **signed_on_paper(story.today))
    with story.reading() as uow:
        assert read_followed(uow, own).stage is Stage.PREPARED
    story.do(case, "dispatch", notice_text="ส่งหนังสือลับแล้ว")
    with story.reading() as uow:
        sent = read_followed(uow, own)
    assert (sent.stage, sent.first_told_on) == (Stage.SENT_OUT, story.today)
    story.finish(case)
    with story.reading() as uow:
        told = [one.body for one in messages_of(uow, case)]
        assert read_followed(uow, own).stage is Stage.FINISHED
    words = ("ส่งหนังสือลับแล้ว", "หน่วยงานภายนอกตอบว่ารับไว้ตรวจสอบแล้ว")
    assert [sum(each in body for body in told) for each in words] == [1, 1]
    assert by_step(story, office, case) == {
        **dict.fromkeys(("register", "draft", "dispatch", "answer", "record"), "custodian"),
        "sign": "head",
    }
    assert story.case(case).result == "referred"
    check_streams(story.store, story.office_id)
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
def test_who_is_kept_out_of_the_first_case_never_sees_it(story, office):
    head = office.person(Role.HEAD)
    way = way_of(story, respondent_kind="head", respondents=[])
    case = reported(story, way)
    with story.reading() as uow:
        assert head.id in excluded_people(uow, case)
    assert head.id not in readers(story, case)
    story.finish(case)
    assert by_step(story, office, case)["sign"] != "head"


@ON_SQLITE
def test_who_is_named_as_the_one_who_retaliates_never_sees_it(story, office):
    custodian = office.person(Role.CUSTODIAN)
    way = way_of(story)
    case = reported(story, way, respondent_kind="custodian")
    assert custodian.id not in readers(story, case)
    with story.reading() as uow:
        assert queues_of(uow, story.item(case, "register").id) == {"manager"}


@ON_SQLITE
def test_who_is_named_in_the_first_case_later_loses_it_too(story, office):
    custodian = office.person(Role.CUSTODIAN)
    way = way_of(story)
    case = reported(story, way)
    story.do(case, "register")
    by = story.someone(Role.MANAGER)
    in_unit(story.store, by, add_respondent, way.case_id, custodian.name)
    assert follow_exclusions(story.store) == 1
    assert custodian.id not in readers(story, case)
    with story.reading() as uow:
        assert queues_of(uow, story.item(case, "draft").id) == {"manager"}
    assert follow_exclusions(story.store) == 0


@ON_SQLITE
def test_officers_of_the_first_case_read_nothing_of_it(story, office):
    way = way_of(story)
    story.do(way.case_id, "register")
    case = reported(story, way)
    officer = office.person(Role.OFFICER)
    assert officer.id not in readers(story, case)
    before = [event.kind for event in story.events(way.case_id)]
    assert "retaliation_reported" not in before
    with story.reading() as uow:
        assert linked_cases(uow, office.standing(Role.OFFICER), way.case_id) == []
    with story.reading() as uow:
        (link,) = linked_cases(uow, office.standing(Role.CUSTODIAN), case)
    assert link.case.id == way.case_id


@ON_SQLITE
def test_her_name_goes_over_only_if_she_says_so_and_is_in_no_letter(story):
    way = way_of(story, complainants=[SOMEBODY])
    without, with_name = reported(story, way), reported(story, way, identity="shared")
    assert [story.case(each).is_anonymous for each in (without, with_name)] == [True, False]
    with story.reading() as uow:
        assert sealed_fields(uow, without) == {}
        (party,) = (p for p in parties_of(uow, with_name) if p.kind == "complainant")
        assert "name" in sealed_fields(uow, with_name)[party.id]
        item = story.item(with_name, "register")
        settings = settings_in_force(uow, uow.today)
        known = form_names(uow, settings, story.case(with_name), item)["known"]
        letter = known["letter_text"]
        assert known["agency"] == settings.profile.retaliation.outside_body
    first = in_digits(story.case(way.case_id).number, Digits.THAI)
    assert RETALIATION in letter
    assert first in letter
    assert SOMEBODY["name"] not in letter


@ON_SQLITE
def test_a_name_that_was_never_given_cannot_go_over(story):
    way = way_of(story, is_anonymous=True, complainants=[])
    with pytest.raises(FormInvalid) as refused:
        reported(story, way, identity="shared")
    assert set(refused.value.messages) == {"identity"}


def test_the_same_form_sent_twice_opens_one_case(story):
    way, key = way_of(story), uuid4()
    assert reported(story, way, key=key) == reported(story, way, key=key)


@ON_SQLITE
def test_with_nobody_left_to_prepare_it_she_is_sent_to_the_outside_body_and_nothing_is_kept(
    story, office
):
    way = way_of(story)
    by = story.someone(Role.HEAD)
    for role in (Role.CUSTODIAN, Role.MANAGER):
        in_unit(story.store, by, add_respondent, way.case_id, office.person(role).name)
    with pytest.raises(NoEligibleHandler) as refused:
        reported(story, way)
    assert "ป.ป.ท." in refused.value.sentence.th


@ON_SQLITE
def test_nobody_of_the_office_reports_it_by_the_door_of_the_public(story):
    way = way_of(story)
    submission = Submission(uuid4(), answers_for(f"{PROCESS}.start", story.today))
    with pytest.raises(NotFound), story.store.unit(story.someone(Role.CUSTODIAN)) as uow:
        report_retaliation(uow, way, Door(PROCESS), submission, receipt_of(story))


@ON_SQLITE
def test_what_is_begun_for_who_tracks_it_names_the_body_that_the_letter_went_to(story):
    case = reported(story, way_of(story))

    def known(element: str) -> Any:
        with story.reading() as uow:
            settings = settings_in_force(uow, uow.today)
            item = story.item(case, element)
            said = form_names(uow, settings, story.case(case), item)["known"]
            return {key: said[key] for key in ("subject", "agency", "notice_text")}

    assert known("register")["subject"] == "การกลั่นแกล้งผู้ร้องเรียน"
    story.do(case, "register")
    assert (known("draft")["agency"], known("draft")["notice_text"]) == ("pacc", None)
    story.do(case, "draft", agency="nacc")
    story.do(case, "sign")
    assert known("dispatch")["agency"] == "nacc"
    assert "ป.ป.ช." in known("dispatch")["notice_text"]
    story.do(case, "dispatch")
    assert known("answer")["notice_text"] is None


@ON_SQLITE
def test_it_stands_in_an_overview_of_its_own_and_in_no_count_of_who_may_not_see_it(story, office):
    case = reported(story, way_of(story), respondent_kind="other")
    story.lodge()

    def seen(role: Role, process: str) -> tuple[int, int]:
        with story.reading() as uow:
            found = overview(uow, office.standing(role), process)
        assert found.former == []
        return found.cases, found.total.open

    assert seen(Role.HEAD, PROCESS) == (1, 1)
    assert seen(Role.HEAD, "complaint_provincial")[0] == 2
    by = story.someone(Role.MANAGER)
    in_unit(story.store, by, add_respondent, case, office.person(Role.HEAD).name)
    assert seen(Role.HEAD, PROCESS) == (0, 0)
    assert seen(Role.HEAD, "complaint_provincial")[0] == 2
