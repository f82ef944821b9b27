"""The desk of who signs: what awaits her, in which order, from whom; and nobody sees more by it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from engine.access.membership import standing_of
from engine.access.visibility import record_glances
from engine.cases.parties import exclude
from engine.errors import FormInvalid, InvalidTransition, NotFound, NotPermitted
from engine.forms import parse_form, split_paper
from engine.office.acting import ActingForm
from engine.office.roles import Role
from engine.resources import bundled_dir
from engine.store import tables
from engine.store.unit_of_work import Actor
from engine.work.completing import Submission
from engine.work.lists.desk import (
    away_from_desk,
    count_signed,
    has_desk,
    only_signs,
    read_desk,
)
from engine.work.lists.proposals import proposals_of
from engine.work.offices.settings import settings_in_force
from engine.work.papers.signing import claim_for_paper
from engine.work.several import complete_in_round, read_brief_step
from engine.work.substituting import Terms, set_substitution
from tests.support.statements import asked_of
from tests.support.story import in_unit


def to_sign(story, office, due=None, **choices):
    """A first notice that waits for the head, of an ordinary case; ``due`` in so many days."""
    case = story.lodge(by=office.actor(Role.OFFICER), **choices)
    story.do(case, "register", category="service", secrecy="ordinary")
    story.do(case, "draft", by=office.actor(Role.OFFICER))
    if due is not None:
        with story.store.unit(office.system) as uow:
            for table in (tables.work_item, tables.work_item_candidate):
                uow.connection.execute(
                    update(table)
                    .where(table.c.case_id == case)
                    .values(due_on=story.today + timedelta(days=due))
                )
    return story.item(case, "sign")


def look(story, person_id, ask):
    with story.store.reading(Actor(story.office_id, person_id)) as uow:
        settings = settings_in_force(uow, uow.today)
        return ask(uow, settings, standing_of(uow, person_id, uow.today))


def desk(story, person):
    return look(story, person.id, read_desk).awaited


def awaited_ids(story, person):
    return [one.row.id for one in desk(story, person)]


def put_in_place(story, office, absent, substitute):
    today = story.today
    terms = Terms(absent.id, substitute.id, ActingForm.ON_BEHALF, today, today, "12/2570")
    in_unit(story.store, office.actor(Role.MANAGER), set_substitution, uuid4(), terms)


def test_what_is_due_first_stands_first_and_only_what_is_signed(story, office):
    later, late, today = (to_sign(story, office, due=days) for days in (9, -1, 0))
    head = office.person(Role.HEAD)
    assert awaited_ids(story, head) == [late.id, today.id, later.id]
    assert {one.row.role for one in desk(story, head)} == {"head"}
    # What she holds waits beside what nobody has claimed.
    story.claim(today, by=office.actor(Role.HEAD))
    assert awaited_ids(story, head) == [late.id, today.id, later.id]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MANAGER, Role.AUDITOR])
def test_who_signs_nothing_has_no_desk(story, office, role):
    to_sign(story, office)
    assert not look(story, office.person(role).id, has_desk)
    assert awaited_ids(story, office.person(role)) == []


def test_head_and_alternate_have_a_desk_and_nothing_else_to_do(story, office):
    for role in (Role.HEAD, Role.ALTERNATE_HEAD):
        found = office.person(role).id
        assert look(story, found, has_desk)
        assert look(story, found, lambda _uow, settings, own: only_signs(settings, own))
    manager = office.person(Role.MANAGER).id
    assert not look(story, manager, lambda _uow, settings, own: only_signs(settings, own))


def test_a_substitute_finds_on_her_desk_what_waits_for_the_head_in_both_names(story, office):
    item = to_sign(story, office)
    head, officer = office.person(Role.HEAD), office.person(Role.OFFICER, nth=1)
    put_in_place(story, office, head, officer)
    assert look(story, officer.id, has_desk)
    (found,) = desk(story, officer)
    assert found.row.id == item.id
    assert head.name in found.acting.th
    assert officer.name in found.acting.th
    assert desk(story, head)[0].acting is None


def test_what_is_about_her_lies_on_the_alternates_desk_and_never_on_hers(story, office):
    item = to_sign(story, office)
    head, alternate = office.person(Role.HEAD), office.person(Role.ALTERNATE_HEAD)
    about = to_sign(story, office, respondents=[{"name": head.name}])
    assert awaited_ids(story, head) == [item.id]
    assert about.id in awaited_ids(story, alternate)
    officer = office.person(Role.OFFICER, nth=1)
    put_in_place(story, office, head, officer)
    assert awaited_ids(story, officer) == [item.id]


def test_a_substitute_the_case_is_about_does_not_find_it(story, office):
    item = to_sign(story, office)
    officer = office.person(Role.OFFICER, nth=1)
    put_in_place(story, office, office.person(Role.HEAD), officer)
    with story.store.unit(office.system) as uow:
        uow.hold(item.case_id)
        exclude(uow, item.case_id, [officer.id])
    assert awaited_ids(story, officer) == []


# -- What is proposed --------------------------------------------------------------------------


def proposal(story, item):
    with story.reading() as uow:
        return proposals_of(uow, [item.id])[item.id]


def test_a_proposal_names_who_made_it_when_and_in_what_words(story, office):
    item = to_sign(story, office)
    found, officer = proposal(story, item), office.person(Role.OFFICER)
    assert found.item.element == "draft"
    assert found.proposer.th == officer.name
    assert found.position
    assert found.answers["text"]
    assert found.times_returned == 0


def test_how_often_it_was_sent_back_is_counted_until_it_is_signed(story, office):
    item = to_sign(story, office)
    for times in (1, 2):
        story.complete(
            item,
            by=office.actor(Role.HEAD),
            decision="returned",
            return_reason="แก้ข้อความ",
        )
        story.do(item.case_id, "draft")
        item = story.item(item.case_id, "sign")
        assert proposal(story, item).times_returned == times


def test_no_statement_is_asked_for_each_card(story, office):
    head = office.person(Role.HEAD).id

    def statements():
        with asked_of(office.store.database) as asked:
            found = look(story, head, whole)
        return found, len(asked)

    def whole(uow, settings, own):
        awaited = read_desk(uow, settings, own).awaited
        laid = proposals_of(uow, [one.row.id for one in awaited])
        away_from_desk(uow, settings, own)
        return len(laid)

    to_sign(story, office)
    assert statements()[0] == 1
    few = statements()[1]
    for _ in range(4):
        to_sign(story, office)
    assert statements() == (5, few)


def test_who_is_shown_an_opinion_is_on_record_once(story, office):
    items = [to_sign(story, office) for _ in range(2)]
    head = office.person(Role.HEAD)
    cases = [item.case_id for item in items]
    for _ in range(2):
        in_unit(story.store, office.actor(Role.HEAD), record_glances, head.id, cases)
    table = tables.access_event
    with story.reading() as uow:
        found = uow.connection.execute(
            select(table.c.case_id, table.c.outcome).where(table.c.person_id == head.id)
        ).all()
    assert sorted(found) == sorted((case, "opened") for case in cases)


def test_a_form_tells_the_wording_of_the_paper_from_the_opinion():
    name = "complaint_provincial.draft_letter.json"
    paper, rest = split_paper(parse_form((bundled_dir("forms") / name).read_bytes(), name))
    assert [one.key for one in paper.components] == ["letter", "letter_no"]
    assert {"summary", "opinion", "proposal"} <= rest.read_keys().keys()
    assert "letter" not in rest.read_keys()


# -- Decided -----------------------------------------------------------------------------------


def decide(story, actor, item, *, key=None, claims=True, confirmed=True, **answers):
    submission = Submission(
        key or uuid4(),
        {"decision": "signed", "acting_for": "none", **answers},
        has_confirmed_password=confirmed,
    )
    with story.store.unit(actor) as uow:
        return complete_in_round(uow, item.id, submission, claims=claims)


def test_what_nobody_has_claimed_is_signed_in_one_unit_once(story, office):
    item, head, key = to_sign(story, office), office.actor(Role.HEAD), uuid4()
    decide(story, head, item, key=key)
    kinds = story.kinds(item.case_id)
    assert "work_item_claimed" in kinds
    decide(story, head, item, key=key)
    assert story.kinds(item.case_id) == kinds
    (done,) = [one for one in story.items(item.case_id) if one.id == item.id]
    assert done.completed_by == head.person_id
    assert look(story, head.person_id, lambda uow, _, own: count_signed(uow, own, uow.today)) == 1


def test_what_is_refused_is_not_claimed_either(story, office):
    item, head = to_sign(story, office), office.actor(Role.HEAD)
    before = story.kinds(item.case_id)
    with pytest.raises(FormInvalid):
        decide(story, head, item, confirmed=False)
    with pytest.raises(FormInvalid):
        decide(story, head, item, decision="returned", return_reason="")
    with pytest.raises(InvalidTransition, match="claim it first"):
        decide(story, head, item, claims=False)
    assert story.kinds(item.case_id) == before
    assert story.item(item.case_id, "sign").assignee_id is None


def test_nobody_signs_what_stands_in_no_queue_of_hers(story, office):
    item = to_sign(story, office)
    with pytest.raises((InvalidTransition, NotPermitted)):
        decide(story, office.actor(Role.OFFICER), item)
    with story.store.unit(office.system) as uow:
        uow.hold(item.case_id)
        exclude(uow, item.case_id, [office.person(Role.HEAD).id])
    with pytest.raises(NotFound):
        decide(story, office.actor(Role.HEAD), item)
    assert story.item(item.case_id, "sign").is_open


def test_of_a_secret_case_the_alternate_reads_and_signs_nothing_before_it_has_come_to_her(
    story, office
):
    item = to_sign(story, office, respondents=[{"name": office.person(Role.HEAD).name}])
    with story.store.unit(office.system) as uow:
        uow.connection.execute(
            update(tables.case).where(tables.case.c.id == item.case_id).values(secrecy="secret")
        )
    alternate = office.standing(Role.ALTERNATE_HEAD)
    with story.store.reading(alternate.actor) as uow, pytest.raises(InvalidTransition):
        read_brief_step(uow, alternate, item.id, claims=True)
    with pytest.raises(InvalidTransition, match="claim the step"):
        decide(story, alternate.actor, item)
    assert next(one.row for one in desk(story, office.person(Role.ALTERNATE_HEAD))).subject is None
    story.claim(item, by=alternate.actor)
    decide(story, alternate.actor, item)
    assert "sign" not in story.open_elements(item.case_id)


# -- In other hands ----------------------------------------------------------------------------


def test_what_lies_in_the_paper_folder_is_told_with_who_records_it(story, office):
    item, officer = to_sign(story, office), office.person(Role.OFFICER)
    in_unit(story.store, office.actor(Role.OFFICER), claim_for_paper, item.id)
    head = office.person(Role.HEAD)
    assert awaited_ids(story, head) == []
    (found,) = look(story, head.id, away_from_desk)
    assert (found.row.work_item_id, found.row.holder) == (item.id, officer.name)
    assert found.is_folder


def test_what_another_who_signs_holds_is_told_as_such_and_to_overseers_only(story, office):
    item = to_sign(story, office)
    second = office.add(Role.HEAD, "ทองดี ตัวอย่าง")
    story.claim(item, by=office.actor(Role.HEAD, nth=1))
    (found,) = look(story, office.person(Role.HEAD).id, away_from_desk)
    assert not found.is_folder
    assert found.row.holder == second.name
    assert look(story, office.person(Role.OFFICER).id, away_from_desk) == []
