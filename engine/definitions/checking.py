"""What stands between a draft and its review: the lint of all its files together."""

import re
from functools import lru_cache
from typing import Final

from engine.bpmn.lint import LintReport, lint_bytes, lint_definition
from engine.definitions.drafts import Files
from engine.errors import DefinitionInvalid, Problem, Sentence, Severity
from engine.forms import parse_form
from engine.forms.located_json import JsonInvalid, read_json
from engine.office.profile import OfficeProfile
from engine.office.roles import Role

MOST_FORM_BYTES: Final = 256 * 1024
_ROLES: Final = tuple(role.value for role in Role)
_FORM_REF: Final = re.compile(r"[a-z][a-z0-9_]{0,63}(\.[a-z][a-z0-9_]{0,63}){0,3}")
_PROCESS_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")


def check_files(files: Files, profile: OfficeProfile) -> LintReport:
    """Lint the processes of a draft with its forms and the names that the office's profile has.

    The same bytes are judged once a process: a page and the command after it ask for the same.
    """
    return _lint(
        tuple(files.sources.items()),
        tuple(files.forms.items()),
        tuple(sorted(profile.deadlines)),
        tuple(sorted(profile.cycles)),
    )


_Named = tuple[tuple[str, bytes], ...]


@lru_cache(maxsize=16)
def _lint(
    sources: _Named, forms: _Named, deadlines: tuple[str, ...], cycles: tuple[str, ...]
) -> LintReport:
    return lint_definition(
        {process_file(name): data for name, data in sources},
        {form_file(name): data for name, data in forms},
        roles=_ROLES,
        deadlines=deadlines,
        cycles=cycles,
    )


def process_file(process_id: str) -> str:
    return f"{process_id}.bpmn"


def form_file(form_ref: str) -> str:
    return f"{form_ref}.json"


def form_problems(form_ref: str, data: bytes) -> tuple[Problem, ...]:
    """Return every fault and warning of one form, located in its file."""
    try:
        return parse_form(data, form_file(form_ref)).warnings
    except DefinitionInvalid as invalid:
        return invalid.problems


def require_safe_process(process_id: str, data: bytes) -> None:
    """Refuse bytes that cannot even be kept: unsafe, not well-formed, not this process."""
    if not _PROCESS_ID.fullmatch(process_id):
        _refuse("process_id", process_id, 1, _BAD_PROCESS_ID)
    report = lint_bytes(process_file(process_id), data, {}, roles=_ROLES)
    if report.is_unsafe:
        raise DefinitionInvalid(report.errors)


def require_safe_form(form_ref: str, data: bytes) -> None:
    """Refuse bytes that are no JSON object of bearable size, or a name that is no formRef."""
    if not _FORM_REF.fullmatch(form_ref):
        _refuse("form_name", form_ref, 1, _BAD_FORM_REF)
    if len(data) > MOST_FORM_BYTES:
        _refuse("form-limit", form_ref, 1, _TOO_LARGE)
    try:
        node = read_json(data)
    except JsonInvalid as invalid:
        _refuse("form-json", form_ref, invalid.line, invalid.sentence)
        return
    if not isinstance(node.value, dict):
        _refuse("form-json", form_ref, 1, _NOT_A_FORM)


def _refuse(rule: str, element: str, line: int, message: Sentence) -> None:
    raise DefinitionInvalid([Problem(rule, Severity.ERROR, element, line, message)])


_BAD_PROCESS_ID: Final = Sentence(
    "รหัสกระบวนงานใช้ตัวพิมพ์เล็กอังกฤษ ตัวเลข และขีดล่าง ขึ้นต้นด้วยตัวอักษร ไม่เกิน 64 ตัว",
    "A process id is made of small English letters, digits and underscores, "
    "starts with a letter and has at most 64 characters.",
)
_BAD_FORM_REF: Final = Sentence(
    "ชื่อแบบฟอร์มเป็น <กระบวนงาน>.<ขั้น> ใช้ตัวพิมพ์เล็กอังกฤษ ตัวเลข และขีดล่าง เช่น errand.check",
    "A form is called <process>.<step> in small English letters, digits and underscores, "
    "such as errand.check.",
)
_TOO_LARGE: Final = Sentence("แบบฟอร์มใหญ่เกิน 256 กิโลไบต์", "The form is larger than 256 kB.")
_NOT_A_FORM: Final = Sentence("แฟ้มนี้ไม่ใช่แบบฟอร์ม form-js", "The file is not a form-js form.")
