import pytest

from engine.office.person_names import normalise_person_name, normalise_position

PLAIN = "สมชายใจดี"


@pytest.mark.parametrize(
    "typed",
    [
        "สมชาย ใจดี",
        "สมชาย  ใจดี ",
        "นายสมชาย ใจดี",
        "นาย สมชาย ใจดี",
        "นาย\u200bสมชาย\u00a0ใจดี\ufeff",
        "(นายสมชาย ใจดี)",
        "สมชาย (ชาย) ใจดี",
        "คุณสมชาย ใจดี",
        "ดร.สมชาย ใจดี",
        "ดร สมชาย ใจดี",
        "รศ.ดร.สมชาย ใจดี",
        "ผศ. ดร. สมชาย ใจดี",
        "นพ.สมชาย ใจดี",
        "พ.ต.อ. สมชาย ใจดี",
        "พ.ต.อ.สมชาย ใจดี",
        "พตอ สมชาย ใจดี",
        "พันตำรวจเอก สมชาย ใจดี",
        "พล.ต.ท. สมชาย ใจดี",
        "จ.ส.อ.สมชาย ใจดี",
        "ว่าที่ ร.ต. สมชาย ใจดี",
        "ว่าที่ร้อยตรี สมชาย ใจดี",
        "ว่าที่ พ.ต. ดร. สมชาย ใจดี",
        "เรือเอก สมชาย ใจดี ร.น.",
        "ม.ร.ว.สมชาย ใจดี",
        "ด.ช.สมชาย ใจดี",
        "อ.สมชาย ใจดี",
        "กำนันสมชาย ใจดี",
        "ปลัดสมชาย ใจดี",
        "นายก สมชาย ใจดี",
        "ท่านนายกฯ สมชาย ใจดี",
        "รองนายกสมชาย ใจดี",
        "ผอ.สมชาย ใจดี",
    ],
)
def test_titles_ranks_and_spaces_do_not_hide_a_person(typed):
    assert normalise_person_name(typed) == PLAIN


@pytest.mark.parametrize(
    "typed",
    [
        "นางสาวสมหญิง ใจดี",
        "นาง สมหญิง ใจดี",
        "น.ส.สมหญิง ใจดี",
        "น.ส. สมหญิง ใจดี",
        "นส. สมหญิง ใจดี",
        "ร.ต.อ.หญิง สมหญิง ใจดี",
        "ร.ต.หญิงสมหญิง ใจดี",
        "พ.ต.ท. (หญิง) สมหญิง ใจดี",
        "ว่าที่ร้อยตรีหญิงสมหญิง ใจดี",
        "พญ.สมหญิง ใจดี",
    ],
)
def test_womens_titles_are_taken_off_as_well(typed):
    assert normalise_person_name(typed) == "สมหญิงใจดี"


@pytest.mark.parametrize(
    "typed", ["น้ำฝน ใจดี", "น\u0e4d\u0e49\u0e32ฝน ใจดี", "น\u0e49\u0e4d\u0e32ฝน ใจดี"]
)
def test_sara_am_typed_in_parts_is_one_letter(typed):
    assert normalise_person_name(typed) == "น้ำฝนใจดี"


def test_a_tone_typed_before_its_vowel_is_put_in_order():
    assert normalise_person_name("ท\u0e48\u0e35ดี") == normalise_person_name("ท\u0e35\u0e48ดี")


def test_two_sara_e_are_sara_ae():
    assert normalise_person_name("เเก้ว ใจดี") == normalise_person_name("แก้ว ใจดี")


@pytest.mark.parametrize("name", ["นายิกา ดีงาม", "คุณากร ดีงาม", "ดรุณี ดีงาม", "พลอย ดีงาม", "พันธ์ ดีงาม"])
def test_a_name_that_begins_like_a_title_stays_whole(name):
    assert normalise_person_name(name) == name.replace(" ", "")


def test_a_man_whose_name_begins_with_ko_kai_is_not_taken_for_a_mayor():
    assert normalise_person_name("นายกมล ใจดี") == normalise_person_name("กมล ใจดี")


def test_a_title_alone_is_not_nothing():
    assert normalise_person_name("นาย") == "นาย"


def test_different_people_stay_different():
    assert normalise_person_name("นายสมชาย ใจดี") != normalise_person_name("นายสมชัย ใจดี")


def test_latin_names_are_compared_without_case_and_titles():
    assert normalise_person_name("Mr. Somchai  JAIDEE") == "somchaijaidee"


def test_an_empty_text_gives_an_empty_name():
    assert normalise_person_name(" \u200b ") == ""


def test_positions_are_compared_without_spaces_and_unseen_characters():
    assert normalise_position("ปลัด อบต.\u200b") == normalise_position("ปลัดอบต")
