"""Valid answers to every form of the bundled processes, with whatever choices a test makes.

``answers_for("complaint_provincial.sort", today, result="duplicate")`` is what a person
could have typed. Keys that a condition hides may be there: the form drops them.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

Answers = dict[str, Any]

COMPLAINANT: Mapping[str, Any] = {
    "name": "นางสาวมานี ผู้สมมติ",
    "address": "99/9 หมู่ 9 ตำบลสมมติ อำเภอเมือง จังหวัดศรีนคร 99000",
    "phone": "08 1234 5678",
    "email": "manee@example.com",
    "citizen_id": "1101800000003",
    "contact_wish": "letter",
}
WITNESS: Mapping[str, Any] = {"name": "นายพยาน ผู้สมมติ", "contact": "08 7654 3210"}
RESPONDENT: Mapping[str, Any] = {"name": "นายถูกร้อง ผู้สมมติ", "position": "นายช่างโยธา"}
NARRATIVE = "เห็นการเบิกค่าน้ำมันเกินจริงหลายครั้ง"
RETALIATION = "หลังร้องเรียนถูกย้ายไปเฝ้าสถานีสูบน้ำคนเดียวตอนกลางคืน"

REPORTS = ("monthly_report", "fiscal_year_report", "six_month_memo", "publish_statistics")

_EARLIER = {"earlier_reason": "ทำในกระดาษไว้ก่อน"}
_RETURN = {"return_reason": "แก้ข้อความให้ตรงกับประเด็น"}


def answers_for(form_ref: str, today: date, **choices: Any) -> Answers:
    """Return answers that satisfy the form; ``choices`` take the place of the usual ones."""
    return {**_FORMS[form_ref](today), **choices}


def signed_in_system() -> Answers:
    return {"way": "system", "acting_for": "none"}


def signed_on_paper(signed_on: date, **more: Any) -> Answers:
    """Return the signature of a form as a clerk records it from the signing folder (U5)."""
    return {
        "way": "paper",
        "signer": "นายทองดี ตัวอย่าง",
        "position": "ผู้อำนวยการ",
        "signed_on": signed_on.isoformat(),
        "margin_order": "เห็นชอบ ดำเนินการตามเสนอ",
        "acting_for": "none",
        **more,
    }


def _start(today: date) -> Answers:
    return {
        "respondent_kind": "other",
        "respondents": [dict(RESPONDENT)],
        "kind": "complaint",
        "category": None,
        "narrative": NARRATIVE,
        "place": "โรงสูบน้ำบ้านสมมติ",
        "evidence": ["document"],
        "witnesses": [dict(WITNESS)],
        "is_anonymous": False,
        "complainants": [dict(COMPLAINANT)],
        "channel": "walk_in",
        "received_on": today.isoformat(),
        "sources": [],
    }


def _tambon_start(today: date) -> Answers:
    return {**_start(today), "subject": "ไฟทางดับทั้งหมู่บ้าน", "place": "หมู่ 3 บ้านสมมติ"}


def _tambon_register(today: date) -> Answers:
    return {
        "subject": "ไฟทางดับทั้งหมู่บ้าน",
        "receipt_code": False,
        "note": "",
        **_happened(today),
    }


def _tambon_sort(today: date) -> Answers:
    return {
        "category": "service",
        "secrecy": "ordinary",
        "anonymous_check": ["evidence_named"],
        "result": "accept",
        "reason": "no_evidence",
        "issues": [{"text": "ไฟทางดับมาสองเดือน"}],
        **_happened(today),
    }


def _give_information(today: date) -> Answers:
    return {
        "unit": "finance",
        "outcome": "given",
        "notice_text": "ราคากลางของโครงการคือ 480,000 บาท ตามประกาศ",
        "way": "telephone",
        "result": "informed",
        "reason": "ต้องให้นายกพิจารณาก่อนเปิดเผย",
        **_happened(today),
    }


def _contact_unit(today: date) -> Answers:
    return {
        "units": ["public_works"],
        "summary": "มีผู้แจ้งว่าเจ้าหน้าที่ไม่ให้บริการในเวลาราชการ",
        "way": "telephone",
        "contact_note": "กองรับจะตรวจสอบและรายงาน",
        **_happened(today),
    }


def _memo(today: date) -> Answers:
    return {
        "summary": "มีผู้แจ้งว่าไฟทางดับทั้งหมู่บ้าน",
        "opinion": "เห็นควรให้กองช่างตรวจสอบและซ่อม",
        "proposal": "units",
        "units": ["public_works"],
        "agency": "district",
        "letter": "เรียน นายก เพื่อโปรดพิจารณาสั่งการ",
        "outside_letter": "เรียน นายอำเภอ ขอส่งเรื่องที่อยู่ในอำนาจของท่าน",
        "notice_text": "ขอแจ้งว่าได้ส่งเรื่องของท่านไปยังหน่วยงานที่มีอำนาจแล้ว",
        **_happened(today),
    }


def _sign_memo(today: date) -> Answers:
    return {**_sign_letter(today), "units": ["public_works"]}


def _tambon_decide(today: date) -> Answers:
    return {key: value for key, value in _decide(today).items() if key != "next"}


def _close(today: date) -> Answers:
    return {
        "category": "service",
        "result": "solved",
        "lessons": "ตรวจไฟทางทุกเดือน",
        "file_no": "12",
        "retention": "default",
        "follow_ups": [],
        "closed_on": today.isoformat(),
        "confirmed": True,
        **_EARLIER,
    }


def _tip_off_start(today: date) -> Answers:
    return {key: value for key, value in _start(today).items() if key != "category"} | {
        "kind": "tip_off",
        "channel": "telephone",
    }


def _tip_off_register(today: date) -> Answers:
    return {**_register(today), "secrecy": "ordinary"}


def _tip_off_sort(today: date) -> Answers:
    return {
        "anonymous_check": ["evidence_named"],
        "result": "accept",
        "reason": "no_evidence",
        "issues": [{"text": "เบิกค่าน้ำมันเกินจริง"}],
        **_happened(today),
    }


def _verify(today: date) -> Answers:
    return {
        **_inquire(today),
        "facts": "บัญชีน้ำมันไม่ตรงกับใบเสร็จสามเดือน",
        "no_interest": True,
    }


def _conclude(today: date) -> Answers:
    return {
        "findings": _findings("reason"),
        "summary_text": "เรียน นายก ตรวจสอบแล้วพบว่าเบิกเกินจริง เห็นควรยุติและดำเนินการทางวินัย",
        "proposal": "concluded",
        "agency": "nacc",
        "outside_letter": "เรียน ผู้อำนวยการ ขอส่งเรื่องที่อยู่ในอำนาจของท่าน",
        "notice_text": "ตรวจสอบแล้ว จึงเรียนมาเพื่อทราบ",
        "tell_respondent": False,
        "respondent_notice": "แจ้งผลการตรวจสอบ",
        "late_reason": "พยานเอกสารได้รับช้า",
        **_happened(today),
    }


def _tip_off_refer_out(today: date) -> Answers:
    return {
        key: value
        for key, value in _refer_out(today).items()
        if key not in {"disposition", "grounds"}
    }


def _tip_off_record(today: date) -> Answers:
    return {**_close(today), "category": "corruption", "result": "founded"}


def _retaliation(_today: date) -> Answers:
    return {
        "respondent_kind": "unknown",
        "respondents": [],
        "harm": ["threat", "work"],
        "narrative": RETALIATION,
        "place": "",
        "identity": "withheld",
    }


def _retaliation_registered(today: date) -> Answers:
    said = {"subject": "การกลั่นแกล้งผู้ร้องเรียน", "category": "misconduct", "note": ""}
    return {**said, **_happened(today)}


def _retaliation_letter(today: date) -> Answers:
    letter = "ผู้ร้องเรียนถูกกลั่นแกล้งเพราะเหตุที่ร้องเรียน"
    return {"agency": "nacc", "letter_text": letter, "letter_no": "", **_happened(today)}


def _retaliation_sent(today: date) -> Answers:
    return {
        "agency": "nacc",
        "way": "by_hand",
        "letter_no": "ศน 0019/ล 7",
        "sent_on": today.isoformat(),
        "tracking": "",
        "notice_text": "เราส่งหนังสือลับเรื่องที่ท่านถูกกลั่นแกล้งแล้ว",
        **_EARLIER,
    }


def _retaliation_answered(today: date) -> Answers:
    return {
        "outcome": "answered",
        "answered_on": today.isoformat(),
        "letter_no": "ปช 0009/12",
        "answer_text": "รับไว้ตรวจสอบและสั่งคุ้มครองผู้แจ้งแล้ว",
        "notice_text": "หน่วยงานภายนอกตอบว่ารับไว้ตรวจสอบแล้ว",
        **_EARLIER,
    }


def _retaliation_recorded(today: date) -> Answers:
    said = {"category": "misconduct", "result": "referred", "confirmed": True}
    filed = {"file_no": "12", "place": "ตู้ลับ", "retention": "default"}
    return {**said, **filed, "closed_on": today.isoformat(), **_EARLIER}


def _question(today: date) -> Answers:
    return {
        "channel": "telephone",
        "received_on": today.isoformat(),
        "asked_at": "10:42",
        "subject": "วิธีขอดูราคากลาง",
        "question": "ขอดูราคากลางของโครงการขุดลอกได้ที่ใด",
        "answer": "ดูที่เว็บไซต์ของสำนักงานหัวข้อจัดซื้อจัดจ้าง หรือขอสำเนาที่กลุ่มงานพัสดุ",
        "answered_by": None,
    }


def _register(today: date) -> Answers:
    return {
        "subject": "เบิกค่าน้ำมันเกินจริง",
        "category": "corruption",
        "secrecy": "secret",
        "receipt_code": False,
        "note": "",
        **_happened(today),
    }


def _sort(today: date) -> Answers:
    return {
        "evidence": ["document"],
        "anonymous_check": ["evidence_named"],
        "result": "accept",
        "reason": "no_evidence",
        "issues": [{"text": "เบิกค่าน้ำมันเกินจริง"}, {"text": "ใช้รถราชการส่วนตัว"}],
        "proposal": "เสนอให้กลุ่มงานตรวจสอบ",
        **_happened(today),
    }


def _request_info(today: date) -> Answers:
    return {
        "asked": "ขอทราบวันเวลาที่พบเห็น",
        "way": "telephone",
        "asked_on": today.isoformat(),
        "answered": "received",
        "received_on": today.isoformat(),
        "answer": "พบเห็นสองครั้งในเดือนก่อน",
        **_happened(today),
    }


def _merge_case(today: date) -> Answers:
    return {"reason": "เรื่องและผู้ถูกร้องเดียวกัน", **_happened(today)}


def _draft_letter(today: date) -> Answers:
    return {
        "summary": "มีผู้แจ้งว่าเบิกค่าน้ำมันเกินจริง",
        "opinion": "เห็นควรตรวจสอบ",
        "proposal": "units",
        "units": ["construction"],
        "letter": "เรียน หัวหน้าหน่วยงาน เพื่อโปรดพิจารณา",
        **_happened(today),
    }


def _sign_letter(_today: date) -> Answers:
    return {
        "decision": "signed",
        "order": "units",
        "units": ["construction", "maintenance"],
        "order_text": "ดำเนินการ",
        **_RETURN,
        **signed_in_system(),
        **_EARLIER,
    }


def _propose_result(today: date) -> Answers:
    return {
        "findings": _findings("reason"),
        "proposal": "concluded",
        "notice_text": "ตรวจสอบแล้ว จึงเรียนมาเพื่อทราบ",
        "respondent_notice": "แจ้งผลการตรวจสอบ",
        **_happened(today),
    }


def _decide(_today: date) -> Answers:
    return {
        "decision": "concluded",
        "next": "inside",
        "follow_ups": ["discipline"],
        "order_text": "ยุติเรื่องและดำเนินการทางวินัย",
        **_RETURN,
        **signed_in_system(),
        **_EARLIER,
    }


def _refer_out(today: date) -> Answers:
    return {
        "disposition": "referred",
        "grounds": "no_evidence",
        "agency": "nacc",
        "letter_no": "ศน 0019/-",
        "sent_on": today.isoformat(),
        "way": "registered_post",
        "tracking": "EA123456789TH",
        "secret": True,
        "follow_up_on": (today + timedelta(days=30)).isoformat(),
        **_happened(today),
    }


def _record(today: date) -> Answers:
    return {
        "category": "corruption",
        "result": "founded",
        "behaviour": "state_property",
        "loss": 12000,
        "lessons": "ปิดบัญชีน้ำมันทุกสัปดาห์",
        "confirmed": True,
        **_happened(today),
    }


def _archive(today: date) -> Answers:
    return {
        "file_no": "ล 1",
        "place": "ตู้ลับ ชั้น 2",
        "retention": "default",
        "follow_ups": [],
        "closed_on": today.isoformat(),
        **_EARLIER,
    }


def _report(_today: date) -> Answers:
    return {
        "findings": _findings("facts"),
        "actions": "เรียกคืนเงินแล้ว",
        **signed_in_system(),
        **_EARLIER,
    }


def _consider(_today: date) -> Answers:
    return {
        "outcome": "continues",
        "reason": "เป็นเรื่องทุจริตที่กระทบเงินแผ่นดิน",
        **signed_in_system(),
        **_EARLIER,
    }


def _consider_request(today: date) -> Answers:
    return {"outcome": "allowed", "days": 7, "occurred_on": today, **_EARLIER}


def _review(today: date) -> Answers:
    return {
        "masks_complainant": True,
        "result": "complete",
        "missing": "ขาดบัญชีน้ำมัน",
        **_happened(today),
    }


def _hear(today: date) -> Answers:
    return {
        "asked_on": today.isoformat(),
        "way": "letter",
        "statement": "given",
        "statement_text": "ใช้รถไปราชการทุกครั้ง",
        **_happened(today),
    }


def _draft_order(today: date) -> Answers:
    outsider = {"outside_name": "นายคนนอก ผู้สมมติ", "position": "อาจารย์", "seat": "chair"}
    return {
        "members": [outsider],
        "powers": "ตรวจสอบข้อเท็จจริงและรายงาน",
        "days": 30,
        "conflicts_checked": True,
        **_happened(today),
    }


def _draft_amendment(today: date) -> Answers:
    order = _draft_order(today)
    kept = {key: order[key] for key in order if key not in ("powers", "days")}
    return {**kept, "reason": "กรรมการย้ายไปดำรงตำแหน่งอื่น", "order_no": "45/2570"}


def _sign_order(_today: date) -> Answers:
    return {"decision": "signed", **_RETURN, **signed_in_system(), **_EARLIER}


def _inquire(today: date) -> Answers:
    return {
        "evidence": [{"kind": "document", "text": "บัญชีน้ำมันไม่ตรงกับใบเสร็จ"}],
        "interviews": [
            {"witness": "นางปากคำ ผู้สมมติ", "date": today.isoformat(), "text": "พยานปากที่ 1 เห็นเอง"}
        ],
        "hear": False,
        **_happened(today),
    }


def _committee_report(_today: date) -> Answers:
    return {"findings": _findings("reason"), **signed_in_system(), **_EARLIER}


def _notice_draft(today: date) -> Answers:
    return {"way": "registered_post", "text": "ได้รับเรื่องของท่านแล้ว", **_happened(today)}


def _dispatch(today: date) -> Answers:
    return {
        "outcome": "sent",
        "way": "registered_post",
        "sent_on": today.isoformat(),
        "sent_time": "14:30",
        "tracking": "EA123456789TH",
        "call_note": "โทรตามเบอร์ที่ให้ไว้ ไม่มีผู้รับสาย",
        **_EARLIER,
    }


def _report_draft(today: date) -> Answers:
    return {
        "outcome": "report",
        "stop_reason": "หน่วยงานแจ้งว่าไม่ต้องรายงานแล้ว",
        "report_text": "ขอรายงานผลการดำเนินการ จึงเรียนมาเพื่อทราบ",
        **_happened(today),
    }


def _report_dispatch(today: date) -> Answers:
    return {
        "outcome": "sent",
        "mend_reason": "ระบุชื่อหน่วยงานผิด",
        "way": "registered_post",
        "letter_no": "ศน 0019/45",
        "sent_on": today.isoformat(),
        "tracking": "EA123456789TH",
        "next_report_on": (today + timedelta(days=15)).isoformat(),
        **_EARLIER,
    }


def _counted(today: date) -> Answers:
    return {
        "counted": "used",
        "facts": "รับเรื่องร้องเรียนใหม่ 2 เรื่อง แล้วเสร็จ 1 เรื่อง",
        **_happened(today),
    }


def _monthly_report(today: date) -> Answers:
    return {**_counted(today), "problems": "ไม่มี"}


def _yearly_report(today: date) -> Answers:
    due = (today + timedelta(days=60)).isoformat()
    return {
        **_counted(today),
        "analysis": "เรื่องพัสดุพบมากที่สุด",
        "improvements": [{"text": "เผยแพร่ราคากลางทุกโครงการ", "due": due}],
    }


def _memo_of_six_months(today: date) -> Answers:
    return {
        **_counted(today),
        "origin": "ตามโครงการพัฒนาองค์กรใสสะอาด",
        "proposal": "จึงเรียนมาเพื่อโปรดทราบ",
    }


def _check_report(today: date) -> Answers:
    return {"decision": "passed", "opinion": "ถูกต้องครบถ้วน", **_RETURN, **_happened(today)}


def _acknowledge(_today: date) -> Answers:
    return {
        "decision": "acknowledged",
        "order_text": "ให้ดำเนินการตามเสนอ",
        **_RETURN,
        **signed_in_system(),
        **_EARLIER,
    }


def _check_channels(today: date) -> Answers:
    return {"outcome": "none", "boxes": [], **_happened(today)}


def _gather_evidence(today: date) -> Answers:
    return {
        "guideline": "there",
        "guideline_forms": ["e_book"],
        "guideline_place": "www.water.srinakhon.example/guideline",
        "channels": "there",
        "separate_channel": "there",
        "separate_place": "www.water.srinakhon.example/p/provincial",
        "chart": "there",
        "chart_place": "หน้าสำนักงาน",
        **_happened(today),
    }


def _review_statistics(today: date) -> Answers:
    return {**_counted(today), "correction": "", "proposal": "เพื่อโปรดอนุญาตให้เผยแพร่"}


def _set_up_point(today: date) -> Answers:
    return {
        "point_name": "ศูนย์รับเรื่องร้องเรียนการทุจริต",
        "point_place": "ห้องงานบริหารทั่วไป ชั้น 1",
        "point_hours": "วันทำการ 08.30 ถึง 16.30 น.",
        "point_channels": "มาด้วยตนเอง โทรศัพท์ ตู้รับเรื่อง",
        **_happened(today),
    }


def appointee(**changes: str | None) -> Answers:
    """Return one row of an order that appoints officers: of who has no account, if not said."""
    return {
        "person": None,
        "outside_name": "นายไม่มี บัญชีตัวอย่าง",
        "position": "เจ้าพนักงานธุรการ",
        "role": "officer",
        "unit": None,
        "duty": "รับเรื่อง ลงทะเบียน และติดตามผล",
        "from_on": None,
        "to_on": None,
        **changes,
    }


def _draft_appointment(today: date) -> Answers:
    return {
        "reason": "เพื่อให้การจัดการเรื่องร้องเรียนมีผู้รับผิดชอบ",
        "appointees": [appointee()],
        "released": [],
        "order_no": "12/2570",
        **_happened(today),
    }


def _sign_appointment(_today: date) -> Answers:
    return {"decision": "signed", **_RETURN, **signed_in_system(), **_EARLIER}


def _inform(today: date) -> Answers:
    return {"contact": "งานบริหารทั่วไป โทร. 0 5465 6111", "informed": "handed", **_happened(today)}


def _report_participation(today: date) -> Answers:
    return {
        "activities": [activity(today)],
        "correction": "",
        "proposal": "เพื่อโปรดอนุญาตให้เผยแพร่",
        **_happened(today),
    }


def activity(today: date, **changes: str) -> Answers:
    """Return one activity of the report of participation, as its form answers it."""
    return {
        "topic": "ทบทวนแนวทางรับเรื่องร้องเรียน",
        "held_on": today.isoformat(),
        "place": "ห้องประชุมของสำนักงาน",
        "participants": "ผู้แทนชุมชน 12 คน ผู้ประกอบการ 5 คน",
        "outcome": "เสนอให้แจ้งความคืบหน้าทุกเดือน",
        "improvement": "เพิ่มขั้นตอนแจ้งความคืบหน้าในแนวทางแล้ว",
        **changes,
    }


def _bring_in_document(today: date) -> Answers:
    """Its file is named by who brings it in: each case has files of its own."""
    return {
        "document_slot": "complaint_measure",
        "document_title": "ประกาศมาตรการจัดการเรื่องร้องเรียนการทุจริต",
        "document_no": "",
        "document_dated_on": today.isoformat(),
        "document_signer": "นายทองดี ตัวอย่าง",
        "document_position": "ผู้อำนวยการ",
        "document_file": [],
        "correction": "",
        "proposal": "เพื่อโปรดอนุญาตให้เผยแพร่",
        **_happened(today),
    }


def _allow(today: date) -> Answers:
    return {**_acknowledge(today), "decision": "allowed"}


def _review_guideline(today: date) -> Answers:
    return {
        "made": "used",
        "foreword": "",
        "correction": "",
        "guideline_summary": "แนวปฏิบัตินี้จัดทำจากกระบวนงานที่ใช้อยู่",
        "proposal": "เพื่อโปรดอนุญาตให้เผยแพร่",
        **_happened(today),
    }


def _certify(today: date) -> Answers:
    return {**_acknowledge(today), "decision": "certified"}


def _sign_report(today: date) -> Answers:
    return {**_acknowledge(today), "decision": "signed"}


def _assign_improvements(today: date) -> Answers:
    return {"follow_ups": [], **_happened(today)}


def _enter_report(today: date) -> Answers:
    return {"outcome": "entered", "system": "ระบบรายงานของกรม รายการที่ 12", **_happened(today)}


def _list_of_records(today: date) -> Answers:
    """Propose nothing: what is past its time differs from story to story."""
    powers = "พิจารณาหนังสือที่จะขอทำลายตามบัญชี และควบคุมการทำลาย"
    return {
        "outcome": "none",
        "records": [],
        "seats": _SEATS,
        "powers": powers,
        **_happened(today),
    }


def _committee_ordered(today: date) -> Answers:
    return {**_sign_order(today), "decision": "appointed", "order_cited": "8/2580"}


def _records_found(today: date) -> Answers:
    return {"records": [], "kept_reason": "", **_happened(today)}


def _records_considered(today: date) -> Answers:
    return {**_sign_order(today), "decision": "to_archives", "records": []}


def _list_sent(today: date) -> Answers:
    return {"letter_no": "ศน 0019/55", **_happened(today)}


def _archives_answered(today: date) -> Answers:
    answer = {"outcome": "agreed", "letter_no": "วธ 0408/77", "records": []}
    return {**answer, **_happened(today)}


def _destruction_ordered(_today: date) -> Answers:
    said = {"decision": "ordered", "order_cited": "12/2580", "records": []}
    return {**said, **signed_in_system(), **_EARLIER}


def _destruction_recorded(today: date) -> Answers:
    return {
        "way": "pulped",
        "present": "นายสมชาย ตัวอย่าง ประธานกรรมการ",
        "backups": "scheduled",
        "backups_until": "31 มีนาคม 2580",
        **_happened(today),
    }


_SEATS = [
    {"name": f"นายกรรมการที่ {n} ผู้สมมติ", "position": "เจ้าพนักงานธุรการ", "seat": seat}
    for n, seat in (("หนึ่ง", "chair"), ("สอง", "member"), ("สาม", "member"))
]


def _happened(today: date) -> Answers:
    return {"occurred_on": today.isoformat(), **_EARLIER}


def _findings(reason: str) -> list[Answers]:
    """Answer more rows than there are issues: the form takes as many as it shows."""
    return [{"finding": "founded", reason: "ตรวจพบตามบัญชีน้ำมัน"} for _ in range(30)]


_FORMS: dict[str, Callable[[date], Answers]] = {
    **{f"{each}.check": _check_report for each in REPORTS},
    "publish_statistics.review": _review_statistics,
    "publish_statistics.allow": _allow,
    "publish_guideline.review": _review_guideline,
    "publish_guideline.check": _check_report,
    "publish_guideline.allow": _allow,
    "appoint_officers.set_up": _set_up_point,
    "appoint_officers.draft_order": _draft_appointment,
    "appoint_officers.sign_order": _sign_appointment,
    "appoint_officers.inform": _inform,
    "participation_report.prepare": _report_participation,
    "participation_report.check": _check_report,
    "participation_report.allow": _allow,
    "publish_document.bring_in": _bring_in_document,
    "publish_document.check": _check_report,
    "publish_document.allow": _allow,
    "readiness_check.gather": _gather_evidence,
    "readiness_check.check": _check_report,
    "readiness_check.certify": _certify,
    "readiness_check.enter": _enter_report,
    "channel_check.check_channels": _check_channels,
    "destruction.review": _list_of_records,
    "destruction.appoint": _committee_ordered,
    "destruction.report": _records_found,
    "destruction.consider": _records_considered,
    "destruction.send": _list_sent,
    "destruction.answer": _archives_answered,
    "destruction.order": _destruction_ordered,
    "destruction.record": _destruction_recorded,
    "monthly_report.prepare": _monthly_report,
    "monthly_report.acknowledge": _acknowledge,
    "fiscal_year_report.analyse": _yearly_report,
    "fiscal_year_report.acknowledge": _acknowledge,
    "fiscal_year_report.assign": _assign_improvements,
    "six_month_memo.prepare": _memo_of_six_months,
    "six_month_memo.sign": _sign_report,
    "six_month_memo.enter": _enter_report,
    "committee_amendment.draft_amendment": _draft_amendment,
    "committee_amendment.sign_amendment": _sign_order,
    "committee_inquiry.draft_order": _draft_order,
    "committee_inquiry.hear": _hear,
    "committee_inquiry.inquire": _inquire,
    "committee_inquiry.report": _committee_report,
    "committee_inquiry.sign_order": _sign_order,
    "complaint_provincial.archive": _archive,
    "complaint_provincial.decide": _decide,
    "complaint_provincial.draft_letter": _draft_letter,
    "complaint_provincial.propose_result": _propose_result,
    "complaint_provincial.merge_case": _merge_case,
    "complaint_provincial.record": _record,
    "complaint_provincial.refer_out": _refer_out,
    "complaint_provincial.register": _register,
    "complaint_provincial.request_info": _request_info,
    "complaint_provincial.sign_letter": _sign_letter,
    "complaint_provincial.sort": _sort,
    "complaint_provincial.start": _start,
    "complaint_tambon.contact_unit": _contact_unit,
    "complaint_tambon.decide": _tambon_decide,
    "complaint_tambon.give_information": _give_information,
    "complaint_tambon.memo": _memo,
    "complaint_tambon.merge_case": _merge_case,
    "complaint_tambon.propose_result": _propose_result,
    "complaint_tambon.record": _close,
    "complaint_tambon.refer_out": _refer_out,
    "complaint_tambon.register": _tambon_register,
    "complaint_tambon.request_info": _request_info,
    "complaint_tambon.sign_memo": _sign_memo,
    "complaint_tambon.sort": _tambon_sort,
    "complaint_tambon.start": _tambon_start,
    "tip_off.conclude": _conclude,
    "tip_off.decide": _tambon_decide,
    "tip_off.hear": _hear,
    "tip_off.merge_case": _merge_case,
    "tip_off.record": _tip_off_record,
    "tip_off.refer_out": _tip_off_refer_out,
    "tip_off.register": _tip_off_register,
    "tip_off.request_info": _request_info,
    "tip_off.sort": _tip_off_sort,
    "tip_off.start": _tip_off_start,
    "tip_off.verify": _verify,
    "first_notice.dispatch": _dispatch,
    "first_notice.draft": _notice_draft,
    "first_notice.sign": _sign_order,
    "question.start": _question,
    "result_notice.dispatch": _dispatch,
    "unit_action.hear": _hear,
    "unit_action.report": _report,
    "retaliation.start": _retaliation,
    "retaliation.register": _retaliation_registered,
    "retaliation.draft": _retaliation_letter,
    "retaliation.sign": _sign_order,
    "retaliation.dispatch": _retaliation_sent,
    "retaliation.answer": _retaliation_answered,
    "retaliation.record": _retaliation_recorded,
    "source_report.draft": _report_draft,
    "source_report.sign": _sign_order,
    "source_report.dispatch": _report_dispatch,
    "identity_access.consider": _consider_request,
    "withdrawal.consider": _consider,
    "unit_action.review": _review,
}

FORM_REFS = tuple(_FORMS)
