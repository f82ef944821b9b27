"""What the lint found, as values and as JSON."""

from dataclasses import dataclass
from typing import TypedDict

from engine.errors import DefinitionInvalid, Problem, Severity


class ProblemJson(TypedDict):
    rule: str
    severity: str
    element: str
    line: int
    message: str
    message_th: str
    message_en: str


class FileJson(TypedDict):
    file: str
    ok: bool
    problems: list[ProblemJson]


class ReportJson(TypedDict):
    files: list[FileJson]


@dataclass(frozen=True)
class FileReport:
    """The problems of one file, in the order of its lines.

    ``is_unsafe``: the bytes or ids are such that the file is not even kept as a draft.
    """

    file: str
    problems: tuple[Problem, ...]
    is_unsafe: bool = False

    @property
    def ok(self) -> bool:
        """Whether the file may be reviewed, deployed and published; warnings do not count."""
        return not self.errors

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(each for each in self.problems if each.severity is Severity.ERROR)


@dataclass(frozen=True)
class LintReport:
    """One report a file, in the order the files were given."""

    files: tuple[FileReport, ...]

    @property
    def ok(self) -> bool:
        return all(file.ok for file in self.files)

    @property
    def is_unsafe(self) -> bool:
        return any(file.is_unsafe for file in self.files)

    def of(self, file: str) -> FileReport:
        """Return the report of one file; raises KeyError."""
        for each in self.files:
            if each.file == file:
                return each
        raise KeyError(file)

    def require_safe(self) -> None:
        """Raise DefinitionInvalid when a file may not even be saved as a draft."""
        _raise([file for file in self.files if file.is_unsafe])

    def require_ok(self) -> None:
        """Raise DefinitionInvalid when a file may not be reviewed or published."""
        _raise([file for file in self.files if not file.ok])


def _raise(files: list[FileReport]) -> None:
    if files:
        raise DefinitionInvalid([problem for file in files for problem in file.errors])


def to_json(report: LintReport) -> ReportJson:
    """Return the report as ``sucharit lint --format json`` prints it."""
    return {"files": [_file(file) for file in report.files]}


def _file(file: FileReport) -> FileJson:
    return {
        "file": file.file,
        "ok": file.ok,
        "problems": [_problem(problem) for problem in file.problems],
    }


def _problem(problem: Problem) -> ProblemJson:
    return {
        "rule": problem.rule,
        "severity": problem.severity.value,
        "element": problem.element,
        "line": problem.line,
        "message": problem.message.th,
        "message_th": problem.message.th,
        "message_en": problem.message.en,
    }
