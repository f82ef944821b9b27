"""The guideline of an office: what it tells everybody of how it deals with complaints (แนวปฏิบัติ).

Made of what the office runs and of its profile, frozen into the history of the business that
publishes it, and read from there ever after: no later change of a diagram, of the profile or of
our own words changes what was certified.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from engine.errors import Sentence
from engine.journal.events import append, has_event, read_stream
from engine.journal.kinds import EventKind
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ChannelLine:
    """A row of the table of channels (seed 000). ``readers`` read what comes in by it."""

    key: str
    name: Sentence
    contact: Sentence | None
    is_online: bool
    looked_at: Sentence
    taken_in: Sentence
    readers: tuple[Sentence, ...]
    remark: Sentence | None


@dataclass(frozen=True)
class Way:
    """How it goes on after a step: by which answers, and the number of the next ("": it ends)."""

    answer: Sentence
    to: str


@dataclass(frozen=True)
class Part:
    """A step of the process that a step calls."""

    name: Sentence
    responsible: Sentence
    time: Sentence | None


@dataclass(frozen=True)
class GuidelineStep:
    """A step as its diagram has it. ``number`` is ``3``, or ``3.2`` where a step has several."""

    number: str
    element: str
    name: Sentence
    responsible: Sentence
    time: Sentence | None
    what: str
    parts: tuple[Part, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Procedure:
    """What becomes of a complaint that comes in by these doors, as the edition in force says."""

    process_id: str
    edition: str
    name: Sentence
    doors: tuple[str, ...]
    matters: tuple[Sentence, ...]
    begin: tuple[str, ...]
    steps: tuple[GuidelineStep, ...]


@dataclass(frozen=True)
class TimeLimit:
    """A deadline that a step of the procedures runs under, and what it stands on."""

    name: Sentence
    rule: Sentence
    basis: Sentence


@dataclass(frozen=True)
class OtherBody:
    """Where else one can complain."""

    name: Sentence
    address: Sentence
    phone: str | None


@dataclass(frozen=True)
class Responsible:
    """Who answers for all of it, and where to reach them."""

    office: Sentence
    unit: Sentence
    unit_phone: str | None
    address: Sentence
    phone: str
    website: str | None


@dataclass(frozen=True)
class Guideline:
    """All that one version says; the tuples of sentences are chapters in words."""

    made_on: date
    responsible: Responsible
    channels: tuple[ChannelLine, ...]
    how: tuple[Sentence, ...]
    contents: tuple[Sentence, ...]
    procedures: tuple[Procedure, ...]
    times: tuple[TimeLimit, ...]
    protection: tuple[Sentence, ...]
    following: tuple[Sentence, ...]
    bodies: tuple[OtherBody, ...]


def freeze_guideline(
    uow: UnitOfWork, case_id: UUID, guideline: Guideline, *, element: str | None
) -> None:
    """Write the guideline into the history of the business that is to publish it."""
    append(
        uow,
        case_id,
        EventKind.GUIDELINE_FROZEN,
        {"guideline": written(guideline)},
        element=element,
    )


def frozen_guideline(uow: UnitOfWork, case_id: UUID) -> Guideline | None:
    """Return what was made last for a case; None of a case for which nothing was."""
    events = list(read_stream(uow, case_id, kinds=(EventKind.GUIDELINE_FROZEN,)))
    return read(events[-1].content["guideline"]) if events else None


def has_guideline(uow: UnitOfWork, case_id: UUID) -> bool:
    """Tell whether a guideline was made for a case, without opening it."""
    return has_event(uow, case_id, EventKind.GUIDELINE_FROZEN)


def written(guideline: Guideline) -> dict[str, Any]:
    """Return the guideline as history keeps it."""
    return asdict(guideline)


def read(said: Mapping[str, Any]) -> Guideline:
    """Return the guideline that `written` wrote."""
    return Guideline(
        made_on=date.fromisoformat(said["made_on"]),
        responsible=Responsible(
            office=_sentence(said["responsible"]["office"]),
            unit=_sentence(said["responsible"]["unit"]),
            unit_phone=said["responsible"]["unit_phone"],
            address=_sentence(said["responsible"]["address"]),
            phone=said["responsible"]["phone"],
            website=said["responsible"]["website"],
        ),
        channels=tuple(_channel(one) for one in said["channels"]),
        how=_sentences(said["how"]),
        contents=_sentences(said["contents"]),
        procedures=tuple(_procedure(one) for one in said["procedures"]),
        times=tuple(
            TimeLimit(_sentence(one["name"]), _sentence(one["rule"]), _sentence(one["basis"]))
            for one in said["times"]
        ),
        protection=_sentences(said["protection"]),
        following=_sentences(said["following"]),
        bodies=tuple(
            OtherBody(_sentence(one["name"]), _sentence(one["address"]), one["phone"])
            for one in said["bodies"]
        ),
    )


def _channel(said: Mapping[str, Any]) -> ChannelLine:
    return ChannelLine(
        key=said["key"],
        name=_sentence(said["name"]),
        contact=_maybe(said["contact"]),
        is_online=said["is_online"],
        looked_at=_sentence(said["looked_at"]),
        taken_in=_sentence(said["taken_in"]),
        readers=_sentences(said["readers"]),
        remark=_maybe(said["remark"]),
    )


def _procedure(said: Mapping[str, Any]) -> Procedure:
    return Procedure(
        process_id=said["process_id"],
        edition=said["edition"],
        name=_sentence(said["name"]),
        doors=tuple(said["doors"]),
        matters=_sentences(said["matters"]),
        begin=tuple(said["begin"]),
        steps=tuple(_step(one) for one in said["steps"]),
    )


def _step(said: Mapping[str, Any]) -> GuidelineStep:
    return GuidelineStep(
        number=said["number"],
        element=said["element"],
        name=_sentence(said["name"]),
        responsible=_sentence(said["responsible"]),
        time=_maybe(said["time"]),
        what=said["what"],
        parts=tuple(
            Part(_sentence(one["name"]), _sentence(one["responsible"]), _maybe(one["time"]))
            for one in said["parts"]
        ),
        ways=tuple(Way(_sentence(one["answer"]), one["to"]) for one in said["ways"]),
    )


def _sentence(said: Mapping[str, str]) -> Sentence:
    return Sentence(said["th"], said["en"])


def _maybe(said: Mapping[str, str] | None) -> Sentence | None:
    return None if said is None else _sentence(said)


def _sentences(said: Iterable[Mapping[str, str]]) -> tuple[Sentence, ...]:
    return tuple(_sentence(one) for one in said)
