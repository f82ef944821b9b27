"""Whatever a re-execution finds can be told to whoever ran it."""

from uuid import uuid4

import pytest

from engine.history.course_faults import CourseFault, Difference


@pytest.mark.parametrize("difference", Difference)
def test_every_difference_is_told_with_its_place(difference):
    fault = CourseFault(uuid4(), "ล 7/2570", 42, "sort_result", difference)
    for said in (fault.sentence.th, fault.sentence.en):
        assert "ล 7/2570" in said
        assert "42" in said
        assert "sort_result" in said


def test_a_case_without_a_number_is_told_by_its_id():
    case_id = uuid4()
    fault = CourseFault(case_id, "", 1, "", Difference.CONTENT)
    assert str(case_id) in fault.sentence.th
    assert " at " not in fault.sentence.en
