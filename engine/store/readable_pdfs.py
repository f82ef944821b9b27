"""PDFs that others are to read: what they could not open is refused when it comes in."""

from time import monotonic
from typing import Final

from engine.errors import Sentence, UploadRejected
from engine.store.blobs import media_type_of
from engine.store.page_pictures import PATIENCE, Unshown, measure_pages


class Readability:
    """Whether the files of one request can be opened; all of them share its ``patience``."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._until = monotonic() + patience

    def check(self, content: bytes) -> None:
        """Have a file opened by the painter, who can do nothing else.

        Raises
        ------
        UploadRejected
            No PDF; locked by a password; broken, or not opened in time.
        """
        if media_type_of(content) != "application/pdf":
            raise UploadRejected(_NO_PDF)
        found = measure_pages(content, patience=self._until - monotonic())
        if isinstance(found, Unshown):
            raise UploadRejected(_SAID[found])


_NO_PDF: Final = Sentence(
    "แนบได้เฉพาะแฟ้ม PDF บันทึกเอกสารเป็น PDF แล้วแนบใหม่",
    "Only a PDF is taken here: save the document as a PDF and attach that.",
)
_SAID: Final = {
    Unshown.LOCKED: Sentence(
        "แฟ้มนี้ต้องใช้รหัสผ่านจึงจะเปิดได้ ผู้อื่นจะอ่านไม่ได้ บันทึกเป็น PDF ที่ไม่มีรหัสผ่านแล้วแนบใหม่",
        "The file opens by a password only, so others could not read it. "
        "Save it as a PDF without a password and attach that.",
    ),
    Unshown.BROKEN: Sentence(
        "เปิดแฟ้มนี้ไม่ได้ แฟ้มอาจเสีย บันทึกเอกสารเป็น PDF อีกครั้ง ลองเปิดดูก่อน แล้วแนบใหม่",
        "The file cannot be opened; it may be damaged. "
        "Save the document as a PDF again, see that it opens, and attach it anew.",
    ),
}
