"""Duties that an office keeps apart, in one case: refused, or allowed, disclosed and shown."""

from datetime import date
from uuid import uuid4

import pytest

from engine.access.membership import end_membership, memberships_of
from engine.history.coinciding import coinciding_cases, coinciding_in
from engine.history.granting import GrantTerms, grant_audit
from engine.office.roles import Role
from engine.work.allocation.claiming import claim_work_item, reassignable_to
from engine.work.duties import DutiesApart
from engine.work.papers.signing import claim_for_paper
from tests.support.answers import signed_on_paper
from tests.support.duties import let_duties_coincide, make_officer_head
from tests.support.story import in_unit
from tests.support.streams import check_rebuild, check_runs_again

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def both(office):
    return make_officer_head(office)


@pytest.fixture
def small(office):
    let_duties_coincide(office)


def drafted(story, both):
    case = story.lodge(by=both)
    for element in ("register", "sort", "draft_letter"):
        story.do(case, element, by=both)
    return case


def test_who_drafted_does_not_sign_and_is_told_who_does(story, office, both):
    case = drafted(story, both)
    sign = story.item(case, "sign_letter")
    assert sign.assignee_id is None
    with pytest.raises(DutiesApart) as refused:
        in_unit(story.store, both, claim_work_item, sign.id)
    assert office.person(Role.HEAD).name in refused.value.sentence.th
    assert both.name not in refused.value.sentence.th
    story.do(case, "sign_letter", by=office.actor(Role.HEAD))
    assert "duties_coincided" not in story.kinds(case)
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
def test_a_step_is_not_given_to_who_may_not_do_it(story, office, both):
    case = drafted(story, both)
    sign = story.item(case, "sign_letter")
    story.claim(sign, by=office.actor(Role.HEAD))
    with office.store.reading(office.actor(Role.MANAGER)) as uow:
        assert both.person_id not in reassignable_to(uow, story.item(case, "sign_letter"))


@ON_SQLITE
def test_where_nobody_else_is_left_the_outside_body_signs_on_paper(story, office, both):
    with office.store.unit(office.system) as uow:
        uow.hold(office.id)
        (held,) = memberships_of(uow, office.person(Role.HEAD).id)
        end_membership(uow, held.id, last_on=date(2026, 11, 1), order_cited="2/2570")
    case = drafted(story, both)
    sign = story.item(case, "sign_letter")
    with pytest.raises(DutiesApart) as refused:
        in_unit(story.store, both, claim_work_item, sign.id)
    assert "ลงนามในกระดาษ" in refused.value.sentence.th
    in_unit(story.store, both, claim_for_paper, sign.id)
    with pytest.raises(DutiesApart):
        story.do(case, "sign_letter")
    own = signed_on_paper(story.today, signer=f"นาง{both.name}")
    with pytest.raises(DutiesApart):
        story.do(case, "sign_letter", **own)
    story.do(case, "sign_letter", **signed_on_paper(story.today))
    done = next(item for item in story.items(case) if item.id == sign.id)
    assert done.status == "completed"


@pytest.mark.usefixtures("small")
def test_a_small_office_lets_duties_coincide_and_the_auditor_is_shown(story, office, both):
    case = drafted(story, both)
    other = story.lodge(by=office.actor(Role.OFFICER, nth=1))
    story.do(case, "sign_letter", by=both)
    noted = [event for event in story.events(case) if event.kind == "duties_coincided"]
    assert [(one.content["role"], one.content["other"]) for one in noted] == [("head", "officer")]
    auditor = office.standing(Role.AUDITOR)
    with story.reading() as uow:
        found, told = coinciding_cases(uow, auditor)
    assert (found.rows, told) == ((), {})
    terms = GrantTerms(
        person_id=auditor.person_id,
        purpose="ตรวจการแบ่งแยกหน้าที่",
        order_cited="112/2569",
        expires_on=date(2027, 3, 31),
        received_from=date(2026, 11, 1),
        received_to=date(2026, 12, 31),
    )
    in_unit(story.store, office.actor(Role.HEAD, nth=0), grant_audit, uuid4(), terms)
    with story.reading() as uow:
        found, told = coinciding_cases(uow, auditor)
        assert coinciding_in(uow, auditor, other) == []
    assert [row.id for row in found.rows] == [case]
    (one,) = told[case]
    assert (one.name, one.role, one.other, one.seqs) == (
        both.name,
        Role.HEAD,
        Role.OFFICER,
        (noted[0].seq,),
    )
    story.finish(case)
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
@pytest.mark.usefixtures("small")
def test_what_an_officer_records_from_paper_is_the_signers(story, office):
    officer = office.actor(Role.OFFICER)
    case = story.lodge(by=officer)
    for element in ("register", "sort", "draft_letter"):
        story.do(case, element, by=officer)
    in_unit(story.store, officer, claim_for_paper, story.item(case, "sign_letter").id)
    story.do(case, "sign_letter", **signed_on_paper(story.today))
    assert "duties_coincided" not in story.kinds(case)
