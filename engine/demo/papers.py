"""The few files of the demonstration: what is handed in, what is published, scans of papers."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from engine.demo.narratives import Matter
from engine.papers.contents import TablePaper
from engine.papers.printing import printer_of
from engine.sealing.secret_bytes import DataKey
from engine.store.blobs import write_blob
from engine.work.completing import Upload
from engine.work.lodging import Door

_EVIDENCE = "evidence"
_SCAN = "scan"


@dataclass(frozen=True)
class Papers:
    """Puts files into the folder of encrypted blobs, as an upload does."""

    folder: Path

    def evidence(self, door: Door, matter: Matter) -> dict[str, Upload]:
        """Return a note as the complainant might attach it, by the id that the form names."""
        note = (
            f"บันทึกประกอบเรื่อง {matter.subject}\n"
            f"สถานที่ {matter.place} จังหวัดศรีนคร\n\n"
            + "\n".join(f"{n}. {issue}" for n, issue in enumerate(matter.issues, start=1))
            + "\n\nเอกสารนี้สมมติขึ้นเพื่อการสาธิต\n"
        )
        blob = write_blob(self.folder, door.data_key, door.case_id, note.encode())
        return {_EVIDENCE: Upload(blob, "บันทึกประกอบ.txt")}

    def scan(self, data_key: DataKey, case_id: UUID, number: str) -> dict[str, Upload]:
        """Return the scan of a signed paper: one page that says what it stands for."""
        blob = write_blob(self.folder, data_key, case_id, _one_page_pdf())
        return {_SCAN: Upload(blob, f"สำเนาที่ลงนามแล้ว {number.replace('/', '-')}.pdf")}

    def document(self, data_key: DataKey, case_id: UUID, paper: TablePaper) -> dict[str, Upload]:
        """Return a paper that was signed outside the system, as it is brought in."""
        content = printer_of(None, None).pdf(paper)
        blob = write_blob(self.folder, data_key, case_id, content)
        return {str(blob.id): Upload(blob, f"{paper.title}.pdf")}


_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
    b"/Resources << /Font << /F1 5 0 R >> >> >>"
)


def _one_page_pdf() -> bytes:
    """Return a page by hand; the standard face has no Thai letters, so it speaks English."""
    text = (
        b"BT /F1 16 Tf 72 760 Td (Demonstration: scan of a paper signed in ink) Tj "
        b"0 -28 Td /F1 11 Tf (Every person and every case here is invented.) Tj ET"
    )
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        _PAGE,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    page, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(page))
        page += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return page + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, len(page))
    )
