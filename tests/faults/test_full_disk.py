"""No room left: refused in words, nothing half-written, and taken as soon as there is room."""

from contextlib import contextmanager

import pytest
from sqlalchemy import func, select

from engine.errors import StorageFull
from engine.store import tables
from engine.worker import run_once
from tests.support.story import SMALL_PDF, Story
from tests.support.streams import check_streams

ON_SQLITE = pytest.mark.parametrize("shared_office", ["sqlite"], indirect=True)
# Larger than what is held in memory while a request is read.
LARGE_PDF = SMALL_PDF + b"%" * 2**20


@pytest.fixture
def busy(shared_office):
    return shared_office[0]


@pytest.fixture
def server(shared_office):
    return shared_office[1]


@pytest.fixture
def browser(busy, server):
    return busy.browser(server, busy.officers[0])


def written(busy) -> dict[str, int]:
    """Count what a completion writes; sealer and access log go on by themselves."""
    touched = (
        tables.case_event,
        tables.work_item,
        tables.submission,
        tables.attachment,
        tables.blob,
        tables.deadline,
        tables.timer,
    )
    with busy.store.database.reading() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table))
            for table in touched
        }


def files(busy) -> list:
    return sorted(busy.folder.glob("blobs/*/*"))


@ON_SQLITE
def test_a_completion_without_room_is_refused_and_the_same_form_taken_later(busy, server, browser):
    step = busy.fresh_step()
    form = step.opened_by(browser)
    before = written(busy)
    with server.full_disk():
        reply = browser.post(step.url, form)
        mine = browser.get(f"/{busy.office.key}/work")
    assert reply.status == 507
    assert "พื้นที่เก็บข้อมูลของระบบเต็ม" in reply.text
    assert "ไม่มีสิ่งใดถูกบันทึก" in reply.text
    assert "บันทึกอีกครั้ง" in reply.text
    assert reply.key == form["_submission"]
    assert "Traceback" not in reply.text
    assert mine.status == 200, "what is there can still be read"
    assert written(busy) == before
    assert browser.post(step.url, form).status == 303
    assert len(busy.completions(step)) == 1
    busy.check_chain()


def test_an_upload_without_room_is_refused_and_the_same_form_taken_later(busy, server, browser):
    step = busy.fresh_step()
    form = step.opened_by(browser)
    rows, blobs = written(busy), files(busy)
    with server.full_disk():
        small = browser.post_file(step.url, form, "files", SMALL_PDF)
        large = browser.post_file(step.url, form, "files", LARGE_PDF)
    for reply in (small, large):
        assert reply.status == 507
        assert "พื้นที่เก็บข้อมูลของระบบเต็ม" in reply.text
        assert "ไม่มีสิ่งใดถูกบันทึก" in reply.text
        assert "Traceback" not in reply.text
        assert "บันทึกอีกครั้ง" not in reply.text, "the form would go without its file"
    assert "แฟ้มที่แนบมาไม่ได้เก็บไว้" in small.text
    assert (written(busy), files(busy)) == (rows, blobs)
    assert browser.post_file(step.url, form, "files", LARGE_PDF).status == 303
    (event,) = busy.completions(step)
    assert len(event.content["answers"]["files"]) == 1
    assert len(files(busy)) == len(blobs) + 1
    busy.check_chain()


def test_a_form_that_met_a_busy_case_is_sent_again_with_its_file(busy, browser):
    step = busy.fresh_step()
    form = step.opened_by(browser)
    with busy.store.unit(busy.office.system) as uow:
        uow.hold(step.case_id)
        refused = browser.post_file(step.url, form, "files", SMALL_PDF)
    assert refused.status == 503
    assert busy.completions(step) == []
    assert browser.post(step.url, refused.hidden_fields).status == 303
    (event,) = busy.completions(step)
    (upload,) = event.content["answers"]["files"]
    assert [path.stem for path in files(busy)].count(upload) == 1


@contextmanager
def no_room(store):
    """Let the database file grow no further; what it has may still be written to."""
    with store.database.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    try:
        yield
    finally:
        with store.database.writing() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1073741823")


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_what_falls_due_while_there_is_no_room_is_done_once_afterwards(office, store, clock):
    story = Story(store, office.id)
    cases = [story.lodge() for _ in range(3)]
    for case in cases:
        story.do(case, "register")
    clock.advance(days=40)
    due = {row.id for row in timers(store) if row.due_at <= clock.now}
    with no_room(store), pytest.raises(StorageFull):
        run_once(store)
    left = {row.id for row in timers(store)} & due
    assert left, "there was room for everything"
    assert {row.failures for row in timers(store)} == {0}, "no case has failed"
    assert done(story, cases) == len(due) - len(left)
    while run_once(store):
        pass
    assert done(story, cases) == len(due)
    check_streams(store, office.id)


def timers(store):
    with store.database.reading() as connection:
        return connection.execute(select(tables.timer)).all()


def done(story, cases) -> int:
    kinds = [kind for case in cases for kind in story.kinds(case)]
    return kinds.count("reminder_given") + kinds.count("deadline_breached")
