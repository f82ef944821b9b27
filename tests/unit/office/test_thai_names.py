from hypothesis import given
from hypothesis import strategies as st

from engine.office.thai import one_line


def test_thai_words_that_only_the_line_break_parted_are_joined():
    assert one_line("๔ ลงนาม\nคำสั่งแต่งตั้ง") == "๔ ลงนามคำสั่งแต่งตั้ง"


def test_a_pause_before_the_line_break_stays():
    assert one_line("๖ รับรายงาน \nติดตาม และเสนอผล") == "๖ รับรายงาน ติดตาม และเสนอผล"


def test_no_space_stands_around_a_thai_slash():
    assert one_line("ไม่รับ /\nส่งหน่วยงานภายนอก") == "ไม่รับ/ส่งหน่วยงานภายนอก"
    assert one_line("๑ ลงรับเรื่องร้องเรียน\n/แจ้งเบาะแส") == "๑ ลงรับเรื่องร้องเรียน/แจ้งเบาะแส"


def test_english_words_are_parted_by_a_space():
    assert one_line("Sign\nthe letter / file it") == "Sign the letter / file it"


@given(st.text(alphabet="กขะ่ ab/\n๑"))
def test_a_name_on_one_line_stays_as_it_is(name: str):
    once = one_line(name)
    assert one_line(once) == once
    assert "\n" not in once
