from web.form_pages.passages import passage_html


def test_paragraphs_headings_lists_and_bold_are_shown():
    text = "## ก่อนส่ง\n- ตรวจ **ชื่อ**\n- ตรวจวันที่\n\nแล้วจึง\nลงนาม"
    assert passage_html(text) == (
        '<h3>ก่อนส่ง</h3><ul class="bul"><li>ตรวจ <b>ชื่อ</b></li><li>ตรวจวันที่</li></ul>'
        "<p>แล้วจึง<br>ลงนาม</p>"
    )


def test_markup_and_links_are_shown_as_they_are_written():
    assert passage_html("<b>a</b> [b](javascript:c)") == (
        "<p>&lt;b&gt;a&lt;/b&gt; [b](javascript:c)</p>"
    )
