"""The drawing: nothing may run that the diagram does not show."""

from typing import Final

from engine.bpmn import names
from engine.bpmn.lint.diagram import Diagram, printable, whole_file
from engine.bpmn.lint.rules import Findings, Grade, Rule
from engine.bpmn.xml import Element, line_of
from engine.errors import Sentence

NO_DRAWING = Rule(
    "drawing_missing",
    Grade.WARNING,
    Sentence("{subject} ไม่มีภาพผัง", "{subject} has no drawing."),
    Sentence("จัดวางในโปรแกรมเขียนผังแล้วบันทึก", "Lay it out in the editor and save it."),
    "Pages that show where a case stands would show nothing.",
)
NOT_DRAWN = Rule(
    "not_drawn",
    Grade.ERROR,
    Sentence("{subject} ไม่ปรากฏในภาพผัง", "{subject} is not in the drawing."),
    Sentence("วางลงในผัง หรือลบออก", "Place it in the drawing or remove it."),
    "A step that nobody sees would be reviewed by nobody and run all the same.",
)
DRAWN_DANGLING = Rule(
    "drawing_dangling",
    Grade.WARNING,
    Sentence(
        "ภาพใน {subject} อ้างถึง “{reference}” ซึ่งไม่มี",
        "The drawing in {subject} shows “{reference}”, which does not exist.",
    ),
    Sentence("เปิดและบันทึกผังใหม่ในโปรแกรมเขียนผัง", "Open the diagram in the editor and save it again."),
    "Editors drop it or refuse the file.",
)
RULES: Final = (NO_DRAWING, NOT_DRAWN, DRAWN_DANGLING)

_SHAPES: Final = (names.bpmndi("BPMNShape"), names.bpmndi("BPMNEdge"))


def check_drawing(root: Element, diagram: Diagram, findings: Findings) -> None:
    drawn = {item.get("bpmnElement", ""): item for item in root.iter(*_SHAPES)}
    if not drawn:
        findings.add(NO_DRAWING, whole_file(diagram.file))
        return
    for node in diagram.nodes.values():
        if node.id not in drawn:
            findings.add(NOT_DRAWN, node.place)
    for level in diagram.levels.values():
        for flow in level.flows:
            if flow.id not in drawn:
                findings.add(NOT_DRAWN, flow.place)
    known = {item.get("id") for item in root.iter() if isinstance(item.tag, str)}
    for reference, item in drawn.items():
        if reference.rpartition(":")[2] not in known:
            place = whole_file(diagram.file, line_of(item))
            findings.add(DRAWN_DANGLING, place, reference=printable(reference))
