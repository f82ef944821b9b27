"""The roles of an office. A lane carries the key, so renaming a role in Thai moves no right."""

from enum import StrEnum

from engine.errors import Sentence


class Role(StrEnum):
    OFFICER = "officer"
    UNIT_MEMBER = "unit_member"
    COMMITTEE_MEMBER = "committee_member"
    MANAGER = "manager"
    HEAD = "head"
    ALTERNATE_HEAD = "alternate_head"
    PROCESS_OWNER = "process_owner"
    PUBLICATION_APPROVER = "publication_approver"
    CUSTODIAN = "custodian"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def title(self) -> Sentence:  # type: ignore[override] # a key is never set in title case
        """The neutral title; an office's own title stands in its profile."""
        return _TITLES[self]

    @property
    def holds_work(self) -> bool:
        """Whether a step of a case may wait for this role.

        Those who check or keep the system never act in a case.
        """
        return self not in _WITHOUT_WORK


_WITHOUT_WORK = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})

_TITLES = {
    Role.OFFICER: Sentence("เจ้าหน้าที่ผู้รับเรื่อง", "Intake officer"),
    Role.UNIT_MEMBER: Sentence("เจ้าหน้าที่กลุ่มงาน", "Unit officer"),
    Role.COMMITTEE_MEMBER: Sentence("กรรมการตรวจสอบข้อเท็จจริง", "Member of a fact-finding committee"),
    Role.MANAGER: Sentence("ผู้บริหาร", "Manager"),
    Role.HEAD: Sentence("หัวหน้าหน่วยงาน", "Head of the office"),
    Role.ALTERNATE_HEAD: Sentence("ผู้พิจารณาแทนหัวหน้าหน่วยงาน", "Alternate of the head"),
    Role.PROCESS_OWNER: Sentence("เจ้าของกระบวนงาน", "Process owner"),
    Role.PUBLICATION_APPROVER: Sentence("ผู้อนุมัติการเผยแพร่", "Publication approver"),
    Role.CUSTODIAN: Sentence("ผู้รักษาข้อมูลปิดชื่อ", "Custodian of identities"),
    Role.AUDITOR: Sentence("ผู้ตรวจสอบ", "Auditor"),
    Role.ADMINISTRATOR: Sentence("ผู้ดูแลระบบ", "Administrator"),
}
