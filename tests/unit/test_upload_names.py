"""What a file is called once it is kept: no folder, nothing unseen, an ending that is true."""

import pytest

from web.files import LONGEST_NAME, plain_name


@pytest.mark.parametrize(
    ("given", "media_type", "kept"),
    [
        ("หนังสือร้องเรียน ๑.PDF", "application/pdf", "หนังสือร้องเรียน ๑.PDF"),
        ("../../etc/passwd.pdf", "application/pdf", "passwd.pdf"),
        ("C:\\Users\\me\\ภาพ.jpeg", "image/jpeg", "ภาพ.jpeg"),
        ("abc\u202efdp.exe.pdf", "application/pdf", "abcfdp.exe.pdf"),
        ("line\nend\x00.png", "image/png", "lineend.png"),
        ("page.html", "text/plain", "page.html.txt"),
        ("drawing.svg", "text/plain", "drawing.svg.txt"),
        ("setup.exe", "application/pdf", "setup.exe.pdf"),
        ("no ending", "image/png", "no ending.png"),
        ("", "application/pdf", ".pdf"),
    ],
)
def test_a_kept_file_is_called_what_it_is(given, media_type, kept):
    assert plain_name(given, media_type) == kept


@pytest.mark.parametrize("ending", [".pdf", ".html", ""])
def test_a_long_name_is_cut_before_its_ending(ending):
    kept = plain_name("ก" * 300 + ending, "application/pdf")
    assert len(kept) <= LONGEST_NAME
    assert kept.endswith(".pdf")
