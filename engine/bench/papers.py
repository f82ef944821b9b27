"""A page of an official paper, as a step waits for it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from time import perf_counter

from engine.bench.figures import Figure, of_samples
from engine.bench.place import Place
from engine.office.thai import Digits
from engine.papers.contents import Marks, Memo, Part, Signature
from engine.papers.printing import printer_of

_SAMPLES = 40
PAPERS = ("pdf.page",)
_TEXT = (
    "ตามที่สำนักงานได้รับเรื่องร้องเรียนว่าโครงการขุดลอกคลองใช้เครื่องจักรไม่ครบตามสัญญา จึงได้ตรวจสอบเอกสารการจัดจ้าง"
    " สอบถามผู้ควบคุมงาน และลงพื้นที่เมื่อวันที่ 30 มีนาคม 2569 รายละเอียดตามเอกสารที่แนบมาพร้อมนี้ "
)


def measure_papers(place: Place, scale: float) -> Iterator[Figure]:
    """Measure a full page, each time of other words, in a process that has printed before."""
    printer = printer_of(None, None)
    taken = []
    for number in range(-1, max(5, round(_SAMPLES * scale))):
        memo = _memo(number)
        begun = perf_counter()
        printer.pdf(memo)
        taken.append(perf_counter() - begun)
    yield of_samples("pdf.page", taken[1:], place.backend)


def _memo(number: int) -> Memo:
    return Memo(
        marks=Marks(made_at=datetime(2026, 11, 23, tzinfo=UTC), digits=Digits.THAI, secrecy="ลับ"),
        office="สำนักงานพัฒนาแหล่งน้ำจังหวัดศรีนคร กลุ่มงานบริหาร โทร. 0 5500 0142",
        number=f"ศน 0019/{number}",
        day=date(2026, 11, 23),
        subject=f"รายงานผลการตรวจสอบเรื่องร้องเรียนที่ {number}",
        addressee="ผู้ว่าราชการจังหวัดศรีนคร",
        parts=tuple(
            Part(heading, f"เรื่องที่ {number} " + _TEXT * 3)
            for heading in ("ต้นเรื่อง", "ข้อเท็จจริง", "ข้อเสนอ")
        ),
        signatures=(Signature(name="นางอรุณ ตัวอย่าง", position="หัวหน้าสำนักงาน"),),
    )
