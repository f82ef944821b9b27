"""A form as the rest of the engine knows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from engine.errors import Problem
from engine.forms.components import (
    NO_LABEL,
    AnyComponent,
    AnyField,
    ChoiceField,
    ComputedField,
    Field,
    Group,
    Kind,
    Label,
    Rows,
    level,
)


@dataclass(frozen=True)
class AnswerKey:
    """One answer of a form, as expressions and projections may name it.

    ``path`` is ``decision``, or ``contactable.yes`` for a key of a row. ``values`` are the only
    values the answer can have, or None where it is free or a list of the office. ``kind`` is
    dynamiclist for the list itself.
    """

    path: str
    kind: Kind
    line: int
    required: bool
    repeated: bool
    conditional: bool
    values: tuple[str, ...] | None
    office_list: str | None
    sealed: str | None
    case_column: str | None

    @property
    def readable(self) -> bool:
        """Tell whether ``<task>.<path>`` may stand in an expression."""
        return self.sealed is None and self.case_column is None


@dataclass(frozen=True)
class FormExpression:
    """FEEL in a form: ``above`` are the only keys of the form that it can see, row keys bare."""

    element: str
    line: int
    text: str
    above: frozenset[str]


@dataclass(frozen=True)
class FormSchema:
    """A form that can be shown and judged. ``id`` is its formRef.

    ``warnings`` are faults that keep nobody from using it (a label without English). With
    ``is_record`` it is a paper itself once it is filled in, and is kept as one.
    """

    id: str
    name: Label
    components: tuple[AnyComponent, ...]
    warnings: tuple[Problem, ...] = ()
    is_record: bool = False

    def fields(self) -> Iterator[AnyField | Rows]:
        """Go through the top-level answers in order; a list of rows counts as one."""
        for component in level(self.components):
            if isinstance(component, Field | Rows):
                yield component

    def field(self, path: str) -> AnyField | Rows:
        """Find the answer ``key`` or ``rows.key``; raises KeyError."""
        head, _, rest = path.partition(".")
        for found in self.fields():
            if found.key != head:
                continue
            if not rest:
                return found
            if isinstance(found, Rows):
                return FormSchema(self.id, NO_LABEL, found.components).field(rest)
        raise KeyError(path)

    def part(self, group_id: str) -> "FormSchema":
        """Give the form of one group alone, for a page that asks one thing; raises KeyError."""
        for component in self.components:
            if isinstance(component, Group) and component.id == group_id:
                return replace(self, components=(component,))
        raise KeyError(group_id)

    def read_keys(self) -> Mapping[str, AnswerKey]:
        """Give every answer by path: what expressions may name and which values it can have."""
        return {key.path: key for key in _keys(self.components, "", conditional=False)}

    @property
    def sealed_paths(self) -> Mapping[str, str]:
        """The kinds of identity that are cut off, by path."""
        return {path: key.sealed for path, key in self.read_keys().items() if key.sealed}

    @property
    def case_columns(self) -> Mapping[str, str]:
        """The columns of the case that are written, and the path that writes each."""
        return {key.case_column: path for path, key in self.read_keys().items() if key.case_column}

    def expressions(self) -> tuple[FormExpression, ...]:
        """Give all FEEL of the form, for lint to compile and to resolve."""
        return tuple(_expressions(self.components, set()))


def _keys(
    components: tuple[AnyComponent, ...], prefix: str, *, conditional: bool
) -> Iterator[AnswerKey]:
    for component in components:
        hidable = conditional or component.hide is not None
        if isinstance(component, Group):
            yield from _keys(component.components, prefix, conditional=hidable)
        elif isinstance(component, Rows):
            yield AnswerKey(
                path=component.key,
                kind=component.kind,
                line=component.line,
                required=component.least > 0,
                repeated=False,
                conditional=hidable,
                values=None,
                office_list=None,
                sealed=None,
                case_column=None,
            )
            yield from _keys(component.components, f"{component.key}.", conditional=hidable)
        elif isinstance(component, Field):
            yield _key(component, prefix, conditional=hidable)


def _key(field: AnyField, prefix: str, *, conditional: bool) -> AnswerKey:
    choice = field if isinstance(field, ChoiceField) else None
    return AnswerKey(
        path=prefix + field.key,
        kind=field.kind,
        line=field.line,
        required=field.required,
        repeated=bool(prefix),
        conditional=conditional,
        values=tuple(option.value for option in choice.options)
        if choice and not choice.office_list
        else None,
        office_list=choice.office_list if choice else None,
        sealed=field.sealed,
        case_column=field.case_column,
    )


def _expressions(components: tuple[AnyComponent, ...], above: set[str]) -> Iterator[FormExpression]:
    for component in components:
        if component.hide is not None:
            yield FormExpression(component.id, component.line, component.hide, frozenset(above))
        if isinstance(component, Group):
            yield from _expressions(component.components, above)
        elif isinstance(component, Rows):
            yield from _expressions(component.components, set(above))
            above.add(component.key)
        elif isinstance(component, ComputedField):
            yield FormExpression(
                component.id, component.line, component.expression, frozenset(above)
            )
        if isinstance(component, Field) and not component.sealed:
            above.add(component.key)
