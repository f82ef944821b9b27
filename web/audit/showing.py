"""One event of a replay made ready for its page: who, when, the rule, the clocks, the readers."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from engine.access.visibility import AccessKind
from engine.bpmn.blueprint import blueprint_of
from engine.cases.register import Case
from engine.errors import Sentence
from engine.history.accesses import Access
from engine.history.narration import MarkKind
from engine.history.replay import Replay
from engine.journal.kinds import EventKind
from engine.office.explanation import rule_in_words
from engine.office.office_time import office_date
from engine.work import deadlines
from engine.work.deadlines import Deadline
from engine.work.variables import last_item
from web.design.due import Due
from web.design.filters import date_and_time, long_date, number, short_date
from web.design.filters import due as due_on
from web.design.language import language, say

_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

ACCESS_WORDS: Mapping[AccessKind, Sentence] = {
    AccessKind.CASE: Sentence("แฟ้มเรื่อง", "case file"),
    AccessKind.IDENTITY: Sentence("ชื่อที่ปิดไว้", "withheld identity"),
    AccessKind.FILE: Sentence("เอกสาร", "paper"),
    AccessKind.REPLAY: Sentence("การย้อนดู", "replay"),
    AccessKind.REGISTER: Sentence("ทะเบียนที่พิมพ์หรือส่งออก", "printed or exported register"),
}


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    remark: str = ""


@dataclass(frozen=True)
class Evaluation:
    """An expression as the system evaluated it: where, its text, what it read, what it gave."""

    place: str
    expression: str
    reads: tuple[tuple[str, str], ...]
    result: str


@dataclass(frozen=True)
class Decision:
    """What a run of the system did: what it passed, and why it took that way."""

    passed: list[str]
    evaluations: list[Evaluation]


@dataclass(frozen=True)
class Clock:
    """A deadline as it stood then. ``due`` counts from the day of the event."""

    name: str
    rule: str
    due: Due | None
    ended: str
    is_running: bool


@dataclass(frozen=True)
class Looker:
    name: str
    times: int
    what: str
    is_refused: bool


def case_title(case: Case) -> str:
    return case.subject or say(Sentence("(ยังไม่ได้ตั้งชื่อเรื่อง)", "(no subject yet)"))


def facts(replay: Replay, units: Mapping[str, Sentence]) -> list[Fact]:
    """Say who did it, for whom, when it happened, when it was recorded, and why."""
    event = replay.event
    found = [Fact(say(_BY), *_actor(replay))]
    unit = _unit(replay.step.scope, units) if replay.step else ""
    if unit:
        found.append(Fact(say(_UNIT), unit))
    if event.on_behalf_of:
        found.append(Fact(say(_FOR), replay.names.get(event.on_behalf_of, "")))
    recorded = Fact(say(_RECORDED), date_and_time(event.recorded_at))
    if event.occurred_on != office_date(event.recorded_at):
        late = (office_date(event.recorded_at) - event.occurred_on).days
        remark = say(_RECORDED_LATER).format(days=number(late)) if late > 0 else ""
        found.append(Fact(say(_HAPPENED), long_date(event.occurred_on), remark))
    found.append(recorded)
    reason = event.content.get("reason") or _answered_reason(event.content)
    if reason:
        found.append(Fact(say(_REASON), str(reason)))
    return found


def _actor(replay: Replay) -> tuple[str, str]:
    """Name who acted and her post that day; the system names whose act set it going."""
    actor_id = replay.event.actor_id
    name = replay.names.get(actor_id, "") if actor_id else ""
    moment = next(m for m in replay.moments if m.seq == replay.event.seq)
    if moment.mark is not MarkKind.ACT:
        return say(_SYSTEM), say(_AFTER_ACT).format(name=name) if name else ""
    return (name, replay.posts.get(actor_id, "")) if actor_id else (say(_SYSTEM), "")


def _answered_reason(content: Mapping[str, Any]) -> Any:
    answers = content.get("answers")
    return answers.get("earlier_reason") if isinstance(answers, Mapping) else None


def decision(replay: Replay) -> Decision | None:
    """Explain a run of the system; None where the event is no run."""
    event = replay.event
    if event.kind is not EventKind.ENGINE_RAN:
        return None
    labels = dict(_labels(replay))
    passed = [labels.get((process_id, at), at) for process_id, at, *_ in event.content["passed"]]
    by_element = {element: label for (_, element), label in labels.items()}
    evaluations = [
        Evaluation(
            place=by_element.get(each["element"], each["element"]),
            expression=each["expression"],
            reads=tuple(_reads(each)),
            result=_value(each["result"]),
        )
        for each in event.content["evaluated"]
    ]
    return Decision([label for label in passed if label], evaluations)


def _labels(replay: Replay) -> Iterator[tuple[tuple[str, str], str]]:
    for process in blueprint_of(replay.picture.edition).processes.values():
        for element in process.elements.values():
            label = element.label_en if language() == "en" and element.label_en else element.label
            yield (process.id, element.id), label
        for flow in process.flows:
            label = flow.name_en if language() == "en" and flow.name_en else flow.name
            yield (process.id, flow.id), label or flow.id


def _reads(evaluated: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in evaluated["reads"].items():
        yield name, _value(value)
    for name, arguments, value in evaluated["called"]:
        yield f"{name}({', '.join(map(_value, arguments))})", _value(value)


def _value(value: Any) -> str:
    """Write a FEEL value as FEEL writes it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{name}: {_value(inner)}' for name, inner in value.items())}}}"
    return str(value)


def _text(value: str) -> str:
    """Write an instant as the office's day and hour, an id by its beginning, a text quoted."""
    if _INSTANT.fullmatch(value):
        return date_and_time(datetime.fromisoformat(value))
    return f'"{value[:8]}…"' if _ID.fullmatch(value) else f'"{value}"'


def _unit(scope: str, units: Mapping[str, Sentence]) -> str:
    """Name the unit that a scope is about; one about a party names nobody."""
    found = units.get(last_item(scope) or "")
    return say(found) if found else ""


def clocks(replay: Replay, units: Mapping[str, Sentence]) -> list[Clock]:
    """Return the deadlines of that moment, those that ran first, the earliest first."""
    day = office_date(replay.event.recorded_at)
    found = sorted(
        replay.position.deadlines.values(),
        key=lambda d: (d.status not in deadlines.OPEN_STATES, d.effective_on, d.name),
    )
    return [_clock(deadline, day, _unit(deadline.scope, units)) for deadline in found]


def _clock(deadline: Deadline, day: date, unit: str) -> Clock:
    rule = deadline.reckoning.rule
    is_running = deadline.status in deadlines.OPEN_STATES
    ended = ""
    if deadline.status == deadlines.MET and deadline.met_on:
        kept = deadline.met_on <= deadline.effective_on
        ended = say(_KEPT if kept else _LATE).format(
            met=short_date(deadline.met_on), due=short_date(deadline.effective_on)
        )
    elif deadline.status == deadlines.ENDED:
        ended = say(_ENDED)
    return Clock(
        name=f"{say(rule.label)} {unit}".strip(),
        rule=say(rule_in_words(rule)),
        due=due_on(deadline.effective_on, day) if is_running else None,
        ended=ended,
        is_running=is_running,
    )


def lookers(accesses: Iterable[Access], *, until: datetime | None) -> list[Looker]:
    """Sum up who looked before the next event: once a person, refusals apart."""
    found = dict[tuple[UUID, bool], list[Access]]()
    for access in accesses:
        if until is None or access.recorded_at < until:
            found.setdefault((access.person_id, access.is_refused), []).append(access)
    return [
        Looker(
            name=group[0].name,
            times=len(group),
            what=" ".join(dict.fromkeys(say(ACCESS_WORDS[each.kind]) for each in group)),
            is_refused=is_refused,
        )
        for (_, is_refused), group in found.items()
    ]


_BY = Sentence("ผู้ทำ", "By")
_UNIT = Sentence("กลุ่มงาน", "Unit")
_FOR = Sentence("ทำแทน", "On behalf of")
_HAPPENED = Sentence("เกิดจริง", "Happened")
_RECORDED = Sentence("บันทึก", "Recorded")
_REASON = Sentence("เหตุผล", "Reason")
_SYSTEM = Sentence("ระบบ", "The system")
_AFTER_ACT = Sentence("ต่อจากการกระทำของ {name}", "following what {name} did")
_RECORDED_LATER = Sentence("บันทึกภายหลัง {days} วัน", "recorded {days} days later")
_KEPT = Sentence("ทันกำหนด ทำเมื่อ {met} กำหนด {due}", "kept: done {met}, due {due}")
_LATE = Sentence("เกินกำหนด ทำเมื่อ {met} กำหนด {due}", "late: done {met}, due {due}")
_ENDED = Sentence("เลิกนับเพราะขั้นตอนถูกยกเลิก", "no longer counted: the step was cancelled")
