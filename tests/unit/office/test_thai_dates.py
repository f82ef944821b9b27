from datetime import UTC, date, datetime, time

import pytest

from engine.errors import Sentence
from engine.office import thai
from engine.office.office_time import office_date, office_moment
from engine.office.thai import DateUnreadable, Digits, TimeUnreadable

DAY = date(2026, 11, 19)
NEXT_DAY = date(2026, 11, 20)


def test_sentences_and_papers_use_the_long_date():
    assert thai.long_date(DAY) == Sentence("19 พฤศจิกายน 2569", "19 November 2026")
    assert thai.long_date(DAY, Digits.THAI).th == "๑๙ พฤศจิกายน ๒๕๖๙"
    assert thai.long_date(DAY, Digits.THAI).en == "19 November 2026"


def test_the_long_date_can_carry_its_weekday():
    assert thai.long_date_with_weekday(DAY) == Sentence(
        "วันพฤหัสบดีที่ 19 พฤศจิกายน 2569", "Thursday 19 November 2026"
    )


def test_lists_show_the_year_only_if_it_is_another():
    assert thai.list_date(NEXT_DAY, DAY) == Sentence("ศุกร์ 20 พ.ย.", "Fri 20 Nov")
    assert thai.list_date(date(2027, 1, 4), DAY) == Sentence("จันทร์ 4 ม.ค. 2570", "Mon 4 Jan 2027")
    assert thai.list_date(NEXT_DAY, DAY, Digits.THAI).th == "ศุกร์ ๒๐ พ.ย."


def test_messages_use_the_short_date():
    assert thai.short_date(DAY) == Sentence("19 พ.ย. 2569", "19 Nov 2026")


def test_times_are_those_of_the_office():
    moment = datetime(2026, 11, 19, 3, 42, tzinfo=UTC)
    assert thai.clock_time(moment) == Sentence("10.42 น.", "10:42")
    assert thai.clock_time(moment, Digits.THAI).th == "๑๐.๔๒ น."
    assert thai.date_and_time(moment) == Sentence(
        "19 พฤศจิกายน 2569 10.42 น.", "19 November 2026 10:42"
    )


def test_the_office_has_a_new_day_while_greenwich_has_the_old_one():
    assert office_date(datetime(2026, 11, 18, 17, 0, tzinfo=UTC)) == DAY


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        office_moment(datetime(2026, 11, 19, 10, 42))  # noqa: DTZ001 - this is what is refused


@pytest.mark.parametrize(
    "typed",
    [
        "19/11/2569",
        "๑๙/๑๑/๒๕๖๙",
        "19-11-2569",
        "19.11.2569",
        " 19 11 2569 ",
        "19 พ.ย. 2569",
        "19 พย 2569",
        "19พ.ย.2569",
        "๑๙ พฤศจิกายน ๒๕๖9",
        "19 พฤศจิกายน พ.ศ. 2569",
        "วันที่ 19 พฤศจิกายน พ.ศ.2569",
        "วันพฤหัสบดีที่ 19 พฤศจิกายน 2569",
        "19/11/2026",
        "19 Nov 2026",
        "19 november 2026",
        "19 พ.ย. ค.ศ. 2026",
        "2026-11-19",
        "2569-11-19",
    ],
)
def test_a_date_is_read_however_it_is_typed(typed):
    assert thai.parse_date(typed) == DAY


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "เมื่อวาน",
        "19/11",
        "19/11/69",
        "19112569",
        "1911/2569",
        "31/2/2569",
        "0/1/2569",
        "1/13/2569",
        "1/0/2569",
        "19/11/2654x",
        "19 พ.ย. ค.ศ. 2569",
        "19 พ.ย. พ.ศ. 2026",
        "19/11/99999",
        "19/11/2569/1",
        "19 พฤศ 2569",
        "²/11/2569",
        "१९/११/२५६९",
    ],
)
def test_what_is_no_date_is_refused_with_what_would_be_right(typed):
    with pytest.raises(DateUnreadable) as refused:
        thai.parse_date(typed)
    assert refused.value.sentence.th
    assert refused.value.sentence.en


def test_a_slip_of_a_hundred_years_is_noticed():
    with pytest.raises(DateUnreadable) as refused:
        thai.parse_date("1 ตุลาคม 2654")
    assert "2654" in refused.value.sentence.th


def test_a_date_is_read_from_three_fields():
    assert thai.parse_date_parts("๑๙", "11", "๒๕๖๙") == DAY
    assert thai.parse_date_parts(" 19 ", "พ.ย.", "2569") == DAY
    with pytest.raises(DateUnreadable):
        thai.parse_date_parts("19", "", "2569")


def test_a_long_text_of_spaces_is_refused_at_once():
    with pytest.raises(DateUnreadable):
        thai.parse_date("1" + " " * 200_000 + "x")


@pytest.mark.parametrize("typed", ["10.42", "10:42", "๑๐.๔๒ น.", "10.42น"])
def test_a_time_is_read_however_it_is_typed(typed):
    assert thai.parse_time(typed) == time(10, 42)


@pytest.mark.parametrize("typed", ["", "1042", "24.00", "10.60", "10.4"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(TimeUnreadable):
        thai.parse_time(typed)


def test_digits_follow_the_setting_and_nothing_else_changes():
    assert thai.in_digits("ที่ รย 0019/-", Digits.THAI) == "ที่ รย ๐๐๑๙/-"
    assert thai.in_digits("๒๕๖5", Digits.ARABIC) == "2565"
