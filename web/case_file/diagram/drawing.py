"""A process as SVG, coloured by class alone, for pages, print and readers of the screen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import hypot
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element
from markupsafe import Markup

from engine.office.thai import one_line
from web.case_file.diagram import glyphs
from web.case_file.diagram.lettering import shorten, wrap
from web.case_file.diagram.marks import NO_MARK, Mark, State, add_badges, add_tick
from web.case_file.diagram.plan import Box, Line, Plan, Point, Shape, plan_of
from web.case_file.diagram.strokes import (
    around,
    arrow,
    diamond,
    join,
    number,
    path,
    shortened,
    slash,
)
from web.case_file.diagram.svg import (
    LINE_HEIGHT,
    add,
    add_sign,
    add_text,
    place_lines,
    rectangle,
)

STEP_SIZE: Final = 15
SMALL_SIZE: Final = 13
HEADER: Final = 30
MARGIN: Final = 24
SHORTEST_HEADER: Final = 40
TWO_SMALL_LINES: Final = 2 * SMALL_SIZE * LINE_HEIGHT
HERE: Final = (440, 280)
"""Width and height of the part drawn around a focus, in units of the picture."""

CONTAINERS: Final = frozenset(("participant", "lane"))


def draw(
    bpmn: bytes,
    *,
    title: str,
    description: str,
    marks: Mapping[str, Mark] | None = None,
    links: Mapping[str, str] | None = None,
    focus: str | None = None,
    lang: str = "th",
    prefix: str = "dg",
    zoom: float = 1,
) -> Markup:
    """Draw the first picture of a BPMN file.

    *marks* and *links* are by element id. *focus* draws only the surroundings of that element.
    *prefix* makes ids unique where a page holds two drawings. *zoom* scales the natural width;
    the style sheet may still fit it to its place. Raises DefinitionInvalid for unsafe bytes.

    A page draws what it drew before unless a step was done: what was drawn lately is kept.
    """
    shown = frozenset((marks or {}).items()), frozenset((links or {}).items())
    return _drawn(bpmn, title, description, *shown, focus, lang, prefix, zoom)


@lru_cache(maxsize=64)
def _drawn(
    bpmn: bytes,
    title: str,
    description: str,
    marks: frozenset[tuple[str, Mark]],
    links: frozenset[tuple[str, str]],
    focus: str | None,
    lang: str,
    prefix: str,
    zoom: float,
) -> Markup:
    plan = plan_of(bpmn)
    centre = plan.find(focus) if focus else None
    frame = _surroundings(plan.box, centre) if centre else _with_margin(plan.box)
    drawing = _Drawing(dict(marks), dict(links), lang, prefix, frame, is_part=centre is not None)
    return drawing.of(plan, title, description, zoom)


def _with_margin(box: Box) -> Box:
    return Box(
        box.x - MARGIN, box.y - MARGIN, box.width + 2 * MARGIN, max(box.height, 1) + 2 * MARGIN
    )


def _surroundings(whole: Box, centre: Shape) -> Box:
    """Put the focus in the middle, but show no emptiness outside the picture."""
    outer = _with_margin(whole)
    width, height = min(HERE[0], outer.width), min(HERE[1], outer.height)
    middle_x, middle_y = centre.box.middle
    x = min(max(middle_x - (width + HEADER) / 2, outer.x), outer.right - width)
    y = min(max(middle_y - height / 2, outer.y), outer.bottom - height)
    return Box(x, y, width, height)


@dataclass(frozen=True)
class _Drawing:
    marks: Mapping[str, Mark]
    links: Mapping[str, str]
    lang: str
    prefix: str
    frame: Box
    is_part: bool

    def of(self, plan: Plan, title: str, description: str, zoom: float) -> Markup:
        svg = self._root(title, description, zoom)
        shapes = [shape for shape in plan.shapes if self.frame.meets(shape.box)]
        lines = [line for line in plan.lines if self.frame.meets(around(line.points))]
        ordered = list(_in_drawing_order(shapes))
        for shape in ordered:
            if shape.kind in CONTAINERS:
                self._container(svg, shape)
            elif shape.is_expanded:
                self._node(svg, shape)
        for line in lines:
            self._line(svg, line)
        for shape in ordered:
            if shape.kind not in CONTAINERS and not shape.is_expanded:
                self._node(svg, shape)
        for line in lines:
            self._line_label(svg, line)
        self._badges(svg, shapes)
        if self.is_part:
            self._pinned_headers(svg, shapes)
        text = etree.tostring(svg, encoding="unicode")
        return Markup(text)  # noqa: S704  # lxml escaped every text and attribute

    def _root(self, title: str, description: str, zoom: float) -> Element:
        frame = self.frame
        svg = etree.Element(
            "svg",
            {
                "class": "dg dg-part" if self.is_part else "dg",
                "viewBox": join(frame.x, frame.y, frame.width, frame.height),
                "width": number(frame.width * zoom),
                "height": number(frame.height * zoom),
                # children of an image cannot be links
                "role": "group" if self.links else "img",
                "aria-labelledby": f"{self.prefix}-t",
                "aria-describedby": f"{self.prefix}-d",
            },
        )
        add_text(svg, "title", title, id=f"{self.prefix}-t")
        add_text(svg, "desc", description, id=f"{self.prefix}-d")
        return svg

    # pools and lanes

    def _container(self, svg: Element, shape: Shape) -> None:
        box = shape.box
        group = self._group(svg, shape.element, "")
        add(group, "rect", "pool" if shape.kind == "participant" else "lane", **rectangle(box))
        if not self.is_part:
            size = (HEADER, box.height) if shape.is_horizontal else (box.width, HEADER)
            self._header(group, shape, Box(box.x, box.y, *size))

    def _pinned_headers(self, svg: Element, shapes: Sequence[Shape]) -> None:
        """In a part of the picture a lane's own header may be away: it is pinned to the edge."""
        frame = self.frame
        for lane in (shape for shape in shapes if shape.kind == "lane"):
            x, y = max(lane.box.x, frame.x), max(lane.box.y, frame.y)
            width = min(lane.box.right, frame.right) - x
            height = min(lane.box.bottom, frame.bottom) - y
            size = (HEADER, height) if lane.is_horizontal else (width, HEADER)
            if max(size) >= SHORTEST_HEADER:
                self._header(add(svg, "g"), lane, Box(x, y, *size))

    def _header(self, group: Element, shape: Shape, header: Box) -> None:
        add(group, "rect", "lane-h", **rectangle(header))
        size, lines = self._fitted(shape, max(header.width, header.height) - 8, TWO_SMALL_LINES)
        turn = " rotate(-90)" if shape.is_horizontal else ""
        text = self._text(group, shape, "lane-t" if size == STEP_SIZE else "lane-t t-fit")
        text.set("transform", f"translate({join(*header.middle)}){turn}")
        place_lines(text, lines, (0, 0), size)

    # nodes

    def _node(self, svg: Element, shape: Shape) -> None:
        mark = self.marks.get(shape.element, NO_MARK)
        heat = f"h{mark.heat}" if mark.heat else ""
        group = self._group(svg, shape.element, f"{mark.state or ''} {heat}".strip())
        self._tip(group, shape, mark)
        if shape.kind.endswith("Event"):
            self._event(group, shape)
        elif shape.kind.endswith("Gateway"):
            self._gateway(group, shape)
        elif shape.kind == "textAnnotation":
            self._annotation(group, shape)
        elif shape.kind == "group":
            add(group, "rect", "note-a dash", **rectangle(shape.box), rx="8")
        elif shape.kind.startswith("data"):
            self._data(group, shape)
        else:
            self._activity(group, shape, mark)

    def _tip(self, group: Element, shape: Shape, mark: Mark) -> None:
        spoken = f"{one_line(self._name(shape))} {mark.note}".strip()
        if not spoken:
            return
        add_text(group, "title", spoken)
        parent = group.getparent()
        if parent is not None and parent.tag == "a":
            parent.set("aria-label", spoken)

    def _activity(self, group: Element, shape: Shape, mark: Mark) -> None:
        box = shape.box
        css = (
            "sub" if shape.is_expanded else "task call" if shape.kind == "callActivity" else "task"
        )
        add(group, "rect", css, **rectangle(box), rx="8")
        if sign := glyphs.TASK_SIGNS.get(shape.kind):
            add_sign(group, sign, (box.x + 12, box.y + 12), "gl gl-1 on-task")
        signs = self._bottom_signs(shape)
        for sign, x in zip(signs, _spread(box.middle[0], len(signs)), strict=True):
            add_sign(group, sign, (x, box.bottom - 12), "gl gl-1 on-task")
        room = box.height - (16 if signs else 0)
        size, lines = self._fitted(shape, box.width - 8, room - 8)
        text = self._text(group, shape, "t-step" if size == STEP_SIZE else "t-fit")
        below_sign = 4 if sign and not signs and len(lines) > 1 else 0
        middle_y = box.y + (12 if shape.is_expanded else room / 2 + below_sign)
        name = one_line(self._name(shape))
        place_lines(text, lines, (box.middle[0], middle_y), size, name)
        if mark.state is State.DONE:
            add_tick(group, box)

    def _bottom_signs(self, shape: Shape) -> list[str]:
        signs = [glyphs.REPEAT_SIGNS[shape.repeats]] if shape.repeats else []
        is_closed = shape.kind in ("subProcess", "transaction") and not shape.is_expanded
        return [*signs, glyphs.PLUS_BOX] if is_closed or shape.kind == "callActivity" else signs

    def _event(self, group: Element, shape: Shape) -> None:
        x, y = shape.box.middle
        radius = min(shape.box.width, shape.box.height) / 2
        is_end, is_start = shape.kind == "endEvent", shape.kind == "startEvent"
        dash = "" if shape.interrupts else " dash"
        circle = {"cx": number(x), "cy": number(y), "r": number(radius)}
        add(group, "circle", f"ev{' ev-end' if is_end else ''}{dash}", **circle)
        if not is_end and not is_start:
            add(group, "circle", f"ev-in{dash}", **(circle | {"r": number(radius - 4)}))
        throws = is_end or shape.kind == "intermediateThrowEvent"
        if shape.event == "terminate":
            add_sign(group, glyphs.DISC, (x, y), "gl-s")
        elif sign := glyphs.EVENT_SIGNS.get(shape.event):
            add_sign(group, sign, (x, y), "gl gl-s" if throws else "gl gl-1")
        self._label_beside(group, shape)

    def _gateway(self, group: Element, shape: Shape) -> None:
        box = shape.box
        x, y = box.middle
        outline = f"M{join(x, box.y)}L{join(box.right, y)}L{join(x, box.bottom)}L{join(box.x, y)}z"
        add(group, "path", "gw", d=outline)
        if sign := glyphs.GATEWAY_SIGNS.get(shape.kind):
            is_fine = shape.kind in ("inclusiveGateway", "eventBasedGateway")
            add_sign(group, sign, (x, y), "gl gl-1" if is_fine else "gl")
        self._label_beside(group, shape)

    def _annotation(self, group: Element, shape: Shape) -> None:
        box = shape.box
        bracket = f"M{join(box.x + 10, box.y)}h-10v{number(box.height)}h10"
        add(group, "path", "note-a", d=bracket)
        lines = wrap(self._name(shape), box.width - 12, SMALL_SIZE)
        text = self._text(group, shape, "note-t")
        place_lines(text, lines, (box.x + 8, box.middle[1]), SMALL_SIZE)

    def _data(self, group: Element, shape: Shape) -> None:
        box = shape.box
        corner = min(box.width, box.height) / 3
        outline = (
            f"M{join(box.x, box.y)}H{number(box.right - corner)}l{join(corner, corner)}"
            f"V{number(box.bottom)}H{number(box.x)}z"
        )
        add(group, "path", "gw", d=outline)
        self._label_beside(group, shape)

    def _badges(self, svg: Element, shapes: Sequence[Shape]) -> None:
        """Over everything; hidden from readers of the screen, who hear the mark's note."""
        group = add(svg, "g", **{"aria-hidden": "true"})
        occupied = [shape.box for shape in shapes if shape.kind == "boundaryEvent"]
        for shape in shapes:
            add_badges(group, shape.box, self.marks.get(shape.element, NO_MARK), occupied)

    # lines

    def _line(self, svg: Element, line: Line) -> None:
        is_taken = self.marks.get(line.element, NO_MARK).is_taken
        points = line.points
        if line.kind == "association":
            add(svg, "path", "flow assoc", d=path(points))
            return
        kind = " message" if line.kind == "messageFlow" else ""
        group = add(svg, "g", **{"data-element": line.element})
        css = f"flow{kind}{' taken' if is_taken else ''}"
        add(group, "path", css, d=path(shortened(points, 7)))
        add(group, "path", "arrow-t" if is_taken else "arrow", d=arrow(points))
        if line.is_default:
            add(group, "path", "slash", d=slash(points))
        if line.is_conditional:
            add(group, "path", "gw", d=diamond(points))

    def _line_label(self, svg: Element, line: Line) -> None:
        name = self._name(line)
        if not name:
            return
        is_taken = self.marks.get(line.element, NO_MARK).is_taken
        label = line.label or _label_on(line.points)
        text = self._text(svg, line, "lbl lbl-t" if is_taken else "lbl")
        place_lines(text, _label_lines(name, label, self._slack), label.middle, SMALL_SIZE)

    def _label_beside(self, group: Element, shape: Shape) -> None:
        name = self._name(shape)
        if not name:
            return
        x, _ = shape.box.middle
        label = shape.label or Box(x - 60, shape.box.bottom + 5, 120, 19)
        text = self._text(group, shape, "lbl")
        place_lines(text, _label_lines(name, label, self._slack), label.middle, SMALL_SIZE)

    # words

    @property
    def _slack(self) -> float:
        """How far a label may outgrow its box, which was drawn by eye and for the Thai name."""
        return 1.15 if self.lang == "th" else 1.6

    def _name(self, part: Shape | Line) -> str:
        return part.name_en if self.lang == "en" and part.name_en else part.name

    def _text(self, parent: Element, part: Shape | Line, css: str) -> Element:
        text = add(parent, "text", css)
        if self.lang == "en" and not part.name_en:
            text.set("lang", "th")
        return text

    def _fitted(self, shape: Shape, width: float, height: float) -> tuple[int, Sequence[str]]:
        """Choose the larger type that fits; the smaller one may have to leave words out."""
        name = self._name(shape)
        for size in (STEP_SIZE, SMALL_SIZE):
            lines = wrap(name, width, size)
            if len(lines) * size * LINE_HEIGHT <= height:
                return size, lines
        most = max(1, int(height / (SMALL_SIZE * LINE_HEIGHT)))
        return SMALL_SIZE, shorten(lines, most, width, SMALL_SIZE)

    def _group(self, svg: Element, element: str, css: str) -> Element:
        url = self.links.get(element)
        parent = add(svg, "a", href=url) if url else svg
        attributes = {"id": f"{self.prefix}-{element}", "data-element": element}
        return add(parent, "g", css, **attributes)


def _label_lines(name: str, label: Box, slack: float) -> Sequence[str]:
    width = max(label.width * slack, 60)
    return shorten(wrap(name, width, SMALL_SIZE), 3, width, SMALL_SIZE)


def _in_drawing_order(shapes: Iterable[Shape]) -> Iterator[Shape]:
    """Pools under lanes, boundary events over the activities they sit on."""
    ranks = {"participant": 0, "lane": 1, "boundaryEvent": 3}
    yield from sorted(shapes, key=lambda shape: ranks.get(shape.kind, 2))


def _label_on(points: Sequence[Point]) -> Box:
    """Beside the middle of the longest stretch, where the file does not place the label."""
    (x1, y1), (x2, y2) = max(
        pairwise(points),
        key=lambda ends: hypot(ends[1][0] - ends[0][0], ends[1][1] - ends[0][1]),
    )
    return Box((x1 + x2) / 2 - 60, (y1 + y2) / 2 - 21, 120, 19)


def _spread(middle: float, count: int) -> list[float]:
    return [middle + 18 * (place - (count - 1) / 2) for place in range(count)]
