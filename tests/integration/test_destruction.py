"""The record of a filed case is destroyed: what it held is gone, what proves and counts stays."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, update

from engine.access.visits import begin_visit
from engine.cases.register import DESTROYED
from engine.errors import InvalidTransition, RecordDestroyed
from engine.history.reexecution import reexecute
from engine.history.verification import verify_database
from engine.journal.events import read_stream
from engine.journal.kinds import EventKind
from engine.journal.signing_key import SigningKey
from engine.journal.verify import Outcome
from engine.office.roles import Role
from engine.reports.figures import count_figures
from engine.reports.periods import free_period
from engine.sealing.receipts import ReceiptCode
from engine.store import tables
from engine.store.columns import metadata
from engine.store.unit_of_work import Actor
from engine.work.case_file import read_case_file
from engine.work.lists.register import Wanted, read_register
from engine.work.lists.register_lines import Book, State
from engine.work.lists.search import Sought, search
from engine.work.offices.settings import settings_in_force
from engine.work.records import erasing
from engine.work.records.destruction import destroy_records, destructions_of, order_destruction
from engine.work.records.erasing import DestructionOrder, erase_case
from engine.worker import seal_all
from tests.integration.test_legal_holds import holds, lift, place
from tests.support.story import in_unit
from tests.support.streams import check_rebuild, fault_of_stream

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

# Tables in which no row is of one case.
OF_NO_CASE = {
    "account",
    "adoption",
    "auditor_grant",
    "calendar_feed",
    "checkpoint",
    "definition",
    "definition_draft",
    "definition_draft_editor",
    "definition_draft_file",
    "definition_edition",
    "edition",
    "edition_part",
    "link_check",
    "log_subtree",
    "mailbox_visit",
    "membership",
    "number_series",
    "office",
    "gathered_profile",
    "office_profile",
    "outbox",
    "parent_organisation",
    "person",
    "public_pace",
    "saved_list",
    "saved_list_choice",
    "sign_in_refusal",
    "sign_in_session",
    "source",
    "submission",
    "substitution",
    "unit",
}


@pytest.fixture
def case(story):
    case_id = story.lodge()
    scan = story.upload(case_id, "สลิป.pdf")
    story.do(case_id, "register", receipt_code=True)
    story.do(case_id, "sort")
    story.do(case_id, "draft_letter", redacted_files=["u1"], uploads={"u1": scan})
    story.finish(case_id)
    return case_id


def order(story, *cases, business=None) -> UUID:
    """Let the head have ordered it, in business of which only the id matters here."""
    business_id = business or uuid4()
    wanted = DestructionOrder(business_id, "12/2580", story.today)
    with story.store.unit(Actor(story.office_id, None)) as uow:
        order_destruction(uow, cases, wanted)
    return business_id


def destroy(story, *cases):
    business_id = order(story, *cases)
    done = destroy_records(story.store, 100, story.blobs)
    with story.reading() as uow:
        return done, destructions_of(uow, business_id=business_id)


def count_rows(story, table, case_id):
    with story.reading() as uow:
        return uow.connection.scalar(
            select(func.count()).select_from(table).where(table.c.case_id == case_id)
        )


def test_it_is_decided_of_every_table_whether_its_rows_go_with_a_record():
    decided = [*(each.name for each in (*erasing.GONE, *erasing.KEPT)), *OF_NO_CASE]
    assert sorted(decided) == sorted(metadata.tables)


def test_a_destroyed_record_leaves_its_number_its_days_and_its_proof(story, case):
    other = story.lodge()
    story.finish(other)
    before, version = story.case(case), story.events(case)[-1].seq
    done, (row,) = destroy(story, case)
    assert (done, row.number, row.left_because) == (1, before.number, None)
    after = story.case(case)
    assert after.status == DESTROYED
    kept = ("number", "kind", "channel", "category", "received_on", "closed_on", "result")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert (after.subject, after.place, after.behaviour, after.tags) == (None, None, None, "")
    assert after.respondent_kind == "unknown"
    for table in erasing.GONE:
        assert count_rows(story, table, case) == 0, table.name
    assert not any(path.is_file() for path in story.blobs.rglob("*.blob"))
    with pytest.raises(RecordDestroyed):
        story.events(case)
    table = tables.case_event
    with story.reading() as uow:
        last = uow.connection.execute(
            select(table.c.kind, table.c.seq)
            .where(table.c.stream_id == case)
            .order_by(table.c.seq.desc())
            .limit(1)
        ).one()
        (told,) = read_stream(uow, story.office_id, kinds=[EventKind.RECORD_DESTROYED])
    assert tuple(last) == ("case_destroyed", version + 1)
    assert (told.content["case"], told.content["order_cited"]) == (str(case), "12/2580")
    assert fault_of_stream(story.store, story.office_id, case) is None
    assert story.events(other)


def test_proof_re_execution_rebuild_and_figures_hold_beside_a_destroyed_record(story, case):
    other = story.lodge()
    story.finish(other)
    period = free_period(story.today, story.today)
    with story.reading() as uow:
        profile = settings_in_force(uow, uow.today).profile
        counted = count_figures(uow, profile, period)
    destroy(story, case)
    key = SigningKey.generate("complaints.example.go.th")
    seal_all(story.store, key)
    assert verify_database(story.store, keys=[key.verifying_key]).outcome is Outcome.WHOLE
    verdict = reexecute(story.store, office_id=story.office_id)
    assert (verdict.erased, verdict.fault) == (1, None)
    check_rebuild(story.store, story.office_id)
    with story.reading() as uow:
        assert count_figures(uow, profile, period) == counted
    assert story.case(case).status == DESTROYED


def test_its_line_stays_in_the_register_and_its_code_leads_nowhere(story, office, case):
    number, code = story.case(case).number, next(iter(story.receipt_codes.values()))
    standing = office.standing(Role.HEAD)
    destroy(story, case)
    with story.reading() as uow:
        book = read_register(uow, standing, Wanted(book=Book.SECRET, state=State.DESTROYED))
        (line,) = book.lines
        (found,) = search(uow, standing, Sought(text=number)).cases
    assert (line.number, line.subject, line.complainants) == (number, None, 0)
    assert line.destroyed == (story.today, "12/2580")
    assert (found.number, found.status, found.subject) == (number, DESTROYED, None)
    assert begin_visit(story.store, story.office_id, ReceiptCode.parse(code)) is None


@ON_SQLITE
def test_what_is_held_when_its_turn_comes_is_left_and_may_be_ordered_again(story, office, case):
    place(story, office, case)
    done, (row,) = destroy(story, case)
    assert (done, row.destroyed_at, row.left_because) == (0, None, "held")
    (held,) = holds(story, case)
    lift(story, office, case, held.id)
    assert destroy_records(story.store, 100) == 0
    done, (row,) = destroy(story, case)
    assert done == 1
    assert story.case(case).status == DESTROYED


@ON_SQLITE
def test_a_case_on_its_way_is_left_and_cannot_be_erased(story):
    case = story.lodge()
    wanted = DestructionOrder(uuid4(), "12/2580", story.today)
    with pytest.raises(InvalidTransition):
        in_unit(story.store, Actor(story.office_id, None), erase_case, case, wanted)
    assert destroy(story, case)[1][0].left_because == "not_filed"
    assert story.events(case)


@ON_SQLITE
def test_a_record_is_destroyed_once_however_often_it_is_ordered(story, case):
    first, second = order(story, case), order(story, case)
    assert destroy_records(story.store, 100) == 1
    with story.reading() as uow:
        rows = [destructions_of(uow, business_id=each)[0] for each in (first, second)]
    assert sorted(row.destroyed_at is None for row in rows) == [False, True]
    assert destroy_records(story.store, 100) == 0


@ON_SQLITE
def test_one_that_fails_stops_no_other_and_is_tried_again_until_it_is_done(story, case, clock):
    other = story.lodge()
    story.finish(other)
    table = tables.stream
    with story.store.database.writing() as connection:
        wrapped = connection.scalar(select(table.c.wrapped_key).where(table.c.id == case))
        connection.execute(update(table).where(table.c.id == case).values(wrapped_key=b"broken"))
    business_id = order(story, case, other)
    assert destroy_records(story.store, 100) == 1
    for _ in range(6):
        clock.advance(days=1)
        assert destroy_records(story.store, 100) == 0
    with story.store.database.writing() as connection:
        connection.execute(update(table).where(table.c.id == case).values(wrapped_key=wrapped))
    clock.advance(days=1)
    assert destroy_records(story.store, 100) == 1
    with story.reading() as uow:
        assert all(one.destroyed_at for one in destructions_of(uow, business_id=business_id))


@ON_SQLITE
def test_nobody_writes_in_a_destroyed_record_or_reads_its_file(story, office, case):
    destroy(story, case)
    with pytest.raises(RecordDestroyed):
        place(story, office, case)
    with story.reading() as uow, pytest.raises(RecordDestroyed):
        read_case_file(uow, office.standing(Role.HEAD), case)
