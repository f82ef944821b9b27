"""Columns side by side, as numbers for SVG: a table beside the chart says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from engine.errors import Sentence

# The drawing's own units; the page scales it.
WIDTH: Final = 800
_LEFT, _TOP, _FLOOR = 40, 31, 256
_GRID_LINES = 5
_WIDEST = 44
# Where columns are narrow, figures of three signs would run into one another.
_NUMBERED_UP_TO = 12


@dataclass(frozen=True)
class Column:
    """One value: where its column stands. ``label_x`` is its middle."""

    value: int
    x: float
    y: float
    width: float
    height: float

    @property
    def label_x(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Place:
    """The columns of one step, and where its name stands below them."""

    title: Sentence
    x: float
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Chart:
    """Two series side by side. ``grid`` has a value and its height; the axis lies at ``floor``."""

    titles: tuple[Sentence, ...]
    places: tuple[Place, ...]
    grid: tuple[tuple[int, float], ...]
    has_numbers: bool
    floor: int = _FLOOR
    left: int = _LEFT
    width: int = WIDTH

    def series(self, at: int) -> tuple[int, ...]:
        return tuple(place.columns[at].value for place in self.places)


def columns_of(steps: Sequence[Sentence], *series: tuple[Sentence, Sequence[int]]) -> Chart:
    """Lay out one column a series at each step, over a grid that counts whole cases."""
    most = max((value for _, values in series for value in values), default=0)
    gap = _gap(most)
    top = max(gap, -(-most // gap) * gap)
    step_width = (WIDTH - _LEFT) / max(len(steps), 1)
    width = round(min(_WIDEST, step_width * 0.8 / len(series)), 1)
    places = tuple(
        _place(title, at * step_width + _LEFT, step_width, width, [v[at] for _, v in series], top)
        for at, title in enumerate(steps)
    )
    grid = tuple((value, _height(value, top)) for value in range(gap, top + 1, gap))
    titles = tuple(title for title, _ in series)
    return Chart(titles, places, grid, has_numbers=len(steps) <= _NUMBERED_UP_TO)


def _place(
    title: Sentence, left: float, step_width: float, width: float, values: Sequence[int], top: int
) -> Place:
    middle = left + step_width / 2
    first = middle - width * len(values) / 2
    columns = tuple(
        Column(
            value,
            round(first + at * width, 1),
            _height(value, top),
            round(width - 2, 1),
            round(_FLOOR - _height(value, top), 1),
        )
        for at, value in enumerate(values)
    )
    return Place(title, round(middle, 1), columns)


def _height(value: int, top: int) -> float:
    return round(_FLOOR - (_FLOOR - _TOP) * value / top, 1)


def _gap(most: int) -> int:
    """Return 1, 2 or 5 times a power of ten, so that five lines at most reach over all."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if most <= factor * power * _GRID_LINES:
                return factor * power
        power *= 10
