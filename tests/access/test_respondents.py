"""The person it is about: excluded from lodging on, whoever that is, and never an empty lane."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text

from engine.access.accounts import create_account
from engine.access.admission import admit_to_office
from engine.access.grants import give_grant
from engine.access.membership import add_person, grant_membership, standing_of
from engine.access.permissions import Reading
from engine.access.visibility import reading_of
from engine.cases.parties import PartyKind, parties_of
from engine.cases.register import get_case
from engine.errors import (
    FormInvalid,
    InvalidTransition,
    NoEligibleHandler,
    NotFound,
    NotPermitted,
)
from engine.history.audit_access import auditor_grants, granted_cases
from engine.office.profile import parse_profile
from engine.office.profile_tables import RespondentKind
from engine.office.roles import Role
from engine.resources import bundled_dir
from engine.store import tables
from engine.store.unit_of_work import Actor
from engine.work.allocation.claiming import (
    claim_work_item,
    find_visible,
    reassign_work_item,
    reassignable_to,
)
from engine.work.answer_drafts.keeping import keep_answer_draft
from engine.work.answer_drafts.rows import Pen
from engine.work.case_file import read_case_file
from engine.work.completing import Submission
from engine.work.form_lists import joinable_cases
from engine.work.form_names import form_names
from engine.work.lists.desk import read_desk
from engine.work.lists.worklist import counts, my_work, offered_work
from engine.work.lodging import Door, lodge
from engine.work.notices import NoticeKind, count_unread, notify
from engine.work.offices.settings import settings_in_force
from engine.work.respondents import add_respondent
from tests.conftest import MONDAY
from tests.support.answers import RESPONDENT, answers_for
from tests.support.story import PROCESS, Story, in_unit

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def choices_of(key: str) -> list[str]:
    text = (bundled_dir("processes") / "offices" / f"{key}.toml").read_text(encoding="utf-8")
    return [route.kind.value for route in parse_profile(text, key).respondent_choices()]


def lodged_or_refused(story: Story, **choices):
    try:
        return story.lodge(**choices), None
    except NoEligibleHandler as refused:
        return None, refused


@ON_SQLITE
@pytest.mark.parametrize(
    ("office_key", "kind"),
    [(key, kind) for key in ("provincial", "tambon") for kind in choices_of(key)],
)
def test_every_choice_of_respondent_has_a_handler_or_is_sent_outside(
    office_key, kind, office, other_office
):
    """U1: whoever it is about, every step of the case finds somebody, and never that person."""
    place = office if office_key == "provincial" else other_office
    story = Story(place.store, place.id)
    profile = parse_profile(
        (bundled_dir("processes") / "offices" / f"{office_key}.toml").read_text(encoding="utf-8"),
        office_key,
    )
    route = profile.route_for(RespondentKind(kind))
    body = profile.outside_bodies.get(route.outside_body or "")
    case, refused = lodged_or_refused(story, respondent_kind=kind, respondents=[])
    if refused is not None:
        assert body is not None
        assert body.name.th in refused.sentence.th
        assert body.name.en in refused.sentence.en
        return
    holding = {p.id for p in place.people if p.role in route.holds}
    assert story.excluded(case) == holding
    while story.open(case):
        item = story.open(case)[0]
        if item.assignee_id is None:
            assert story.candidates(item), f"nobody may take {item.element}"
        assert item.assignee_id not in holding
        unit = "planning" if office_key == "provincial" else "public_works"
        story.complete(item, **({"units": [unit]} if "letter" in item.element else {}))
    assert story.case(case).status == "archived"


@ON_SQLITE
def test_a_tambon_where_nobody_is_left_names_the_district(other_office):
    story = Story(other_office.store, other_office.id)
    everybody = [{**RESPONDENT, "name": p.name} for p in other_office.people]
    with pytest.raises(NoEligibleHandler) as refused:
        story.lodge(respondent_kind="head", respondents=everybody)
    assert "นายอำเภอ" in refused.value.sentence.th
    with story.reading() as uow:
        assert uow.connection.scalar(select(func.count()).select_from(tables.case)) == 0


@ON_SQLITE
def test_a_respondent_is_known_by_name_whatever_stands_before_it(story, office):
    person = office.person(Role.OFFICER, nth=1)
    first, last = person.name.split()
    for title in ("", "นาง", "นางสาว", "น.ส.", "ว่าที่ ร.ต. ", "ดร."):
        for spacing in (" ", "   ", "\u200b \u00a0"):
            name = f"{title}{first}{spacing}{last}"
            case = story.lodge(by=office.actor(Role.OFFICER), respondents=[{"name": name}])
            assert story.excluded(case) == {person.id}, ascii(name)


def test_the_respondent_sees_the_case_nowhere(story, office):
    respondent = office.actor(Role.OFFICER, nth=1)
    case = story.lodge(
        by=office.actor(Role.OFFICER), respondents=[{"name": f"นาง{respondent.name}"}]
    )
    for element in ("register", "sort", "draft_letter"):
        assert_hidden(story, case, respondent)
        story.do(case, element)
    assert_hidden(story, case, respondent)


def assert_hidden(story: Story, case, actor: Actor) -> None:
    with story.store.reading(actor) as uow:
        standing = standing_of(uow, actor.person_id, uow.today)
        assert reading_of(uow, standing, get_case(uow, case), uow.today) is Reading.NOTHING
        assert case not in {row.case_id for row in my_work(uow, standing)}
        assert case not in {row.case_id for row in offered_work(uow, standing)}
        awaited = read_desk(uow, settings_in_force(uow, uow.today), standing).awaited
        assert case not in {one.row.case_id for one in awaited}
        assert counts(uow, standing).mine == len(my_work(uow, standing))
        assert counts(uow, standing).offered == len(offered_work(uow, standing))
        assert count_unread(uow, actor.person_id) == 0
    with pytest.raises(NotFound), story.store.reading(actor) as uow:
        read_case_file(uow, standing, case)
    for item in story.items(case):
        with pytest.raises(NotFound), story.store.reading(actor) as uow:
            find_visible(uow, item.id, standing)
        with pytest.raises(NotFound):
            in_unit(story.store, actor, claim_work_item, item.id)
        with story.reading() as uow:
            assert actor.person_id not in reassignable_to(uow, item)


@ON_SQLITE
def test_the_case_is_not_among_those_the_respondent_may_join_another_with(story, office):
    """U2: the list of earlier cases would tell number and subject."""
    respondent = office.actor(Role.OFFICER, nth=1)
    about_me = story.lodge(by=office.actor(Role.OFFICER), respondents=[{"name": respondent.name}])
    story.do(about_me, "register", secrecy="ordinary")
    mine = story.lodge(by=respondent)
    with story.store.reading(respondent) as uow:
        shown = joinable_cases(uow, get_case(uow, mine))
    assert shown == []
    with story.store.reading(office.actor(Role.OFFICER)) as uow:
        shown = joinable_cases(uow, get_case(uow, mine))
    assert [option.value for option in shown] == [str(about_me)]


@ON_SQLITE
def test_the_respondent_is_not_notified(story, office, clock):
    respondent = office.actor(Role.HEAD)
    case = story.lodge(respondents=[{"name": respondent.name}])
    story.do(case, "register")
    clock.advance(days=20)
    assert story.run_worker()
    assert "case_escalated" in story.kinds(case)
    with story.reading() as uow:
        told = set(
            uow.connection.scalars(
                select(tables.notice.c.person_id).where(tables.notice.c.case_id == case)
            )
        )
    assert told
    assert respondent.person_id not in told


@ON_SQLITE
def test_a_case_about_the_head_goes_to_the_alternate(story, office):
    case = story.lodge(respondent_kind="head", respondents=[])
    head, alternate = office.actor(Role.HEAD), office.actor(Role.ALTERNATE_HEAD)
    for element in ("register", "sort", "draft_letter"):
        story.do(case, element)
    item = story.item(case, "sign_letter")
    assert story.queues(item) == {"alternate_head"}
    assert_hidden(story, case, head)
    with pytest.raises(NotFound):
        in_unit(story.store, head, claim_work_item, item.id)
    story.do(case, "sign_letter", by=alternate)
    story.finish(case)
    done_by = {item.completed_by for item in story.items(case)}
    assert head.person_id not in done_by
    assert alternate.person_id in done_by


@ON_SQLITE
def test_a_case_about_head_and_deputy_goes_to_who_tracks_the_referral(story, office):
    names = [office.person(Role.HEAD).name, office.person(Role.ALTERNATE_HEAD).name]
    case = story.lodge(respondent_kind="head", respondents=[{"name": name} for name in names])
    for element in ("register", "sort", "draft_letter"):
        story.do(case, element)
    assert story.queues(story.item(case, "sign_letter")) == {"custodian"}


@ON_SQLITE
def test_the_lodger_who_is_complained_about_has_lost_the_case(story, office):
    lodger = office.actor(Role.OFFICER)
    lodged = story.lodged(by=lodger, respondent_kind="intake_officer", respondents=[])
    assert lodged.next_item is None
    assert_hidden(story, lodged.case_id, lodger)
    assert story.queues(story.item(lodged.case_id, "register")) == {"manager"}


@ON_SQLITE
def test_a_unit_whose_only_member_it_is_about_leaves_its_report_to_the_officer(story, office):
    respondent = office.actor(Role.UNIT_MEMBER, unit="construction")
    case = story.lodge(respondents=[{"name": respondent.name, "unit": "construction"}])
    for element in ("register", "sort", "draft_letter"):
        story.do(case, element)
    story.do(case, "sign_letter", units=["construction", "planning"])
    item = story.item(case, "report", "construction")
    assert item.assignee_id is None
    assert story.queues(item) == {"officer"}
    assert_hidden(story, case, respondent)
    assert story.queues(story.item(case, "report", "planning")) == {"unit:planning"}


@ON_SQLITE
def test_the_respondents_own_unit_is_warned_of(story, office):
    """U16: another member of the unit may report, and everybody is told whose unit it is."""
    respondent = office.person(Role.UNIT_MEMBER, unit="construction")
    office.add(Role.UNIT_MEMBER, "ต้นกล้า ตัวอย่าง", unit="construction")
    case = story.lodge(respondents=[{"name": respondent.name, "unit": "construction"}])
    for element in ("register", "sort", "draft_letter"):
        story.do(case, element)
    story.do(case, "sign_letter", units=["construction", "planning"])
    warned = {}
    for unit in ("construction", "planning"):
        item = story.item(case, "report", unit)
        with story.reading() as uow:
            names = form_names(uow, settings_in_force(uow, uow.today), story.case(case), item)
            warned[unit] = names["known"]["own_unit_warning"]
    assert warned["construction"]
    assert not warned["planning"]
    assert story.candidates(story.item(case, "report", "construction"))[0].name.startswith("ต้นกล้า")


@ON_SQLITE
def test_a_respondent_is_not_seated_in_the_committee(story, office):
    respondent = office.person(Role.UNIT_MEMBER, unit="planning")
    case = story.lodge(respondents=[{"name": respondent.name}])
    for element in ("register", "sort", "draft_letter"):
        story.do(case, element)
    story.do(case, "sign_letter", order="committee")
    seat = {"person": str(respondent.id), "position": "กรรมการ", "seat": "chair"}
    with pytest.raises(FormInvalid):
        story.do(case, "draft_order", members=[seat])


def test_whoever_joins_later_under_that_name_is_excluded_first(story, office):
    name = "นายมาใหม่ ผู้สมมติ"
    case = story.lodge(respondents=[{"name": name}])
    person_id = in_unit(story.store, Actor(story.office_id, None), add_person, "มาใหม่ ผู้สมมติ")

    def enter(uow):
        uow.hold(story.office_id)
        grant_membership(uow, person_id, Role.OFFICER, position="นักวิชาการ")

    with pytest.raises(InvalidTransition):
        in_unit(story.store, Actor(story.office_id, None), enter)
    admit_to_office(story.store, office.system, person_id, Role.OFFICER, position="นักวิชาการ")
    assert story.kinds(case).count("respondent_excluded") == 1
    assert_hidden(story, case, Actor(story.office_id, person_id))
    later = story.lodge(by=office.actor(Role.OFFICER), respondents=[{"name": name}])
    assert_hidden(story, later, Actor(story.office_id, person_id))


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_whoever_is_let_in_while_a_complaint_about_her_comes_in_is_excluded_from_it(story, office):
    """The complaint has matched its names but is not yet written when she gets her role."""
    officer, answers = office.actor(Role.OFFICER), respondent_named("นายเข้าใหม่ ผู้สมมติ")
    with ThreadPoolExecutor(1) as pool:
        with story.store.unit(officer) as uow:
            case = lodge(uow, Door(PROCESS), Submission(uuid4(), answers)).case_id
            person_id = in_unit(story.store, office.system, add_person, "เข้าใหม่ ผู้สมมติ")
            entering = pool.submit(
                admit_to_office,
                story.store,
                office.system,
                person_id,
                Role.OFFICER,
                position="นักวิชาการ",
            )
            while not entering.done() and not waits_for_a_word(story):
                pass
        entering.result(timeout=30)
    assert story.kinds(case).count("respondent_excluded") == 1
    assert_hidden(story, case, Actor(story.office_id, person_id))


def respondent_named(name):
    return answers_for(f"{PROCESS}.start", MONDAY.date(), respondents=[{"name": name}])


def waits_for_a_word(story) -> bool:
    waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    with story.store.database.reading() as connection:
        return bool(connection.scalar(waiting))


@ON_SQLITE
def test_a_respondent_who_moves_to_another_post_stays_excluded(story, office):
    respondent = office.actor(Role.UNIT_MEMBER, unit="planning")
    case = story.lodge(respondents=[{"name": respondent.name}])

    def promote(uow):
        uow.hold(story.office_id)
        grant_membership(uow, respondent.person_id, Role.HEAD, position="ผู้อำนวยการ")

    in_unit(story.store, Actor(story.office_id, None), promote)
    assert_hidden(story, case, respondent)


@ON_SQLITE
def test_the_name_of_a_respondent_is_matched_across_offices(office, other_office):
    """The directory is one: who moves here from another office is excluded already."""
    story = Story(office.store, office.id)
    stranger = other_office.person(Role.OFFICER)
    case = story.lodge(respondents=[{"name": stranger.name}])
    assert story.excluded(case) == {stranger.id}


def test_a_respondent_added_later_loses_work_drafts_and_notices_at_once(story, office):
    case = story.lodge(by=office.actor(Role.OFFICER))
    story.do(case, "register")
    item = story.item(case, "sort")
    loser = Actor(story.office_id, item.assignee_id)
    name = office.person(Role.OFFICER).name
    assert loser.person_id == office.person(Role.OFFICER).id

    def account(uow):
        create_account(uow, loser.person_id, "loser", "no hash", email="loser@example.org")

    in_unit(story.store, office.system, account)
    in_unit(
        story.store, office.system, notify, [loser.person_id], NoticeKind.REMINDED, case_id=case
    )

    in_unit(story.store, loser, keep_answer_draft, item.id, {"note": "ร่าง"}, Pen(uuid4()))
    in_unit(story.store, office.actor(Role.MANAGER), add_respondent, case, f"นาง{name}")
    assert story.excluded(case) == {loser.person_id}
    assert_hidden(story, case, loser)
    again = story.item(case, "sort")
    assert (again.id, again.assignee_id, story.queues(again)) == (item.id, None, {"officer"})
    with story.reading() as uow:
        assert uow.connection.execute(select(tables.answer_draft)).all() == []
        assert uow.connection.execute(select(tables.outbox)).all() == []
    kinds = story.kinds(case)
    assert {"party_joined", "respondent_excluded", "work_item_redirected"} <= set(kinds[-6:])
    story.finish(case)
    assert {i.completed_by for i in story.items(case) if i.element != "register"} - {
        loser.person_id
    } == {i.completed_by for i in story.items(case) if i.element != "register"}


@ON_SQLITE
def test_an_auditor_who_turns_out_to_be_the_respondent_loses_the_grant_from_sight(story, office):
    """The number of the case beside her grant would tell her that it is about her."""
    auditor, case = office.person(Role.AUDITOR), story.lodge()

    def grant(uow):
        uow.hold(office.id)
        terms = {"purpose": "ตรวจสอบ", "order_cited": "1/2570", "expires_on": uow.today}
        give_grant(uow, auditor.id, case_id=case, **terms)

    def seen():
        with story.store.reading(Actor(office.id, auditor.id)) as uow:
            standing = standing_of(uow, auditor.id, uow.today)
            grants = auditor_grants(uow, standing)
            return [g.case_id for g in grants], [c.id for c in granted_cases(uow, standing).rows]

    in_unit(story.store, office.actor(Role.HEAD), grant)
    assert seen() == ([case], [case])
    in_unit(story.store, office.actor(Role.HEAD), add_respondent, case, auditor.name)
    assert seen() == ([], [])


@ON_SQLITE
def test_a_respondent_added_twice_by_one_form_is_one_respondent(story, office):
    case = story.lodge()
    manager, name = office.actor(Role.MANAGER), office.person(Role.OFFICER).name
    for said in (name, f"นาง{name}", f"{name}  "):
        in_unit(story.store, manager, add_respondent, case, said, position="นักวิชาการ")
    in_unit(story.store, manager, add_respondent, case, name, position="ตำแหน่งอื่น")
    in_unit(story.store, manager, add_respondent, case, "คนอื่น ตัวอย่าง", position="นักวิชาการ")
    with story.reading() as uow:
        parties = [p for p in parties_of(uow, case) if p.kind is PartyKind.RESPONDENT]
    added = [p for p in parties if p.details.get("position") in {"นักวิชาการ", "ตำแหน่งอื่น"}]
    assert len(added) == 3


@ON_SQLITE
def test_who_reads_the_redacted_part_only_adds_no_respondent(story, office):
    """An officer seated in the committee of a secret case is no member of it otherwise."""
    case = story.lodge(by=office.actor(Role.OFFICER))
    seated = office.person(Role.OFFICER, nth=1)
    for element in ("register", "sort", "draft_letter"):
        story.do(case, element)
    story.do(case, "sign_letter", order="committee")
    seat = {"person": str(seated.id), "position": "กรรมการ", "seat": "chair"}
    story.do(case, "draft_order", members=[seat])
    story.do(case, "sign_order")
    actor = Actor(story.office_id, seated.id)
    with story.store.reading(actor) as uow:
        standing = standing_of(uow, seated.id, uow.today)
        assert reading_of(uow, standing, get_case(uow, case), uow.today) is Reading.REDACTED
    with pytest.raises(NotFound):
        in_unit(story.store, actor, add_respondent, case, "คนอื่น ตัวอย่าง")


@ON_SQLITE
def test_the_last_officer_added_as_respondent_leaves_the_work_to_the_manager(story, office):
    case = story.lodge()
    for person in (office.person(Role.OFFICER), office.person(Role.OFFICER, nth=1)):
        in_unit(story.store, office.actor(Role.HEAD), add_respondent, case, person.name)
    assert story.queues(story.item(case, "register")) == {"manager"}


@ON_SQLITE
def test_a_respondent_nobody_could_stand_in_for_is_refused_and_unwritten(other_office):
    story = Story(other_office.store, other_office.id)
    case = story.lodge()
    everybody = [p for p in other_office.people if p.role is not Role.MANAGER]
    by = other_office.actor(Role.MANAGER)
    refused = 0
    for person in everybody:
        before = story.excluded(case)
        try:
            in_unit(story.store, by, add_respondent, case, person.name)
        except NoEligibleHandler:
            refused += 1
            assert story.excluded(case) == before
    assert story.open(case)
    assert all(i.assignee_id or story.candidates(i) for i in story.open(case))
    assert refused <= len(everybody)


@ON_SQLITE
def test_work_of_the_case_is_not_reassigned_to_the_respondent(story, office):
    respondent = office.actor(Role.OFFICER, nth=1)
    case = story.lodge(by=office.actor(Role.OFFICER), respondents=[{"name": respondent.name}])
    item = story.item(case, "register")
    with pytest.raises(NotPermitted):
        in_unit(
            story.store,
            office.actor(Role.MANAGER),
            reassign_work_item,
            item.id,
            respondent.person_id,
            "เร่งรัด",
        )
