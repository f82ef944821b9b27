"""Editions: a process with everything it names, frozen and known by its hash."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from engine.bpmn import names
from engine.bpmn.xml import Element as XmlElement
from engine.bpmn.xml import line_of, read_xml
from engine.errors import DefinitionInvalid, Problem, Sentence, Severity

_BOUND_BY_DEPLOYMENT = "deployment"


@dataclass(frozen=True)
class Edition:
    """One immutable edition (กระบวนงาน ฉบับที่ n) of a process.

    ``sources`` maps each process id, this one's and those it calls at any depth, to its BPMN
    bytes; ``forms`` maps every formRef that they name to its form-js bytes. ``sha256`` (hex)
    covers all of it: equal hashes mean equal bytes. Make one with ``build_edition``.
    """

    sha256: str
    process_id: str
    sources: Mapping[str, bytes] = field(compare=False)
    forms: Mapping[str, bytes] = field(compare=False)


def build_edition(
    process_id: str, sources: Mapping[str, bytes], forms: Mapping[str, bytes]
) -> Edition:
    """Return the edition of ``process_id``, taking from the sources and forms what it names.

    ``sources`` may hold more processes and ``forms`` more forms than needed. Raises
    DefinitionInvalid with every problem found: unreadable XML, a called process or form that is
    missing, one that is not bound by ``deployment``, a cycle of calls.
    """
    survey = _Survey(sources, forms)
    survey.visit(process_id)
    if survey.problems:
        raise DefinitionInvalid(survey.problems)
    return Edition(
        sha256=survey.hashes[process_id],
        process_id=process_id,
        sources=MappingProxyType({pid: sources[pid] for pid in sorted(survey.hashes)}),
        forms=MappingProxyType({ref: forms[ref] for ref in sorted(survey.used_forms)}),
    )


def process_in(root: XmlElement) -> XmlElement:
    """Return the one process of a BPMN file; raises DefinitionInvalid."""
    if root.tag != names.DEFINITIONS:
        raise DefinitionInvalid(
            (
                _problem(
                    "not_bpmn",
                    root,
                    "",
                    Sentence("แฟ้มนี้ไม่ใช่แผนผัง BPMN 2.0", "The file is not a BPMN 2.0 diagram."),
                ),
            )
        )
    processes = list(root.iterchildren(names.PROCESS))
    if len(processes) != 1:
        raise DefinitionInvalid(
            (
                _problem(
                    "one_process",
                    processes[1] if processes else root,
                    processes[1].get("id", "") if processes else "",
                    Sentence("แฟ้มหนึ่งต้องมีกระบวนงานเดียว", "A file holds exactly one process."),
                ),
            )
        )
    return processes[0]


class _Survey:
    """Walks the calls depth first, so that a process's hash can cover those it calls."""

    def __init__(self, sources: Mapping[str, bytes], forms: Mapping[str, bytes]) -> None:
        self.sources = sources
        self.forms = forms
        self.problems: list[Problem] = []
        self.hashes: dict[str, str] = {}
        self.used_forms: set[str] = set()
        self._path: list[str] = []

    def visit(self, process_id: str, caller: XmlElement | None = None) -> str:
        if process_id in self.hashes:
            return self.hashes[process_id]
        if process_id in self._path:
            self._report(
                "call_cycle",
                caller,
                f"กระบวนงาน {process_id} เรียกตัวเองวนกลับมา",
                f"The process {process_id} calls itself, directly or through others.",
            )
            return ""
        if process_id not in self.sources:
            self._report(
                "called_process_missing",
                caller,
                f"ไม่พบกระบวนงาน {process_id}",
                f"The process {process_id} was not found.",
            )
            return ""
        process = self._process(process_id)
        if process is None:
            return ""
        self._path.append(process_id)
        own_forms = sorted(set(self._form_refs(process)))
        called = sorted({(pid, self.visit(pid, node)) for node, pid in self._calls(process)})
        self._path.pop()
        self.used_forms.update(own_forms)
        self.hashes[process_id] = self._hash(process_id, own_forms, called)
        return self.hashes[process_id]

    def _process(self, process_id: str) -> XmlElement | None:
        try:
            process = process_in(read_xml(self.sources[process_id], process_id))
        except DefinitionInvalid as invalid:
            self.problems.extend(invalid.problems)
            return None
        if process.get("id") != process_id:
            self._report(
                "process_id",
                process,
                f"รหัสกระบวนงานในแฟ้มคือ {process.get('id')} ไม่ใช่ {process_id}",
                f"The file's process is {process.get('id')}, not {process_id}.",
            )
            return None
        return process

    def _form_refs(self, process: XmlElement) -> Iterator[str]:
        for node in process.iter(names.USER_TASK, names.START_EVENT):
            ref = node.get(names.FORM_REF)
            if ref is None:
                continue
            if node.get(names.FORM_REF_BINDING) != _BOUND_BY_DEPLOYMENT:
                self._report_binding(node, ref)
            if ref in self.forms:
                yield ref
            else:
                self._report(
                    "form_missing", node, f"ไม่พบแบบฟอร์ม {ref}", f"The form {ref} was not found."
                )

    def _calls(self, process: XmlElement) -> Iterator[tuple[XmlElement, str]]:
        for node in process.iter(names.CALL_ACTIVITY):
            called = node.get(names.CALLED_ELEMENT, "")
            if node.get(names.CALLED_ELEMENT_BINDING) != _BOUND_BY_DEPLOYMENT:
                self._report_binding(node, called)
            yield node, called

    def _hash(self, process_id: str, forms: list[str], called: list[tuple[str, str]]) -> str:
        lines = [
            "sucharit edition 1",
            f"bpmn {process_id} {_sha256(self.sources[process_id])}",
            *(f"form {ref} {_sha256(self.forms[ref])}" for ref in forms),
            *(f"process {pid} {sha256}" for pid, sha256 in called),
        ]
        return _sha256("\n".join(lines).encode())

    def _report_binding(self, node: XmlElement, named: str) -> None:
        self._report(
            "binding_deployment",
            node,
            f"{named} ต้องผูกแบบ deployment เรื่องที่เริ่มแล้วจะได้ไม่เปลี่ยนตามฉบับใหม่",
            f"{named} must be bound by deployment, so that running cases keep their edition.",
        )

    def _report(self, rule: str, node: XmlElement | None, th: str, en: str) -> None:
        element = "" if node is None else node.get("id", "")
        self.problems.append(_problem(rule, node, element, Sentence(th, en)))


def _problem(rule: str, node: XmlElement | None, element: str, message: Sentence) -> Problem:
    line = 1 if node is None else line_of(node)
    return Problem(rule, Severity.ERROR, element, line, message)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
