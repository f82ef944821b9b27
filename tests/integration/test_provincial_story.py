"""The provincial process from the counter to the cabinet, by the commands of the office.

What the databases could do differently is tested in the other files of this folder, on both;
which way a case takes does not depend on them.
"""

from collections import Counter
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import select

from engine.cases.committees import seats_of
from engine.cases.issues import issues_of
from engine.cases.mailbox import messages_of
from engine.cases.parties import PartyKind, parties_of
from engine.definitions.adoption import get_adopted_edition
from engine.errors import FormInvalid, InvalidTransition, NotFound, NotPermitted
from engine.journal.kinds import EventKind
from engine.office.roles import Role
from engine.store import tables
from engine.work.allocation.claiming import claim_work_item
from engine.work.completing import complete_work_item
from engine.work.deadlines import deadlines_of
from engine.work.papers.scans import file_scan
from tests.support.answers import FORM_REFS, signed_on_paper
from tests.support.story import Story

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

NOT_CONCLUDED = {"decision": "continue", "next": "inside"}


def completed(story: Story, case_id) -> Counter[str]:
    return Counter(
        event.element for event in story.events(case_id) if event.kind == "work_item_completed"
    )


# Processes that a case may have beside its own, and those that stand alone.
BESIDE = ("withdrawal", "source_report", "question", "committee_amendment")


def answers_given(story: Story, case_id, element: str):
    return [
        event.content["answers"]
        for event in story.events(case_id)
        if event.kind == "work_item_completed" and event.element == element
    ]


def to_the_order(story: Story, case_id, **order) -> None:
    story.do(case_id, "register")
    story.do(case_id, "sort")
    story.do(case_id, "draft_letter")
    story.do(case_id, "sign_letter", **order)


def test_a_case_goes_from_intake_to_archive(story):
    case = story.lodge()
    story.finish(case)
    filed = story.case(case)
    assert (filed.status, filed.closed_on, filed.result) == ("archived", story.today, "founded")
    assert completed(story, case) == Counter(
        register=1, sort=1, draft=1, sign=1, draft_letter=1, sign_letter=1, report=2, review=2,
        propose_result=1, decide=1, record=1, archive=1, dispatch=3,
    )  # fmt: skip
    assert story.kinds(case)[-2:] == ["instance_completed", "case_archived"]


def test_every_event_is_read_back_in_order_with_its_header(story):
    case = story.lodge()
    story.finish(case)
    events = story.events(case)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert all(event.stream_id == case and event.content is not None for event in events)
    assert {event.kind for event in events} <= set(EventKind)
    times = [event.recorded_at for event in events]
    assert times == sorted(times)
    ran = [event for event in events if event.kind == "engine_ran"]
    assert all(event.edition and event.instance_id for event in ran)
    assert all(
        {"now", "cause", "passed", "flows", "digest"} <= event.content.keys() for event in ran
    )


def test_every_form_of_the_process_is_answered_by_the_stories(story):
    with story.reading() as uow:
        edition = get_adopted_edition(uow, "complaint_provincial")
        beside = [get_adopted_edition(uow, name) for name in BESIDE]
    forms = [form for each in (edition, *beside) for form in each.forms]
    # The stories of the other processes are told beside this one, and hold the same of theirs.
    told_here = {form.partition(".")[0] for form in forms}
    assert sorted(forms) == sorted(r for r in FORM_REFS if r.partition(".")[0] in told_here)


def test_the_case_holds_the_columns_that_the_forms_write(story):
    case = story.lodge(kind="tip_off", channel="telephone", place="บ้านสมมติ")
    story.do(case, "register", subject="เรื่องสมมติ", category="service", secrecy="ordinary")
    described = story.case(case)
    assert (described.kind, described.channel, described.place) == (
        "tip_off",
        "telephone",
        "บ้านสมมติ",
    )
    assert (described.subject, described.category, described.secrecy) == (
        "เรื่องสมมติ",
        "service",
        "ordinary",
    )


def test_a_unit_reports_again_until_its_report_is_complete(story):
    case = story.lodge()
    to_the_order(story, case, units=["construction", "maintenance"])
    for unit in ("construction", "maintenance"):
        story.do(case, "report", scope=unit)
    story.do(case, "review", scope="construction", result="incomplete")
    again = story.item(case, "report", "construction")
    assert (again.round, again.groups) == (2, ("unit:construction",))
    story.do(case, "report", scope="construction")
    story.do(case, "review", scope="construction", result="hear")
    story.do(case, "hear", scope="construction")
    story.do(case, "report", scope="construction")
    story.do(case, "review", scope="construction")
    assert story.item(case, "review", "maintenance").round == 1
    story.finish(case)
    assert story.case(case).status == "archived"
    assert completed(story, case)["report"] == 4


def test_each_unit_is_asked_in_its_own_queue(story):
    case = story.lodge()
    to_the_order(story, case, units=["construction", "planning"])
    asked = {
        item.scope: story.queues(item) for item in story.open(case) if item.element == "report"
    }
    assert sorted(map(sorted, asked.values())) == [["unit:construction"], ["unit:planning"]]


def test_the_head_sends_a_letter_back_to_its_drafter(story):
    case = story.lodge()
    story.do(case, "register")
    story.do(case, "sort")
    story.do(case, "draft_letter")
    story.do(case, "sign_letter", decision="returned", return_reason="ขาดประเด็นที่สอง")
    assert "draft_letter" in story.open_elements(case)
    assert answers_given(story, case, "sign_letter")[0]["return_reason"] == "ขาดประเด็นที่สอง"
    story.finish(case)
    assert completed(story, case)["draft_letter"] == 2


def test_a_committee_is_seated_by_the_signed_order_and_reports(story):
    case = story.lodge()
    to_the_order(story, case, order="committee")
    story.do(case, "draft_order")
    story.do(case, "sign_order", decision="returned")
    with story.reading() as uow:
        assert seats_of(uow, case) == []
    story.do(case, "draft_order")
    story.do(case, "sign_order")
    with story.reading() as uow:
        seats = seats_of(uow, case)
    assert [seat.kind for seat in seats] == ["chair", "secretary", "member"]
    assert seats[2].outside_name == "นายคนนอก ผู้สมมติ"
    inquiry = story.item(case, "inquire")
    assert story.queues(inquiry) == {f"committee:{case}"}
    assert {actor.person_id for actor in story.candidates(inquiry)} == {
        seat.person_id for seat in seats if seat.person_id
    }
    story.do(case, "inquire", hear=True)
    story.do(case, "hear")
    story.finish(case)
    assert story.case(case).status == "archived"
    assert completed(story, case)["inquire"] == 2


def test_a_committee_of_outsiders_works_through_the_officer(story):
    case = story.lodge()
    to_the_order(story, case, order="committee")
    outsider = {"outside_name": "นายคนนอก ผู้สมมติ", "position": "อาจารย์", "seat": "chair"}
    story.do(case, "draft_order", members=[outsider])
    story.do(case, "sign_order")
    assert story.item(case, "inquire").assignee_id or story.queues(story.item(case, "inquire")) == {
        "officer"
    }
    story.finish(case)
    assert story.case(case).status == "archived"


def test_an_anonymous_complainant_is_told_through_the_receipt_code(story):
    case = story.lodge(is_anonymous=True, complainants=[])
    assert story.case(case).is_anonymous
    story.do(case, "register", receipt_code=True)
    (code,) = story.receipt_codes.values()
    assert code.replace(" ", "").isdigit()
    with story.reading() as uow:
        (told,) = messages_of(uow, case)
        (party,) = [p for p in parties_of(uow, case) if p.kind is PartyKind.COMPLAINANT]
    assert told.party_id == party.id
    assert party.has_receipt
    assert story.case(case).number in told.body
    story.finish(case)
    with story.reading() as uow:
        assert len(messages_of(uow, case)) == 2
    assert story.case(case).status == "archived"
    assert "draft" not in completed(story, case)


def test_an_anonymous_complainant_without_a_code_leaves_nobody_to_tell(story):
    case = story.lodge(is_anonymous=True, complainants=[])
    story.finish(case)
    with story.reading() as uow:
        assert messages_of(uow, case) == []
    assert story.case(case).status == "archived"


def test_each_complainant_has_an_own_first_notice(story):
    people = [
        {"name": f"นางสาวคนที่ {n} ผู้สมมติ", "phone": "08 1234 5678", "contact_wish": "telephone"}
        for n in range(3)
    ]
    case = story.lodge(complainants=people)
    story.do(case, "register")
    drafts = [item for item in story.open(case) if item.element == "draft"]
    assert len({item.scope for item in drafts}) == 3
    story.finish(case)
    assert completed(story, case)["dispatch"] == 7  # the respondent is told the result too


def test_a_complainant_whom_nobody_reaches_is_told_through_the_mailbox(story):
    case = story.lodge()
    story.do(case, "register", receipt_code=True)
    story.do(case, "draft")
    story.do(case, "sign", decision="returned")
    story.do(case, "draft")
    story.do(case, "sign")
    story.do(case, "dispatch", outcome="not_reached", way="telephone")
    with story.reading() as uow:
        assert len(messages_of(uow, case)) == 1


def test_the_officer_marks_a_complainant_as_out_of_reach(story):
    case = story.lodge()
    story.do(case, "register", contactable=[{"yes": False}])
    with story.reading() as uow:
        (party,) = [p for p in parties_of(uow, case) if p.kind is PartyKind.COMPLAINANT]
    assert not party.is_contactable
    assert "draft" not in story.open_elements(case)


def test_an_agency_that_sent_the_case_is_told_as_well(story):
    case = story.lodge(sources=[{"agency": "damrongdhama", "letter_no": "ศธ 1/2569"}])
    story.do(case, "register")
    drafts = [item for item in story.open(case) if item.element == "draft"]
    assert len(drafts) == 2


def test_a_category_named_at_intake_decides_the_class_and_the_series_of_the_number(story):
    service, corruption = story.lodge(category="service"), story.lodge(category="corruption")
    assert story.case(service).secrecy == "ordinary"
    assert story.case(corruption).secrecy == "secret"
    assert not story.case(service).number.startswith("ล ")
    assert story.case(corruption).number.startswith("ล ")


def test_without_a_category_a_complaint_is_secret_until_somebody_knows(story):
    case = story.lodge()
    assert story.case(case).secrecy == "secret"
    assert story.case(case).number.startswith("ล ")


def test_a_duplicate_is_joined_with_the_earlier_case(story):
    first, second = story.lodge(), story.lodge()
    story.do(second, "register")
    story.do(second, "sort", result="duplicate", same_case=str(first))
    story.do(second, "merge_case", main_case=str(first))
    assert story.case(second).merged_into == first
    story.finish(second, record={"result": "merged"})
    assert (story.case(second).status, story.case(second).result) == ("archived", "merged")
    assert story.case(first).status == "open"
    assert story.case(first).number != story.case(second).number


def test_a_case_is_not_joined_with_itself(story):
    case = story.lodge()
    story.do(case, "register")
    story.do(case, "sort", result="duplicate", same_case=str(story.lodge()))
    with pytest.raises(FormInvalid) as refused:
        story.do(case, "merge_case", main_case=str(case))
    assert "main_case" in refused.value.messages


@pytest.mark.parametrize("order", ["refer_out", "not_accepted"])
def test_a_case_leaves_the_office_by_the_heads_order(story, order):
    case = story.lodge()
    to_the_order(story, case, order=order)
    disposition = "referred" if order == "refer_out" else "not_accepted"
    story.do(case, "refer_out", disposition=disposition)
    story.finish(case, record={"result": disposition})
    assert (story.case(case).status, story.case(case).result) == ("archived", disposition)


def test_a_case_that_is_not_concluded_goes_round_three_times(story):
    case = story.lodge()
    story.do(case, "register")
    for _ in range(3):
        for element in ("sort", "draft_letter", "sign_letter"):
            if element in story.open_elements(case):
                story.do(case, element)
        for unit in ("construction", "maintenance"):
            story.do(case, "report", scope=unit)
            story.do(case, "review", scope=unit)
        story.do(case, "propose_result", proposal="continue")
        story.do(case, "decide", **NOT_CONCLUDED)
        story.do(case, "dispatch", scope="tell_open")
    assert story.item(case, "draft_letter").round == 4
    with story.reading() as uow:
        reports = [d for d in deadlines_of(uow, case) if d.name == "unit_report"]
        assert {d.round for d in reports} == {1, 2, 3}
    story.finish(case)
    assert story.case(case).status == "archived"
    with story.reading() as uow:
        state = uow.connection.scalar(
            select(tables.instance.c.state).where(tables.instance.c.case_id == case)
        )
    assert state is None


def test_a_case_that_is_not_concluded_may_go_to_an_outside_body(story):
    case = story.lodge()
    to_the_order(story, case, units=["construction"])
    story.do(case, "report")
    story.do(case, "review")
    story.do(case, "propose_result", proposal="continue")
    story.do(case, "decide", decision="continue", next="outside_body")
    story.do(case, "dispatch", scope="tell_open")
    story.do(case, "refer_out")
    story.finish(case)
    assert story.case(case).status == "archived"


def test_information_is_asked_for_and_the_case_sorted_again(story):
    case = story.lodge()
    story.do(case, "register")
    story.do(case, "sort", result="more_info")
    story.do(case, "request_info")
    assert story.item(case, "sort").round == 2
    story.finish(case)
    assert completed(story, case)["sort"] == 2


def test_a_proposal_is_sent_back_by_the_head(story):
    case = story.lodge()
    to_the_order(story, case, units=["construction"])
    story.do(case, "report")
    story.do(case, "review")
    story.do(case, "propose_result")
    story.do(case, "decide", decision="returned")
    assert story.item(case, "propose_result").round == 2
    story.finish(case)
    assert completed(story, case)["decide"] == 2


def test_a_signature_on_paper_is_recorded_without_a_password(story):
    """The clerk records the folder; the day on the paper is the day it happened (U5)."""
    case = story.lodge(received_on=story.day(-3))
    story.do(case, "register")
    story.do(case, "sort")
    story.do(case, "draft_letter")
    item = story.item(case, "sign_letter")
    story.complete(item, **signed_on_paper(story.today))
    (event,) = [
        e
        for e in story.events(case)
        if e.element == "sign_letter" and e.kind == "work_item_completed"
    ]
    assert event.content["scan_missing"] is True
    assert event.content["answers"]["signer"]
    assert next(i for i in story.items(case) if i.id == item.id).scan_missing


def test_a_paper_with_its_scan_is_not_marked(story):
    case = story.lodge()
    story.do(case, "register")
    story.do(case, "sort")
    story.do(case, "draft_letter")
    item = story.item(case, "sign_letter")
    scan = story.upload(case)
    story.complete(item, uploads={"u1": scan}, **signed_on_paper(story.today, scan=["u1"]))
    assert not next(i for i in story.items(case) if i.id == item.id).scan_missing
    with story.reading() as uow:
        kinds = uow.connection.scalars(
            select(tables.attachment.c.kind).where(tables.attachment.c.case_id == case)
        ).all()
    assert kinds == ["scan"]


def test_a_signature_in_the_system_asks_for_the_password(story):
    case = story.lodge()
    story.do(case, "register")
    story.do(case, "sort")
    story.do(case, "draft_letter")
    item = story.item(case, "sign_letter")
    head = story.claim(item)
    without = replace(story.submission(item), has_confirmed_password=False)
    with pytest.raises(FormInvalid) as refused, story.store.unit(head) as uow:
        complete_work_item(uow, item.id, without)
    assert set(refused.value.messages) == {"password"}


def test_a_step_before_the_case_was_received_is_refused(story):
    case = story.lodge(received_on=story.day(-2))
    with pytest.raises(FormInvalid) as refused:
        story.do(case, "register", occurred_on=story.day(-3))
    assert "occurred_on" in refused.value.messages


def test_issues_are_kept_with_the_finding_of_each(story):
    case = story.lodge()
    to_the_order(story, case, units=["construction"])
    with story.reading() as uow:
        assert [i.statement for i in issues_of(uow, case)] == [
            "เบิกค่าน้ำมันเกินจริง",
            "ใช้รถราชการส่วนตัว",
        ]
    story.do(case, "report")
    story.do(case, "review")
    findings = [
        {"finding": "founded", "reason": "ตามบัญชี"},
        {"finding": "insufficient", "reason": "ไม่มีพยาน"},
    ]
    story.do(case, "propose_result", findings=findings)
    with story.reading() as uow:
        assert [i.finding for i in issues_of(uow, case)] == ["founded", "insufficient"]


def test_what_a_unit_finds_is_its_report_and_not_yet_the_finding_of_the_case(story):
    case = story.lodge()
    to_the_order(story, case, units=["construction"])
    rows = [{"finding": "unfounded", "facts": "ไม่พบ"}, {"finding": "founded", "facts": "พบ"}]
    story.do(case, "report", findings=rows)
    with story.reading() as uow:
        assert [i.finding for i in issues_of(uow, case)] == [None, None]
    (given,) = answers_given(story, case, "report")
    assert [row["finding"] for row in given["findings"]] == ["unfounded", "founded"]


def test_the_lodger_gets_the_first_step_and_goes_on_with_it(story):
    lodged = story.lodged()
    assert lodged.next_item == story.item(lodged.case_id, "register").id
    done = story.do(lodged.case_id, "register")
    assert done.next_item is not None
    assert done.next_item in {item.id for item in story.open(lodged.case_id)}


def test_a_scan_may_follow_the_paper(story):
    case = story.lodge()
    story.do(case, "register")
    story.do(case, "sort")
    story.do(case, "draft_letter")
    item = story.item(case, "sign_letter")
    story.complete(item, **signed_on_paper(story.today))
    scan = story.upload(case, "signed.pdf")
    with story.store.unit(story.someone(Role.OFFICER)) as uow:
        file_scan(uow, item.id, scan.blob, scan.file_name)
    assert not next(i for i in story.items(case) if i.id == item.id).scan_missing
    with pytest.raises(InvalidTransition), story.store.unit(story.someone(Role.OFFICER)) as uow:
        file_scan(uow, item.id, scan.blob, scan.file_name)


def test_the_day_of_the_decision_is_kept_with_the_case(story):
    case = story.lodge(received_on=story.day(-5))
    to_the_order(story, case, units=["construction"])
    story.do(case, "report")
    story.do(case, "review")
    story.do(case, "propose_result")
    story.complete(story.item(case, "decide"), **signed_on_paper(story.today), decision="concluded")
    assert story.case(case).decided_on == story.today


def test_a_step_recorded_before_the_one_before_it_needs_a_reason(story):
    case = story.lodge(received_on=story.day(-5))
    story.do(case, "register", occurred_on=story.day(-2))
    with pytest.raises(FormInvalid) as refused:
        story.do(case, "sort", occurred_on=story.day(-3), earlier_reason="")
    assert set(refused.value.messages) == {"earlier_reason"}
    story.do(case, "sort", occurred_on=story.day(-3), earlier_reason="บันทึกจากสมุดย้อนหลัง")
    (given,) = answers_given(story, case, "sort")
    assert given["earlier_reason"] == "บันทึกจากสมุดย้อนหลัง"


def test_a_finished_step_is_not_finished_again(story):
    case = story.lodge()
    item = story.item(case, "register")
    story.complete(item)
    with pytest.raises(InvalidTransition):
        story.complete(item)


def test_nobody_completes_what_another_holds(story, office):
    case = story.lodge()
    item = story.item(case, "register")
    other = office.actor(Role.OFFICER, nth=1)
    assert item.assignee_id != other.person_id
    with pytest.raises(NotPermitted), story.store.unit(other) as uow:
        complete_work_item(uow, item.id, story.submission(item))


def test_answers_that_do_not_satisfy_a_form_are_told_by_field(story):
    with pytest.raises(FormInvalid) as refused:
        story.lodge(narrative="", received_on=story.day(1), channel="carrier_pigeon")
    assert {"narrative", "received_on", "channel"} <= set(refused.value.messages)


def test_a_step_that_is_not_there_is_not_found(story):
    with pytest.raises(NotFound), story.store.unit(story.someone(Role.OFFICER)) as uow:
        claim_work_item(uow, uuid4())
