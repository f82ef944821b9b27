"""Lint of files on disk, for the command line."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Final

from engine.bpmn.lint.definition import Surroundings, lint_sources
from engine.bpmn.lint.diagram import whole_file
from engine.bpmn.lint.report import FileReport, LintReport
from engine.bpmn.lint.rules import Findings, Grade, Rule
from engine.bpmn.names import SYSTEM_TOPICS
from engine.bpmn.xml import MAX_BYTES
from engine.errors import DefinitionInvalid, Sentence
from engine.forms.parsing import parse_form

UNREADABLE = Rule(
    "file_unreadable",
    Grade.UNSAFE,
    Sentence("อ่าน {subject} ไม่ได้", "{subject} cannot be read."),
    Sentence("ตรวจชื่อและสิทธิของแฟ้ม", "Check its name and permissions."),
    "There is nothing to judge.",
)
RULES: Final = (UNREADABLE,)


def lint_paths(
    paths: Iterable[Path],
    *,
    forms_dir: Path,
    processes_dir: Path | None,
    roles: Collection[str],
    deadlines: Collection[str] | None = None,
    topics: Collection[str] = SYSTEM_TOPICS,
    cycles: Collection[str] | None = None,
) -> LintReport:
    """Judge files, and of directories every .bpmn and .json file directly in them.

    A name that ends in .json is read as a form, every other one as BPMN. Called processes are
    looked for among the files themselves, then in ``processes_dir``; forms in ``forms_dir``, and
    where a form is itself among the files, that one counts.
    """
    files = list(_files(paths))
    found = {file: _bytes(file) for file in files}
    diagrams = {
        str(file): data for file, data in found.items() if data is not None and not _is_form(file)
    }
    own_forms = {
        file.name: data for file, data in found.items() if data is not None and _is_form(file)
    }
    around = Surroundings(
        roles,
        topics,
        deadlines,
        cycles,
        {} if processes_dir is None else _read_all(processes_dir, ".bpmn"),
    )
    judged = lint_sources(diagrams, {**_read_all(forms_dir, ".json"), **own_forms}, around)
    reports = {report.file: report for report in judged.files}
    return LintReport(tuple(reports.get(str(file)) or _other(file, found[file]) for file in files))


def lint_form(file: str, data: bytes) -> FileReport:
    """Judge a form by itself: what keeps it from being shown, and what is worth a warning."""
    try:
        return FileReport(file, parse_form(data, Path(file).name).warnings)
    except DefinitionInvalid as invalid:
        return FileReport(file, invalid.problems, is_unsafe=False)


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                file
                for file in path.iterdir()
                if file.suffix in {".bpmn", ".json"} and file.is_file()
            )
        else:
            yield path


def _is_form(file: Path) -> bool:
    return file.suffix == ".json"


def _other(file: Path, data: bytes | None) -> FileReport:
    if data is not None:
        return lint_form(str(file), data)
    findings = Findings()
    findings.add(UNREADABLE, whole_file(str(file)))
    return FileReport(str(file), tuple(findings), is_unsafe=True)


def _bytes(file: Path) -> bytes | None:
    """Read what may be judged; one byte beyond the limit is enough to refuse a larger file."""
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError:
        return None


def _read_all(folder: Path, suffix: str) -> Mapping[str, bytes]:
    if not folder.is_dir():
        return {}
    found = ((file, _bytes(file)) for file in sorted(folder.glob(f"*{suffix}")))
    return {file.name: data for file, data in found if data is not None}
