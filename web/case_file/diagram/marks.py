"""What is known of the elements of a drawing, and the badges that say it without colour."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from lxml.etree import _Element as Element

from web.case_file.diagram import glyphs
from web.case_file.diagram.lettering import text_width
from web.case_file.diagram.plan import Box
from web.case_file.diagram.strokes import number
from web.case_file.diagram.svg import add, add_sign, add_text, rectangle

BADGE_HEIGHT: Final = 26
COUNT_SIZE: Final = 16
LATE_SIZE: Final = 15
_RISE: Final = 24
_OVERHANG: Final = 8


class State(StrEnum):
    """The values are the classes of the style sheet. TAKEN is for sequence flows."""

    DONE = "done"
    NOW = "now"
    AHEAD = "fut"
    TAKEN = "taken"


@dataclass(frozen=True)
class Mark:
    """What is known of one element. Texts are ready: in the page's language and digits.

    ``heat`` is 0 to 5; ``count`` the number shown on the shape, ``late`` the words beside it
    ("เกิน 2"); ``note`` is read out after the name and shown as a tip.
    """

    state: State | None = None
    heat: int = 0
    count: str = ""
    late: str = ""
    note: str = ""

    @property
    def is_taken(self) -> bool:
        return self.state in (State.TAKEN, State.DONE)


NO_MARK: Final = Mark()


def add_badges(parent: Element, box: Box, mark: Mark, occupied: Iterable[Box]) -> None:
    """Put the count at the upper left corner of *box* and the late words at the upper right.

    Lines arrive in the middle, so it stays free, unless something *occupied* stands at the right.
    """
    left, top = box.x - _OVERHANG, box.y - _RISE
    if mark.count:
        width = max(34, text_width(mark.count, COUNT_SIZE) + 16)
        badge = Box(left, top, width, BADGE_HEIGHT)
        add(parent, "rect", "n", **rectangle(badge), rx="13")
        _add_words(parent, mark.count, "n-t", badge)
        left = badge.right + 4
    if mark.late:
        width = text_width(mark.late, LATE_SIZE) + 16
        badge = Box(max(left, box.right + _OVERHANG - width), top, width, BADGE_HEIGHT)
        if any(badge.meets(other) for other in occupied):
            badge = Box(left, top, width, BADGE_HEIGHT)
        add(parent, "rect", "l", **rectangle(badge), rx="3")
        _add_words(parent, mark.late, "l-t", badge)


def add_tick(parent: Element, box: Box) -> None:
    add(parent, "circle", "tick-c", cx=number(box.right), cy=number(box.y), r="10")
    add_sign(parent, glyphs.TICK, (box.right, box.y), "tick")


def _add_words(parent: Element, words: str, css: str, badge: Box) -> None:
    x, y = badge.middle
    add_text(parent, "text", words, css, x=number(x), y=number(y + 5.5))
