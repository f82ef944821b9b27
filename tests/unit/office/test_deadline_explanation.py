from dataclasses import replace
from datetime import date

from engine.errors import Sentence
from engine.office.calendar import Calendar
from engine.office.deadlines import (
    Basis,
    DayUnit,
    DeadlineRule,
    Reckoning,
    Roll,
    StartEvent,
    reckon,
)
from engine.office.explanation import explain, rule_in_words, ruler
from engine.office.moved_deadlines import SourceDay, extend, lead
from engine.office.public_holidays import thai_public_holidays
from engine.office.thai import Digits

CALENDAR = Calendar(thai_public_holidays([2026, 2027]))
RECEIVED_ON = date(2026, 11, 6)
SORTING = DeadlineRule(
    name="sorting",
    number=10,
    unit=DayUnit.WORKING,
    start_event=StartEvent.RECEIVED,
    citation=Sentence("สำนักงานกำหนดเอง", "own setting"),
    basis=Basis.OFFICE,
)
NOTICE = replace(SORTING, name="first_notice", number=15, unit=DayUnit.CALENDAR)


def _thai(rule, start_on=RECEIVED_ON, **options):
    found = explain(reckon(rule, start_on, CALENDAR), today=start_on, **options)
    return [sentence.th for sentence in found.sentences]


def test_working_days_are_explained_by_what_was_left_out():
    assert _thai(SORTING) == [
        "ภายใน 10 วันทำการ นับแต่วันรับเรื่อง",
        "วันรับเรื่อง ศุกร์ 6 พ.ย. ไม่นับวันแรก เริ่มนับ จันทร์ 9 พ.ย.",
        "หักเสาร์ อาทิตย์ 4 วัน ไม่มีวันหยุดราชการ",
        "ครบกำหนด ศุกร์ 20 พ.ย. ภายใน 24.00 น.",
        "ที่มา: สำนักงานกำหนดเอง (หน่วยงานกำหนดเอง)",
    ]


def test_a_holiday_that_was_left_out_is_named():
    said = _thai(SORTING, date(2026, 10, 20))
    assert said[2] == "หักเสาร์ อาทิตย์ 4 วัน วันหยุดราชการ 1 วัน: วันปิยมหาราช ศุกร์ 23 ต.ค."


def test_a_deadline_that_stays_on_a_day_off_says_so_and_names_the_last_working_day():
    said = _thai(NOTICE)
    assert "นับทุกวัน รวมวันหยุด" in said
    assert "ครบกำหนด เสาร์ 21 พ.ย. ภายใน 24.00 น." in said
    assert any("ไม่เลื่อน" in one and "ศุกร์ 20 พ.ย." in one for one in said)


def test_a_deadline_that_rolls_says_from_when_and_by_what():
    rolling = replace(
        NOTICE, roll=Roll.NEXT_WORKING_DAY, roll_citation=Sentence("มาตรา 64", "section 64")
    )
    said = _thai(rolling)
    assert "วันสุดท้าย เสาร์ 21 พ.ย. เป็นวันหยุด เลื่อนเป็น จันทร์ 23 พ.ย. ตามมาตรา 64" in said
    assert not any("ไม่เลื่อน" in one for one in said)


def test_no_day_off_in_between_is_said():
    assert "ไม่มีวันหยุดในช่วงที่นับ" in _thai(replace(SORTING, number=2), date(2026, 11, 9))


def test_without_a_today_every_date_carries_its_year():
    found = explain(reckon(NOTICE, RECEIVED_ON, CALENDAR))
    assert found.sentences[1].th.startswith("วันรับเรื่อง 6 พ.ย. 2569")
    assert "6 Nov 2026" in found.sentences[1].en


def test_the_digits_of_the_office_are_used_in_thai_only():
    found = explain(reckon(NOTICE, RECEIVED_ON, CALENDAR), digits=Digits.THAI)
    assert found.sentences[0] == Sentence(
        "ภายใน ๑๕ วัน นับแต่วันรับเรื่อง", "within 15 calendar days of the day of receipt"
    )


def test_the_same_day_is_said_as_such():
    at_once = replace(SORTING, number=0)
    assert rule_in_words(at_once).th == "ภายในวันเดียวกับวันรับเรื่อง"
    assert explain(reckon(at_once, RECEIVED_ON, CALENDAR)).ruler == ()


def test_the_ruler_numbers_calendar_days_and_working_days():
    cells = ruler(reckon(NOTICE, RECEIVED_ON, CALENDAR))
    assert [cell.calendar_day for cell in cells] == list(range(1, 16))
    assert [cell.working_day for cell in cells] == [
        *(None, None, 1, 2, 3, 4, 5),
        *(None, None, 6, 7, 8, 9, 10, None),
    ]
    assert cells[0].on == date(2026, 11, 7)
    assert cells[0].off == Sentence("วันเสาร์", "Saturday")
    assert cells[2].off is None


def test_a_ruler_is_drawn_for_31_days_and_not_for_32():
    assert len(ruler(reckon(replace(NOTICE, number=31), RECEIVED_ON, CALENDAR))) == 31
    assert ruler(reckon(replace(NOTICE, number=32), RECEIVED_ON, CALENDAR)) == ()


def test_an_old_deadline_is_explained_by_the_holidays_of_then():
    reckoning = reckon(SORTING, date(2026, 10, 20), CALENDAR)
    later = Reckoning.from_json(reckoning.as_json())
    assert explain(later) == explain(reckoning)


def test_a_deadline_that_may_still_move_says_so():
    known = replace(CALENDAR, known_until=date(2026, 11, 20))
    provisional = explain(reckon(NOTICE, RECEIVED_ON, known)).sentences
    settled = explain(reckon(SORTING, RECEIVED_ON, known)).sentences
    assert any("อาจเปลี่ยน" in sentence.th for sentence in provisional)
    assert not any("อาจเปลี่ยน" in sentence.th for sentence in settled)


def test_every_start_event_can_be_said():
    said = {rule_in_words(replace(NOTICE, start_event=event)).th for event in StartEvent}
    assert len(said) == len(StartEvent)


CONCLUDE = replace(NOTICE, name="conclude", number=60, extends=True, source_leads=True)


def test_the_day_of_an_agency_that_leads_is_told_with_its_letter_and_the_office_s_own_day():
    own = reckon(CONCLUDE, RECEIVED_ON, CALENDAR)
    led = lead(own, SourceDay(date(2026, 11, 20), "agency"), CALENDAR)
    said = [one.th for one in explain(led, source="ศูนย์ดำรงธรรม ศธ 1/2569").sentences]
    assert (
        "หน่วยงานที่ส่งเรื่องกำหนดให้รายงานภายใน 20 พ.ย. 2569 (ศูนย์ดำรงธรรม ศธ 1/2569) "
        "ซึ่งถึงก่อน 5 ม.ค. 2570 จึงใช้วันที่หน่วยงานที่ส่งเรื่องกำหนด"
    ) in said
    assert "ครบกำหนด 20 พ.ย. 2569 ภายใน 24.00 น." in said
    assert any("ขยายเวลาไม่เลื่อนวันนี้" in one for one in said)
    assert ruler(led)[-1].on == date(2026, 11, 20)
    unnamed = [one.th for one in explain(led).sentences]
    assert not any("ศูนย์ดำรงธรรม" in one or "()" in one for one in unnamed)


def test_a_day_that_leads_nothing_is_not_told_of():
    own = reckon(CONCLUDE, RECEIVED_ON, CALENDAR)
    for day in (own.effective_on, date(2027, 3, 1), date(2026, 11, 5)):
        assert lead(own, SourceDay(day, "agency"), CALENDAR) == own
    not_led = reckon(replace(CONCLUDE, source_leads=False), RECEIVED_ON, CALENDAR)
    assert lead(not_led, SourceDay(date(2026, 11, 20), "agency"), CALENDAR) == not_led


def test_an_order_moves_the_office_s_own_day_and_not_that_of_the_agency():
    source = SourceDay(date(2026, 11, 20), "agency")
    led = lead(reckon(CONCLUDE, RECEIVED_ON, CALENDAR), source, CALENDAR)
    longer = extend(led, 10, on=RECEIVED_ON, calendar=CALENDAR, cited="คำสั่ง 1")
    assert longer.own_on == date(2027, 1, 15)
    again = lead(longer, source, CALENDAR)
    assert (again.effective_on, again.own_on) == (source.on, date(2027, 1, 15))
    assert lead(again, None, CALENDAR) == longer
