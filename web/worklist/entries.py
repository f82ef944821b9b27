"""The two entries of an officer: a complaint, and a question that is answered at once."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import url_for

from engine.access.permissions import Command, check
from engine.errors import NotFound, Sentence
from engine.work.lodging import QUESTION_DOOR
from web import pages
from web.worklist.room import blueprint

View = TypeVar("View", bound=Callable[..., Any])


class Entry(StrEnum):
    """An entry, by its word in addresses."""

    COMPLAINT = "intake"
    QUESTION = "question"


@dataclass(frozen=True)
class Words:
    """What an entry is called on its tab and as a page, and what its button and the page say."""

    tab: Sentence
    title: Sentence
    button: Sentence
    done: Sentence


WORDS = {
    Entry.COMPLAINT: Words(
        Sentence("รับเรื่องร้องเรียน", "Complaint"),
        Sentence("รับเรื่องใหม่", "New complaint"),
        Sentence("ลงทะเบียนรับเรื่อง", "Lodge the complaint"),
        Sentence("รับเรื่องแล้ว เลขรับ {number}", "Lodged under number {number}"),
    ),
    Entry.QUESTION: Words(
        Sentence("บันทึกการสอบถาม", "Question"),
        Sentence("บันทึกการสอบถาม", "Record a question"),
        Sentence("ลงทะเบียนและปิดเรื่อง", "Register and close"),
        Sentence(
            "ลงทะเบียนการสอบถามและปิดเรื่องแล้ว เลขรับ {number}",
            "The question is registered and closed under number {number}",
        ),
    ),
}
_DOORS = {Entry.COMPLAINT: "officer", Entry.QUESTION: QUESTION_DOOR}


def on_each_entry(path: str, method: str) -> Callable[[View], View]:
    """Let a view serve both entries: each has its address, and the view is told which it is."""

    def register(view: View) -> View:
        for entry in Entry:
            rule = f"/<office_key>/{entry}{path}"
            blueprint.add_url_rule(
                rule, view_func=view, methods=[method], defaults={"entry": entry}
            )
        return view

    return register


def process_of(entry: Entry) -> str:
    """Return the process that an entry starts, for who may use it.

    Raises
    ------
    NotFound
        The office takes no questions in this way.
    """
    check(pages.standing(), Command.LODGE_CASE)
    process_id = pages.office().profile.doors.get(_DOORS[entry])
    if process_id is None:
        raise NotFound
    return process_id


def tabs(office_key: str, current: Entry) -> list[tuple[Sentence, str, None, bool]]:
    """Return the entries that the office has; none where there is no choice."""
    doors = pages.office().profile.doors
    offered = [entry for entry in Entry if _DOORS[entry] in doors]
    if len(offered) == 1:
        return []
    return [
        (
            WORDS[entry].tab,
            url_for("worklist.intake", office_key=office_key, entry=entry),
            None,
            entry is current,
        )
        for entry in offered
    ]
