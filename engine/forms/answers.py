"""Judging what was answered, and parting it: open answers, sealed identities, case columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeAlias

from engine.errors import FormInvalid, Sentence
from engine.forms import messages
from engine.forms.components import (
    AnyComponent,
    AnyField,
    ComputedField,
    Field,
    Group,
    Rows,
    Table,
    level,
)
from engine.forms.limits import fault_of
from engine.forms.reading import ReadValue, Unreadable, read_value, stored
from engine.forms.schema import FormSchema
from engine.forms.visibility import Evaluate, Sight

SEALED_MARK: Final = {"sealed": True}

CaseValue: TypeAlias = str | bool | date | None


@dataclass(frozen=True)
class SealedValue:
    """An identity that was cut off. ``path`` is where the mark stands in the open answers.

    The value is left out of the representation, so that no log line carries it.
    """

    path: str
    kind: str
    value: str = field(repr=False)


@dataclass(frozen=True)
class CheckedAnswers:
    """Answers that satisfy the form.

    ``open`` is JSON as :mod:`engine.forms.reading` describes it, one entry for each field that
    was shown, with ``{"sealed": true}`` where an identity was given and None where not.
    ``case_fields`` are typed (date, bool, text) and stand nowhere else.
    """

    open: dict[str, Any]
    sealed: tuple[SealedValue, ...]
    case_fields: dict[str, CaseValue]

    @property
    def occurred_on(self) -> date | None:
        """The day on which the step happened, as answered."""
        on = self.open.get("occurred_on")
        return date.fromisoformat(on) if isinstance(on, str) else None


def check_answers(
    schema: FormSchema,
    posted: Mapping[str, Any],
    *,
    today: date,
    names: Mapping[str, Any],
    evaluate: Evaluate,
) -> CheckedAnswers:
    """Judge the answers to a form; raises :exc:`FormInvalid`, with all that is wrong by path.

    ``names`` is what the form may know beside its own answers: anything its conditions read
    (``door``, ``due_on``, ``previous_on``, ``case``; ``today`` is added), and three that
    conditions do not see: ``options`` (the lists of the office: name to :class:`Option` values),
    ``uploads`` (files that may be referred to, by id), ``known`` (what read-only fields and fixed
    rows hold, in the shape of answers).

    Fields hidden by their condition are dropped, whatever was posted for them. A condition sees
    the answers above it. What is read-only is taken from ``known``, never from the post. Rows
    without any answer are dropped, so a path in ``messages`` counts rows as posted and a path of
    a sealed value as kept. A key without a field is refused and not repeated in the message.
    """
    return _Judgement(schema, today, names, evaluate).of(posted)


def readable_answers(
    schema: FormSchema,
    posted: Mapping[str, Any],
    *,
    today: date,
    names: Mapping[str, Any],
    evaluate: Evaluate,
) -> CheckedAnswers:
    """Part answers as :func:`check_answers` does that need not be right yet.

    What cannot be read is left out, as is what is hidden; identities are cut off.
    """
    return _Judgement(schema, today, names, evaluate).as_it_stands(posted)


class _Judgement:
    def __init__(
        self, schema: FormSchema, today: date, names: Mapping[str, Any], evaluate: Evaluate
    ) -> None:
        self._schema = schema
        self._today = today
        self._lists = _mapping(names.get("options"))
        self._uploads = _mapping(names.get("uploads"))
        self._known = _mapping(names.get("known"))
        self._sight = Sight.of(names, today, evaluate)
        self._messages: dict[str, list[Sentence]] = {}
        self._sealed: list[SealedValue] = []
        self._case: dict[str, CaseValue] = {}

    def of(self, posted: Mapping[str, Any]) -> CheckedAnswers:
        self._refuse_unknown(self._schema.components, posted)
        answers = self.as_it_stands(posted)
        if self._messages:
            raise FormInvalid(self._messages)
        return answers

    def as_it_stands(self, posted: Mapping[str, Any]) -> CheckedAnswers:
        answers: dict[str, Any] = {}
        self._scope(self._schema.components, posted, self._known, answers, self._sight, "", "")
        return CheckedAnswers(answers, tuple(self._sealed), self._case)

    def _scope(  # a scope is read from three places and written to one
        self,
        components: tuple[AnyComponent, ...],
        posted: Mapping[str, Any],
        known: Mapping[str, Any],
        answers: dict[str, Any],
        sight: Sight,
        at: str,
        kept_at: str,
    ) -> None:
        """Judge one scope in order. ``at`` is its path as posted, ``kept_at`` as kept."""
        for component in components:
            if sight.hides(component):
                continue
            if isinstance(component, Group):
                inside = component.components
                self._scope(inside, posted, known, answers, sight, at, kept_at)
            elif isinstance(component, Rows):
                answers[component.key] = self._rows(
                    component, posted.get(component.key), known.get(component.key), sight
                )
                sight.see(component, answers[component.key])
            elif isinstance(component, ComputedField):
                answers[component.key] = sight.compute(component)
            elif isinstance(component, Field):
                source = known if component.readonly else posted
                value = self._field(component, source.get(component.key), at)
                sight.see(component, value)
                self._keep(component, value, answers, kept_at)

    def _field(self, found: AnyField, raw: object, at: str) -> ReadValue:
        try:
            value = read_value(found, raw, lists=self._lists, uploads=self._uploads)
        except Unreadable as fault:
            if found.readonly:
                return raw if isinstance(raw, str) else None
            self._say(at + found.key, fault.sentence)
            return None
        # What the case knows is not the answerer's to mend: no message for it.
        fault_found = None if found.readonly else fault_of(found, value, self._today)
        if fault_found:
            self._say(at + found.key, fault_found)
        return value

    def _keep(
        self, found: AnyField, value: ReadValue, answers: dict[str, Any], kept_at: str
    ) -> None:
        if found.sealed:
            answers[found.key] = dict(SEALED_MARK) if isinstance(value, str) else None
            if isinstance(value, str):
                self._sealed.append(SealedValue(kept_at + found.key, found.sealed, value))
        elif found.case_column:
            self._case[found.case_column] = value if isinstance(value, str | bool | date) else None
        else:
            answers[found.key] = stored(value)

    def _rows(
        self, rows: Rows, posted: object, known: object, sight: Sight
    ) -> list[dict[str, Any]]:
        given, known_rows = _row_list(posted), _row_list(known)
        most = max(rows.most, len(known_rows)) if rows.fixed else rows.most
        count = len(known_rows) if rows.fixed else len(given)
        if posted is not None and not isinstance(posted, list | tuple):
            self._say(rows.key, messages.UNKNOWN_ANSWER)
        if count > most:
            self._say(rows.key, messages.too_many_rows(rows, most))
        if rows.fixed and known_rows and len(given) > count:
            # Answered one by one in this order: after one is gone none can be told from the next.
            self._say(rows.key, messages.ROWS_ARE_GONE)
        kept: list[dict[str, Any]] = []
        for index in range(min(count, most)):
            row = _mapping(given[index]) if index < len(given) else {}
            base = _mapping(known_rows[index]) if index < len(known_rows) else {}
            if not rows.fixed and is_empty_row(rows, row):
                continue
            self._refuse_unknown(rows.components, row)
            answers: dict[str, Any] = {}
            at, kept_at = f"{rows.key}.{index}.", f"{rows.key}.{len(kept)}."
            self._scope(rows.components, row, base, answers, sight.row(), at, kept_at)
            kept.append(answers)
        if len(kept) < rows.least:
            self._say(rows.key, messages.too_few_rows(rows))
        return kept

    def _refuse_unknown(
        self, components: tuple[AnyComponent, ...], posted: Mapping[str, Any]
    ) -> None:
        keys = {
            component.key
            for component in level(components)
            if isinstance(component, Field | Rows | Table)
        }
        if any(key not in keys for key in posted):
            self._say("", messages.UNKNOWN_ANSWER)

    def _say(self, path: str, sentence: Sentence) -> None:
        said = self._messages.setdefault(path, [])
        if sentence not in said:
            said.append(sentence)


def is_empty_row(rows: Rows, row: Mapping[str, Any]) -> bool:
    """Tell whether nobody answered anything in the row; what it had to begin with counts not."""
    for component in level(rows.components):
        if not isinstance(component, Field):
            continue
        raw = row.get(component.key)
        if isinstance(raw, Mapping):
            raw = any(str(part).strip() for part in raw.values() if isinstance(part, str | int))
        elif isinstance(raw, str):
            raw = raw.strip()
        if raw and raw not in ([""], component.default):
            return False
    return True


def initial_answers(schema: FormSchema, *, today: date, known: Mapping[str, Any]) -> dict[str, Any]:
    """Give what an untouched form shows: what the case knows, otherwise the defaults."""
    return _initial(schema.components, today, known)


def initial_row(rows: Rows, *, today: date) -> dict[str, Any]:
    """Give a new row as it is first shown."""
    return _initial(rows.components, today, {})


def _initial(
    components: tuple[AnyComponent, ...], today: date, known: Mapping[str, Any]
) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for component in level(components):
        if isinstance(component, Rows):
            given = _row_list(known.get(component.key))
            wanted = 0 if component.fixed else max(component.initial, component.least)
            answers[component.key] = [
                _initial(component.components, today, _mapping(row))
                for row in [*given, *([{}] * (wanted - len(given)))]
            ]
        elif isinstance(component, Field):
            answers[component.key] = known.get(component.key, _default(component, today))
    return answers


def _default(found: AnyField, today: date) -> object:
    if found.default == "today":
        return today.isoformat()
    return list(found.default) if isinstance(found.default, tuple) else found.default


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _row_list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()
