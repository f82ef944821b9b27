"""Which answers an expression can meet, and which literals it may compare them with."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from engine.bpmn.case_names import CaseKind, CaseName
from engine.bpmn.lint.diagram import printable
from engine.feel import PROPERTY_NAMES, Path, Value
from engine.forms.components import Kind
from engine.forms.schema import AnswerKey


def find_key(keys: Mapping[str, AnswerKey], path: Path) -> AnswerKey | None:
    """Find the answer of a path; its last name may be a part of a date, such as ``year``."""
    key = keys.get(".".join(path))
    if key is None and len(path) > 1 and path[-1] in PROPERTY_NAMES:
        key = keys.get(".".join(path[:-1]))
        return key if key is not None and key.kind is Kind.DATETIME else None
    return key


def find_in_scope(keys: Mapping[str, AnswerKey], path: Path) -> AnswerKey | None:
    """Find an answer as a form's own condition names it: a key of a row stands bare."""
    found = find_key(keys, path)
    if found is not None:
        return found
    bare = [key for name, key in keys.items() if name.rpartition(".")[2] == path[0]]
    return bare[0] if len(bare) == 1 and len(path) == 1 else None


def instead_of(key: AnswerKey, literal: Value) -> Iterable[str] | None:
    """Return what the answer can be where the literal is none of it, None where it is."""
    match key.kind:
        case Kind.CHECKBOX:
            return None if isinstance(literal, bool) else ("true", "false")
        case Kind.RADIO | Kind.SELECT if key.values is not None:
            return None if literal in key.values else [f'"{each}"' for each in key.values]
        case Kind.NUMBER:
            is_number = isinstance(literal, int | Decimal) and not isinstance(literal, bool)
            return None if is_number else ("1, 2, 3 …",)
        case Kind.CHECKLIST | Kind.DYNAMICLIST:
            return (f'list contains({key.path}, "…")',)
    return None


def instead_of_in_case(name: CaseName, literal: Value) -> Iterable[str] | None:
    """Return what the value of a case can be where the literal is none of it, None where it is."""
    if name.kind is CaseKind.BOOLEAN:
        return None if isinstance(literal, bool) else ("true", "false")
    if name.values is not None:
        return None if literal in name.values else sorted(f'"{each}"' for each in name.values)
    if name.kind is CaseKind.TEXT:
        return None if isinstance(literal, str) else ('"…"',)
    return None


def shown(literal: Value) -> str:
    return f'"{printable(literal)}"' if isinstance(literal, str) else printable(str(literal))


def dotted(path: Path) -> str:
    return printable(".".join(path))
