"""SVG elements: every text and attribute goes through lxml, so nothing of a file is markup."""

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from web.case_file.diagram.lettering import text_width
from web.case_file.diagram.plan import Box, Point
from web.case_file.diagram.strokes import join, number

LINE_HEIGHT: Final = 1.3
_UNPRINTABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def rectangle(box: Box) -> dict[str, str]:
    return {
        "x": number(box.x),
        "y": number(box.y),
        "width": number(box.width),
        "height": number(box.height),
    }


def add(parent: Element, tag: str, css: str = "", /, **attributes: str) -> Element:
    return etree.SubElement(parent, tag, ({"class": css} if css else {}) | attributes)


def add_text(parent: Element, tag: str, text: str, css: str = "", **attributes: str) -> Element:
    element = add(parent, tag, css, **attributes)
    element.text = _UNPRINTABLE.sub("", text)
    return element


def add_sign(parent: Element, path: str, at: Point, css: str) -> None:
    add(parent, "path", css, d=path, transform=f"translate({join(*at)})")


def place_lines(
    text: Element, lines: Sequence[str], middle: Point, size: int, whole: str = ""
) -> None:
    """Set the lines around *middle*; .35 of the size lies between the middle and the baseline.

    A space that *whole*, the same words on one line, has between two of them is kept at the
    end of the first: the text is read, and compared with the name of its link, as one. It is
    for centred text, which it would shift.
    """
    x, y = middle
    step = size * LINE_HEIGHT
    first = y - (len(lines) - 1) * step / 2 + size * 0.35
    rest = whole
    for place, line in enumerate(lines):
        rest = rest.removeprefix(line)
        gap, rest = rest[: len(rest) - len(rest.lstrip())], rest.lstrip()
        centre = x + text_width(gap, size) / 2
        add_text(text, "tspan", line + gap, x=number(centre), y=number(first + place * step))
