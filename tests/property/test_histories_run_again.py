"""A history runs again as it ran; altered anywhere that decides its course, it is found there.

The histories are real ones, opened and altered in memory: what a re-execution sees when
somebody rewrites the record and the whole chain after it.
"""

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from engine.bpmn.edition import Edition, build_edition
from engine.definitions.editions import get_edition
from engine.errors import NotFound, Tampered
from engine.history.course_faults import Difference
from engine.history.recorded_context import CAUSED_BY_STEPS
from engine.history.reexecution import (
    CourseOfCase,
    CourseVerdict,
    follow,
    reexecute,
    verified,
)
from engine.journal.events import ENGINE_VERSION, Event
from engine.journal.kinds import EventKind
from engine.office.roles import Role
from engine.store import tables
from engine.store.unit_of_work import Store
from engine.work.lodging import Door
from engine.work.respondents import add_respondent
from tests.conftest import PEOPLE, opened_office
from tests.support.snapshots import snapshot
from tests.support.story import Story, in_unit

pytestmark = [
    pytest.mark.parametrize("backend", ["sqlite"], indirect=True),
    pytest.mark.usefixtures("backend"),
]

Place = tuple[str | int, ...]

OFFER_OF_THE_ENGINE = (
    "process_id", "scope", "round", "name", "name_en", "step", "form_ref", "role", "groups",
    "due_on", "clocks",
)  # fmt: skip
MOVES = frozenset(
    {
        EventKind.INSTANCE_STARTED,
        EventKind.ENGINE_RAN,
        EventKind.WORK_ITEM_OFFERED,
        EventKind.WORK_ITEM_COMPLETED,
        EventKind.WORK_ITEM_CANCELLED,
        EventKind.DEADLINE_STARTED,
        EventKind.DEADLINE_MET,
        EventKind.DEADLINE_OUTCOME_CORRECTED,
        EventKind.DEADLINE_ENDED,
        EventKind.INSTANCE_COMPLETED,
        EventKind.CASE_ARCHIVED,
        EventKind.CASE_ESCALATED,
        EventKind.COMMITTEE_APPOINTED,
        EventKind.MESSAGE_POSTED,
    }
)


@dataclass
class History:
    """The events of one case, and the editions they name."""

    case: UUID
    number: str
    events: list[Event]
    editions: Mapping[str, Edition]

    @classmethod
    def of(cls, story: Story, case: UUID) -> "History":
        events = story.events(case)
        named = {event.edition for event in events if event.edition}
        with story.reading() as uow:
            editions = {sha256: get_edition(uow, sha256) for sha256 in named}
        return cls(case, story.case(case).number, events, editions)

    def again(self, events: list[Event] | None = None) -> CourseOfCase:
        return follow(
            self.events if events is None else events, self.case, self.editions.__getitem__
        )

    def runs(self) -> list[Event]:
        return [event for event in self.events if event.kind is EventKind.ENGINE_RAN]

    def altered(self, event: Event, change: Callable[[dict[str, Any]], None]) -> list[Event]:
        content = copy.deepcopy(dict(event.content))
        change(content)
        at = self.events.index(event)
        return [*self.events[:at], replace(event, content=content), *self.events[at + 1 :]]

    def find(self, kind: str, element: str | None = None, nth: int = 0) -> Event:
        found = [e for e in self.events if e.kind == kind and element in (None, e.element)]
        return found[nth]

    def run_after(self, event: Event) -> Event:
        return next(run for run in self.runs() if run.seq > event.seq)


def work_until(story: Story, case: UUID, element: str) -> None:
    """Do whatever is open, the usual way, until the step of this name is."""
    while element not in story.open_elements(case):
        story.complete(story.open(case)[0])


def units_late_and_sent_back(story: Story, clock: Any) -> UUID:
    """A letter sent back; three units late, escalated, one sent back; two rounds; a respondent."""
    case = story.lodge(received_on=story.day(-2))
    story.do(case, "register", receipt_code=True)
    story.do(case, "sort")
    story.do(case, "draft_letter")
    story.do(case, "sign_letter", decision="returned")
    story.do(case, "draft_letter")
    story.do(case, "sign_letter", order="units", units=["planning", "construction", "maintenance"])
    clock.advance(days=25)
    assert story.run_worker()
    in_unit(story.store, story.someone(Role.MANAGER), add_respondent, case, "นายมาทีหลัง ผู้สมมติ")
    story.do(case, "report", scope="planning")
    story.do(case, "review", scope="planning", result="incomplete")
    work_until(story, case, "decide")
    story.do(case, "decide", decision="continue", next="inside")
    story.finish(case)
    return case


def nameless_before_a_committee(story: Story, clock: Any) -> UUID:
    """No name, only a receipt code; more is asked for; a committee inquires and hears."""
    case = story.lodge(is_anonymous=True, complainants=[])
    lodged_on = story.day(0)
    clock.advance(days=4)
    assert story.run_worker()
    story.do(case, "register", receipt_code=True, occurred_on=lodged_on)
    story.do(case, "sort", result="more_info")
    story.do(case, "request_info")
    work_until(story, case, "sign_letter")
    story.do(case, "sign_letter", order="committee")
    story.do(case, "draft_order")
    story.do(case, "sign_order", decision="returned")
    work_until(story, case, "inquire")
    clock.advance(days=3)
    story.run_worker()
    story.do(case, "inquire", hear=True)
    story.finish(case)
    return case


def waits_for_units(story: Story, _clock: Any) -> UUID:
    """A case in the middle: two units are asked and a first notice is on its way."""
    case = story.lodge()
    for element in ("register", "sort", "draft_letter", "sign_letter"):
        story.do(case, element)
    return case


def by_the_route_of_its_category(story: Story, _clock: Any) -> UUID:
    """The tambon process: the way of the category, by the profile; in the end the head decides."""
    case = story.lodge(door=Door("complaint_tambon"), is_anonymous=True, complainants=[])
    story.do(case, "register", receipt_code=True)
    story.do(case, "sort", category="information")
    story.do(case, "give_information", unit="planning", outcome="put_to_head")
    story.do(case, "memo", units=["construction"])
    story.do(case, "sign_memo", units=["construction"])
    story.finish(case, record={"category": "information", "result": "informed"})
    return case


STORIES = (
    units_late_and_sent_back,
    nameless_before_a_committee,
    waits_for_units,
    by_the_route_of_its_category,
)


@pytest.fixture
def story(office: Any, tmp_path: Path) -> Story:
    return Story(office.store, office.id, tmp_path / "blobs")


_TOLD: dict[Any, History] = {}


@pytest.fixture
def play(request: pytest.FixtureRequest) -> Callable[[Any], History]:
    """Play a story; its events are kept, so that the next test need not."""

    def played(tell: Callable[[Story, Any], UUID]) -> History:
        if tell not in _TOLD:
            story, clock = request.getfixturevalue("story"), request.getfixturevalue("clock")
            _TOLD[tell] = History.of(story, tell(story, clock))
        return _TOLD[tell]

    return played


@pytest.fixture
def late(play: Callable[[Any], History]) -> History:
    return play(units_late_and_sent_back)


@pytest.fixture
def nameless(play: Callable[[Any], History]) -> History:
    return play(nameless_before_a_committee)


@pytest.fixture
def cut_off(store: Store, clock: Any, bundled_editions: list[Edition]) -> History:
    """A case of an office whose units lose a late report: its timer cuts the step off."""
    kept, cut = b'cancelActivity="false" attachedToRef="report"', b'attachedToRef="report"'
    sources = {name: data for each in bundled_editions for name, data in each.sources.items()}
    forms = {name: data for each in bundled_editions for name, data in each.forms.items()}
    assert sources["unit_action"].count(kept) == 1
    sources["unit_action"] = sources["unit_action"].replace(kept, cut)
    editions = [build_edition(each.process_id, sources, forms) for each in bundled_editions]
    office = opened_office(store, "provincial", PEOPLE, editions)
    story = Story(store, office.id)
    case = waits_for_units(story, clock)
    clock.advance(days=40)
    assert story.run_worker()
    story.finish(case)
    return History.of(story, case)


# -- As it was recorded ------------------------------------------------------------------------


@pytest.mark.parametrize("tell", STORIES)
def test_a_history_runs_again_as_it_ran(play, tell):
    history = play(tell)
    found = history.again()
    assert found.fault is None, found.fault.sentence.en
    assert found.runs == len(history.runs())


def test_the_stories_hold_whatever_a_course_can_hold(play):
    """Not every test that passes tests something: these histories have all that is compared."""
    histories = [play(tell) for tell in STORIES]
    events = [event for history in histories for event in history.events]
    # In no bundled process does a timer cut a step off; ``cut_off`` has an office where one does.
    left_out = {EventKind.WORK_ITEM_CANCELLED, EventKind.DEADLINE_ENDED}
    assert {event.kind for event in events} >= MOVES - left_out
    evaluated = [each for event in events for each in event.content.get("evaluated", ())]
    assert any(each["called"] for each in evaluated)
    assert any(each["reads"] for each in evaluated)
    assert {"started", "completed", "timer"} == {
        event.content["cause"]["kind"] for event in events if event.kind is EventKind.ENGINE_RAN
    }


def test_a_step_that_a_timer_cuts_off_is_cut_off_again(cut_off):
    kinds = {event.kind for event in cut_off.events}
    assert kinds >= {EventKind.WORK_ITEM_CANCELLED, EventKind.DEADLINE_ENDED}
    found = cut_off.again()
    assert found.fault is None, found.fault.sentence.en
    forge(cut_off, [e for e in cut_off.events if e.kind in kinds & MOVES])


# -- Altered -----------------------------------------------------------------------------------


def places(value: Any, here: Place = ()) -> Iterator[Place]:
    """Give the way to every value inside a content, lists and objects too."""
    if here:
        yield here
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*here, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from places(inner, (*here, number))


def alter(content: dict[str, Any], place: Place) -> None:
    """Change one value to another of its kind; of lists and objects one entry goes or comes."""
    holder: Any = content
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = another(holder[place[-1]])


def another(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return f"{value}x"
        case list():
            return value[:-1] if value else ["x"]
        case dict():
            return dict(list(value.items())[:-1]) if value else {"x": "x"}
        case _:
            return "x"


def check_found_there(history: History, event: Event, place: Place) -> None:
    found = history.again(history.altered(event, lambda content: alter(content, place)))
    assert found.fault is not None, (event.seq, event.kind, place)
    assert found.fault.seq == event.seq, (event.kind, place, found.fault.sentence.en)


def decided_by_the_engine(event: Event) -> Iterator[Place]:
    """Give what of an event must come out of the engine again exactly there."""
    if event.kind is EventKind.ENGINE_RAN:
        yield from places(dict(event.content))
    elif event.kind is EventKind.WORK_ITEM_OFFERED:
        yield from (p for p in places(dict(event.content)) if p[0] in OFFER_OF_THE_ENGINE)
    elif event.kind is EventKind.DEADLINE_MET:
        yield from (("late",), ("met_on",))


def tampered_with(history: History, examples: int) -> None:
    choices = [(e, place) for e in history.events for place in decided_by_the_engine(e)]

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(choices))
    def check(choice: tuple[Event, Place]) -> None:
        check_found_there(history, *choice)

    check()


def test_whatever_is_altered_in_the_record_of_a_run_is_found_there(late):
    tampered_with(late, examples=40)


def test_whatever_is_altered_in_the_record_of_a_committee_is_found_there(nameless):
    tampered_with(nameless, examples=40)


def test_a_route_that_is_altered_is_found_where_it_was_read(play):
    history = play(by_the_route_of_its_category)
    told = [event for event in history.events if "route" in event.content]
    assert [event.content["route"] for event in told] == ["give_information"]
    check_found_there(history, told[0], ("route",))


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("tell", STORIES)
def test_every_single_alteration_of_a_run_is_found_there(play, tell):
    history = play(tell)
    for event in history.events:
        for place in decided_by_the_engine(event):
            check_found_there(history, event, place)


def forge(history: History, events: list[Event]) -> None:
    """Take each of these out of the history, and put each in twice; each time it is found."""
    for event in events:
        at, rest = history.events.index(event), history.events
        for forged in ([*rest[:at], *rest[at + 1 :]], [*rest[:at], event, *rest[at:]]):
            found = history.again(forged)
            assert found.fault is not None, (event.seq, event.kind, len(forged) - len(rest))


def moves(history: History) -> list[Event]:
    return [event for event in history.events if event.kind in MOVES]


@pytest.mark.parametrize("tell", STORIES)
def test_an_event_that_is_gone_or_comes_twice_is_found(play, tell):
    """One of each kind; the long test tries every event."""
    history = play(tell)
    forge(history, list({event.kind: event for event in moves(history)}.values()))


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("tell", STORIES)
def test_every_event_that_is_gone_or_comes_twice_is_found(play, tell):
    forge(play(tell), moves(play(tell)))


def altered_at(history: History, event: Event, *place: str | int, to: Any) -> CourseOfCase:
    def change(content: dict[str, Any]) -> None:
        holder: Any = content
        for step in place[:-1]:
            holder = holder[step]
        assert holder[place[-1]] != to
        holder[place[-1]] = to

    return history.again(history.altered(event, change))


def test_another_answer_is_found_where_it_is_read(late):
    answered = late.find("work_item_completed", "sort")
    found = altered_at(late, answered, "answers", "result", to="out_of_power").fault
    assert found is not None
    assert (found.difference, found.path) == (Difference.READS, "sort.result")
    assert found.seq == late.run_after(answered).seq


def test_another_result_names_its_gateway(late):
    run = late.run_after(late.find("work_item_completed", "sort"))
    first = run.content["evaluated"][0]
    found = altered_at(late, run, "evaluated", 0, "result", to=not first["result"]).fault
    assert found is not None
    assert (found.difference, found.seq) == (Difference.RESULT, run.seq)
    assert found.element == first["element"]


def test_another_flow_is_named(late):
    run = late.run_after(late.find("work_item_completed", "sort"))
    taken = run.content["flows"][0][1]
    found = altered_at(late, run, "flows", 0, 1, to="another_way").fault
    assert found is not None
    assert (found.difference, found.seq, found.element) == (Difference.FLOW, run.seq, taken)


def test_another_digest_is_found(late):
    run = late.runs()[3]
    found = altered_at(late, run, "digest", to="0" * 64).fault
    assert found is not None
    assert (found.difference, found.seq) == (Difference.DIGEST, run.seq)


def test_another_answer_of_a_deadline_is_found(late):
    run, number = next(
        (run, number)
        for run in late.runs()
        for number, each in enumerate(run.content["evaluated"])
        if each["called"]
    )
    moved = altered_at(late, run, "evaluated", number, "called", 0, 2, to="2031-01-01").fault
    assert moved is not None
    assert (moved.difference, moved.seq) == (Difference.CALLED, run.seq)
    assert moved.element == run.content["evaluated"][number]["element"]


def test_a_last_day_that_the_rule_does_not_give_is_found(late):
    clock = late.find("deadline_started")
    for name in ("effective_on", "raw_on", "start_on"):
        found = altered_at(late, clock, "reckoning", name, to="2026-12-24").fault
        assert found is not None, name
        assert (found.difference, found.seq) == (Difference.RECKONING, clock.seq), name


def test_a_clock_moved_with_all_its_reckoning_is_found_by_its_start(late):
    clock = late.find("deadline_started")
    off = [each["on"] for each in clock.content["reckoning"]["days_off"]]

    def a_week_later(content: dict[str, Any]) -> None:
        reckoning = content["reckoning"]
        for name in ("start_on", "raw_on", "effective_on"):
            day = date.fromisoformat(reckoning[name]) + timedelta(days=7)
            reckoning[name] = day.isoformat()
        for day, holder in zip(off, reckoning["days_off"], strict=True):
            holder["on"] = (date.fromisoformat(day) + timedelta(days=7)).isoformat()

    found = late.again(late.altered(clock, a_week_later)).fault
    assert found is not None
    assert (found.difference, found.seq) == (Difference.CLOCK_STARTED, clock.seq)


def test_a_party_who_can_be_reached_only_in_the_record_is_found(nameless):
    joined = next(e for e in nameless.events if e.content.get("kind") == "complainant")
    found = altered_at(nameless, joined, "is_contactable", to=True).fault
    assert found is not None


def test_a_committee_that_no_order_named_is_found(nameless):
    appointed = nameless.find("committee_appointed")
    found = altered_at(nameless, appointed, "seats", 0, "seat", to="member").fault
    assert found is not None
    assert (found.difference, found.seq) == (Difference.EFFECT, appointed.seq)


def test_a_fault_says_where_in_both_languages_and_shows_no_value(late):
    answered = late.find("work_item_completed", "sort")
    found = altered_at(late, answered, "answers", "result", to="a value that nobody may see").fault
    assert found is not None
    for said in (found.sentence.th, found.sentence.en):
        assert late.number in said
        assert str(found.seq) in said
        assert found.element in said
        assert "value that nobody" not in said
        assert "accept" not in said


def test_content_of_another_shape_is_a_fault_and_no_crash(late):
    """One event of each kind; what a system step left is read with the run that it is held to."""
    for event in {event.kind: event for event in moves(late) if event.content}.values():
        at = late.events.index(event)
        forged = [*late.events[:at], replace(event, content={}), *late.events[at + 1 :]]
        found = late.again(forged).fault
        assert found is not None, event.kind
        runs_by = late.run_after(event).seq if event.kind in CAUSED_BY_STEPS else event.seq
        assert found.seq == runs_by, event.kind


# -- Editions, versions, erased cases ----------------------------------------------------------


def test_an_edition_whose_bytes_are_not_those_of_its_hash_is_refused(late):
    edition = late.editions[late.find("instance_started").edition]
    assert verified(edition) == edition
    name, data = next(iter(edition.forms.items()))
    other = replace(edition, forms={**edition.forms, name: data + b" "})
    with pytest.raises(Tampered):
        verified(other)


def test_an_event_of_another_edition_than_its_instance_is_a_fault(late):
    for kind in ("engine_ran", "work_item_offered", "work_item_completed"):
        event = late.find(kind, nth=-1)
        at = late.events.index(event)
        forged = replace(event, edition="0" * 64)
        found = late.again([*late.events[:at], forged, *late.events[at + 1 :]]).fault
        assert found is not None, kind
        assert (found.difference, found.seq) == (Difference.EDITION, event.seq), kind


def test_an_edition_that_is_not_there_is_a_fault(late):
    def missing(_sha256: str) -> Edition:
        raise NotFound

    found = follow(late.events, late.case, missing).fault
    assert found is not None
    assert found.difference is Difference.EDITION
    assert found.seq == late.find("instance_started").seq


def test_events_of_another_version_of_the_engine_are_told(late):
    older = [replace(event, engine_version="sucharit 0.0.9") for event in late.events[:9]]
    found = late.again([*older, *late.events[9:]])
    assert found.fault is None
    assert found.versions == {"sucharit 0.0.9", ENGINE_VERSION}
    said = CourseVerdict(1, found.runs, 0, ("sucharit 0.0.9",), None).sentence
    assert "sucharit 0.0.9" in said.th
    assert "sucharit 0.0.9" in said.en


def test_an_erased_case_is_counted_and_no_fault(story, clock):
    waits_for_units(story, clock)
    erased = waits_for_units(story, clock)
    with story.store.database.writing() as connection:
        connection.execute(
            tables.stream.update().where(tables.stream.c.id == erased).values(wrapped_key=None)
        )
    found = reexecute(story.store)
    assert (found.cases, found.erased, found.fault) == (1, 1, None)
    assert "1 erased" in found.sentence.en


def test_running_a_history_again_reads_no_row_of_it_and_writes_nothing(story, clock):
    """Work items, clocks, parties and register emptied: the events alone are left."""
    waits_for_units(story, clock)
    with story.store.database.writing() as connection:
        for table in tables.CASE_PROJECTIONS:
            connection.execute(table.delete())
    before = snapshot(story.store.database)
    found = reexecute(story.store)
    assert (found.cases, found.fault) == (1, None)
    assert snapshot(story.store.database) == before


@pytest.mark.parametrize("how", ["of another case", "ended", "damaged", "gone"])
def test_a_case_moved_by_hand_in_the_database_is_found(story, clock, how):
    """The run uses no stored state; what is stored is held against where the history comes to."""
    case, other = waits_for_units(story, clock), story.lodge()
    table = tables.instance
    with story.store.database.writing() as connection:
        here = table.c.case_id == case
        if how == "gone":
            connection.execute(table.delete().where(here))
        else:
            state = connection.scalar(select(table.c.state).where(table.c.case_id == other))
            moved = {"of another case": state, "ended": None, "damaged": b"\1not zlib"}[how]
            connection.execute(table.update().where(here).values(state=moved))
    found = reexecute(story.store).fault
    assert found is not None
    runs = [e.seq for e in story.events(case) if e.kind is EventKind.ENGINE_RAN]
    assert (found.case_id, found.difference, found.seq) == (case, Difference.STATE, runs[-1])


def test_one_case_is_run_again_by_its_number(story, clock):
    one, _other = waits_for_units(story, clock), waits_for_units(story, clock)
    runs = story.kinds(one).count(EventKind.ENGINE_RAN)
    told: list[tuple[int, int]] = []
    found = reexecute(
        story.store,
        number=story.case(one).number,
        progress=lambda done, of: told.append((done, of)),
    )
    assert (found.cases, found.runs, told) == (1, runs, [(1, 1)])
    with pytest.raises(NotFound):
        reexecute(story.store, number="9/2599")


def test_content_altered_in_the_database_is_found_before_it_is_run(story, clock):
    case = waits_for_units(story, clock)
    table = tables.case_event
    with story.store.database.writing() as connection:
        triggers = connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).scalars()
        for name in triggers.all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(
            table.update()
            .where(table.c.stream_id == case, table.c.seq == 5)
            .values(commitment=bytes(32))
        )
    found = reexecute(story.store).fault
    assert found is not None
    assert (found.difference, found.seq) == (Difference.CONTENT, 5)
