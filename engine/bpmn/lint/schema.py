"""The XML schema of BPMN 2.0: the last look, for what no rule of ours has named."""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any, Final

from lxml import etree

from engine.bpmn.lint.diagram import printable
from engine.bpmn.lint.rules import Findings, Grade, Place, Rule
from engine.bpmn.xml import Element
from engine.errors import Sentence

SCHEMA = Rule(
    "schema_invalid",
    Grade.ERROR,
    Sentence(
        "{subject} ไม่ตรงโครงสร้าง BPMN 2.0: {fault}", "{subject} does not follow BPMN 2.0: {fault}."
    ),
    Sentence("เปิดและบันทึกผังใหม่ในโปรแกรมเขียนผัง", "Open the diagram in the editor and save it again."),
    "Other tools refuse the file, and what an unknown attribute means nobody can say.",
)
RULES: Final = (SCHEMA,)

_NAMESPACE: Final = re.compile(r"\{[^}]*\}")
_LOCK: Final = Lock()


def check_schema(root: Element, findings: Findings) -> None:
    """Tell the first violation only: the rest follow from it, and none is in people's words."""
    with _LOCK:  # the error log belongs to the schema, which all threads share
        schema = _schema()
        if schema.validate(root):
            return
        log: Any = schema.error_log
        first = log[0]
        fault = printable(_NAMESPACE.sub("", first.message).rstrip(". "))
        line = max(first.line, 1)
    place = Place("", line, Sentence(f"บรรทัดที่ {line}", f"Line {line}"))
    findings.add(SCHEMA, place, fault=fault)


@cache
def _schema() -> etree.XMLSchema:
    """Read the schema files, which come with SpiffWorkflow as OMG published them."""
    folder = Path(str(files("SpiffWorkflow.bpmn.parser"))) / "schema"
    return etree.XMLSchema(etree.parse(str(folder / "BPMN20.xsd")))
