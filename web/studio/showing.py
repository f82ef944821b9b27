"""Processes, drafts and problems made ready for a page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup

from engine.bpmn import names
from engine.bpmn.elements import Process, read_process
from engine.bpmn.lint import LintReport
from engine.bpmn.xml import read_xml
from engine.definitions.checking import form_file, form_problems, process_file
from engine.definitions.drafts import Draft, Files
from engine.definitions.history import Load
from engine.errors import DefinitionInvalid, Problem, Sentence, Severity
from engine.forms import parse_form
from web.case_file.diagram import draw
from web.design.filters import number
from web.design.language import language, say

_DIAGRAM = Sentence("ผังกระบวนงาน", "Process diagram")


@dataclass(frozen=True)
class ShownProblem:
    """One problem with the way to where it is mended; ``url`` None where nothing can be edited."""

    problem: Problem
    file: str
    place: str
    url: str | None

    @property
    def is_error(self) -> bool:
        return self.problem.severity is Severity.ERROR


@dataclass(frozen=True)
class ShownFile:
    kind: str
    name: str
    title: str
    errors: int
    warnings: int
    is_changed: bool

    @property
    def is_quiet(self) -> bool:
        """Tell a form that nobody needs to look at from what the owner works on."""
        return self.kind == "form" and not (self.is_changed or self.errors)


def find_process(data: bytes) -> Process | None:
    """Return the catalogue of a process file, None where there is no process to speak of."""
    try:
        root = read_xml(data, "draft")
    except DefinitionInvalid:
        return None
    node = next(root.iter(names.PROCESS), None)
    return None if node is None else read_process(node)


def process_title(sources: Mapping[str, bytes], process_id: str) -> str:
    process = find_process(sources[process_id]) if process_id in sources else None
    if process is None or not process.name:
        return process_id
    return process.name_en if language() == "en" and process.name_en else process.name


def form_title(form_ref: str, data: bytes) -> str:
    """Return what a form is called, its formRef where it has no name of its own."""
    try:
        label = parse_form(data, form_file(form_ref)).name
    except DefinitionInvalid:
        return form_ref
    return (label.en if language() == "en" else None) or label.th or form_ref


def drawing(sources: Mapping[str, bytes], process_id: str, prefix: str = "dg") -> Markup:
    title = process_title(sources, process_id)
    return draw(
        sources[process_id],
        title=say(_DIAGRAM),
        description=title,
        lang=language(),
        prefix=prefix,
    )


def problems_of(report: LintReport, files: Files) -> list[tuple[str, str, Problem]]:
    """Return (kind, name, problem) of every file of a draft, forms that no step uses included.

    A form's own problems stand at the form; the diagram only says that it has some.
    """
    found = [
        (names_kind, name, problem)
        for name in files.sources
        for names_kind, problem in (("process", p) for p in report.of(process_file(name)).problems)
    ]
    found += [
        ("form", name, problem)
        for name, data in files.forms.items()
        for problem in form_problems(name, data)
    ]
    return sorted(found, key=lambda each: each[2].severity is Severity.WARNING)


def shown_problems(
    found: Iterable[tuple[str, str, Problem]],
    files: Files,
    office_key: str,
    draft: Draft,
    *,
    with_links: bool,
) -> list[ShownProblem]:
    return [
        ShownProblem(
            problem,
            name,
            process_title(files.sources, name)
            if kind == "process"
            else form_title(name, files.forms[name]),
            editor_url(office_key, draft, kind, name, problem.element) if with_links else None,
        )
        for kind, name, problem in found
    ]


def editor_url(office_key: str, draft: Draft, kind: str, name: str, element: str = "") -> str:
    view = "studio.diagram_editor" if kind == "process" else "studio.form_editor"
    return url_for(
        view,
        office_key=office_key,
        draft_id=draft.id,
        name=name,
        _anchor=element or None,
    )


def shown_files(
    files: Files, base: Files | None, found: Sequence[tuple[str, str, Problem]]
) -> list[ShownFile]:
    """Return the files of a draft, processes first, with what the check says of each."""

    def shown(kind: str, name: str, data: bytes, before: bytes | None, title: str) -> ShownFile:
        own = [p for k, n, p in found if (k, n) == (kind, name)]
        errors = sum(p.severity is Severity.ERROR for p in own)
        return ShownFile(kind, name, title, errors, len(own) - errors, before != data)

    old = base or Files({}, {})
    return [
        *(
            shown("process", n, d, old.sources.get(n), process_title(files.sources, n))
            for n, d in files.sources.items()
        ),
        *(shown("form", n, d, old.forms.get(n), form_title(n, d)) for n, d in files.forms.items()),
    ]


def running_in_words(loads: Iterable[Load], number_in_use: int | None) -> list[Sentence]:
    """Say how many cases stand on which edition, and that they stay there."""
    said = []
    for load in loads:
        which = number(load.number) if load.number is not None else "–"
        count = number(load.cases)
        current = load.number == number_in_use
        said.append(
            Sentence(
                f"เรื่องที่กำลังดำเนินการ {count} เรื่อง อยู่บนฉบับที่ {which}"
                + (" ซึ่งใช้อยู่" if current else "")
                + " จนจบ",
                f"{count} {'case' if load.cases == 1 else 'cases'} in progress on edition {which}"
                + (", which is in use," if current else "")
                + " until the end",
            )
        )
    return said


def problem_json(kind: str, name: str, problem: Problem) -> dict[str, Any]:
    return {
        "kind": kind,
        "file": name,
        "rule": problem.rule,
        "severity": problem.severity.value,
        "element": problem.element,
        "line": problem.line,
        "message": say(problem.message),
    }
