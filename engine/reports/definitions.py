"""What the words beside every figure mean, and how results are called (U33)."""

from collections.abc import Collection, Mapping
from typing import Final

from engine.errors import Sentence
from engine.office.profile_tables import CaseKind

DEFINITIONS: Final[tuple[tuple[Sentence, Sentence], ...]] = (
    (
        Sentence("ยกมา", "Carried in"),
        Sentence(
            "เรื่องที่รับก่อนวันแรกของช่วง และยังไม่แล้วเสร็จเมื่อช่วงเริ่ม",
            "received before the first day of the period and not finished when it began",
        ),
    ),
    (
        Sentence("รับใหม่", "Received"),
        Sentence(
            "เรื่องที่วันรับเรื่องอยู่ในช่วง เรื่องที่รวมกันนับเป็นหนึ่ง เรื่องที่แยกออกนับต่างหาก",
            "whose day of receipt lies in the period; cases joined together count as one, "
            "a case split off counts by itself",
        ),
    ),
    (
        Sentence("แล้วเสร็จ", "Finished"),
        Sentence(
            "เรื่องที่มีผลการพิจารณา และแจ้งผลครบทุกรายแล้วในช่วง",
            "with a result of which everybody was told by a day of the period",
        ),
    ),
    (
        Sentence("คงเหลือ", "In progress"),
        Sentence(
            "ยกมา บวกรับใหม่ ลบแล้วเสร็จ",
            "carried in and received, less finished",
        ),
    ),
    (
        Sentence("เวลาที่ใช้", "Time taken"),
        Sentence(
            "ค่ามัธยฐาน คือครึ่งหนึ่งใช้เวลาไม่เกินนี้ เป็นวันปฏิทิน เรื่องนับจากวันรับเรื่องถึงวันแล้วเสร็จ "
            "งานที่มีกำหนดนับจากวันเริ่มนับถึงวันที่ทำเสร็จ",
            "the median: half took no longer, in calendar days; of a case from its receipt to its "
            "finish, of work with a deadline from the day it counts from to the day it was done",
        ),
    ),
    (
        Sentence("ทันกำหนด", "In time"),
        Sentence(
            "งานที่มีกำหนด นับครั้งเดียวในวันที่รู้ผล คือวันที่ทำเสร็จทัน หรือวันสุดท้ายของกำหนดที่ทำไม่ทัน ร้อยละปัดเศษลง",
            "work with a deadline, counted once, on the day that settles it: the day it was done, "
            "or the last day of a deadline not kept; percentages are rounded down",
        ),
    ),
)

RESULTS: Final[Mapping[str | None, Sentence]] = {
    "founded": Sentence("มีมูล", "Founded"),
    "unfounded": Sentence("ไม่มีมูล", "Unfounded"),
    "insufficient": Sentence("ข้อมูลไม่พอ", "Not enough information"),
    "not_accepted": Sentence("ไม่รับพิจารณา", "Not accepted"),
    "referred": Sentence("ส่งหน่วยงานอื่น", "Referred"),
    "solved": Sentence("แก้ไขปัญหาแล้ว", "Solved"),
    "noted": Sentence("รับไว้ปรับปรุงงาน", "Noted"),
    "informed": Sentence("ให้ข้อมูลแล้ว", "Information given"),
    "partly_informed": Sentence("ให้ข้อมูลบางส่วน", "Partly given"),
    "not_held": Sentence("หน่วยงานไม่มีข้อมูลที่ขอ", "The office does not hold it"),
    None: Sentence("รอลงผลในแบบบันทึก", "Result not recorded yet"),
}


def nothing_received(
    kinds: Collection[CaseKind], *, is_of_corruption: bool, no_opinions: bool = False
) -> Sentence:
    """Return the sentence that an office without complaints says (seeds 001 and 004; U31).

    ``kinds`` are those that it takes in. ``no_opinions``: none came either, which it then says.
    """
    what = "การทุจริตและประพฤติมิชอบ" if is_of_corruption else ""
    of_what = " of corruption or misconduct" if is_of_corruption else ""
    parts = [(f"แจ้งเรื่องร้องเรียน{what}", "a complaint")]
    if CaseKind.TIP_OFF in kinds:
        parts.append(("แจ้งเบาะแส", "a tip-off"))
    if no_opinions and CaseKind.OPINION in kinds:
        parts.append(("ให้ความคิดเห็น", "an opinion"))
    th, en = " หรือ".join(one[0] for one in parts), " or ".join(one[1] for one in parts)
    return Sentence(
        f"ไม่มีเจ้าหน้าที่ บุคคลภายนอก หรือประชาชนทั่วไป {th}ในช่วงนี้",
        f"No staff, outsider or member of the public brought in {en}{of_what} in this period.",
    )
