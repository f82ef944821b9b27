"""Reading one expression: it parses, every name in it is given, and nothing secret is read."""

import difflib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from engine.bpmn.case_names import CASE_NAMES, FORM_NAMES, CaseKind
from engine.bpmn.lint.diagram import Diagram, Node, printable
from engine.bpmn.lint.expression_rules import (
    CASE_NAME,
    DEADLINE_ARGUMENT,
    DEADLINE_UNKNOWN,
    ITEMS_WITHOUT_ID,
    KEY_CASE_COLUMN,
    KEY_FREE_TEXT,
    KEY_SEALED,
    KEY_UNKNOWN,
    LITERAL_UNKNOWN,
    NAME_IN_ITEMS,
    NAME_LATER,
    NAME_NOT_AT_CALLER,
    NAME_NOT_IN_FORM,
    NAME_UNKNOWN,
    NOT_A_LIST,
    NOT_BOOLEAN,
    SYNTAX,
    TASK_BARE,
)
from engine.bpmn.lint.provided import (
    FUNCTIONS,
    Answers,
    Definition,
    Item,
    Search,
    Variable,
)
from engine.bpmn.lint.rules import Findings, Place
from engine.bpmn.lint.sites import Site, Use, code_of
from engine.bpmn.lint.values import (
    dotted,
    find_in_scope,
    find_key,
    instead_of,
    instead_of_in_case,
    shown,
)
from engine.errors import Sentence
from engine.feel import (
    Expression,
    FeelSyntaxError,
    Path,
    Value,
    compile_expression,
)
from engine.forms.components import Kind
from engine.forms.schema import AnswerKey, FormSchema

_LISTS: Final = frozenset({Kind.CHECKLIST, Kind.DYNAMICLIST})
_FREE: Final = frozenset({Kind.TEXTAREA, Kind.FILEPICKER})
_JUEL: Final = re.compile(r"[$#]\{")
_NO_HINT: Final = Sentence("", "")
_FROM_CASE: Final = Sentence("ใช้ case.{} แทน", "Read case.{} instead.")
_NOT_READABLE: Final = Sentence(
    "ค่านี้ใช้ในนิพจน์ไม่ได้ ให้เพิ่มช่องตัวเลือกในแบบฟอร์ม",
    "It cannot be read by an expression; add a choice to the form.",
)


@dataclass
class Reader:
    """Checks the expressions of one diagram."""

    diagram: Diagram
    definition: Definition
    deadlines: Collection[str] | None
    findings: Findings

    def compile(self, site: Site) -> Expression | None:
        code = code_of(site.text)
        try:
            return compile_expression(code, functions=FUNCTIONS)
        except FeelSyntaxError as error:
            self.tell_syntax(site.place, code, error)
            return None

    def tell_syntax(self, place: Place, code: str, error: FeelSyntaxError) -> None:
        hint = _NO_HINT
        if _JUEL.search(code):
            hint = Sentence("ไม่ใช้ ${…}", "There is no ${…} here.")
        self.findings.add(
            SYNTAX,
            place,
            position=error.position + 1,
            fault=_plain(error.sentence),
            text=printable(code),
            hint=hint,
        )

    def check(
        self, site: Site, expression: Expression, local: Collection[str] = frozenset()
    ) -> None:
        """Resolve every name; ``local`` are names given by the same script above."""
        for path in sorted(expression.reads):
            if path[0] not in local:
                self._check_path(site, path)
        for path, literal in sorted(expression.literals_compared, key=repr):
            self._check_literal(site, path, literal)
        for function, arguments in sorted(expression.calls, key=repr):
            if function == "deadline":
                self._check_deadline(site, arguments)
        if site.use is Use.CONDITION:
            self._check_condition(site, expression)
        elif site.use is Use.COLLECTION:
            self._check_collection(site, expression)

    # --- names ---------------------------------------------------------------------------------

    def _check_path(self, site: Site, path: Path) -> None:
        if site.form is not None:
            self._check_form_path(site, path, site.form)
            return
        if path[0] == "case":
            self._check_case(site, path)
            return
        search = self.definition.find(path[0], self.diagram.id, site.at.id)
        for given in search.given:
            match given:
                case Answers(task, form):
                    self._check_answer(site, path, task, form)
                case Item(fields, known):
                    self._check_item(site, path, fields if known else None, known=known)
                case Variable():
                    pass
        if search.missing_at:
            self._tell_missing(site, path, search)

    def _check_form_path(self, site: Site, path: Path, form: FormSchema) -> None:
        """Resolve a name in a form, which sees the answers above it and little else."""
        if path[0] in site.above or path[0] in FORM_NAMES:
            return
        known = {name for name, case_name in CASE_NAMES.items() if case_name.in_forms}
        if path[0] == "case" and len(path) > 1 and path[1] in known:
            return
        key = form.read_keys().get(".".join(path))
        if key is not None and key.sealed:
            self.findings.add(KEY_SEALED, site.place, name=dotted(path))
            return
        visible = ", ".join([*sorted(FORM_NAMES), *(f"case.{name}" for name in sorted(known))])
        hint = _did_you_mean(".".join(path), site.above | FORM_NAMES)
        self.findings.add(NAME_NOT_IN_FORM, site.place, name=dotted(path), known=visible, hint=hint)

    def _check_case(self, site: Site, path: Path) -> None:
        known = CASE_NAMES.get(path[1]) if len(path) > 1 else None
        if known is None or (len(path) > 2 and path[2] not in known.item_fields):  # noqa: PLR2004  case, its name, a field
            self.findings.add(
                CASE_NAME, site.place, name=dotted(path), known=", ".join(sorted(CASE_NAMES))
            )

    def _check_answer(self, site: Site, path: Path, task: Node, form: FormSchema | None) -> None:
        if len(path) == 1:
            self.findings.add(TASK_BARE, site.place, name=dotted(path))
        elif form is not None:
            self._check_key(site, path, form, path[1:], task.place)

    def _check_key(
        self, site: Site, path: Path, form: FormSchema, key_path: Path, holder: Place
    ) -> None:
        keys = form.read_keys()
        key = find_key(keys, key_path)
        if key is None:
            hint = _did_you_mean(".".join(key_path), keys)
            label = Sentence(f"แบบฟอร์มของ{holder.label.th}", f"the form of {holder.label.en}")
            self.findings.add(KEY_UNKNOWN, site.place, name=dotted(path), holder=label, hint=hint)
            return
        rows = f"{key.path}."
        below = [each for name, each in keys.items() if name.startswith(rows)]
        if key.sealed or any(each.sealed for each in below):
            self.findings.add(KEY_SEALED, site.place, name=dotted(path))
        elif key.case_column:
            instead = _FROM_CASE if key.case_column in CASE_NAMES else _NOT_READABLE
            instead = Sentence(
                instead.th.format(key.case_column), instead.en.format(key.case_column)
            )
            self.findings.add(KEY_CASE_COLUMN, site.place, name=dotted(path), instead=instead)
        elif key.kind in _FREE:
            self.findings.add(KEY_FREE_TEXT, site.place, name=dotted(path))

    def _check_item(
        self, site: Site, path: Path, fields: frozenset[str] | None, *, known: bool
    ) -> None:
        if not known or len(path) == 1 or (fields is not None and path[1] in fields):
            return
        hint = _did_you_mean(path[1], fields or ())
        holder = Sentence(f"รายการ {path[0]}", f"the item {path[0]}")
        self.findings.add(KEY_UNKNOWN, site.place, name=dotted(path), holder=holder, hint=hint)

    def _tell_missing(self, site: Site, path: Path, search: Search) -> None:
        if search.not_yet is not None and not search.given:
            rule = NAME_IN_ITEMS if search.not_yet.inside_items else NAME_LATER
            giver = search.not_yet.giver.place.label
            self.findings.add(rule, site.place, name=dotted(path), giver=giver)
        elif search.given or len(search.missing_at) < len(
            self.definition.callers.get(self.diagram.id, ())
        ):
            process, node = search.missing_at[0]
            caller = self.definition.diagrams[process].nodes[node].place.label
            self.findings.add(NAME_NOT_AT_CALLER, site.place, name=dotted(path), caller=caller)
        else:
            given = self.definition.names_at(self.diagram.id, site.at.id)
            hint = _did_you_mean(path[0], given)
            self.findings.add(NAME_UNKNOWN, site.place, name=dotted(path), hint=hint)

    # --- values --------------------------------------------------------------------------------

    def key_of(self, site_at: str, path: Path) -> AnswerKey | None:
        """Return the answer a path names, None where it is no answer or not the only one."""
        search = self.definition.find(path[0], self.diagram.id, site_at)
        found = [
            find_key(given.form.read_keys(), path[1:])
            for given in search.given
            if isinstance(given, Answers) and given.form is not None and len(path) > 1
        ]
        return found[0] if len(found) == 1 else None

    def _check_literal(self, site: Site, path: Path, literal: Value) -> None:
        if literal is None:
            return
        known: Iterable[str] | None = None
        if path[0] == "case" and len(path) == 2:  # noqa: PLR2004  case and a name
            case_name = CASE_NAMES.get(path[1])
            known = instead_of_in_case(case_name, literal) if case_name else None
        elif site.form is not None:
            key = find_in_scope(site.form.read_keys(), path) if path[0] in site.above else None
            known = instead_of(key, literal) if key else None
        elif path[0] != "case":
            key = self.key_of(site.at.id, path)
            known = instead_of(key, literal) if key else None
        if known is not None:
            self.findings.add(
                LITERAL_UNKNOWN,
                site.place,
                name=dotted(path),
                literal=shown(literal),
                known=", ".join(known),
            )

    def _check_deadline(self, site: Site, arguments: tuple[Value, ...]) -> None:
        name = arguments[0] if len(arguments) == 1 else None
        if not isinstance(name, str) or not name:
            self.findings.add(DEADLINE_ARGUMENT, site.place)
        elif self.deadlines is not None and name not in self.deadlines:
            known = ", ".join(sorted(self.deadlines)) or "-"
            self.findings.add(DEADLINE_UNKNOWN, site.place, name=printable(name), known=known)

    def _check_condition(self, site: Site, expression: Expression) -> None:
        path = _plain_path(expression)
        if path is None:
            if _is_literal(expression.text):
                self.findings.add(NOT_BOOLEAN, site.place, text=printable(expression.text))
            return
        key = self.key_of(site.at.id, path)
        name = CASE_NAMES.get(path[1]) if path[0] == "case" and len(path) > 1 else None
        if (key is not None and key.kind is not Kind.CHECKBOX) or (
            name is not None and name.kind is not CaseKind.BOOLEAN
        ):
            self.findings.add(NOT_BOOLEAN, site.place, text=dotted(path))

    def _check_collection(self, site: Site, expression: Expression) -> None:
        path = _plain_path(expression)
        if path is None:
            return
        if path[0] == "case":
            name = CASE_NAMES.get(path[1]) if len(path) > 1 else None
            if name is not None and name.kind is not CaseKind.LIST:
                self.findings.add(NOT_A_LIST, site.place, name=dotted(path))
            return
        key = self.key_of(site.at.id, path)
        if key is None:
            return
        if key.kind not in _LISTS:
            self.findings.add(NOT_A_LIST, site.place, name=dotted(path))
        elif key.kind is Kind.DYNAMICLIST and self.key_of(site.at.id, (*path, "id")) is None:
            self.findings.add(ITEMS_WITHOUT_ID, site.place, name=dotted(path))


def _plain_path(expression: Expression) -> Path | None:
    """Return the path that the whole expression is, None where it does more than read it."""
    text = expression.text.strip()
    return next((path for path in expression.reads if ".".join(path) == text), None)


def _is_literal(text: str) -> bool:
    return bool(re.fullmatch(r'\s*(?:"[^"]*"|-?[0-9.]+|\[[^]]*\])\s*', text))


def _did_you_mean(name: str, known: Collection[str]) -> Sentence:
    close = difflib.get_close_matches(name, sorted(known), n=1)
    if not close:
        return _NO_HINT
    return Sentence(f"หมายถึง “{close[0]}” หรือไม่", f"Did you mean “{close[0]}”?")


def _plain(sentence: Sentence) -> Sentence:
    return Sentence(printable(sentence.th), printable(sentence.en))
