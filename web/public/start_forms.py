"""A start form that the public fills in: as it was posted, and as it is drawn again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, request
from markupsafe import Markup

from engine.access.pace import Pace
from engine.definitions.adoption import get_adopted_edition
from engine.definitions.reading import evaluate, start_form_of
from engine.errors import NotFound, Sentence
from engine.forms import FormSchema, hidden_ids
from engine.work.lodging import Door
from web.design.filters import digits_in_use
from web.design.language import language
from web.doors import DOOR, door_word, posted_door
from web.form_pages import FormView, RowChange, bind, render_form
from web.kept import carry, name_fields
from web.public.room import count, reading, visited
from web.uploads import Tray, take_uploads

Messages = Mapping[str, Sequence[Sentence]]


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


def start_form(process_id: str) -> FormSchema:
    with reading() as uow:
        schema = start_form_of(get_adopted_edition(uow, process_id))
    if schema is None:
        raise NotFound
    return schema


def drawn(
    schema: FormSchema,
    answers: Mapping[str, Any],
    messages: Messages,
    tray: Tray,
    *,
    names: Mapping[str, Any],
    action: str,
) -> Markup:
    """Draw the form; ``names`` are what it knows beside its answers, lists not yet read too."""
    return render_form(
        FormView(
            schema=schema,
            answers=answers,
            messages=messages,
            hidden=hidden_ids(schema, answers, today=g.today, names=names, evaluate=evaluate),
            options=names["options"],
            uploads=tray.names,
            language=language(),
            digits=digits_in_use(),
            refresh_url=action,
        )
    )
