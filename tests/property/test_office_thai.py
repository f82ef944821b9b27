"""What is written can be read back; what is typed never breaks the reader."""

import contextlib
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.office import thai
from engine.office.office_time import office_instant
from engine.office.person_names import normalise_person_name
from engine.office.thai import DateUnreadable, Digits, TimeUnreadable

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
TITLES = st.sampled_from(
    ["นาย", "นาง ", "นางสาว", "น.ส.", "ดร.", "ว่าที่ ร.ต.", "พ.ต.อ. ", "พลตำรวจเอก ", "รศ.ดร.", "คุณ"]
)
THAI_TEXT = st.text("กขคงจชดตทนบปพมยรลวสหอะาิีุูเแโไ่้์ำ. ()", max_size=30)


@given(st.text())
def test_thai_numerals_round_trip(text):
    arabic = thai.arabic_digits(text)
    assert thai.arabic_digits(thai.thai_digits(arabic)) == arabic
    assert not set("0123456789") & set(thai.thai_digits(text))


@given(st.integers(0, 10**12))
def test_a_number_in_thai_numerals_is_the_same_number(number):
    assert int(thai.arabic_digits(thai.thai_digits(str(number)))) == number


@given(DAYS, st.sampled_from(Digits))
def test_every_date_that_is_written_is_read_back(day, digits):
    for write in (thai.long_date, thai.short_date):
        assert thai.parse_date(write(day, digits).th) == day
        assert thai.parse_date(write(day, digits).en) == day
    assert thai.parse_date(thai.long_date_with_weekday(day, digits).th) == day
    assert thai.parse_date(day.isoformat()) == day


@given(DAYS, DAYS)
def test_a_date_in_a_list_is_read_back_with_the_year_that_was_left_out(day, today):
    words = thai.list_date(day, today).th.split(" ", 1)[1]
    typed = words if day.year != today.year else f"{words} {today.year + 543}"
    assert thai.parse_date(typed) == day


@given(DAYS, st.sampled_from(["/", "-", ".", " "]), st.booleans())
def test_numbers_with_separators_are_read_in_both_eras(day, separator, buddhist):
    year = day.year + 543 * buddhist
    assert thai.parse_date(separator.join(map(str, (day.day, day.month, year)))) == day


@given(DAYS, st.times(), st.sampled_from(Digits))
def test_a_time_that_is_written_is_read_back(day, at, digits):
    written = thai.clock_time(office_instant(day, at), digits)
    assert thai.parse_time(written.th) == at.replace(second=0, microsecond=0)


@given(st.one_of(st.text(), st.text("0123456789๐๑๒/.- พศย", max_size=20)))
def test_any_text_is_a_date_or_is_refused(text):
    with contextlib.suppress(DateUnreadable):
        assert thai.parse_date(text) - timedelta(0)
    with contextlib.suppress(TimeUnreadable):
        thai.parse_time(text)


@given(st.one_of(THAI_TEXT, st.text()))
def test_normalising_a_name_twice_changes_nothing(text):
    once = normalise_person_name(text)
    assert normalise_person_name(once) == once


@given(
    st.text("กขคงจชดตทนบปพมยรลวสหอ", min_size=2, max_size=8),
    st.text("กขคงจชดตทนบปพมยรลวสห", min_size=2, max_size=8),
    st.lists(TITLES, max_size=3),
    st.sampled_from([" ", "  ", "\u200b ", "\u00a0"]),
)
def test_a_person_is_the_same_with_any_titles_and_spaces(first, last, titles, space):
    plain = normalise_person_name(f"{first} {last}")
    assert normalise_person_name("".join(titles) + first + space + last) == plain
