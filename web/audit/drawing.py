"""The diagram of the edition in force, with the path taken up to one event."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from flask import url_for
from markupsafe import Markup

from engine.bpmn.blueprint import blueprint_of
from engine.bpmn.elements import Process
from engine.bpmn.outline import Standing, lines, outline
from engine.errors import Sentence
from engine.history.replay import Replay
from web.case_file.diagram import Mark, State, draw
from web.design.filters import number
from web.design.language import language, say

_STATES = {
    Standing.DONE: (State.DONE, Sentence("ผ่านแล้ว", "done")),
    Standing.NOW: (State.NOW, Sentence("อยู่ที่นี่", "the case is here")),
    Standing.AHEAD: (State.AHEAD, Sentence("ยังไม่ถึง", "still ahead")),
}
# Of these the number of passes says something to a reader; of gateways and events it does not.
_COUNTED = frozenset({"userTask", "callActivity", "serviceTask", "subProcess"})


@dataclass(frozen=True)
class Shown:
    """A process of the edition that can be looked at here."""

    name: str
    url: str
    is_current: bool


def processes(replay: Replay, shown: str, office_key: str) -> list[Shown]:
    """List the edition's processes that the case has entered, its own first."""
    picture = replay.picture
    entered = {process_id for process_id, _ in picture.rounds} | {picture.process_id}
    entered |= {picture.edition.process_id, shown}
    return [
        Shown(
            _name(process),
            url_for(
                "audit.replay",
                office_key=office_key,
                case_id=replay.case.id,
                seq=replay.event.seq,
                process=process.id,
                _anchor="at",
            ),
            process.id == shown,
        )
        for process in blueprint_of(picture.edition).processes.values()
        if process.id in entered
    ]


def draw_moment(replay: Replay, process_id: str) -> Markup:
    edition = replay.picture.edition
    process = blueprint_of(edition).processes[process_id]
    title = say(_TITLE).format(process=_name(process), seq=number(replay.event.seq))
    return draw(
        edition.sources[process_id],
        title=title,
        description=_description(replay, process),
        marks=dict(_marks(replay, process)),
        lang=language(),
        prefix="rep",
    )


def outline_of(replay: Replay, process_id: str) -> list[str]:
    """Return the process as lines, for who does not see the drawing."""
    chosen: Literal["th", "en"] = "en" if language() == "en" else "th"
    found = (o for o in outline(replay.picture.edition) if o.process.id == process_id)
    return [line for each in found for line in lines(each, chosen)]


def _marks(replay: Replay, process: Process) -> Iterator[tuple[str, Mark]]:
    picture = replay.picture
    for element in process.elements.values():
        standing = picture.standings.get((process.id, element.id))
        if standing not in _STATES:
            continue
        state, words = _STATES[standing]
        rounds = picture.rounds.get((process.id, element.id), 0)
        note, count = say(words), ""
        if rounds > 1 and element.kind in _COUNTED:
            count = number(rounds)
            note = f"{note} {say(_TIMES).format(count=count)}"
        yield element.id, Mark(state, count=count, note=note)
    for flow in process.flows:
        if (process.id, flow.id) in picture.taken:
            yield flow.id, Mark(State.TAKEN)


def _description(replay: Replay, process: Process) -> str:
    """Say the same as the drawing: what was passed, and where the case stands."""
    passed = _named(replay, process, Standing.DONE)
    now = _named(replay, process, Standing.NOW)
    return say(_DESCRIPTION).format(passed=passed or say(_NOTHING), now=now or say(_NOWHERE))


def _named(replay: Replay, process: Process, wanted: Standing) -> str:
    found = (
        element.label_en if language() == "en" and element.label_en else element.label
        for element in process.elements.values()
        if element.kind in _COUNTED
        and replay.picture.standings.get((process.id, element.id)) is wanted
    )
    return ", ".join(label for label in found if label)


def _name(process: Process) -> str:
    return process.name_en if language() == "en" and process.name_en else process.name


_TITLE = Sentence("{process} ณ เหตุการณ์ที่ {seq}", "{process} at event {seq}")
_TIMES = Sentence("{count} ครั้ง", "{count} times")
_DESCRIPTION = Sentence("ผ่านแล้ว: {passed} อยู่ที่: {now}", "Done: {passed}. Now at: {now}.")
_NOTHING = Sentence("ยังไม่มี", "nothing yet")
_NOWHERE = Sentence("ไม่มีขั้นตอนที่เปิดอยู่ในผังนี้", "no open step in this diagram")
