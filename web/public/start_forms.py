"""A start form that the public fills in: as it is shown, and as it was posted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import g, request
from markupsafe import Markup

from engine.access.pace import Pace
from engine.definitions.adoption import get_adopted_edition
from engine.definitions.reading import evaluate, start_form_of
from engine.errors import NotFound, Sentence
from engine.forms import FormSchema, hidden_ids, initial_answers
from engine.work.lodging import Door
from web import pages
from web.design.filters import digits_in_use
from web.design.language import language
from web.doors import DOOR, door_word, posted_door
from web.form_pages import FormView, RowChange, bind, render_form, with_change
from web.kept import carry, name_fields
from web.public.room import count, reading, visited
from web.uploads import Tray, kept_words, take_uploads

Messages = Mapping[str, Sequence[Sentence]]


@dataclass(frozen=True)
class FilledForm:
    """The form as a page shows it; ``door`` is the one that the files of ``tray`` wait for."""

    schema: FormSchema
    answers: Mapping[str, Any]
    messages: Messages = field(default_factory=dict)
    tray: Tray = field(default_factory=Tray)
    door: Door | None = None

    @classmethod
    def begun(cls, process_id: str, answered: Mapping[str, Any] | None = None) -> "FilledForm":
        """Return the form as it is shown first, with what was ``answered`` before it."""
        schema = start_form(process_id)
        answers = initial_answers(schema, today=g.today, known={})
        return cls(schema, {**answers, **(answered or {})})

    def shown(self, names: Mapping[str, Any], action: str) -> dict[str, Any]:
        """Return what a page is given to show the form, and to have it posted to ``action``.

        ``names`` are what the form knows beside its answers, lists not yet read too.
        """
        door = self.door if self.tray.uploads else None
        return {
            "action": action,
            "form": self._drawn(names, action),
            "kept_files": kept_words(self.tray.uploads, door.case_id) if door else [],
            "door": door_word(door, visited().id) if door else None,
            "submission_key": pages.submission_key(),
        }

    def _drawn(self, names: Mapping[str, Any], action: str) -> Markup:
        return render_form(
            FormView(
                schema=self.schema,
                answers=self.answers,
                messages=self.messages,
                hidden=hidden_ids(
                    self.schema, self.answers, today=g.today, names=names, evaluate=evaluate
                ),
                options=names["options"],
                uploads=self.tray.names,
                language=language(),
                digits=digits_in_use(),
                refresh_url=action,
            )
        )


@dataclass(frozen=True)
class Posted:
    """The form as it was posted, and the door that its files were encrypted for."""

    schema: FormSchema
    answers: dict[str, Any]
    change: RowChange | None
    tray: Tray
    door: Door

    @classmethod
    def read(cls, process_id: str) -> "Posted":
        schema = start_form(process_id)
        name_fields(schema)
        bound = bind(schema, request.form, request.files)
        door = posted_door(process_id, visited().id)
        answers = dict(bound.answers)
        if bound.uploads or bound.change is None:
            count(Pace.SEND)
        tray = take_uploads(bound.uploads, answers, door.case_id, door.data_key)
        if tray.uploads and DOOR not in request.form:
            carry([(DOOR, door_word(door, visited().id))])
        return cls(schema, answers, bound.change, tray, door)

    def changed(self, change: RowChange) -> FilledForm:
        """Return the form with a row more or less, or with what its answers ask for now."""
        answers = with_change(self.schema, self.answers, change, today=g.today)
        return FilledForm(self.schema, answers, self.tray.messages, self.tray, self.door)

    def refused(self, messages: Messages) -> FilledForm:
        return FilledForm(self.schema, self.answers, messages, self.tray, self.door)


def start_form(process_id: str) -> FormSchema:
    with reading() as uow:
        schema = start_form_of(get_adopted_edition(uow, process_id))
    if schema is None:
        raise NotFound
    return schema
