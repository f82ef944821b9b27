"""Path data of lines and their ends: rounded corners, arrow heads, the marks of BPMN."""

from collections.abc import Sequence
from math import hypot

from web.case_file.diagram.plan import Box, Point


def number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def join(*numbers: float) -> str:
    return " ".join(number(value) for value in numbers)


def around(points: Sequence[Point]) -> Box:
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    return Box(left - 1, top - 1, right - left + 2, bottom - top + 2)


def towards(start: Point, end: Point, distance: float) -> Point:
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1
    part = distance / length
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def shortened(points: Sequence[Point], by: float) -> list[Point]:
    """End before the tip of the arrow, so that a thick line does not show beside it."""
    last, before = points[-1], points[-2]
    room = hypot(last[0] - before[0], last[1] - before[1])
    return [*points[:-1], towards(last, before, min(by, room))]


def path(points: Sequence[Point], radius: float = 6) -> str:
    parts = [f"M{join(*points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        reach = min(
            radius,
            hypot(corner[0] - before[0], corner[1] - before[1]) / 2,
            hypot(after[0] - corner[0], after[1] - corner[1]) / 2,
        )
        parts.append(f"L{join(*towards(corner, before, reach))}")
        parts.append(f"Q{join(*corner)} {join(*towards(corner, after, reach))}")
    return "".join([*parts, f"L{join(*points[-1])}"])


def arrow(points: Sequence[Point]) -> str:
    tip, before = points[-1], points[-2]
    base_x, base_y = towards(tip, before, 10)
    half_x, half_y = (base_y - tip[1]) / 2, (tip[0] - base_x) / 2
    left, right = (base_x + half_x, base_y + half_y), (base_x - half_x, base_y - half_y)
    return f"M{join(*tip)}L{join(*left)}L{join(*right)}z"


def slash(points: Sequence[Point]) -> str:
    (x, y), (far_x, far_y) = towards(points[0], points[1], 11), towards(points[0], points[1], 16)
    along_x, along_y = far_x - x, far_y - y
    start = (x - along_x / 2 + along_y, y - along_y / 2 - along_x)
    end = (x + along_x / 2 - along_y, y + along_y / 2 + along_x)
    return f"M{join(*start)}L{join(*end)}"


def diamond(points: Sequence[Point]) -> str:
    start, tip = points[0], towards(points[0], points[1], 14)
    x, y = towards(points[0], points[1], 7)
    side_x, side_y = (tip[1] - start[1]) / 3, (start[0] - tip[0]) / 3
    left, right = (x + side_x, y + side_y), (x - side_x, y - side_y)
    return f"M{join(*start)}L{join(*left)}L{join(*tip)}L{join(*right)}z"
