"""Official papers of steps: what stands on them, who has signed, what is kept and proven."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from engine.access.substitutions import standing_of_actor
from engine.cases.attachments import OFFICIAL_PAPER, attachments_of
from engine.journal.kinds import EventKind
from engine.office.acting import ActingForm
from engine.office.fiscal_year import FiscalYear, Period
from engine.office.roles import Role
from engine.papers.contents import Letter, Memo, Order, RecordForm
from engine.papers.printing import printer_of
from engine.store.blobs import read_blob
from engine.work.business.starting import start_business
from engine.work.case_file import completed_step, read_case_file
from engine.work.completing import complete_work_item
from engine.work.lodging import Door
from engine.work.offices.settings import settings_in_force
from engine.work.papers.notice_letters import letter_to_send
from engine.work.papers.signed import papers_completed, papers_recorded, papers_typed
from engine.work.substituting import Terms, set_substitution
from engine.work.work_items import get_work_item
from tests.support.committees import begin, given_to_a_committee
from tests.support.printed_text import text_of, without_spaces
from tests.support.story import in_unit

LETTER_NO = "ศน ๐๐๑๙/-"
TEXT = "ตามที่ได้รับเรื่องร้องเรียน จึงเรียนมาเพื่อโปรดพิจารณาสั่งการ"


@pytest.fixture
def to_draft(story, office):
    """A case whose letter to the head is to be drafted."""
    case = story.lodge(by=office.actor(Role.OFFICER))
    story.do(case, "register")
    story.do(case, "sort")
    return case


@pytest.fixture
def to_sign(story, to_draft):
    story.do(to_draft, "draft_letter", letter=TEXT, letter_no=LETTER_NO)
    return to_draft


def reading(story, actor, ask):
    with story.store.reading(actor) as uow:
        return ask(uow, settings_in_force(uow, uow.today), standing_of_actor(uow))


def typed(story, item, **choices):
    actor = story.claim(item)
    answers = story.answers(item, **choices)
    return reading(
        story,
        actor,
        lambda uow, settings, standing: papers_typed(uow, settings, standing, item, answers),
    )


def completed(story, item, actor=None, **choices):
    actor = actor or story.claim(item)
    answers = story.answers(item, **choices)
    return reading(
        story,
        actor,
        lambda uow, settings, standing: papers_completed(uow, settings, standing, item, answers),
    )


def recorded(story, office, case: UUID, element: str):
    item = next(item for item in reversed(story.items(case)) if item.element == element)

    def ask(uow, settings, standing):
        file = read_case_file(uow, standing, case)
        return papers_recorded(uow, settings, completed_step(uow, file, item))

    return reading(story, office.actor(Role.HEAD), ask)


def print_and_complete(story, item, **choices):
    """Complete a step as its page does: the papers are printed first."""
    actor = story.claim(item)
    printed = [
        story.upload(item.case_id, f"{one.key}.pdf", printer_of(None, None).pdf(one.paper))
        for one in completed(story, item, actor, **choices)
    ]
    submission = replace(story.submission(item, **choices), papers=tuple(printed))
    in_unit(story.store, actor, complete_work_item, item.id, submission)


def kept(story, case):
    with story.reading() as uow:
        found = [one for one in attachments_of(uow, case) if one.kind == OFFICIAL_PAPER]
        data_key = uow.data_key(case)
    return [(one, read_blob(story.blobs, data_key, case, one.blob_id, one.sha256)) for one in found]


def test_a_memo_says_whose_it_is_to_whom_and_under_which_number(story, to_draft):
    item = story.item(to_draft, "draft_letter")
    (memo,) = (one.paper for one in typed(story, item, letter=TEXT, letter_no=LETTER_NO))
    assert isinstance(memo, Memo)
    assert memo.number == LETTER_NO
    assert memo.parts[0].text == TEXT
    assert "โทร." in memo.office
    assert memo.marks.secrecy == "ลับ"
    assert memo.day == story.today
    drafter, head = memo.signatures
    assert drafter.name
    assert head.name is None
    assert memo.addressee == head.position


def test_a_memo_goes_in_the_parts_that_are_typed(story, to_draft):
    text = (
        "1. ต้นเรื่อง\nด้วยมีผู้ร้องเรียน\n๒. ข้อเท็จจริง\nตรวจแล้วพบว่า\nเบิกเกินจริง\nข้อเสนอ\nจึงเรียนมาเพื่อโปรดทราบ"
    )
    (worded,) = typed(story, story.item(to_draft, "draft_letter"), letter=text)
    assert [(part.heading, part.text) for part in worded.paper.parts] == [
        ("ต้นเรื่อง", "ด้วยมีผู้ร้องเรียน"),
        ("ข้อเท็จจริง", "ตรวจแล้วพบว่า\nเบิกเกินจริง"),
        ("ข้อเสนอ", "จึงเรียนมาเพื่อโปรดทราบ"),
    ]
    printed = text_of(printer_of(None, None).pdf(worded.paper))
    assert "๑.ต้นเรื่องด้วยมีผู้ร้องเรียน๒.ข้อเท็จจริง" in printed


def test_a_paper_whose_text_is_not_typed_yet_is_none(story, to_draft):
    item = story.item(to_draft, "draft_letter")
    assert typed(story, item, letter="") == []


def test_what_is_signed_in_the_system_is_kept_with_its_hash_in_the_history(story, to_sign):
    item = story.item(to_sign, "sign_letter")
    print_and_complete(story, item, order="units", order_text="ให้ตรวจสอบโดยเร็ว")
    ((attachment, pdf),) = kept(story, to_sign)
    assert attachment.work_item_id == item.id
    text = text_of(pdf)
    assert without_spaces(TEXT) in text
    assert "ลงนามในระบบ" in text
    assert "ให้ตรวจสอบโดยเร็ว" in text
    (event,) = (
        event
        for event in story.events(to_sign)
        if event.kind is EventKind.ATTACHMENT_FILED and event.content["kind"] == OFFICIAL_PAPER
    )
    assert event.content["sha256"] == attachment.sha256
    assert event.element == "sign_letter"


def test_the_kept_paper_names_who_drafted_and_who_signed_it(story, to_sign):
    item = story.item(to_sign, "sign_letter")
    signer = story.claim(item)
    (worded,) = completed(story, item, signer)
    drafter, head = worded.paper.signatures
    names = {standing.person_id: standing.name for standing in story.standings(to_sign)}
    draft = next(one for one in story.items(to_sign) if one.element == "draft_letter")
    assert drafter.name == names[draft.completed_by]
    assert head.name == names[signer.person_id]
    assert head.in_system
    assert head.signed_on == story.today


@pytest.mark.parametrize(
    "choices", [{"decision": "returned", "return_reason": "แก้ตัวเลข"}, {"way": "paper"}]
)
def test_what_is_sent_back_or_signed_with_ink_is_no_paper_of_the_system(story, to_sign, choices):
    assert completed(story, story.item(to_sign, "sign_letter"), **choices) == []


def test_a_substitute_signs_in_the_legal_form_of_the_order(story, office, to_sign):
    head, deputy = office.standing(Role.HEAD), office.standing(Role.MANAGER)
    terms = Terms(
        head.person_id,
        deputy.person_id,
        ActingForm.IN_ABSENCE,
        story.today,
        story.today,
        "12/2570",
    )
    in_unit(
        story.store, office.actor(Role.MANAGER), set_substitution, story.case(to_sign).id, terms
    )
    item = story.item(to_sign, "sign_letter")
    actor = replace(deputy.actor, on_behalf_of=head.person_id)
    (worded,) = completed(story, item, actor)
    signature = worded.paper.signatures[-1]
    assert signature.name == deputy.name
    assert signature.acting.form is ActingForm.IN_ABSENCE
    assert signature.acting.post == head.position


def test_who_signs_for_the_governor_says_so(story, to_sign):
    item = story.item(to_sign, "sign_letter")
    choices = {"acting_for": "on_behalf", "order_no": "1/2570", "acting_from": story.day(-5)}
    (worded,) = completed(story, item, **choices)
    acting = worded.paper.signatures[-1].acting
    assert acting.form is ActingForm.ON_BEHALF
    assert acting.post == "ผู้ว่าราชการจังหวัดศรีนคร"


def test_a_drafted_order_names_its_committee(story, to_sign):
    story.do(to_sign, "sign_letter", order="committee")
    item = story.item(to_sign, "draft_order")
    (order,) = (one.paper for one in typed(story, item))
    assert isinstance(order, Order)
    names = {standing.name for standing in story.standings(to_sign)}
    inside, outside = order.seats[:-1], order.seats[-1]
    assert {seat.name for seat in inside} <= names
    assert outside.name == "นายคนนอก ผู้สมมติ"
    assert [seat.seat for seat in order.seats] == [
        "ประธานกรรมการ",
        "กรรมการและเลขานุการ",
        "กรรมการ",
    ]
    assert "วัน" in order.duties


def test_the_text_for_a_complainant_names_nobody(story, office):
    case = story.lodge(by=office.actor(Role.OFFICER))
    story.do(case, "register", category="service", secrecy="ordinary")
    item = story.item(case, "draft")
    (notice,) = (one.paper for one in typed(story, item, letter_no="ศน 0019/5"))
    assert isinstance(notice, Letter)
    assert notice.addressee == "ผู้ร้องเรียน"
    assert notice.number == "ศน 0019/5"
    assert notice.address


def to_be_recorded(story, office):
    """Return a case all of whose steps are done but its record."""
    case = story.lodge(by=office.actor(Role.OFFICER))
    while True:
        waiting = next((item for item in story.open(case) if item.element == "record"), None)
        if waiting:
            return case, waiting
        story.complete(story.open(case)[0])


def test_a_record_is_kept_when_it_is_complete(story, office):
    case, waiting = to_be_recorded(story, office)
    print_and_complete(story, waiting, lessons="ควรมีผู้ควบคุมงานสองคน")
    ((_, pdf),) = kept(story, case)
    text = text_of(pdf)
    assert "แบบบันทึกเรื่องร้องเรียน" in text
    assert "ควรมีผู้ควบคุมงานสองคน" in text
    assert without_spaces(story.case(case).number.translate(THAI)) in text
    (again,) = recorded(story, office, case, "record")
    assert isinstance(again.paper, RecordForm)


def begun(story, process_id):
    """Begin business of the office, of the fiscal year of this day."""
    year = FiscalYear.of(story.today)
    return in_unit(
        story.store,
        story.someone(Role.OFFICER),
        start_business,
        process_id,
        Period(year.first_on, year.last_on),
        submission_key=uuid4(),
    )


def test_a_report_of_participation_puts_its_activities_into_the_memo(story):
    case = begun(story, "participation_report")
    (worded,) = typed(story, story.item(case, "prepare"))
    activities, proposal = worded.paper.parts
    assert isinstance(worded.paper, Memo)
    assert activities.text.startswith("1. ทบทวนแนวทางรับเรื่องร้องเรียน 23 พฤศจิกายน 2569")
    assert proposal.text == "เพื่อโปรดอนุญาตให้เผยแพร่"


def test_whom_an_order_appoints_is_printed_as_a_list_for_who_has_no_account(story):
    case = begun(story, "appoint_officers")
    for element in ("set_up", "draft_order", "sign_order"):
        story.do(case, element)
    (printed,) = typed(story, story.item(case, "inform"))
    assert isinstance(printed.paper, RecordForm)
    (listed,) = [each.table for each in printed.paper.sections if each.table is not None]
    assert [(row[0], row[-1]) for row in listed.rows] == [("นายไม่มี บัญชีตัวอย่าง", "สำเนาคำสั่ง")]
    entries = [entry for each in printed.paper.sections for entry in each.entries]
    assert "งานบริหารทั่วไป โทร. 0 5465 6111" in [entry.text for entry in entries]
    assert "ช่องทาง" not in [entry.label for entry in entries]


HALF_A_DAY = {"day": "31", "month": "2", "year": "2569"}


def test_what_the_form_hides_is_ordered_on_no_paper(story, to_sign):
    item = story.item(to_sign, "sign_letter")
    story.claim(item)
    item = story.item(to_sign, "sign_letter")
    (worded,) = completed(story, item, order="committee", units=["construction"])
    (ordered,) = completed(story, item, order="committee", units=[])
    assert worded.paper.signatures[-1].opinion == ordered.paper.signatures[-1].opinion


def test_a_day_that_is_none_is_printed_as_a_blank_and_kept_on_no_paper(story, office):
    case, waiting = to_be_recorded(story, office)
    (drafted,) = typed(story, waiting, occurred_on=HALF_A_DAY)
    assert isinstance(drafted.paper, RecordForm)
    assert completed(story, story.item(case, "record"), occurred_on=HALF_A_DAY) == []


THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def test_a_recorded_step_prints_what_was_laid_before_the_head(story, office, to_sign):
    (worded,) = recorded(story, office, to_sign, "draft_letter")
    assert worded.paper.parts[0].text == TEXT
    assert worded.paper.signatures[-1].name is None
    printer = printer_of(None, None)
    assert printer.pdf(worded.paper) == printer.pdf(
        recorded(story, office, to_sign, "draft_letter")[0].paper
    )


def to_send(story, office, **signed):
    """A first notice that is signed and waits to be sent, in the hands of its officer."""
    officer = office.actor(Role.OFFICER)
    case = story.lodge(by=officer)
    story.do(case, "register", category="service", secrecy="ordinary")
    story.do(case, "draft", by=officer, text="สำนักงานรับเรื่องของท่านไว้แล้ว", letter_no="ศน 0019/5")
    story.do(case, "sign", **signed)
    item = story.item(case, "dispatch")
    story.claim(item, by=officer)
    return story.item(case, "dispatch")


def letter_of(story, item):
    def ask(uow, settings, standing):
        file = read_case_file(uow, standing, item.case_id, newest=0)
        return letter_to_send(uow, settings, file, item, "นางสมหญิง สมมติ")

    with story.reading() as uow:
        holder = get_work_item(uow, item.id).assignee_id
    return reading(story, replace(story.someone(Role.OFFICER), person_id=holder), ask)


def test_a_notice_is_sent_as_it_was_signed_with_the_name_in_it(story, office):
    letter = letter_of(story, to_send(story, office)).paper
    assert letter.addressee == "นางสมหญิง สมมติ"
    assert letter.text == "สำนักงานรับเรื่องของท่านไว้แล้ว"
    assert letter.number == "ศน 0019/5"
    assert letter.signature.in_system
    assert letter.day == letter.signature.signed_on == story.today
    text = text_of(printer_of(None, None).pdf(letter))
    assert "เรียนนางสมหญิงสมมติ" in text


def test_a_notice_signed_with_ink_names_whom_the_officer_recorded(story, office):
    signed = {
        "way": "paper",
        "signer": "นางอรุณ ตัวอย่าง",
        "position": "ผู้อำนวยการ",
        "signed_on": story.day(0),
    }
    signature = letter_of(story, to_send(story, office, **signed)).paper.signature
    assert (signature.name, signature.position) == ("นางอรุณ ตัวอย่าง", "ผู้อำนวยการ")
    assert not signature.in_system


def test_a_result_is_sent_as_the_head_decided_on_it(story, office):
    case = story.lodge(by=office.actor(Role.OFFICER))
    for _ in range(200):
        if story.open_elements(case) == ["dispatch"]:
            break
        todo = [item for item in story.open(case) if item.element != "dispatch"]
        chosen = todo[0] if todo else story.open(case)[0]
        if chosen.element == "propose_result":
            story.complete(chosen, notice_text="ผลเป็นดังนี้", proposal="concluded")
        elif chosen.process_id == "result_notice":
            break
        else:
            story.complete(chosen)
    item = next(one for one in story.open(case) if one.process_id == "result_notice")
    story.claim(item)
    letter = letter_of(story, story.item(case, item.element)).paper
    text, _, ways = letter.text.partition("\n")
    assert text == "ผลเป็นดังนี้"
    assert "พอใจการทำงานของหน่วยงานเพียงใด" in ways
    assert letter.signature.in_system


def test_an_order_that_amends_says_why_and_names_the_whole_committee(story, office):
    case = given_to_a_committee(story, office)
    begin(story, office, case)
    item = story.item(case, "draft_amendment")
    (order,) = (one.paper for one in typed(story, item, reason="กรรมการคนหนึ่งย้าย"))
    assert order.subject.startswith("แก้ไขคำสั่ง")
    assert "กรรมการคนหนึ่งย้าย" in order.text
    assert len(order.seats) == 3


def test_a_signature_that_words_nothing_signs_no_paper_of_another_step(story, office):
    case = given_to_a_committee(story, office)
    while "report" not in story.open_elements(case):
        story.complete(story.open(case)[0])
    assert completed(story, story.item(case, "report")) == []


def test_the_inquiry_of_a_tip_off_is_put_up_as_a_memo_and_recorded_as_a_form(story, office):
    case = story.lodge(by=office.actor(Role.OFFICER), door=Door("tip_off"))
    seen = {}
    for _ in range(60):
        todo = story.open(case)
        if not todo:
            break
        if todo[0].element in {"conclude", "record"}:
            seen[todo[0].element] = {one.key: one.paper for one in typed(story, todo[0])}
        story.complete(story.item(case, todo[0].element))
    assert isinstance(seen["conclude"]["summary_text"], Memo)
    assert isinstance(seen["conclude"]["notice_text"], Letter)
    assert isinstance(seen["record"]["record"], RecordForm)


def test_the_order_of_a_destruction_committee_names_its_clause_and_its_seats(story):
    yearly = begun(story, "destruction")
    (worded,) = typed(story, story.item(yearly, "review"), outcome="propose")
    order = worded.paper
    assert isinstance(order, Order)
    assert order.subject == "แต่งตั้งคณะกรรมการทำลายหนังสือ"
    assert "พ.ศ. 2526 และที่แก้ไขเพิ่มเติม ข้อ 67" in order.text
    assert [seat.seat for seat in order.seats] == ["ประธานกรรมการ", "กรรมการ", "กรรมการ"]
    assert order.seats[0].name == "นายกรรมการที่ หนึ่ง ผู้สมมติ"
    assert order.duties.endswith("ควบคุมการทำลาย")
