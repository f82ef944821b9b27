"""What a BPMN file says about its own picture: shapes, lines and where their labels stand.

Drafts are drawn too, so nothing here insists on valid BPMN: what has no usable place is left out.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from lxml import etree
from lxml.etree import _Element as Element

from engine.bpmn import names
from engine.bpmn.xml import read_xml

Point = tuple[float, float]

LARGEST_COORDINATE: Final = 100_000
FEWEST_POINTS: Final = 2
_EVENT_DEFINITION: Final = "EventDefinition"


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    def meets(self, other: "Box") -> bool:
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )


@dataclass(frozen=True)
class Shape:
    """A pool, lane or node. ``kind`` is the BPMN tag without its namespace.

    ``event`` is the kind of trigger ("timer", "message", ...), "" for none; ``repeats`` tells how
    an activity repeats.
    """

    element: str
    kind: str
    name: str
    name_en: str
    box: Box
    label: Box | None = None
    event: str = ""
    interrupts: bool = True
    repeats: Literal["", "loop", "parallel", "sequential"] = ""
    is_horizontal: bool = True
    is_expanded: bool = False


@dataclass(frozen=True)
class Line:
    """A sequence flow, message flow or association; at least two ``points``."""

    element: str
    kind: str
    name: str
    name_en: str
    points: tuple[Point, ...]
    label: Box | None = None
    is_default: bool = False
    is_conditional: bool = False


@dataclass(frozen=True)
class Plan:
    shapes: tuple[Shape, ...]
    lines: tuple[Line, ...]

    @property
    def box(self) -> Box:
        """The rectangle around everything; nothing is drawn of an empty plan."""
        labels = [shape.label for shape in self.shapes] + [line.label for line in self.lines]
        boxes = [shape.box for shape in self.shapes] + [box for box in labels if box is not None]
        points = [point for line in self.lines for point in line.points]
        left = min([box.x for box in boxes] + [x for x, _ in points], default=0)
        top = min([box.y for box in boxes] + [y for _, y in points], default=0)
        right = max([box.right for box in boxes] + [x for x, _ in points], default=0)
        bottom = max([box.bottom for box in boxes] + [y for _, y in points], default=0)
        return Box(left, top, right - left, bottom - top)

    def find(self, element: str) -> Shape | None:
        return next((shape for shape in self.shapes if shape.element == element), None)


@lru_cache(maxsize=64)
def plan_of(bpmn: bytes) -> Plan:
    """Read the first picture of a BPMN file; raises DefinitionInvalid for bytes that are unsafe."""
    return read_plan(read_xml(bpmn, "diagram"))


def read_plan(definitions: Element) -> Plan:
    """Read the first picture under *definitions*; a file without one gives an empty plan."""
    plane = definitions.find(f".//{names.bpmndi('BPMNPlane')}")
    if plane is None:
        return Plan((), ())
    elements = {
        identity: element
        for element in definitions.iter(f"{{{names.BPMN}}}*")
        if (identity := element.get("id"))
    }
    defaults = {flow for element in elements.values() if (flow := element.get("default"))}
    shapes: dict[str, Shape] = {}
    lines: dict[str, Line] = {}
    for drawn in plane:
        element = elements.get(drawn.get("bpmnElement", ""))
        if element is None:
            continue
        if drawn.tag == names.bpmndi("BPMNShape") and (shape := _shape(drawn, element, elements)):
            shapes.setdefault(shape.element, shape)
        if drawn.tag == names.bpmndi("BPMNEdge") and (line := _line(drawn, element, elements)):
            is_default = line.element in defaults
            lines.setdefault(line.element, replace(line, is_default=is_default))
    return Plan(tuple(shapes.values()), tuple(lines.values()))


def _shape(drawn: Element, element: Element, elements: dict[str, Element]) -> Shape | None:
    box = _box(drawn)
    if box is None:
        return None
    # a pool without an English name of its own is called as the process that it holds
    process = elements.get(element.get("processRef", ""), element)
    return Shape(
        element=element.get("id", ""),
        kind=_kind(element),
        name=_name(element),
        name_en=_english_name(element) or _english_name(process),
        box=box,
        label=_label(drawn),
        event=_event(element),
        interrupts=element.get("cancelActivity", element.get("isInterrupting", "true")) != "false",
        repeats=_repeats(element),
        is_horizontal=drawn.get("isHorizontal", "true") != "false",
        is_expanded=drawn.get("isExpanded", "false") == "true",
    )


def _line(drawn: Element, element: Element, elements: dict[str, Element]) -> Line | None:
    points = tuple(_points(drawn))
    if len(points) < FEWEST_POINTS:
        return None
    source = elements.get(element.get("sourceRef", ""))
    leaves_gateway = source is not None and _kind(source).endswith("Gateway")
    return Line(
        element=element.get("id", ""),
        kind=_kind(element),
        name=_name(element),
        name_en=_english_name(element),
        points=points,
        label=_label(drawn),
        is_conditional=element.find(names.CONDITION) is not None and not leaves_gateway,
    )


def _kind(element: Element) -> str:
    return etree.QName(element).localname


def _name(element: Element) -> str:
    if _kind(element) == "textAnnotation":
        return element.findtext(names.bpmn("text"), "").strip()
    return element.get("name", "").strip()


def _english_name(element: Element) -> str:
    path = f"{names.EXTENSION_ELEMENTS}/{names.PROPERTIES}/{names.PROPERTY}[@name='name_en']"
    found = element.find(path)
    return "" if found is None else found.get("value", "").strip()


def _event(element: Element) -> str:
    for child in element:
        if isinstance(child.tag, str) and _kind(child).endswith(_EVENT_DEFINITION):
            return _kind(child).removesuffix(_EVENT_DEFINITION)
    return ""


def _repeats(element: Element) -> Literal["", "loop", "parallel", "sequential"]:
    many = element.find(names.MULTI_INSTANCE)
    if many is not None:
        return "sequential" if many.get("isSequential") == "true" else "parallel"
    return "" if element.find(names.bpmn("standardLoopCharacteristics")) is None else "loop"


def _label(drawn: Element) -> Box | None:
    label = drawn.find(names.bpmndi("BPMNLabel"))
    return None if label is None else _box(label)


def _box(parent: Element) -> Box | None:
    bounds = parent.find(f"{{{names.DC}}}Bounds")
    if bounds is None:
        return None
    numbers = _numbers([bounds.get(key, "") for key in ("x", "y", "width", "height")])
    if numbers is None or numbers[2] <= 0 or numbers[3] <= 0:
        return None
    return Box(*numbers)


def _points(drawn: Element) -> Iterator[Point]:
    for waypoint in drawn.iterfind(f"{{{names.DI}}}waypoint"):
        numbers = _numbers([waypoint.get("x", ""), waypoint.get("y", "")])
        if numbers is not None:
            yield numbers[0], numbers[1]


def _numbers(texts: Sequence[str]) -> list[float] | None:
    try:
        numbers = [float(text) for text in texts]
    except ValueError:
        return None
    usable = all(math.isfinite(n) and abs(n) <= LARGEST_COORDINATE for n in numbers)
    return numbers if usable else None
