"""What is due is done exactly once, and one thing that fails harms no other."""

from collections import Counter
from datetime import datetime, timedelta
from threading import Event, Thread

from sqlalchemy import func, select, update

from engine.delivery import Letterhead
from engine.journal.events import read_stream
from engine.journal.kinds import EventKind
from engine.journal.signing_key import SigningKey
from engine.office.roles import Role
from engine.store import tables
from engine.store.unit_of_work import Store
from engine.work.notices import NoticeKind, notify
from engine.work.timers import RETRY_AFTER, due_instances, due_timers
from engine.worker import Mailing, run, run_once, run_sealer, seal_all

LETTERHEAD = Letterhead("sucharit@office.example", "https://sucharit.example")


def drain(store: Store) -> int:
    done = 0
    while now_done := run_once(store):
        done += now_done
    return done


def happened(story, case) -> Counter[EventKind]:
    with story.reading() as uow:
        return Counter(event.kind for event in read_stream(uow, case))


def count(store: Store, table, *which) -> int:
    with store.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table).where(*which))


def test_nothing_is_done_before_its_time(story, store):
    story.lodge()
    assert run_once(store) == 0


def test_reminders_and_breaches_happen_once_each(story, store, clock):
    case = story.lodge()
    story.do(case, "register")
    clock.advance(days=40)
    assert drain(store) > 0
    once = happened(story, case)
    assert once[EventKind.REMINDER_GIVEN] > 0
    assert once[EventKind.DEADLINE_BREACHED] > 0
    assert run_once(store) == 0
    assert happened(story, case) == once


def test_nothing_that_is_due_is_left(story, store, clock):
    for _ in range(3):
        story.do(story.lodge(), "register")
    clock.advance(days=40)
    drain(store)
    with store.database.reading() as connection:
        assert due_timers(connection, clock.now, 10) == []
        assert due_instances(connection, clock.now, 10) == []


def test_two_workers_share_the_work_and_double_none_of_it(story, store, clock):
    cases = [story.lodge() for _ in range(4)]
    for case in cases:
        story.do(case, "register")
    clock.advance(days=40)
    expected = count(store, tables.timer, tables.timer.c.due_at <= clock.now)
    done: list[int] = []
    workers = [Thread(target=lambda: done.append(drain(store))) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    drain(store)
    assert count(store, tables.timer, tables.timer.c.due_at <= clock.now) == 0
    for case in cases:
        found = happened(story, case)
        reminded_and_breached = found[EventKind.REMINDER_GIVEN] + found[EventKind.DEADLINE_BREACHED]
        assert reminded_and_breached == expected / len(cases)


def test_a_case_that_fails_is_tried_again_then_parked_and_the_others_go_on(story, store, clock):
    broken, sound = story.lodge(), story.lodge()
    for case in (broken, sound):
        story.do(case, "register")
    clock.advance(days=40)
    table = tables.instance
    with store.database.writing() as connection:
        connection.execute(
            update(table).where(table.c.case_id == broken).values(state=b"not a state")
        )
        connection.execute(
            update(table).where(table.c.case_id == broken).values(next_due=clock.now)
        )
    drain(store)
    assert happened(story, sound)[EventKind.DEADLINE_BREACHED] > 0
    seen: list[timedelta] = []
    while (again := next_due(store, broken)) is not None:
        seen.append(again - clock.now)
        clock.set(again)
        drain(store)
    assert seen == list(RETRY_AFTER)
    parked = tables.incident.c.case_id == broken
    assert count(store, tables.incident, parked) == 1
    assert drain(store) == 0


def next_due(store: Store, case) -> datetime | None:
    table = tables.instance
    with store.database.reading() as connection:
        return connection.scalar(select(table.c.next_due).where(table.c.case_id == case))


class StoppingPost:
    """Takes one mail and asks the worker to stop."""

    def __init__(self, stop: Event) -> None:
        self.stop = stop
        self.taken = 0

    def send(self, message) -> None:
        assert message["To"]
        self.taken += 1
        self.stop.set()


def test_a_worker_that_is_asked_to_stop_ends_between_two_things(office, store, with_account):
    people = [with_account(office.person(role)) for role in (Role.HEAD, Role.MANAGER, Role.OFFICER)]
    with store.unit(office.system) as uow:
        notify(uow, [person.id for person in people], NoticeKind.REMINDED, case_id=office.id)
    stop = Event()
    post = StoppingPost(stop)
    run(store, stop, Mailing(post, LETTERHEAD))
    assert post.taken == 1
    waiting = tables.outbox.c.sent_at.is_(None)
    assert count(store, tables.outbox, waiting) == len(people) - 1


def test_a_worker_that_is_stopped_does_nothing(story, store, clock):
    story.do(story.lodge(), "register")
    clock.advance(days=40)
    stop = Event()
    stop.set()
    assert run_once(store, stop=stop) == 0
    run(store, stop)
    assert run_once(store) > 0


def test_the_sealer_leaves_nothing_unsealed(story, store):
    story.lodge()
    key = SigningKey.generate("complaints.example.go.th")
    assert seal_all(store, key) > 0
    stream = tables.stream
    assert count(store, stream, stream.c.sealed_version < stream.c.version) == 0
    assert seal_all(store, key) == 0


def test_the_sealer_ends_when_it_is_asked_to(story, store):
    story.lodge()
    stop = Event()
    key = SigningKey.generate("complaints.example.go.th")
    sealer = Thread(target=run_sealer, args=(store, key, stop), kwargs={"every": 0.01})
    sealer.start()
    stop.set()
    sealer.join()
    assert not sealer.is_alive()
