"""What others are to read is refused when it comes in if they could not open it."""

import pytest

from engine.errors import UploadRejected
from engine.store.readable_pdfs import Readability
from tests.support.pdf import locked, pdf


def test_a_pdf_that_opens_is_taken():
    Readability().check(pdf("a page"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (locked(), "รหัสผ่าน"),
        (b"%PDF-1.7\nnothing", "เปิดแฟ้มนี้ไม่ได้"),
        (b"\xff\xd8\xff", "เฉพาะแฟ้ม PDF"),
        (b"", "ว่างเปล่า"),
    ],
    ids=["locked", "broken", "a picture", "empty"],
)
def test_what_cannot_be_read_is_refused_with_a_sentence_of_its_own(content, said):
    with pytest.raises(UploadRejected) as refused:
        Readability().check(content)
    assert said in refused.value.sentence.th


def test_the_files_of_a_request_share_its_patience():
    with pytest.raises(UploadRejected):
        Readability(patience=0).check(pdf("a page"))
