"""What the people of the demonstration write into each form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from engine.demo.narratives import Matter
from engine.demo.plots import Plot
from engine.demo.wording import (
    ASKED,
    CALLED,
    COMMITTEE_POWERS,
    HEARD,
    LESSONS,
    MARGIN_ORDERS,
    MISSING,
    NOTICE,
    RETURNED,
    result_notice,
)
from engine.office.thai import long_date

Answers = dict[str, Any]


@dataclass(frozen=True)
class Signer:
    """Whose name stands under a paper that was signed in ink."""

    name: str
    position: str


@dataclass(frozen=True)
class Situation:
    """All that somebody knows who fills in a form: the case, the step, the day.

    ``round`` counts from 1. ``committee`` are people who may be seated; ``earlier_case``
    is the case that this one repeats. ``told`` says of each who must be told whether
    they can be reached. ``scan`` is the upload of the signed paper.
    """

    plot: Plot
    matter: Matter
    office_name: str
    number: str
    received_on: date
    today: date
    rng: Random
    round: int
    party: UUID | None = None
    told: tuple[bool, ...] = ()
    has_code: bool = False
    units: tuple[str, ...] = ()
    committee: tuple[UUID, ...] = ()
    officer: UUID | None = None
    earlier_case: UUID | None = None
    signer: Signer = field(default_factory=lambda: Signer("", ""))
    on_paper: bool = False
    scan: str | None = None

    @property
    def day(self) -> str:
        return self.today.isoformat()

    def nth(self, values: tuple[str, ...]) -> str:
        """Return the answer of this round; the last one from then on."""
        return values[min(self.round, len(values)) - 1]

    def letter_no(self) -> str:
        return f"ศน 0042/{self.rng.randint(101, 2989)}"

    @property
    def findings(self) -> tuple[str, ...]:
        return self.matter.findings


def answers_to(form_ref: str, situation: Situation) -> Answers:
    """Return the answers to the form of a step, as a browser would post them."""
    return _FORMS[form_ref](situation)


def _register(s: Situation) -> Answers:
    narrative = s.matter.narrative
    category = s.plot.category or narrative.category
    is_ordinary = category in {"service", "information", "outside"}
    return {
        "subject": s.matter.subject,
        "category": category,
        "secrecy": "ordinary" if is_ordinary else "secret",
        "contactable": [{"yes": is_reachable} for is_reachable in s.told],
        "receipt_code": s.has_code,
        "note": "",
        "occurred_on": s.day,
    }


def _sort(s: Situation) -> Answers:
    result = s.nth(s.plot.sorted_as)
    return {
        "evidence": s.rng.sample(["document", "circumstance", "witness"], 2),
        "anonymous_check": ["circumstances_clear"],
        "result": result,
        "same_case": str(s.earlier_case) if s.earlier_case else None,
        "reason": "other_body" if result == "out_of_power" else "no_evidence",
        "legal_basis": "",
        "issues": [{"text": issue} for issue in s.matter.issues],
        "proposal": _PROPOSALS[result],
        "occurred_on": s.day,
    }


_PROPOSALS = {
    "accept": "เห็นควรรับไว้ตรวจสอบข้อเท็จจริงและเสนอผู้บังคับบัญชาพิจารณามอบหมาย",
    "more_info": "ข้อมูลยังไม่พอระบุพฤติการณ์ ขอข้อมูลเพิ่มจากผู้ร้องเรียนก่อน",
    "duplicate": "เนื้อหา สถานที่ และผู้ถูกร้องเรียนตรงกับเรื่องที่รับไว้แล้ว เห็นควรรวมเรื่อง",
    "out_of_power": "เรื่องอยู่ในอำนาจของหน่วยงานอื่น เห็นควรส่งต่อเป็นการลับ",
    "not_accepted": "ไม่ระบุชื่อและไม่มีพยานหลักฐานให้ตรวจสอบต่อได้ เห็นควรไม่รับพิจารณา",
}


def _request_info(s: Situation) -> Answers:
    asked_on = max(s.today - timedelta(days=7), s.received_on)
    return {
        "asked": ASKED,
        "way": "mailbox" if s.has_code else "telephone",
        "asked_on": asked_on.isoformat(),
        "answered": "none" if "not_accepted" in s.plot.sorted_as else "received",
        "received_on": s.day,
        "answer": f"ผู้ร้องเรียนแจ้งเพิ่มว่าเหตุเกิดที่{s.matter.place} และมีผู้อยู่ในเหตุการณ์อีกสองคน",
        "occurred_on": s.day,
    }


def _merge_case(s: Situation) -> Answers:
    return {
        "main_case": str(s.earlier_case),
        "reason": "ผู้ถูกร้องเรียน สถานที่ และช่วงเวลาตรงกัน ต่างกันเพียงผู้แจ้งและช่องทาง",
        "occurred_on": s.day,
    }


def _draft_letter(s: Situation) -> Answers:
    proposal = "committee" if s.plot.order == "committee" else s.plot.order
    return {
        "summary": s.matter.summary,
        "opinion": _OPINIONS[proposal],
        "proposal": proposal,
        "units": list(s.units),
        "committee_needed": False,
        "letter": (
            f"เรียน ผู้บังคับบัญชา\nด้วย{s.office_name}ได้รับ{s.matter.subject} "
            f"เลขรับ {s.number} เมื่อวันที่ {long_date(s.received_on).th}\n{_OPINIONS[proposal]}\n"
            "จึงเรียนมาเพื่อโปรดพิจารณาสั่งการ"
        ),
        "letter_no": s.letter_no(),
        "occurred_on": s.day,
    }


_OPINIONS = {
    "units": "มีพฤติการณ์และช่วงเวลาที่ตรวจสอบได้ เห็นควรมอบกลุ่มงานที่เกี่ยวข้องตรวจสอบข้อเท็จจริงและรายงานผล",
    "committee": "เรื่องเกี่ยวข้องหลายฝ่ายและมีเอกสารมาก เห็นควรแต่งตั้งคณะกรรมการตรวจสอบข้อเท็จจริง",
    "not_accepted": "ขอข้อมูลเพิ่มแล้วไม่ได้รับคำตอบ ไม่มีพยานหลักฐานให้ตรวจสอบ เห็นควรไม่รับพิจารณา",
    "refer_out": "เรื่องไม่อยู่ในอำนาจของสำนักงาน เห็นควรส่งหน่วยงานที่มีอำนาจเป็นการลับและติดตามผล",
}


def _signature(s: Situation) -> Answers:
    if not s.on_paper:
        return {"way": "system", "acting_for": "none"}
    return {
        "way": "paper",
        "signer": s.signer.name,
        "position": s.signer.position,
        "signed_on": s.day,
        "margin_order": s.rng.choice(MARGIN_ORDERS),
        "oral": False,
        "scan": [s.scan] if s.scan else [],
        "acting_for": "none",
    }


def _sign_letter(s: Situation) -> Answers:
    if s.round <= s.plot.letters_returned:
        return {"decision": "returned", "return_reason": RETURNED, **_signature(s)}
    return {
        "decision": "signed",
        "order": s.plot.order,
        "units": list(s.units),
        "order_text": _ORDERS[s.plot.order],
        **_signature(s),
    }


_ORDERS = {
    "units": "มอบกลุ่มงานตรวจสอบข้อเท็จจริงและรายงานภายใน 7 วันทำการ",
    "committee": "แต่งตั้งคณะกรรมการตรวจสอบข้อเท็จจริง",
    "not_accepted": "เห็นชอบ ไม่รับพิจารณา และแจ้งผู้ร้องเรียน",
    "refer_out": "เห็นชอบ ส่งเป็นการลับ",
}


def _unit_report(s: Situation) -> Answers:
    return {
        "findings": [
            {"finding": finding, "facts": facts}
            for finding, facts in zip(s.findings, s.matter.facts, strict=True)
        ],
        "actions": "ตรวจสอบสถานที่จริง ตรวจเอกสารที่เกี่ยวข้อง และบันทึกถ้อยคำผู้เกี่ยวข้องแล้ว",
        **_signature(s),
    }


def _review(s: Situation) -> Answers:
    return {
        "masks_complainant": True,
        "result": s.nth(s.plot.reviews),
        "missing": MISSING,
        "new_due_reason": "",
        "occurred_on": s.day,
    }


def _hear(s: Situation) -> Answers:
    asked_on = max(s.today - timedelta(days=9), s.received_on)
    return {
        "asked_on": asked_on.isoformat(),
        "way": "letter",
        "letter_no": s.letter_no(),
        "statement": "given",
        "statement_text": HEARD,
        "occurred_on": s.day,
    }


def _draft_order(s: Situation) -> Answers:
    chair, member, secretary = s.committee[:3]
    return {
        "members": [
            {"person": str(chair), "position": "ผู้แทนสำนักงาน", "seat": "chair"},
            {"person": str(member), "position": "ผู้ทรงคุณวุฒิ", "seat": "member"},
            {
                "outside_name": "นายอุทิศ พรมเหนือเขื่อน",
                "position": "ผู้แทนชุมชนที่ประชาคมเลือก",
                "seat": "member",
            },
            {"person": str(secretary), "position": "นิติกร", "seat": "secretary"},
        ],
        "powers": COMMITTEE_POWERS,
        "days": 30,
        "order_no": f"{s.rng.randint(11, 96)}/{s.today.year + 543}",
        "conflicts_checked": True,
        "occurred_on": s.day,
    }


def _sign_order(s: Situation) -> Answers:
    return {"decision": "signed", **_signature(s)}


def _inquire(s: Situation) -> Answers:
    return {
        "evidence": [
            {"kind": "document", "text": "สัญญา ใบส่งของ และรายงานการตรวจรับที่ขอจากกลุ่มงาน"},
            {"kind": "site", "text": f"ตรวจสถานที่จริงที่{s.matter.place} พร้อมภาพถ่าย"},
        ],
        "interviews": [
            {
                "witness": "นางคำปุ้ย บ้านริมฝายหลวง",
                "date": max(s.today - timedelta(days=2), s.received_on).isoformat(),
                "text": "ให้ถ้อยคำว่าเห็นเหตุการณ์ตามที่ร้องเรียนในวันดังกล่าว",
            }
        ],
        "hear": s.plot.hears and s.round == 1,
        "occurred_on": s.day,
    }


def _committee_report(s: Situation) -> Answers:
    return {"findings": _reasons(s), "dissent": "", **_signature(s)}


def _reasons(s: Situation) -> list[Answers]:
    return [
        {"finding": finding, "reason": facts}
        for finding, facts in zip(s.findings, s.matter.facts, strict=True)
    ]


def _propose_result(s: Situation) -> Answers:
    decided = s.nth(s.plot.decided)
    proposal = "continue" if decided == "continue" else "concluded"
    return {
        "findings": _reasons(s),
        "proposal": proposal,
        "notice_text": result_notice(s.office_name, s.number, is_open=proposal == "continue"),
        "respondent_notice": "สำนักงานได้ตรวจสอบข้อเท็จจริงเรื่องที่เกี่ยวข้องกับท่านเสร็จแล้ว แจ้งมาเพื่อทราบ",
        "interim_to_source": "",
        "occurred_on": s.day,
    }


def _decide(s: Situation) -> Answers:
    decided = s.nth(s.plot.decided)
    if decided == "returned":
        return {"decision": decided, "return_reason": RETURNED, **_signature(s)}
    return {
        "decision": decided,
        "next": s.plot.next,
        "follow_ups": ["discipline"] if "founded" in s.findings else [],
        "order_text": "เห็นชอบ แจ้งผู้ร้องเรียนและดำเนินการตามเสนอ",
        **_signature(s),
    }


def _first_draft(s: Situation) -> Answers:
    return {
        "party": str(s.party),
        "way": "post",
        "text": NOTICE.format(
            office=s.office_name, number=s.number, received=long_date(s.received_on).th
        ),
        "letter_no": s.letter_no(),
        "occurred_on": s.day,
    }


def _first_sign(s: Situation) -> Answers:
    return {"decision": "signed", **_signature(s)}


def _dispatch(s: Situation) -> Answers:
    reached = not s.plot.not_reached
    way = s.rng.choice(("registered_post", "post", "telephone")) if reached else "telephone"
    return {
        "party": str(s.party),
        "outcome": "sent" if reached else "not_reached",
        "way": way,
        "sent_on": s.day,
        "sent_time": None,
        "tracking": f"RL{s.rng.randint(10**8, 10**9 - 1)}TH",
        "call_note": CALLED if reached else "โทรสามครั้งคนละวัน ไม่มีผู้รับสาย จดหมายตีกลับว่าย้ายไม่ทราบที่อยู่ใหม่",
    }


def _refer_out(s: Situation) -> Answers:
    declined = s.plot.order == "not_accepted"
    return {
        "disposition": "not_accepted" if declined else "referred",
        "grounds": "no_evidence",
        "agency": _outside_body(s),
        "letter_no": s.letter_no(),
        "sent_on": s.day,
        "way": "registered_post",
        "tracking": f"EB{s.rng.randint(10**8, 10**9 - 1)}TH",
        "secret": True,
        "follow_up_on": (s.today + timedelta(days=30)).isoformat(),
        "occurred_on": s.day,
    }


def _outside_body(s: Situation) -> str:
    if s.plot.respondent == "head":
        return "district"
    return s.rng.choice(("nacc", "pacc", "damrongdhama"))


def _record(s: Situation) -> Answers:
    narrative = s.matter.narrative
    return {
        "category": s.plot.category or narrative.category,
        "result": _result(s),
        "behaviour": narrative.behaviour,
        "loss": (narrative.loss or None) if "founded" in s.findings else None,
        "lessons": s.rng.choice(LESSONS),
        "confirmed": True,
        "occurred_on": s.day,
    }


def _result(s: Situation) -> str:
    if s.plot.duplicate:
        return "merged"
    if s.plot.order == "not_accepted":
        return "not_accepted"
    if s.plot.order == "refer_out" or s.plot.next == "outside_body":
        return "referred"
    return next((each for each in _WEIGHT if each in s.findings), "insufficient")


_WEIGHT = ("founded", "insufficient", "unfounded")


def _archive(s: Situation) -> Answers:
    disciplined = _result(s) == "founded"
    follow_ups = [
        {
            "kind": "discipline",
            "due": (s.today + timedelta(days=60)).isoformat(),
            "holder": str(s.officer),
        }
    ]
    return {
        "file_no": f"สศน 4.{s.rng.randint(1, 9)}/{s.rng.randint(11, 420)}",
        "place": "ตู้เอกสารลับ ห้องผู้รักษาข้อมูล",
        "retention": "default",
        "follow_ups": follow_ups if disciplined and s.officer else [],
        "closed_on": s.day,
    }


_FORMS: Mapping[str, Callable[[Situation], Answers]] = {
    "complaint_provincial.register": _register,
    "complaint_provincial.sort": _sort,
    "complaint_provincial.request_info": _request_info,
    "complaint_provincial.merge_case": _merge_case,
    "complaint_provincial.draft_letter": _draft_letter,
    "complaint_provincial.sign_letter": _sign_letter,
    "complaint_provincial.propose_result": _propose_result,
    "complaint_provincial.decide": _decide,
    "complaint_provincial.refer_out": _refer_out,
    "complaint_provincial.record": _record,
    "complaint_provincial.archive": _archive,
    "unit_action.report": _unit_report,
    "unit_action.review": _review,
    "unit_action.hear": _hear,
    "committee_inquiry.draft_order": _draft_order,
    "committee_inquiry.sign_order": _sign_order,
    "committee_inquiry.inquire": _inquire,
    "committee_inquiry.hear": _hear,
    "committee_inquiry.report": _committee_report,
    "first_notice.draft": _first_draft,
    "first_notice.sign": _first_sign,
    "first_notice.dispatch": _dispatch,
    "result_notice.dispatch": _dispatch,
}
