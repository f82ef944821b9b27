"""A number as somebody sent it is read, or is none; nothing in between."""

import pytest

from web.whole_numbers import LARGEST, LARGEST_PLACE, read_number


@pytest.mark.parametrize(
    "text", ["", " 1", "-1", "+1", "1.0", "1e3", "1_000", "²", "٣", "๓", "9" * 5000, "0" * 20]
)
def test_what_is_no_plain_number_is_none(text):
    assert read_number(text) is None


def test_it_fits_the_column_for_which_it_is_read():
    assert read_number("0") == 0
    assert read_number(str(LARGEST)) == LARGEST
    assert read_number(str(LARGEST + 1)) is None
    assert read_number(str(LARGEST_PLACE), most=LARGEST_PLACE) == LARGEST_PLACE
    assert read_number(str(LARGEST_PLACE + 1), most=LARGEST_PLACE) is None
