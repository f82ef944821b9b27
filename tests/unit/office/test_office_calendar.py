from datetime import date, timedelta

import pytest

from engine.errors import Sentence
from engine.office.calendar import (
    Calendar,
    CalendarExhausted,
    DayOff,
    HolidayKind,
    HolidayRow,
    add_calendar_days,
    apply_office_rows,
)
from engine.office.public_holidays import thai_public_holidays

FRIDAY = date(2026, 11, 20)
MONDAY = date(2026, 11, 23)
FESTIVAL = Sentence("งานประจำจังหวัด", "Provincial festival")
CITED = Sentence("ประกาศจังหวัด", "Announcement of the province")


def _row(on, kind):
    return HolidayRow(on, kind, FESTIVAL, CITED)


def test_the_first_day_is_not_counted():
    assert Calendar().add_working_days(FRIDAY, 1) == MONDAY


def test_counting_backwards_ends_on_a_working_day_before():
    assert Calendar().add_working_days(MONDAY, -1) == FRIDAY


def test_no_days_from_a_day_off_is_the_next_working_day():
    assert Calendar().add_working_days(date(2026, 11, 21), 0) == MONDAY
    assert Calendar().add_working_days(FRIDAY, 0) == FRIDAY


def test_a_holiday_gives_its_own_name_as_reason_even_on_a_weekend():
    saturday = date(2026, 12, 5)
    calendar = Calendar({saturday: FESTIVAL})
    assert calendar.find_reason_off(saturday) == FESTIVAL
    assert calendar.find_reason_off(saturday + timedelta(days=1)) == Sentence("วันอาทิตย์", "Sunday")


def test_days_off_between_include_both_ends():
    found = Calendar().days_off_between(date(2026, 11, 21), date(2026, 11, 22))
    assert found == (
        DayOff(date(2026, 11, 21), Sentence("วันเสาร์", "Saturday")),
        DayOff(date(2026, 11, 22), Sentence("วันอาทิตย์", "Sunday")),
    )


def test_working_days_are_counted_after_the_first_up_to_the_last():
    assert Calendar().count_working_days(FRIDAY, MONDAY) == 1
    assert Calendar().count_working_days(MONDAY, FRIDAY) == 0


def test_the_announcement_of_the_office_closes_it():
    calendar = apply_office_rows(Calendar(), [_row(MONDAY, HolidayKind.ADDED)])
    assert calendar.add_working_days(FRIDAY, 1) == date(2026, 11, 24)
    assert calendar.find_reason_off(MONDAY) == FESTIVAL


def test_a_struck_holiday_leaves_the_weekday_as_it_is():
    saturday = date(2026, 12, 5)
    calendar = Calendar({saturday: FESTIVAL, MONDAY: FESTIVAL})
    struck = apply_office_rows(
        calendar, [_row(saturday, HolidayKind.REMOVED), _row(MONDAY, HolidayKind.REMOVED)]
    )
    assert struck.is_working_day(MONDAY)
    assert not struck.is_working_day(saturday)


def test_an_extra_working_day_wins_over_weekend_and_holiday():
    saturday = date(2026, 12, 5)
    rows = [_row(saturday, HolidayKind.ADDED), _row(saturday, HolidayKind.WORKING)]
    assert apply_office_rows(Calendar(), rows).is_working_day(saturday)


def test_the_last_row_on_a_day_wins():
    rows = [_row(MONDAY, HolidayKind.WORKING), _row(MONDAY, HolidayKind.ADDED)]
    assert not apply_office_rows(Calendar(), rows).is_working_day(MONDAY)


def test_rows_leave_the_calendar_they_are_laid_over_unchanged():
    calendar = Calendar()
    apply_office_rows(calendar, [_row(MONDAY, HolidayKind.ADDED)])
    assert calendar.is_working_day(MONDAY)


def test_a_calendar_keeps_its_holidays_when_the_given_mapping_changes():
    given = {MONDAY: FESTIVAL}
    calendar = Calendar(given)
    given.clear()
    assert not calendar.is_working_day(MONDAY)
    assert hash(calendar) == hash(Calendar({MONDAY: FESTIVAL}))


def test_a_calendar_of_holidays_only_is_refused_and_not_searched_for_ever():
    never = Calendar(weekends=frozenset(range(7)))
    for search in (never.working_day_on_or_after, never.working_day_on_or_before):
        with pytest.raises(CalendarExhausted):
            search(MONDAY)
    with pytest.raises(CalendarExhausted):
        never.add_working_days(MONDAY, 3)


def test_counting_past_the_last_date_is_refused():
    with pytest.raises(CalendarExhausted):
        Calendar().add_working_days(date.max, 1)
    with pytest.raises(CalendarExhausted):
        Calendar().add_working_days(date.min, -1)
    with pytest.raises(CalendarExhausted):
        add_calendar_days(date.max, 1)


def test_government_offices_work_on_labour_day_and_on_its_substitute():
    calendar = Calendar(thai_public_holidays([2026, 2027]))
    assert calendar.is_working_day(date(2026, 5, 1))
    assert calendar.is_working_day(date(2027, 5, 3))


def test_public_holidays_hold_substitutes_special_days_and_the_ploughing_day():
    names = thai_public_holidays([2026])
    assert names[date(2026, 6, 1)].th == "ชดเชยวันวิสาขบูชา"
    assert date(2026, 1, 2) in names
    assert names[date(2026, 5, 13)].th == "วันพืชมงคล"


def test_two_holidays_on_one_day_are_both_named_in_both_languages():
    names = thai_public_holidays([2023])[date(2023, 6, 3)]
    assert "วันวิสาขบูชา" in names.th
    assert "สมเด็จพระนางเจ้าสุทิดา" in names.th
    assert "Visakha Bucha" in names.en
    assert "Queen Suthida" in names.en


def test_a_substitute_in_the_next_year_belongs_to_that_year():
    assert thai_public_holidays([2023])[date(2023, 1, 3)].th == "ชดเชยวันสิ้นปี"


def test_holidays_of_several_years_are_those_of_each():
    both = thai_public_holidays([2026, 2027])
    assert both == thai_public_holidays([2026]) | thai_public_holidays([2027])


def test_a_changed_answer_does_not_change_the_next_one():
    thai_public_holidays([2026]).clear()
    assert thai_public_holidays([2026])
