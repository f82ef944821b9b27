"""The answers as they were submitted, and what changed against the round before."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for
from markupsafe import Markup, escape

from engine.cases.attachments import Attachment
from engine.definitions.reading import evaluate, form_of
from engine.errors import Sentence
from engine.forms import hidden_ids
from engine.forms.components import AnyComponent, AnyField, Field, Rows, level
from engine.history.replay import Replay, Submitted
from web.audit.differences import Change, compare
from web.design.filters import digits_in_use, number
from web.design.language import language, say
from web.form_pages import FormView, render_answers
from web.form_pages.showing import Scope, Showing


@dataclass(frozen=True)
class Line:
    """One field in two rounds; ``change`` None: the same answer."""

    label: Markup
    before: Markup
    after: Markup
    change: Change | None


@dataclass(frozen=True)
class Filled:
    """``answers`` where there is nothing to compare with, otherwise ``lines``."""

    name: str
    round: int
    answers: Markup | None
    lines: list[Line]
    before: Submitted | None


def submitted(
    replay: Replay,
    files: Sequence[Attachment],
    lists: Mapping[str, Any],
    office_key: str,
) -> Filled | None:
    """Show what the event submitted, against the round before where there was one."""
    now, before = replay.submitted, replay.before
    if now is None:
        return None
    view = _view(now, files, lists, replay, office_key)
    if before is None:
        return Filled(say(now.name), now.round, render_answers(view), [], None)
    earlier = _view(before, files, lists, replay, office_key)
    return Filled(say(now.name), now.round, None, list(_lines(earlier, view)), before)


def _view(
    given: Submitted,
    files: Sequence[Attachment],
    lists: Mapping[str, Any],
    replay: Replay,
    office_key: str,
) -> FormView:
    schema = form_of(given.edition, given.form_ref)
    answers = dict(given.answers)
    return FormView(
        schema=schema,
        answers=answers,
        case_fields=given.case_fields,
        hidden=hidden_ids(schema, answers, names={}, today=given.occurred_on, evaluate=evaluate),
        options=lists,
        uploads={str(each.blob_id): each.file_name for each in files},
        file_urls={
            str(each.blob_id): url_for(
                "case_file.attachment",
                office_key=office_key,
                case_id=replay.case.id,
                attachment_id=each.id,
            )
            for each in files
        },
        language=language(),
        digits=digits_in_use(),
    )


def _lines(before: FormView, after: FormView) -> Iterator[Line]:
    then, now = dict(_answered(before)), dict(_answered(after))
    paths = [*now, *(path for path in then if path not in now)]
    for path in paths:
        old, new = then.get(path), now.get(path)
        label, _ = new or old or (Markup(""), None)
        shown = compare(old[1] if old else None, new[1] if new else None)
        yield Line(label, shown.before, shown.after, shown.change)


def _answered(view: FormView) -> Iterator[tuple[str, tuple[Markup, Markup]]]:
    """Yield path, label and value of every field that was answered; a sealed one as a mark."""
    showing = Showing(view)
    yield from _scope(showing, view.schema.components, showing.top, Markup(""))


def _scope(
    showing: Showing, components: tuple[AnyComponent, ...], scope: Scope, heading: Markup
) -> Iterator[tuple[str, tuple[Markup, Markup]]]:
    for component in level(components):
        if showing.is_hidden(scope, component):
            continue
        if isinstance(component, Rows):
            for index in range(len(showing.rows(scope, component))):
                item = escape(_row_name(showing, component, index))
                inner = showing.row_scope(scope, component, index)
                yield from _scope(showing, component.components, inner, item + Markup(" "))
        elif isinstance(component, Field) and component.label:
            field: AnyField = component
            if showing.answered(scope, field):
                label = heading + showing.words(component.label)
                yield showing.path(scope, field), (label, _text_of(showing.answer(scope, field)))


def _text_of(answer: Markup) -> Markup:
    """Take a text of several lines out of its block, so that inside it can be compared."""
    found = _TYPED.fullmatch(answer)
    return Markup(found[1]) if found else answer  # noqa: S704  # escaped where it was put in


def _row_name(showing: Showing, rows: Rows, index: int) -> str:
    name = showing.plain(rows.label) or say(_ENTRY)
    return f"{name} {number(index + 1)}"


_TYPED: Final = re.compile(r'<div class="typed">(.*)</div>', re.DOTALL)
_ENTRY = Sentence("รายการที่", "Entry")
