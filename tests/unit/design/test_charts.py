"""Columns of a chart: as high as their values, over lines that count whole cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import Sentence
from web.design.charts import WIDTH, columns_of

A, B = Sentence("รับใหม่", "Received"), Sentence("แล้วเสร็จ", "Finished")


def chart_of(*pairs):
    steps = [Sentence(str(at), str(at)) for at in range(len(pairs))]
    return columns_of(steps, (A, [a for a, _ in pairs]), (B, [b for _, b in pairs]))


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=36))
def test_every_column_stands_within_the_drawing_and_in_proportion(pairs):
    chart = chart_of(*pairs)
    assert chart.series(0) == tuple(a for a, _ in pairs)
    assert chart.series(1) == tuple(b for _, b in pairs)
    top_value, top = chart.grid[-1]
    assert 1 <= len(chart.grid) <= 5
    edge = 0.0
    for place in chart.places:
        for column in place.columns:
            assert edge <= column.x + 0.2
            edge = column.x + column.width
            assert edge <= WIDTH
            assert column.value <= top_value
            share = column.height / (chart.floor - top)
            assert share == pytest.approx(column.value / top_value, abs=0.001)


@pytest.mark.parametrize(
    ("most", "lines"),
    [
        (0, [1]),
        (1, [1]),
        (3, [1, 2, 3]),
        (5, [1, 2, 3, 4, 5]),
        (6, [2, 4, 6]),
        (11, [5, 10, 15]),
        (26, [10, 20, 30]),
        (43, [10, 20, 30, 40, 50]),
        (101, [50, 100, 150]),
    ],
)
def test_the_lines_count_in_ones_twos_and_fives(most, lines):
    assert [value for value, _ in chart_of((most, 0)).grid] == lines
