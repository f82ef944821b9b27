"""One letter, two matters: the second becomes a case of its own, and nobody is shown too much."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from engine.access.membership import standing_of
from engine.access.permissions import Reading
from engine.access.visibility import reading_of
from engine.cases.follow_ups import FollowUpKind, follow_ups_of
from engine.cases.identities import open_identity, sealed_fields
from engine.cases.issues import all_issues_of, issues_of
from engine.cases.parties import PartyKind, parties_of
from engine.cases.register import get_case
from engine.errors import FormInvalid, InvalidTransition, NotFound, NotPermitted
from engine.office.roles import Role
from engine.store import tables
from engine.work.case_file import read_case_file
from engine.work.respondents import add_respondent
from engine.work.splitting import NamedRespondent, SplitOff, split_case
from engine.work.timeline import Asked, read_timeline
from tests.integration.test_clocks import deadline
from tests.support.answers import COMPLAINANT
from tests.support.snapshots import snapshot
from tests.support.story import in_unit
from tests.support.streams import check_rebuild, check_runs_again, check_streams, check_work_items

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
REASON = "หนังสือฉบับเดียวร้องสองเรื่องที่ไม่เกี่ยวกัน"
SUMMARY = "ผู้ร้องแจ้งด้วยว่าถนนหน้าหมู่บ้านสมมติทำไม่ตรงแบบ"
AGENCY = {"agency": "damrongdhama", "letter_no": "ศด 12/2569", "due_on": "2026-12-20"}


@pytest.fixture
def case(story, office):
    """A secret case with two issues, an agency that sent it, and receipt codes."""
    case = story.lodge(by=office.actor(Role.OFFICER), sources=[AGENCY])
    story.do(case, "register", receipt_code=True)
    story.do(case, "sort")
    return case


def parties(story, case, kind=PartyKind.COMPLAINANT):
    with story.reading() as uow:
        return [one for one in parties_of(uow, case) if one.kind is kind]


def issues(story, case):
    with story.reading() as uow:
        return issues_of(uow, case)


def split(story, office, case, *, by=None, key=None, **changed) -> UUID:
    wanted = SplitOff(
        **{
            "subject": "ทำถนนไม่ตรงแบบ",
            "summary": SUMMARY,
            "category": "misconduct",
            "respondent_kind": "other",
            "respondents": (NamedRespondent("นายช่าง ผู้สมมติ", "นายช่างโยธา"),),
            "reason": REASON,
            "complainants": frozenset(one.id for one in parties(story, case)),
            **changed,
        }
    )
    who = by or office.actor(Role.OFFICER)
    return in_unit(story.store, who, split_case, case, wanted, submission_key=key or uuid4())


def file_of(story, standing, case):
    with story.store.reading(standing.actor) as uow:
        return read_case_file(uow, standing, case)


def lines(story, standing, case):
    with story.store.reading(standing.actor) as uow:
        told = read_timeline(uow, read_case_file(uow, standing, case), Asked(), limit=100)
    return [(one.text.th, one.other_number, one.message) for one in told.entries]


def check_whole(story):
    check_streams(story.store, story.office_id)
    check_work_items(story.store, story.office_id)
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


def test_the_matter_that_is_split_off_becomes_a_case_counted_from_the_first_day(
    story, office, case, clock
):
    before, received_on = issues(story, case), story.case(case).received_on
    clock.advance(days=6)
    new = split(story, office, case, issues=frozenset({before[1].id}))
    first, second = story.case(case), story.case(new)
    assert second.number not in ("", first.number)
    assert second.is_secret
    assert second.lodged_by == office.person(Role.OFFICER).id
    for same in ("kind", "channel", "received_on", "process_id"):
        assert getattr(second, same) == getattr(first, same)
    # Who it concerns, each in her own right there, and unseen.
    (there,), (here,) = parties(story, new), parties(story, case)
    assert there.id != here.id
    assert (there.contact_wish, there.received_on) == (here.contact_wish, received_on)
    with story.reading() as uow:
        assert open_identity(uow, new, there.id) == open_identity(uow, case, here.id)
        assert open_identity(uow, new, there.id)["name"] == COMPLAINANT["name"]
    (agency,) = parties(story, new, PartyKind.SOURCE_AGENCY)
    assert agency.details["letter_no"] == AGENCY["letter_no"]
    with story.reading() as uow:
        (followed,) = follow_ups_of(uow, new)
    assert (followed.kind, followed.due_on) == (FollowUpKind.SOURCE_REPORT, agency.due_on)
    (respondent,) = parties(story, new, PartyKind.RESPONDENT)
    assert respondent.details["name"] == "นายช่าง ผู้สมมติ"
    # What went over needs no finding in the first.
    assert [one.statement for one in issues(story, new)] == [before[1].statement]
    assert [one.id for one in issues(story, case)] == [before[0].id]
    with story.reading() as uow:
        assert [one.moved_to for one in all_issues_of(uow, case) if one.moved_to] == [new]
    # The law's day is that of the letter, for the intake and for each notice.
    assert deadline(story, new, "intake").reckoning.start_on == received_on
    story.do(new, "register")
    notice = deadline(story, new, "first_notice")
    assert notice.reckoning.start_on == received_on
    assert notice.effective_on == deadline(story, case, "first_notice").effective_on
    check_whole(story)
    for one in (case, new):
        story.finish(one)
        assert not story.case(one).is_open
        assert all(issue.finding for issue in issues(story, one))
    with story.reading() as uow:
        assert [one.finding for one in all_issues_of(uow, case) if one.moved_to] == [None]
    check_whole(story)


def test_a_matter_about_the_head_is_split_off_out_of_her_sight(story, office, case):
    new = split(story, office, case, respondent_kind="head", respondents=())
    head, officer = office.standing(Role.HEAD), office.standing(Role.OFFICER)
    assert story.excluded(new) == {head.person_id}
    assert story.excluded(case) == frozenset()
    with pytest.raises(NotFound):
        file_of(story, head, new)
    # In the first case, which she reads, nothing leads to it.
    assert file_of(story, head, case).linked == ()
    assert not any(text.startswith("แยก") for text, _, _ in lines(story, head, case))
    number, told = story.case(new).number, file_of(story, officer, case).linked
    assert [(one.case.id, one.kind, one.reason) for one in told] == [(new, "split_into", REASON)]
    assert ("แยกเป็นเรื่อง", number, REASON) in lines(story, officer, case)
    (back,) = file_of(story, officer, new).linked
    assert (back.case.id, back.kind) == (case, "split_from")
    assert ("แยกจากเรื่อง", story.case(case).number, REASON) in lines(story, officer, new)
    story.do(new, "register")
    story.do(new, "sort")
    story.do(new, "draft_letter")
    assert "head" not in story.queues(story.item(new, "sign_letter"))
    check_whole(story)


@ON_SQLITE
def test_who_may_not_know_of_the_first_is_not_told_of_it_in_the_second(story, office, case):
    new = split(story, office, case)
    manager = office.person(Role.MANAGER)
    in_unit(story.store, office.actor(Role.OFFICER), add_respondent, case, manager.name)
    standing = office.standing(Role.MANAGER)
    assert file_of(story, standing, new).linked == ()
    assert not any(text.startswith("แยก") for text, _, _ in lines(story, standing, new))
    # Nor is another officer: it never came to her.
    with pytest.raises(NotFound):
        file_of(story, office.standing(Role.OFFICER, nth=1), new)


@ON_SQLITE
@pytest.mark.parametrize("named", [True, False], ids=["by name", "by post"])
def test_a_matter_about_the_splitter_goes_to_others_at_once(story, office, case, named):
    officer = office.person(Role.OFFICER)
    about = (
        {"respondents": (NamedRespondent(officer.name),)}
        if named
        else {"respondent_kind": "intake_officer", "respondents": ()}
    )
    new = split(story, office, case, **about)
    assert officer.id in story.excluded(new)
    with story.reading() as uow:
        standing = standing_of(uow, officer.id, uow.today)
        assert reading_of(uow, standing, get_case(uow, new), uow.today) is Reading.NOTHING
    (first,) = story.open(new)
    assert first.assignee_id is None
    assert story.queues(first) == ({"officer"} if named else {"manager"})
    assert file_of(story, office.standing(Role.OFFICER), case).linked == ()


@ON_SQLITE
def test_respondents_of_the_first_go_over_by_choice_with_who_is_excluded(story, office):
    head = office.person(Role.HEAD)
    case = story.lodge(
        by=office.actor(Role.OFFICER), respondents=[{"name": head.name}, {"name": "นายสอง ผู้สมมติ"}]
    )
    both = parties(story, case, PartyKind.RESPONDENT)
    without = split(story, office, case, known_respondents=frozenset({both[1].id}))
    assert story.excluded(without) == frozenset()
    names = [one.details["name"] for one in parties(story, without, PartyKind.RESPONDENT)]
    assert names == ["นายสอง ผู้สมมติ", "นายช่าง ผู้สมมติ"]
    with_her = split(story, office, case, known_respondents=frozenset(one.id for one in both))
    assert story.excluded(with_her) == {head.id}


@ON_SQLITE
def test_the_category_gives_the_class_and_the_series(story, office, case):
    ordinary = story.case(split(story, office, case, category="service"))
    unsure = story.case(split(story, office, case, category=None))
    assert (ordinary.secrecy, unsure.secrecy) == ("ordinary", "secret")
    assert not ordinary.number.startswith("ล ")
    assert unsure.number.startswith("ล ")


@ON_SQLITE
def test_one_more_case_stands_in_the_register_however_often_the_form_is_sent(story, office, case):
    def count():
        with story.reading() as uow:
            return uow.connection.scalar(select(func.count()).select_from(tables.case))

    before, key = count(), uuid4()
    assert len({split(story, office, case, key=key) for _ in range(3)}) == 1
    assert count() == before + 1
    assert story.kinds(case).count("case_split") == 1


@ON_SQLITE
def test_a_code_without_a_name_leads_to_both_cases(story, office):
    case = story.lodge(by=office.actor(Role.OFFICER), is_anonymous=True, complainants=[])
    story.do(case, "register", receipt_code=True)
    new = split(story, office, case)
    assert story.case(new).is_anonymous
    (there,) = parties(story, new)
    assert there.has_receipt
    table = tables.receipt
    with story.reading() as uow:
        rows = uow.connection.execute(select(table)).all()
        assert sealed_fields(uow, new) == {}
    assert {row.case_id for row in rows} == {case, new}
    assert len({row.code_hash for row in rows}) == 1
    # She is told of the new case where she is told of the first.
    story.do(new, "register")
    assert story.kinds(new).count("message_posted") == 1
    check_whole(story)


@ON_SQLITE
def test_only_the_complainants_chosen_go_over(story, office):
    second = {**COMPLAINANT, "name": "นายสอง ผู้ร้อง"}
    case = story.lodge(by=office.actor(Role.OFFICER), complainants=[dict(COMPLAINANT), second])
    chosen = parties(story, case)[1]
    new = split(story, office, case, complainants=frozenset({chosen.id}))
    (there,) = parties(story, new)
    assert there.ordinal == 1
    with story.reading() as uow:
        assert open_identity(uow, new, there.id)["name"] == "นายสอง ผู้ร้อง"


@ON_SQLITE
def test_what_cannot_be_split_is_refused_and_nothing_is_written(story, office, case):
    done = story.lodge(by=office.actor(Role.OFFICER))
    story.finish(done)
    all_issues = frozenset(one.id for one in issues(story, case))
    before = snapshot(story.store.database)
    for wrong, at in (
        ({"issues": all_issues}, "issues"),
        ({"issues": frozenset({uuid4()})}, "issues"),
        ({"complainants": frozenset()}, "complainants"),
        ({"complainants": frozenset({uuid4()})}, "complainants"),
        ({"known_respondents": frozenset({uuid4()})}, "known_respondents"),
        ({"respondent_kind": "permanent_secretary"}, "respondent_kind"),
        ({"category": "nothing"}, "category"),
        ({"subject": " "}, "subject"),
        ({"summary": ""}, "summary"),
        ({"reason": " "}, "reason"),
    ):
        with pytest.raises(FormInvalid) as refused:
            split(story, office, case, **wrong)
        assert list(refused.value.messages) == [at]
    for refusal, which, by in (
        (InvalidTransition, done, office.actor(Role.OFFICER)),
        (NotPermitted, case, office.actor(Role.HEAD)),
        (NotPermitted, case, office.actor(Role.MANAGER)),
        (NotFound, case, office.actor(Role.OFFICER, nth=1)),
        (NotFound, case, office.actor(Role.UNIT_MEMBER, unit="planning")),
    ):
        with pytest.raises(refusal):
            split(story, office, which, by=by)
    assert snapshot(story.store.database) == before


@ON_SQLITE
def test_what_went_over_stays_over_when_the_issues_are_stated_anew(story, office, case):
    moved = issues(story, case)[0]
    new = split(story, office, case, issues=frozenset({moved.id}))
    story.do(new, "register")
    # The step that states them opens with what came over.
    story.do(new, "sort", issues=[{"text": "ถนนไม่ตรงแบบ"}])
    assert [one.statement for one in issues(story, new)] == ["ถนนไม่ตรงแบบ"]
    with pytest.raises(FormInvalid):
        split(story, office, case, issues=frozenset({moved.id}))
    with story.reading() as uow:
        assert [one.id for one in all_issues_of(uow, case) if one.moved_to] == [moved.id]


@ON_SQLITE
def test_no_day_before_the_split_is_late_for_having_come_later(story, office, case, clock):
    """The office's own clocks run from the letter too; what is over is over at once."""
    clock.advance(days=20)
    new = split(story, office, case)
    assert deadline(story, new, "intake").effective_on < story.today - timedelta(days=10)
    story.run_worker()
    assert story.deadlines(new)["intake"] == "breached"
    check_whole(story)
