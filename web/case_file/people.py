"""Who is in a case, for its page: parties, committee, and what was said through the mailbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.cases.committees import Seat
from engine.cases.mailbox import FROM_OFFICE
from engine.cases.parties import Party, PartyKind
from engine.errors import Sentence
from engine.work.case_file import CaseFile
from web.case_file.showing import Known
from web.case_file.sources import agencies_in_words, agency_line
from web.design.filters import number
from web.design.language import say

MESSAGES_SHOWN = 3

_KINDS = {
    PartyKind.COMPLAINANT: Sentence("ผู้ร้องเรียน", "Complainants"),
    PartyKind.RESPONDENT: Sentence("ผู้ถูกร้องเรียน", "Respondents"),
    PartyKind.WITNESS: Sentence("พยาน", "Witnesses"),
    PartyKind.SOURCE_AGENCY: Sentence("หน่วยงานที่ส่งเรื่อง", "Source agencies"),
}
_SEATS = {
    "chair": Sentence("ประธานกรรมการ", "Chair"),
    "member": Sentence("กรรมการ", "Members"),
    "secretary": Sentence("เลขานุการ", "Secretary"),
}
# Of one person, beside her name.
SEAT_WORDS = {
    "chair": Sentence("ประธานกรรมการ", "Chair"),
    "member": Sentence("กรรมการ", "Member"),
    "secretary": Sentence("กรรมการและเลขานุการ", "Member and secretary"),
}
_UNNAMED = Sentence("ไม่ออกนาม", "Anonymous")
_COUNT = Sentence("{n} ราย", "{n}")


@dataclass(frozen=True)
class ShownMessage:
    """``way`` says whose words these are."""

    way: Sentence
    body: str
    files: int
    recorded_at: datetime


_FROM_OFFICE = Sentence("จากหน่วยงาน", "From the office")
_FROM_COMPLAINANT = Sentence("จากผู้ร้องเรียน", "From the complainant")


def people_lines(file: CaseFile) -> list[Known]:
    """Return parties and committee without telling who complains or bears witness.

    Respondents and agencies are named; the others are withheld and counted.
    """
    lines, agencies = [], agencies_in_words(file)
    for kind, label in _KINDS.items():
        found = [party for party in file.parties if party.kind is kind]
        if kind is PartyKind.SOURCE_AGENCY:
            lines += [Known(label, agency_line(agencies[str(one.id)], one)) for one in found]
        elif found:
            lines.append(_parties(file, kind, label, found))
    for seat, label in _SEATS.items():
        names = [_seated(file, one) for one in file.seats if one.kind == seat]
        if names:
            lines.append(Known(label, " ".join(names)))
    return lines


def _parties(file: CaseFile, kind: PartyKind, label: Sentence, found: Sequence[Party]) -> Known:
    if kind is PartyKind.RESPONDENT:
        return Known(label, " ".join(str(p.details.get("name") or "–") for p in found))
    if kind is PartyKind.COMPLAINANT and file.case.is_anonymous:
        return Known(label, say(_UNNAMED))
    return Known(label, say(_COUNT).format(n=number(len(found))), is_sealed=True)


def _seated(file: CaseFile, seat: Seat) -> str:
    return file.holders.get(seat.person_id, "") if seat.person_id else seat.outside_name or ""


def newest_messages(file: CaseFile) -> list[ShownMessage]:
    return [
        ShownMessage(
            _FROM_OFFICE if message.direction == FROM_OFFICE else _FROM_COMPLAINANT,
            message.body,
            message.files,
            message.recorded_at,
        )
        for message in file.messages[-MESSAGES_SHOWN:][::-1]
    ]
