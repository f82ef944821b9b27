"""What the templates ask: words in the page's language, values as text, ids, visibility."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup, escape

from engine.errors import Sentence
from engine.forms import SEALED_MARK, Label, Option
from engine.forms.components import (
    AnyComponent,
    AnyField,
    CheckboxField,
    ChoiceField,
    ComputedField,
    DateField,
    Field,
    FileField,
    Kind,
    Passage,
    Rows,
    TextField,
    TimeField,
    level,
)
from engine.office.calendar import WEEKDAY_NAMES
from engine.office.thai import MONTH_NAMES, in_digits, long_date
from web.design.glossary import keep_words
from web.design.icons import icon
from web.form_pages.binding import date_parts, posted_pairs
from web.form_pages.passages import passage_html
from web.form_pages.wording import WEEK, WORDS

if TYPE_CHECKING:
    from web.form_pages.rendering import FormView

_INPUT_MODES: Final = {"email": "email", "phone": "tel", "citizen_id": "numeric"}
_ISO_DATE: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_WIDTHS: Final = {"short": "w-4", "medium": "w-m", "full": "w-full"}


@dataclass(frozen=True)
class Scope:
    """Where a component stands: the prefix of its path, and the answers and facts there."""

    at: str
    answers: Mapping[str, Any]
    known: Mapping[str, Any]


@dataclass(frozen=True)
class Block:
    """Components that are laid out together: ``known`` (a list of facts), ``line`` or ``one``."""

    shape: str
    components: tuple[AnyComponent, ...]


class Showing:
    """One form being shown."""

    def __init__(self, view: "FormView") -> None:
        self.view = view
        self.schema = view.schema
        self.prefix = view.prefix
        self.top = Scope(view.prefix, view.answers, view.known)
        self.is_english = view.language == "en"
        self._watched = _watched_keys(view)

    # words

    def word(self, name: str, *values: object) -> str:
        return self.say(WORDS[name]).format(*values)

    def say(self, sentence: Sentence) -> str:
        return sentence.en if self.is_english else sentence.th

    def words(self, label: Label) -> Markup:
        """Words of the form's owner; Thai on an English page is marked as Thai."""
        if self.is_english:
            return (
                escape(label.en)
                if label.en
                else Markup('<span lang="th">{}</span>').format(label.th)
            )
        return keep_words(label.th)

    def plain(self, label: Label) -> str:
        return (label.en or label.th) if self.is_english else label.th

    def lang(self, label: Label) -> str:
        """Give the lang attribute of an element that can hold text only."""
        return "th" if self.is_english and label.th and not label.en else ""

    def passage(self, component: Passage) -> Markup:
        text = component.text
        html = passage_html(self.plain(text))
        return Markup('<div lang="th">{}</div>').format(html) if self.lang(text) else html

    def months(self) -> list[tuple[str, str]]:
        return [(str(number), self.say(name)) for number, name in enumerate(MONTH_NAMES, start=1)]

    def weekdays(self) -> list[tuple[str, str]]:
        """Give the days of a week as a calendar heads them: from Sunday, short and in full."""
        names = (*WEEKDAY_NAMES[-1:], *WEEKDAY_NAMES[:-1])
        return [(self.say(short), self.say(name)) for short, name in zip(WEEK, names, strict=True)]

    def item(self, rows: Rows, index: int) -> str:
        name = self.plain(rows.item) or self.word("an_entry")
        return f"{name} {self.number(index + 1)}"

    def add(self, rows: Rows) -> str:
        return self.plain(rows.add) or self.word("add")

    def number(self, value: int) -> str:
        return str(value) if self.is_english else in_digits(str(value), self.view.digits)

    # places

    def path(self, scope: Scope, component: AnyField | Rows) -> str:
        return scope.at + component.key

    def id(self, path: str) -> str:
        return "f-" + path.replace(".", "-")

    @property
    def fields_id(self) -> str:
        """Give the id of what is put in place when an answer fetches the form again."""
        return f"fields-{self.prefix.rstrip('.')}" if self.prefix else "form-fields"

    def target(self, path: str) -> str:
        """Give the id of the control that the message of a path leads to, "" for the whole form."""
        if not path:
            return ""
        plain = ".".join(part for part in path.split(".") if not part.isdigit())
        try:
            found = self.schema.field(plain)
        except KeyError:
            return ""
        end = "-day" if isinstance(found, DateField) else ""
        if isinstance(found, ChoiceField) and (found.multiple or found.kind is Kind.RADIO):
            end = "-0" if self.options(found) else ""
        return self.id(self.prefix + path) + end

    def row_scope(self, scope: Scope, rows: Rows, index: int) -> Scope:
        return Scope(
            f"{scope.at}{rows.key}.{index}.",
            _row(self.rows(scope, rows), index),
            _row(scope.known.get(rows.key), index),
        )

    def rows(self, scope: Scope, rows: Rows) -> list[Mapping[str, Any]]:
        given = scope.answers.get(rows.key)
        found = list(given) if isinstance(given, list | tuple) else []
        # Of what is recorded nothing is known besides: the answers are all that there is.
        if rows.fixed and rows.key in scope.known:
            count = len(scope.known[rows.key] or ())
            # More than the case knows now: which of them each answer was about is lost.
            found = [] if len(found) > count else found
            found = [_row(found, index) for index in range(count)]
        return found

    def blocks(self, components: tuple[AnyComponent, ...], scope: Scope) -> Iterator[Block]:
        """Lay out what is seen: facts in one list, components of one layout row in one line."""
        seen = [
            component
            for component in components
            if not self.is_hidden(scope, component) and not isinstance(component, ComputedField)
        ]
        for (is_known, row), together in groupby(seen, lambda one: (_is_fact(one), one.row)):
            found = tuple(together)
            if is_known:
                facts = tuple(one for one in found if scope.known.get(getattr(one, "key", "")))
                if facts:
                    yield Block("known", facts)
            elif row and len(found) > 1:
                yield Block("line", found)
            else:
                yield from (Block("one", (one,)) for one in found)

    def is_hidden(self, scope: Scope, component: AnyComponent) -> bool:
        return scope.at.removeprefix(self.prefix) + component.id in self.view.hidden

    def hidden_pairs(
        self, components: tuple[AnyComponent, ...], scope: Scope
    ) -> list[tuple[str, str]]:
        """Give what was typed into fields that are hidden now, to be carried along and not lost."""
        return [
            pair
            for component in components
            if self.is_hidden(scope, component)
            for pair in posted_pairs(component, scope.answers, scope.at)
        ]

    # controls

    def control(self, component: AnyComponent) -> str:
        match component:
            case DateField():
                return "date"
            case TimeField():
                return "time"
            case ChoiceField(multiple=False) if component.kind is Kind.SELECT:
                return "select"
            case ChoiceField():
                return "choices"
            case _:
                return component.kind.value

    def options(self, choice: ChoiceField) -> tuple[Option, ...]:
        if choice.office_list:
            return tuple(self.view.options.get(choice.office_list, ()))
        return choice.options

    def is_chosen(self, scope: Scope, choice: ChoiceField, option: Option) -> bool:
        value = scope.answers.get(choice.key)
        return option.value in value if isinstance(value, list | tuple) else option.value == value

    def typed(self, scope: Scope, found: AnyField) -> str:
        """Give the text of an input: what was typed, or the stored value written out."""
        value = scope.answers.get(found.key)
        if value is None or isinstance(value, bool | list | dict):
            return ""
        if isinstance(found, TimeField):
            return str(value).replace(":", ".")
        return str(value)

    def date_parts(self, scope: Scope, found: DateField) -> dict[str, str]:
        return date_parts(scope.answers.get(found.key), buddhist=not self.is_english)

    def asks_for_a_day(self) -> bool:
        return any(
            isinstance(one, DateField) and not one.readonly
            for found in self.schema.components
            for one in _all(found)
        )

    def limits(self, found: DateField) -> list[tuple[str, str]]:
        """Give the first and the last day that the field itself takes."""
        today = self.view.chooser.today.isoformat() if self.view.chooser else ""
        given = (("min", found.not_past), ("max", found.not_future))
        return [(name, today) for name, is_limited in given if is_limited and today]

    def input_mode(self, found: AnyField) -> str:
        if isinstance(found, TextField):
            return _INPUT_MODES.get(found.form or "", "")
        return "numeric" if found.kind is Kind.NUMBER else ""

    def width(self, found: TextField) -> str:
        return _WIDTHS[found.width]

    def files(self, scope: Scope, found: FileField) -> list[tuple[str, str]]:
        """Give the files that came with the form, without those that are there no more."""
        given = scope.answers.get(found.key)
        ids = given if isinstance(given, list | tuple) else []
        names = self.view.uploads
        return [(one, names[one]) for one in ids if isinstance(one, str) and one in names]

    def messages(self, path: str) -> str:
        own = path.removeprefix(self.prefix)
        return " ".join(self.say(sentence) for sentence in self.view.messages.get(own, ()))

    def summary(self) -> list[tuple[str, str]]:
        return [
            (self.target(path), self.messages(self.prefix + path)) for path in self.view.messages
        ]

    def described_by(self, path: str, found: AnyField | Rows, *more: str) -> str:
        """Give the ids of hint and message, for aria-describedby."""
        own = self.id(path)
        parts = [f"{own}-h"] if found.hint else []
        parts += [f"{own}-{end}" for end in more]
        parts += [f"{own}-e"] if path.removeprefix(self.prefix) in self.view.messages else []
        return " ".join(parts)

    def is_watched(self, component: AnyComponent) -> bool:
        return isinstance(component, Field) and component.key in self._watched

    # values to read

    def fact(self, scope: Scope, found: AnyField) -> Markup:
        return self.value(found, scope.known.get(found.key))

    def answered(self, scope: Scope, component: AnyField | Rows) -> bool:
        """Tell whether the field was shown when the form was answered."""
        column = getattr(component, "case_column", None)
        return component.key in scope.answers or (column in self.view.case_fields)

    def answer(self, scope: Scope, found: AnyField) -> Markup:
        column = found.case_column
        if column and column in self.view.case_fields:
            return self.value(found, self.view.case_fields[column])
        return self.value(found, scope.answers.get(found.key))

    def value(self, found: AnyField, raw: object) -> Markup:
        """Write a stored value out for reading. Nothing that could be an identity is shown."""
        if found.sealed and not self.view.shows_identities:
            return self._sealed() if raw else escape(self.word("unanswered"))
        if isinstance(found, CheckboxField):
            return escape(self.word("yes" if raw else "no"))
        if raw is None or raw in ("", []) or raw == SEALED_MARK:
            return escape(self.word("unanswered"))
        if isinstance(found, ChoiceField):
            return self._chosen(found, raw)
        if isinstance(found, FileField):
            return self._file_list(raw)
        return self._scalar(found, raw)

    def cell(self, raw: object) -> str:
        """Write one cell of a table: text, or a date."""
        return str(raw) if raw is not None else ""

    def _scalar(self, found: AnyField, raw: object) -> Markup:
        if isinstance(raw, date) or (
            isinstance(found, DateField | ComputedField) and re.fullmatch(_ISO_DATE, str(raw))
        ):
            try:
                on = raw if isinstance(raw, date) else date.fromisoformat(str(raw))
            except ValueError:
                return escape(raw)
            return Markup('<span class="nb">{}</span>').format(
                self.say(long_date(on, self.view.digits))
            )
        if found.kind is Kind.NUMBER:
            number = Decimal(str(raw)) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", str(raw)) else None
            text = f"{number:,f}" if number is not None else str(raw)
            return escape(text if self.is_english else in_digits(text, self.view.digits))
        if isinstance(found, TimeField) and not self.is_english:
            at = in_digits(str(raw).replace(":", "."), self.view.digits)
            return Markup('<span class="nb">{} น.</span>').format(at)
        if isinstance(found, TextField) and found.lines > 1:
            return Markup('<div class="typed">{}</div>').format(raw)
        return escape(raw)

    def _chosen(self, choice: ChoiceField, raw: object) -> Markup:
        labels = {option.value: self.words(option.label) for option in self.options(choice)}
        if isinstance(raw, list | tuple):
            items = Markup("").join(
                Markup("<li>{}</li>").format(labels.get(str(one), str(one))) for one in raw
            )
            return Markup('<ul class="bul">{}</ul>').format(items)
        return escape(labels.get(str(raw), str(raw)))

    def _file_list(self, raw: object) -> Markup:
        lines = []
        for one in raw if isinstance(raw, list | tuple) else ():
            name = self.view.uploads.get(one, self.word("file"))
            url = self.view.file_urls.get(one)
            shown = Markup('<a href="{}">{}</a>').format(url, name) if url else escape(name)
            lines.append(Markup("<li>{}</li>").format(shown))
        return Markup('<ul class="bul">{}</ul>').format(Markup("").join(lines))

    def _sealed(self) -> Markup:
        return Markup('<span class="sealed">{}<b>{}</b></span>').format(
            icon("lock"), self.word("sealed")
        )


def _row(rows: object, index: int) -> Mapping[str, Any]:
    found = rows[index] if isinstance(rows, list | tuple) and index < len(rows) else {}
    return found if isinstance(found, Mapping) else {}


def _is_fact(component: AnyComponent) -> bool:
    return isinstance(component, Field) and component.readonly


def _watched_keys(view: "FormView") -> frozenset[str]:
    """Find the keys that some condition names: changing them may show or hide fields."""
    named = {
        word
        for expression in view.schema.expressions()
        for word in re.findall(r"[a-z][a-z0-9_]*", expression.text)
    }
    keys = {
        component.key
        for found in view.schema.components
        for component in _all(found)
        if isinstance(component, Field)
    }
    return frozenset(named & keys)


def _all(component: AnyComponent) -> Iterator[AnyComponent]:
    for found in level((component,)):
        yield found
        if isinstance(found, Rows):
            for inside in found.components:
                yield from _all(inside)
