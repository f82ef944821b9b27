"""What the people of the benchmark answer: the same in every round, so that rounds compare."""

from collections.abc import Mapping
from datetime import date
from typing import Any

_SENTENCE = "ตรวจสอบเอกสารการจัดซื้อและสอบถามผู้เกี่ยวข้องแล้ว ราคาที่ตกลงสูงกว่าราคากลาง "
_UNITS = ("administration", "planning", "construction")


def intake(day: date) -> Mapping[str, Any]:
    """Return the answers to the intake form of a complaint received that day."""
    return {
        "respondent_kind": "unknown",
        "kind": "complaint",
        "narrative": _SENTENCE * 6,
        "place": "โรงสูบน้ำ",
        "channel": "walk_in",
        "received_on": day.isoformat(),
        "complainants": [
            {"name": "ผู้ร้องทดลอง", "address": "1 หมู่ 1 ตำบลทดลอง", "contact_wish": "letter"}
        ],
    }


def of_element(element: str, day: date) -> Mapping[str, Any]:
    """Return the answers to a step that was done that day.

    Raises
    ------
    KeyError
        The loop of the benchmark does not come by this step.
    """
    paper = {
        "way": "paper",
        "signer": "ผู้ลงนามทดลอง",
        "position": "ผู้อำนวยการ",
        "signed_on": day.isoformat(),
        "margin_order": "ดำเนินการตามเสนอ",
        "acting_for": "none",
    }
    steps: Mapping[str, Mapping[str, Any]] = {
        "register": {
            "subject": "ราคาจัดซื้อเครื่องสูบน้ำสูงกว่าท้องตลาด",
            "category": "procurement",
            "secrecy": "secret",
            "contactable": [{"yes": True}],
            "occurred_on": day.isoformat(),
        },
        "sort": {
            "evidence": ["document"],
            "result": "accept",
            "issues": [{"text": "กำหนดราคาสูงเกินจริง"}, {"text": "ล็อกคุณลักษณะ"}],
            "proposal": _SENTENCE,
            "occurred_on": day.isoformat(),
        },
        "draft_letter": {
            "summary": _SENTENCE * 2,
            "opinion": _SENTENCE,
            "proposal": "units",
            "units": list(_UNITS),
            "letter": _SENTENCE * 3,
            "occurred_on": day.isoformat(),
        },
        "sign_letter": {
            **paper,
            "decision": "signed",
            "order": "units",
            "units": list(_UNITS),
            "order_text": "ให้ตรวจสอบและรายงาน",
        },
        "report": {
            **paper,
            "findings": [{"finding": "founded", "facts": _SENTENCE}] * 2,
            "actions": _SENTENCE,
        },
        "review": {"masks_complainant": True, "result": "complete", "occurred_on": day.isoformat()},
        "propose_result": {
            "findings": [{"finding": "insufficient", "reason": _SENTENCE}] * 2,
            "proposal": "continue",
            "notice_text": _SENTENCE,
            "occurred_on": day.isoformat(),
        },
        "decide": {**paper, "decision": "continue", "next": "inside", "order_text": "ตรวจสอบเพิ่ม"},
        "dispatch": {
            "outcome": "sent",
            "way": "registered_post",
            "tracking": "RX000000000TH",
            "sent_on": day.isoformat(),
        },
    }
    return steps[element]
