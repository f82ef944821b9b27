"""What the people of the benchmark answer: the same in every round, so that rounds compare."""

from collections.abc import Mapping
from typing import Any

DAY = "2026-11-23"

_PAPER: Mapping[str, Any] = {
    "way": "paper",
    "signer": "ผู้ลงนามทดลอง",
    "position": "ผู้อำนวยการ",
    "signed_on": DAY,
    "margin_order": "ดำเนินการตามเสนอ",
    "acting_for": "none",
}
_SENTENCE = "ตรวจสอบเอกสารการจัดซื้อและสอบถามผู้เกี่ยวข้องแล้ว ราคาที่ตกลงสูงกว่าราคากลาง "
_UNITS = ("administration", "planning", "construction")

START: Mapping[str, Any] = {
    "respondent_kind": "unknown",
    "kind": "complaint",
    "narrative": _SENTENCE * 6,
    "place": "โรงสูบน้ำ",
    "channel": "walk_in",
    "received_on": DAY,
    "complainants": [
        {"name": "ผู้ร้องทดลอง", "address": "1 หมู่ 1 ตำบลทดลอง", "contact_wish": "letter"}
    ],
}

BY_ELEMENT: Mapping[str, Mapping[str, Any]] = {
    "register": {
        "subject": "ราคาจัดซื้อเครื่องสูบน้ำสูงกว่าท้องตลาด",
        "category": "procurement",
        "secrecy": "secret",
        "contactable": [{"yes": True}],
        "occurred_on": DAY,
    },
    "sort": {
        "evidence": ["document"],
        "result": "accept",
        "issues": [{"text": "กำหนดราคาสูงเกินจริง"}, {"text": "ล็อกคุณลักษณะ"}],
        "proposal": _SENTENCE,
        "occurred_on": DAY,
    },
    "draft_letter": {
        "summary": _SENTENCE * 2,
        "opinion": _SENTENCE,
        "proposal": "units",
        "units": list(_UNITS),
        "letter": _SENTENCE * 3,
        "occurred_on": DAY,
    },
    "sign_letter": {
        **_PAPER,
        "decision": "signed",
        "order": "units",
        "units": list(_UNITS),
        "order_text": "ให้ตรวจสอบและรายงาน",
    },
    "report": {
        **_PAPER,
        "findings": [{"finding": "founded", "facts": _SENTENCE}] * 2,
        "actions": _SENTENCE,
    },
    "review": {"masks_complainant": True, "result": "complete", "occurred_on": DAY},
    "follow_up": {
        "findings": [{"finding": "insufficient", "reason": _SENTENCE}] * 2,
        "proposal": "continue",
        "notice_text": _SENTENCE,
        "occurred_on": DAY,
    },
    "decide": {**_PAPER, "decision": "continue", "next": "inside", "order_text": "ตรวจสอบเพิ่ม"},
    "dispatch": {
        "outcome": "sent",
        "way": "registered_post",
        "tracking": "RX000000000TH",
        "sent_on": DAY,
    },
}
