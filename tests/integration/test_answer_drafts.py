"""What an officer has typed is kept, sealed, hers until she hands it over, and goes in time."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from engine.access.membership import standing_of
from engine.bpmn.edition import build_edition
from engine.errors import FormInvalid, InvalidTransition, NotFound, NotPermitted, Tampered
from engine.journal.kinds import EventKind
from engine.office.roles import Role
from engine.store import tables
from engine.store.unit_of_work import Actor
from engine.work.allocation.claiming import (
    claim_work_item,
    reassign_work_item,
    release_work_item,
)
from engine.work.allocation.reassigning import read_reassignment
from engine.work.answer_drafts.expiry import expire_draft, old_drafts
from engine.work.answer_drafts.keeping import (
    clear_answer_draft,
    clear_intake_draft,
    drafts_of_intake,
    drafts_of_item,
    keep_answer_draft,
    keep_intake_draft,
)
from engine.work.answer_drafts.rows import MOST_BYTES, SHELF_LIFE, DraftOvertaken, Drafts, Pen
from engine.work.completing import Submission, complete_work_item
from engine.work.lodging import Door, lodge
from engine.work.respondents import add_respondent
from engine.work.work_items import get_work_item
from engine.worker import run_once
from tests.conftest import PEOPLE, opened_office
from tests.support.answers import COMPLAINANT, answers_for
from tests.support.story import PROCESS, Story, in_unit

WORDS = "โทรหาผู้ร้องเรียนแล้ว จะส่งเอกสารเพิ่มสัปดาห์หน้า"


def keep(story: Story, actor: Actor, item: Any, pen: Pen, **answers: Any) -> Any:
    return in_unit(story.store, actor, keep_answer_draft, item.id, answers, pen)


def seen(story: Story, actor: Actor, item: Any) -> Drafts:
    with story.store.reading(actor) as uow:
        assert actor.person_id is not None
        standing = standing_of(uow, actor.person_id, uow.today)
        return drafts_of_item(uow, get_work_item(uow, item.id), standing)


def seen_intake(story: Story, actor: Actor) -> Drafts:
    with story.store.reading(actor) as uow:
        assert actor.person_id is not None
        return drafts_of_intake(uow, PROCESS, standing_of(uow, actor.person_id, uow.today))


def stored(story: Story) -> list[Any]:
    with story.reading() as uow:
        return list(uow.connection.execute(select(tables.answer_draft)).all())


@pytest.fixture
def item(story, office):
    """The step that the first officer holds."""
    case = story.lodge(by=office.actor(Role.OFFICER))
    item = story.item(case, "register")
    story.claim(item, by=office.actor(Role.OFFICER))
    return story.item(case, "register")


@pytest.fixture
def holder(office):
    return office.actor(Role.OFFICER)


@pytest.fixture
def colleague(office):
    return office.actor(Role.OFFICER, nth=1)


def test_what_was_typed_is_there_again_for_who_typed_it(story, item, holder, clock):
    before = story.kinds(item.case_id)
    kept = keep(story, holder, item, Pen(uuid4()), note=WORDS, subject="ครึ่งเรื่อ")
    draft = seen(story, holder, item).own
    assert draft is not None
    assert draft.answers == {"note": WORDS, "subject": "ครึ่งเรื่อ"}
    assert (draft.version, draft.saved_at) == (kept.version, clock.now)
    assert draft.expires_at == clock.now + SHELF_LIFE
    assert WORDS not in repr(draft)
    # A draft is no event.
    assert story.kinds(item.case_id) == before


def test_what_the_form_does_not_ask_and_files_and_passwords_are_no_part_of_a_draft(
    story, item, holder
):
    keep(story, holder, item, Pen(uuid4()), note=WORDS, password="secret", unknown="x", scan=["u1"])
    assert seen(story, holder, item).own.answers == {"note": WORDS}


def test_only_who_holds_the_item_may_keep_a_draft_of_it(story, office, item, colleague):
    for actor, refusal in (
        (colleague, NotPermitted),
        (office.actor(Role.HEAD), NotPermitted),
        (office.actor(Role.UNIT_MEMBER), NotFound),
        (office.actor(Role.AUDITOR), NotFound),
        (Actor(story.office_id, None), NotFound),
    ):
        with pytest.raises(refusal):
            keep(story, actor, item, Pen(uuid4()), note=WORDS)
    assert stored(story) == []


def test_nobody_else_reads_what_the_holder_has_typed(story, office, item, holder, colleague):
    keep(story, holder, item, Pen(uuid4()), note=WORDS)
    for actor in (colleague, office.actor(Role.HEAD), office.actor(Role.MANAGER)):
        assert seen(story, actor, item) == Drafts()


def test_an_item_that_nobody_holds_has_no_draft(story, item, holder):
    in_unit(story.store, holder, release_work_item, item.id)
    with pytest.raises(InvalidTransition):
        keep(story, holder, item, Pen(uuid4()), note=WORDS)
    assert stored(story) == []


def test_a_draft_that_is_too_long_is_refused_and_the_one_before_stays(story, item, holder):
    pen = Pen(uuid4())
    keep(story, holder, item, pen, note=WORDS)
    with pytest.raises(FormInvalid):
        keep(story, holder, item, Pen(pen.window, 1, 2), note="ก" * (MOST_BYTES // 3 + 1))
    assert seen(story, holder, item).own.answers == {"note": WORDS}


# -- Windows ---------------------------------------------------------------------------------------


def test_one_window_writes_again_and_again(story, item, holder, clock):
    window, begun = uuid4(), clock.now
    for turn in (1, 2, 3):
        kept = keep(story, holder, item, Pen(window, turn - 1, turn), note=f"{WORDS} {turn}")
        assert kept.version == turn
        clock.advance(minutes=1)
    draft = seen(story, holder, item).own
    assert draft.answers == {"note": f"{WORDS} 3"}
    assert draft.writing_since == begun


def test_an_answer_that_was_lost_on_the_way_does_not_stop_the_window(story, item, holder):
    window = uuid4()
    keep(story, holder, item, Pen(window, 0, 1), note="ก")
    keep(story, holder, item, Pen(window, 0, 2), note="กข")
    assert seen(story, holder, item).own.answers == {"note": "กข"}


def test_a_save_that_arrives_late_or_twice_never_takes_the_place_of_newer_text(story, item, holder):
    window = uuid4()
    first = keep(story, holder, item, Pen(window, 0, 1), note="ก")
    assert keep(story, holder, item, Pen(window, 0, 1), note="ก") == first
    keep(story, holder, item, Pen(window, 1, 2), note="กข")
    with pytest.raises(DraftOvertaken):
        keep(story, holder, item, Pen(window, 0, 1), note="ก")
    assert seen(story, holder, item).own.answers == {"note": "กข"}


def test_the_second_window_is_told_what_the_first_has_written_and_loses_nothing(
    story, item, holder, clock
):
    keep(story, holder, item, Pen(uuid4()), note="จากหน้าต่างแรก")
    clock.advance(minutes=42)
    with pytest.raises(DraftOvertaken) as refused:
        keep(story, holder, item, Pen(uuid4()), note="จากหน้าต่างที่สอง")
    assert refused.value.draft.answers == {"note": "จากหน้าต่างแรก"}
    assert refused.value.sentence.th == "ท่านเก็บร่างของแบบนี้จากอีกหน้าต่าง เมื่อ 09.00 น."
    assert seen(story, holder, item).own.answers == {"note": "จากหน้าต่างแรก"}
    both = keep(story, holder, item, Pen(uuid4(), base=1), note="จากทั้งสอง")
    assert both.version == 2


def test_a_form_is_not_completed_over_text_that_it_has_not_seen(story, item, holder):
    keep(story, holder, item, Pen(uuid4()), note="จากหน้าต่างอื่น")
    submission = story.submission(item)
    blind = replace(submission, pen=Pen(uuid4()))
    with pytest.raises(DraftOvertaken):
        in_unit(story.store, holder, complete_work_item, item.id, blind)
    assert "register" in story.open_elements(item.case_id)
    seeing = replace(submission, pen=Pen(uuid4(), base=1))
    in_unit(story.store, holder, complete_work_item, item.id, seeing)
    assert stored(story) == []


# -- Its end ---------------------------------------------------------------------------------------


def test_a_draft_goes_when_its_item_is_completed(story, item, holder):
    keep(story, holder, item, Pen(uuid4()), note=WORDS)
    story.complete(item)
    assert stored(story) == []
    assert seen(story, holder, item) == Drafts()


def test_a_draft_goes_when_its_item_is_cancelled(store, clock, bundled_editions):
    """In no bundled process is a step cut off; here a unit loses a late report."""
    kept, cut = b'cancelActivity="false" attachedToRef="report"', b'attachedToRef="report"'
    sources = {name: data for each in bundled_editions for name, data in each.sources.items()}
    forms = {name: data for each in bundled_editions for name, data in each.forms.items()}
    sources["unit_action"] = sources["unit_action"].replace(kept, cut)
    editions = [build_edition(each.process_id, sources, forms) for each in bundled_editions]
    story = Story(store, opened_office(store, "provincial", PEOPLE, editions).id)
    case = story.lodge()
    for step in ("register", "sort", "draft_letter"):
        story.do(case, step)
    story.do(case, "sign_letter", order="units", units=["construction"])
    report = story.item(case, "report")
    keep(story, story.claim(report), report, Pen(uuid4()), actions=WORDS)
    assert len(stored(story)) == 1
    clock.advance(days=40)
    story.run_worker()
    assert EventKind.WORK_ITEM_CANCELLED in story.kinds(case)
    assert stored(story) == []


def test_a_draft_is_cleared_as_it_was_seen_and_not_when_it_has_grown(story, item, holder):
    window = uuid4()
    keep(story, holder, item, Pen(window, 0, 1), note="ก")
    keep(story, holder, item, Pen(window, 1, 2), note="กข")
    with pytest.raises(DraftOvertaken):
        in_unit(story.store, holder, clear_answer_draft, item.id, 1)
    assert len(stored(story)) == 1
    for _ in range(2):
        in_unit(story.store, holder, clear_answer_draft, item.id, 2)
    assert stored(story) == []


def test_nobody_clears_what_another_has_typed(story, item, holder, colleague):
    keep(story, holder, item, Pen(uuid4()), note=WORDS)
    in_unit(story.store, colleague, clear_answer_draft, item.id, 1)
    assert len(stored(story)) == 1


def test_who_turns_out_to_be_the_respondent_loses_what_she_has_typed_handed_over_or_not(
    story, office, item, holder
):
    keep(story, holder, item, Pen(uuid4()), note=WORDS)
    in_unit(story.store, holder, release_work_item, item.id, hands_draft=True)
    assert len(stored(story)) == 1
    name = office.person(Role.OFFICER).name
    in_unit(story.store, office.actor(Role.MANAGER), add_respondent, item.case_id, name)
    assert stored(story) == []
    with pytest.raises(NotFound):
        seen(story, holder, item)
    with pytest.raises(NotFound):
        keep(story, holder, item, Pen(uuid4()), note=WORDS)


def test_a_draft_that_nobody_has_touched_for_long_goes_by_itself(story, item, holder, clock):
    keep(story, holder, item, Pen(uuid4()), note=WORDS)
    clock.advance(days=SHELF_LIFE.days, minutes=-1)
    with story.store.database.reading() as connection:
        assert old_drafts(connection, clock.now, 10) == []
    clock.advance(minutes=2)
    with story.store.database.reading() as connection:
        (old,) = old_drafts(connection, clock.now, 10)
    keep(story, holder, item, Pen(uuid4(), base=1), note=f"{WORDS} ต่อ")
    assert expire_draft(story.store, old) is False
    clock.advance(days=SHELF_LIFE.days, minutes=1)
    assert len(stored(story)) == 1
    while run_once(story.store):
        pass
    assert stored(story) == []


# -- From hand to hand -----------------------------------------------------------------------------


def test_a_draft_stays_with_who_typed_it_when_the_item_goes_on(
    story, office, item, holder, colleague
):
    keep(story, holder, item, Pen(uuid4()), note=WORDS)
    give(story, office, item, colleague)
    assert seen(story, colleague, item) == Drafts()
    kept = seen(story, holder, item)
    assert kept.own.answers == {"note": WORDS}
    give(story, office, item, holder)
    assert seen(story, holder, item) == kept


def test_a_draft_is_handed_over_with_the_item_and_names_who_typed_it(
    story, office, item, holder, colleague
):
    keep(story, holder, item, Pen(uuid4()), note=WORDS)
    give(story, office, item, colleague, hands_draft=True)
    assert seen(story, holder, item) == Drafts()
    found = seen(story, colleague, item)
    assert found.own is None
    assert found.handed.answers == {"note": WORDS}
    assert found.handed.typed_by == holder.person_id
    kept = keep(story, colleague, item, Pen(uuid4(), base=1), note=f"{WORDS} แล้ว")
    found = seen(story, colleague, item)
    assert (found.handed, found.own.typed_by) == (None, colleague.person_id)
    assert kept.version == 2
    with pytest.raises(NotPermitted):
        keep(story, holder, item, Pen(uuid4(), base=2), note="ช้าไป")


def test_a_released_item_keeps_the_draft_for_whoever_claims_it(story, item, holder, colleague):
    keep(story, holder, item, Pen(uuid4()), note=WORDS)
    in_unit(story.store, holder, release_work_item, item.id, hands_draft=True)
    assert seen(story, colleague, item) == Drafts()
    in_unit(story.store, colleague, claim_work_item, item.id)
    assert seen(story, colleague, item).handed.answers == {"note": WORDS}


def test_who_has_a_draft_of_her_own_gets_the_other_beside_it_and_takes_it_in(
    story, office, item, holder, colleague
):
    keep(story, holder, item, Pen(uuid4()), note="ของกมล")
    give(story, office, item, colleague)
    keep(story, colleague, item, Pen(uuid4()), note="ของขวัญ")
    give(story, office, item, holder, hands_draft=True)
    found = seen(story, holder, item)
    assert (found.own.answers, found.handed.answers) == ({"note": "ของกมล"}, {"note": "ของขวัญ"})
    in_unit(
        story.store,
        holder,
        keep_answer_draft,
        item.id,
        {"note": "ของทั้งสอง"},
        Pen(uuid4(), base=found.own.version),
        merged=found.handed.version,
    )
    found = seen(story, holder, item)
    assert (found.own.answers, found.handed) == ({"note": "ของทั้งสอง"}, None)


def test_identities_stay_behind_when_a_draft_is_handed_over(story):
    case = story.lodge()
    for step in ("register", "sort", "draft_letter"):
        story.do(case, step)
    story.do(case, "sign_letter", order="committee")
    story.do(case, "draft_order")
    story.do(case, "sign_order")
    item = story.item(case, "inquire")
    actor = story.claim(item)
    heard = {"witness": "นางเกสร ผู้สมมติ", "text": "เห็นเหตุการณ์"}
    keep(story, actor, item, Pen(uuid4()), interviews=[heard])
    assert seen(story, actor, item).own.answers == {"interviews": [heard]}
    in_unit(story.store, actor, release_work_item, item.id, hands_draft=True)
    in_unit(story.store, actor, claim_work_item, item.id)
    given = seen(story, actor, item).handed
    assert given.answers == {"interviews": [{"text": "เห็นเหตุการณ์"}]}
    assert [row.identities for row in stored(story)] == [None]


def test_who_reassigns_is_told_that_there_is_a_draft_and_not_what_it_says(
    story, office, item, holder
):
    def shown() -> Any:
        with story.store.reading(office.actor(Role.MANAGER)) as uow:
            return read_reassignment(uow, office.standing(Role.MANAGER), item.id)

    assert shown().has_draft is False
    keep(story, holder, item, Pen(uuid4()), note=WORDS)
    assert shown().has_draft is True
    assert WORDS not in repr(shown())


# -- A lodging -------------------------------------------------------------------------------------


def test_a_lodging_is_kept_for_one_person_until_she_lodges(story, holder, colleague):
    narrative = {"narrative": WORDS, "complainants": [{"name": COMPLAINANT["name"]}]}
    in_unit(story.store, holder, keep_intake_draft, PROCESS, narrative, Pen(uuid4()))
    assert seen_intake(story, holder).own.answers == narrative
    assert seen_intake(story, colleague) == Drafts()
    story.lodge(by=colleague)
    assert len(stored(story)) == 1
    story.lodge(by=holder)
    assert stored(story) == []


def test_a_complaint_is_not_lodged_over_a_draft_that_the_form_has_not_seen(story, holder):
    in_unit(story.store, holder, keep_intake_draft, PROCESS, {"narrative": WORDS}, Pen(uuid4()))
    answers = answers_for(f"{PROCESS}.start", story.today)
    blind = Submission(uuid4(), answers, pen=Pen(uuid4()))
    with pytest.raises(DraftOvertaken):
        in_unit(story.store, holder, lodge, Door(PROCESS), blind)
    assert len(stored(story)) == 1


def test_who_takes_no_complaints_in_keeps_no_draft_of_one(story, office):
    for role in (Role.HEAD, Role.MANAGER, Role.UNIT_MEMBER, Role.AUDITOR):
        with pytest.raises(NotPermitted):
            in_unit(story.store, office.actor(role), keep_intake_draft, PROCESS, {}, Pen(uuid4()))
        assert seen_intake(story, office.actor(role)) == Drafts()
    assert stored(story) == []


def test_a_draft_of_a_lodging_is_cleared_to_begin_anew(story, holder, colleague):
    in_unit(story.store, holder, keep_intake_draft, PROCESS, {"narrative": WORDS}, Pen(uuid4()))
    in_unit(story.store, colleague, clear_intake_draft, PROCESS, 1)
    with pytest.raises(DraftOvertaken):
        in_unit(story.store, holder, clear_intake_draft, PROCESS, 0)
    assert len(stored(story)) == 1
    in_unit(story.store, holder, clear_intake_draft, PROCESS, 1)
    assert stored(story) == []


# -- At rest ---------------------------------------------------------------------------------------


def test_a_draft_opens_in_its_own_place_only(story, item, holder):
    other = story.item(story.lodge(by=holder), "register")
    story.claim(other, by=holder)
    for one, words in ((item, WORDS), (other, "อีกเรื่อง")):
        keep(story, holder, one, Pen(uuid4()), note=words)
    table = tables.answer_draft
    content = {row.place_id: row.content for row in stored(story)}
    with story.store.database.writing() as connection:
        connection.execute(
            table.update().where(table.c.place_id == other.id).values(content=content[item.id])
        )
    with pytest.raises(Tampered):
        seen(story, holder, other)


def test_drafts_of_another_office_are_not_touched(story, other_office, item, holder):
    keep(story, holder, item, Pen(uuid4()), note=WORDS)
    neighbour = Actor(other_office.id, other_office.person(Role.OFFICER).id)
    with pytest.raises(NotFound):
        keep(story, neighbour, item, Pen(uuid4(), base=1), note="จากหน่วยงานอื่น")
    with pytest.raises(NotFound):
        in_unit(story.store, neighbour, clear_answer_draft, item.id, 1)
    assert seen(story, holder, item).own.answers == {"note": WORDS}


def give(story: Story, office: Any, item: Any, to: Actor, *, hands_draft: bool = False) -> None:
    in_unit(
        story.store,
        office.actor(Role.MANAGER),
        reassign_work_item,
        item.id,
        to.person_id,
        "ผู้รับเดิมไปราชการ",
        hands_draft=hands_draft,
    )
