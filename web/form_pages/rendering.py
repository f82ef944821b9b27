"""A form as HTML: to fill in, to read as it was answered, to fill in by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from engine.errors import Sentence
from engine.forms import FormSchema, Option
from engine.office.thai import Digits
from engine.store.blobs import LARGEST_BYTES
from web.design.glossary import keep_words
from web.design.icons import icon
from web.form_pages.paper import Paper
from web.form_pages.showing import Showing


@dataclass(frozen=True)
class DateChooser:
    """What the calendar beside a date goes by: which day it is, where the days off are told."""

    today: date
    days_off_url: str


@dataclass(frozen=True, kw_only=True)
class FormView:
    """A form and all that its page shows.

    ``answers`` are as posted, as drafted or as kept (see :mod:`engine.forms.reading`);
    ``messages`` those of FormInvalid; ``hidden`` comes from :func:`engine.forms.hidden_ids`;
    ``options``, ``known`` and ``uploads`` (id to file name) are those of the judging;
    ``case_fields`` the case columns, for showing kept answers; ``file_urls`` where a file can be
    opened. With ``refresh_url`` an answer that others depend on fetches the form again by itself;
    with ``chooser`` a day can be chosen from a calendar too, where scripts run. ``prefix`` begins
    the names of all controls where several forms stand on one page.
    """

    schema: FormSchema
    answers: Mapping[str, Any] = field(default_factory=dict)
    messages: Mapping[str, Sequence[Sentence]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    options: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    known: Mapping[str, Any] = field(default_factory=dict)
    uploads: Mapping[str, str] = field(default_factory=dict)
    case_fields: Mapping[str, Any] = field(default_factory=dict)
    file_urls: Mapping[str, str] = field(default_factory=dict)
    language: str = "th"
    digits: Digits = Digits.ARABIC
    refresh_url: str | None = None
    prefix: str = ""
    chooser: DateChooser | None = None
    # Only for who typed them herself.
    shows_identities: bool = False


def render_form(view: FormView) -> Markup:
    """Give the inside of a ``<form>``: error summary, known facts, fields.

    The page adds the form element (POST, ``multipart/form-data``), its hidden fields and the
    actions. Identities in ``answers`` are shown: this is for who types them.
    """
    return _page("fill.html", view)


def render_part(view: FormView) -> Markup:
    """Give one of several forms that are filled in on one page: its fields and nothing around."""
    return _page("part.html", view)


def render_answers(view: FormView) -> Markup:
    """Give the answers as submitted; a sealed one shows that it exists and no more."""
    return _page("answers.html", view)


def render_blank(
    view: FormView, conditions: Mapping[str, Sentence] = MappingProxyType({}), rows: int = 0
) -> Markup:
    """Give the form to be filled in by hand: dotted lines and empty boxes, all fields.

    See :class:`web.form_pages.paper.Paper`.
    """
    return _page("blank.html", view, paper=Paper(Showing(view), conditions, rows))


def _page(name: str, view: FormView, **more: object) -> Markup:
    template = _environment().get_template(f"form_pages/{name}")
    # The templates escape all values themselves.
    return Markup(template.render(show=Showing(view), **more))  # noqa: S704


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("web.form_pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["icon"] = icon
    environment.globals["largest_file"] = LARGEST_BYTES
    environment.filters["nb"] = keep_words
    return environment
