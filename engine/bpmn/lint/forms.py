"""Every user task has its form: found, readable, bound to the edition."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from engine.bpmn import names
from engine.bpmn.lint.diagram import Diagram, Node, printable
from engine.bpmn.lint.rules import Findings, Grade, Rule
from engine.errors import DefinitionInvalid, Problem, Sentence, Severity
from engine.forms.parsing import parse_form
from engine.forms.schema import FormSchema

FORM_MISSING = Rule(
    "form_missing",
    Grade.ERROR,
    Sentence("{subject} ไม่มีแบบฟอร์ม", "{subject} has no form."),
    Sentence(
        "ใส่ camunda:formRef เป็นชื่อแฟ้มในโฟลเดอร์ forms เช่น {expected}",
        "Set camunda:formRef to the name of a file in forms, such as {expected}.",
    ),
    "The work would open an empty page and nothing of it would be recorded.",
)
FORM_UNKNOWN = Rule(
    "form_unknown",
    Grade.ERROR,
    Sentence(
        "{subject} ใช้แบบฟอร์ม “{form}” ซึ่งไม่พบ",
        "{subject} names the form “{form}”, which was not found.",
    ),
    Sentence("ตรวจชื่อ หรือเพิ่มแฟ้ม {form}.json", "Check the name, or add the file {form}.json."),
    "The process could not be deployed, or people would meet an error instead of a form.",
)
FORM_NAME = Rule(
    "form_name",
    Grade.ERROR,
    Sentence(
        "{subject} ใช้แบบฟอร์ม “{form}” ซึ่งชื่อใช้ไม่ได้",
        "{subject} names the form “{form}”, which is no form name.",
    ),
    Sentence("ใช้ <กระบวนงาน>.<งาน> เช่น {expected}", "Use <process>.<task>, such as {expected}."),
    "A name with a path in it would read other files.",
)
FORM_BINDING = Rule(
    "form_binding",
    Grade.ERROR,
    Sentence(
        "แบบฟอร์มของ {subject} ไม่ได้ผูกกับฉบับของกระบวนงาน",
        "The form of {subject} is not bound to the edition.",
    ),
    Sentence('ใส่ camunda:formRefBinding="deployment"', 'Set camunda:formRefBinding="deployment".'),
    "With the latest binding an open form would change under the person who fills it in.",
)
FORM_INVALID = Rule(
    "form_invalid",
    Grade.ERROR,
    Sentence(
        "แบบฟอร์ม “{form}” ของ {subject} มีข้อผิดพลาด {count} ข้อ ข้อแรกบรรทัดที่ {line}: {first}",
        "The form “{form}” of {subject} has {count} faults; the first, in line {line}: {first}",
    ),
    Sentence("แก้แบบฟอร์มก่อน", "Mend the form first."),
    "A form that cannot be read cannot be shown.",
)
FORM_SHARED = Rule(
    "form_shared",
    Grade.WARNING,
    Sentence(
        "{subject} ใช้แบบฟอร์ม “{form}” ของขั้นอื่น", "{subject} uses the form “{form}” of another step."
    ),
    Sentence(
        "ตั้งแบบฟอร์มของขั้นนี้เป็น {expected} หากคำถามต่างกันได้",
        "Give it a form of its own, {expected}, where the questions may come to differ.",
    ),
    "A change of the form for one step changes the other unseen.",
)
RULES: Final = (
    FORM_MISSING,
    FORM_UNKNOWN,
    FORM_NAME,
    FORM_BINDING,
    FORM_INVALID,
    FORM_SHARED,
)

_ALLOWED: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_.-")


@dataclass(frozen=True)
class Forms:
    """The forms at hand by formRef; a form that cannot be read stands among ``faults``."""

    schemas: Mapping[str, FormSchema]
    faults: Mapping[str, tuple[Problem, ...]]

    def __contains__(self, reference: str) -> bool:
        return reference in self.schemas or reference in self.faults


def read_forms(files: Mapping[str, bytes], wanted: Collection[str]) -> Forms:
    """Read the wanted of the form files, which are keyed by file name or by formRef."""
    schemas: dict[str, FormSchema] = {}
    faults: dict[str, tuple[Problem, ...]] = {}
    for file, data in files.items():
        reference = reference_of(file)
        if reference not in wanted:
            continue
        try:
            schemas[reference] = parse_form(data, f"{reference}.json")
        except DefinitionInvalid as invalid:
            faults[reference] = invalid.problems
    return Forms(schemas, faults)


def reference_of(file: str) -> str:
    return PurePosixPath(file.replace("\\", "/")).name.removesuffix(".json")


def form_of(node: Node) -> str:
    return node.element.get(names.FORM_REF, "")


def check_forms(diagram: Diagram, forms: Forms, findings: Findings) -> None:
    for node in diagram.of_tag("userTask", "startEvent"):
        reference = form_of(node)
        suffix = "start" if node.tag == "startEvent" else node.id
        expected = f"{printable(diagram.id)}.{printable(suffix)}"
        if not reference:
            if node.tag == "userTask":
                findings.add(FORM_MISSING, node.place, expected=expected)
            continue
        if node.element.get(names.FORM_REF_BINDING) != "deployment":
            findings.add(FORM_BINDING, node.place)
        _check_reference(node, reference, expected, forms, findings)


def _check_reference(
    node: Node, reference: str, expected: str, forms: Forms, findings: Findings
) -> None:
    shown = printable(reference)
    if not set(reference) <= _ALLOWED or ".." in reference:
        findings.add(FORM_NAME, node.place, form=shown, expected=expected)
    elif reference not in forms:
        findings.add(FORM_UNKNOWN, node.place, form=shown)
    elif reference in forms.faults:
        problems = forms.faults[reference]
        errors = [each for each in problems if each.severity is Severity.ERROR] or list(problems)
        findings.add(
            FORM_INVALID,
            node.place,
            form=shown,
            count=len(errors),
            line=errors[0].line,
            first=errors[0].message,
        )
    elif reference != expected:
        findings.add(FORM_SHARED, node.place, form=shown, expected=expected)
