"""The four eyes before an edition is in use, and what it does to cases that run."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from engine.access.membership import grant_membership
from engine.bpmn.edition import build_edition
from engine.definitions.adoption import adopted, find_adoption, get_adopted_edition
from engine.definitions.deployment import deploy
from engine.definitions.drafts import (
    FORM,
    PROCESS,
    DraftChanged,
    DraftStatus,
    files_of,
    get_draft,
)
from engine.definitions.editing import save_file, start_draft
from engine.definitions.history import impact, published_editions
from engine.definitions.review import approve, send_back, submit, withdraw
from engine.errors import DefinitionInvalid, FormInvalid, InvalidTransition, NotPermitted
from engine.journal.events import fold, read_stream
from engine.office.roles import Role
from engine.store import tables
from engine.work.offices.settings import settings_in_force
from tests.support.story import Story

MAIN = "complaint_provincial"
OWNER, APPROVER = Role.PROCESS_OWNER, Role.PUBLICATION_APPROVER


def profile(office):
    with office.store.reading(office.system) as uow:
        return settings_in_force(uow, uow.today).profile


def in_unit(office, who, command, *words, **more):
    with office.store.unit(who) as uow:
        return command(uow, *words, **more)


def reading(office, query, *words):
    with office.store.reading(office.actor(OWNER)) as uow:
        return query(uow, *words)


def state_of(office, draft_id):
    """Everything that a refused command must leave alone."""
    with office.store.reading(office.actor(OWNER)) as uow:
        draft = get_draft(uow, draft_id)
        events = [(e.seq, e.kind) for e in read_stream(uow, office.id)]
        return draft, files_of(uow, draft), adopted(uow), published_editions(uow, MAIN), events


@pytest.fixture
def draft_id(office) -> UUID:
    """A draft in which a step is renamed."""
    owner = office.actor(OWNER)
    made = in_unit(office, owner, start_draft, MAIN)
    data = reading(office, get_adopted_edition, MAIN).sources[MAIN]
    changed = data.replace("๒ คัดแยกประเภท".encode(), "๒ จำแนกประเภท".encode())
    assert changed != data
    assert in_unit(office, owner, save_file, made, PROCESS, MAIN, changed, version=1) == 2
    return made


def submitted(office, draft_id, *, version=2, who=None):
    in_unit(
        office, who or office.actor(OWNER), submit, draft_id,
        version=version, note="ใช้คำให้ตรงกับคู่มือ", profile=profile(office),
    )  # fmt: skip
    return version + 1


def test_a_second_person_publishes_and_running_cases_stay_on_their_edition(office, draft_id, clock):
    story = Story(office.store, office.id)
    old_case = story.lodge()
    clock.advance(minutes=1)
    before = reading(office, get_adopted_edition, MAIN)
    version = submitted(office, draft_id)
    done = in_unit(
        office, office.actor(APPROVER), approve, draft_id, version=version, profile=profile(office)
    )
    assert (done.number, done.is_new) == (2, True)
    new_case = story.lodge()
    story.do(old_case, "register")
    story.do(old_case, "sort")
    with office.store.reading(office.system) as uow:
        instance = tables.instance
        editions = dict(
            uow.connection.execute(
                select(instance.c.case_id, instance.c.edition).where(instance.c.process_id == MAIN)
            ).all()
        )
    after = reading(office, get_adopted_edition, MAIN)
    assert editions == {old_case: before.sha256, new_case: after.sha256}
    assert after.sha256 != before.sha256
    assert {(x.number, x.cases) for x in reading(office, impact, MAIN)} == {(1, 1), (2, 1)}
    newest, first = reading(office, published_editions, MAIN)
    assert (newest.author, newest.approver) == ("นภา ตัวอย่าง", "บุญมา ตัวอย่าง")
    assert newest.note == "ใช้คำให้ตรงกับคู่มือ"
    assert first.number == 1
    assert reading(office, get_draft, draft_id).status is DraftStatus.PUBLISHED


def test_submission_and_publication_are_on_the_record_of_the_office(office, draft_id):
    version = submitted(office, draft_id)
    in_unit(
        office, office.actor(APPROVER), approve, draft_id, version=version, profile=profile(office)
    )
    with office.store.reading(office.system) as uow:
        sent, published = list(read_stream(uow, office.id))[-2:]
    assert (sent.kind, published.kind) == ("definition_submitted", "edition_published")
    assert sent.content["editors"] == [str(office.person(OWNER).id)]
    assert published.content["author"] == str(office.person(OWNER).id)
    assert published.content["approver"] == str(office.person(APPROVER).id)
    assert published.edition == sent.content["edition"]


def test_nobody_approves_what_they_worked_on(office, draft_id):
    """The owner is an approver too, and so is a colleague who saved one form in the draft."""
    owner, colleague = office.actor(OWNER), office.add(OWNER, "มะลิ ตัวอย่าง")
    for person_id in (owner.person_id, colleague.id):
        _also(office, person_id, APPROVER)
    theirs = office.actor(OWNER, nth=1)
    form = f"{MAIN}.sort"
    data = reading(office, get_adopted_edition, MAIN).forms[form] + b"\n"
    version = in_unit(office, theirs, save_file, draft_id, FORM, form, data, version=2)
    version = submitted(office, draft_id, version=version, who=owner)
    before = state_of(office, draft_id)
    for who in (owner, theirs):
        with pytest.raises(NotPermitted):
            in_unit(office, who, approve, draft_id, version=version, profile=profile(office))
        assert state_of(office, draft_id) == before
    other = office.actor(APPROVER)
    assert in_unit(office, other, approve, draft_id, version=version, profile=profile(office))


def test_the_four_eyes_hold_when_the_author_lets_another_submit(office, draft_id):
    office.add(OWNER, "มะลิ ตัวอย่าง")
    _also(office, office.person(OWNER).id, APPROVER)
    version = submitted(office, draft_id, who=office.actor(OWNER, nth=1))
    with pytest.raises(NotPermitted):
        in_unit(
            office, office.actor(OWNER), approve, draft_id, version=version,
            profile=profile(office),
        )  # fmt: skip


@pytest.mark.parametrize(
    "role", [OWNER, Role.HEAD, Role.MANAGER, Role.ADMINISTRATOR, Role.OFFICER, Role.AUDITOR]
)
def test_only_an_approver_approves_or_returns(office, draft_id, role):
    version = submitted(office, draft_id)
    before = state_of(office, draft_id)
    who = office.actor(role)
    with pytest.raises(NotPermitted):
        in_unit(office, who, approve, draft_id, version=version, profile=profile(office))
    with pytest.raises(NotPermitted):
        in_unit(office, who, send_back, draft_id, version=version, reasons="ไม่")
    assert state_of(office, draft_id) == before


def test_a_draft_with_lint_errors_is_not_submitted(office, draft_id):
    owner = office.actor(OWNER)
    data = reading(office, get_adopted_edition, MAIN).sources[MAIN]
    broken = data.replace(b'formRef="complaint_provincial.sort"', b'formRef="gone.away"')
    in_unit(office, owner, save_file, draft_id, PROCESS, MAIN, broken, version=2)
    before = state_of(office, draft_id)
    with pytest.raises(DefinitionInvalid) as refused:
        in_unit(office, owner, submit, draft_id, version=3, note="ลอง", profile=profile(office))
    assert "sort" in {p.element for p in refused.value.problems}
    assert state_of(office, draft_id) == before


def test_a_draft_that_changes_nothing_or_says_nothing_is_not_submitted(office, draft_id):
    owner = office.actor(OWNER)
    with pytest.raises(FormInvalid):
        in_unit(office, owner, submit, draft_id, version=2, note="  ", profile=profile(office))
    data = reading(office, get_adopted_edition, MAIN).sources[MAIN]
    in_unit(office, owner, save_file, draft_id, PROCESS, MAIN, data, version=2)
    with pytest.raises(InvalidTransition):
        in_unit(office, owner, submit, draft_id, version=3, note="ลอง", profile=profile(office))


def test_nothing_is_saved_in_a_draft_in_review(office, draft_id):
    version = submitted(office, draft_id)
    before = state_of(office, draft_id)
    with pytest.raises(InvalidTransition):
        in_unit(
            office, office.actor(OWNER), save_file, draft_id, FORM, f"{MAIN}.sort", b"{}",
            version=version,
        )  # fmt: skip
    assert state_of(office, draft_id) == before
    in_unit(office, office.actor(OWNER), withdraw, draft_id, version=version)
    again = in_unit(
        office, office.actor(OWNER), save_file, draft_id, FORM, f"{MAIN}.sort", b"{}",
        version=version + 1,
    )  # fmt: skip
    assert again == version + 2


def test_a_returned_draft_carries_the_reasons_and_can_be_sent_again(office, draft_id):
    version = submitted(office, draft_id)
    with pytest.raises(FormInvalid):
        in_unit(office, office.actor(APPROVER), send_back, draft_id, version=version, reasons="")
    in_unit(
        office, office.actor(APPROVER), send_back, draft_id, version=version, reasons="ชื่อยังไม่ตรง"
    )
    draft = reading(office, get_draft, draft_id)
    assert (draft.status, draft.note) == (DraftStatus.EDITING, "ชื่อยังไม่ตรง")
    assert submitted(office, draft_id, version=version + 1)


def test_an_approver_does_not_approve_what_changed_after_she_read_it(office, draft_id):
    version = submitted(office, draft_id)
    in_unit(office, office.actor(OWNER), withdraw, draft_id, version=version)
    submitted(office, draft_id, version=version + 1)
    before = state_of(office, draft_id)
    with pytest.raises(DraftChanged):
        in_unit(
            office, office.actor(APPROVER), approve, draft_id, version=version,
            profile=profile(office),
        )  # fmt: skip
    assert state_of(office, draft_id) == before


def test_approval_lints_again_with_the_deadlines_of_today(office, draft_id):
    version = submitted(office, draft_id)
    found = profile(office)
    kept = {name: rule for name, rule in found.deadlines.items() if name != "unit_report"}
    poorer = replace(found, deadlines=kept)
    with pytest.raises(DefinitionInvalid):
        in_unit(office, office.actor(APPROVER), approve, draft_id, version=version, profile=poorer)


def test_a_called_process_that_changed_gets_its_own_next_edition(office, draft_id):
    owner = office.actor(OWNER)
    data = reading(office, get_adopted_edition, MAIN).sources["first_notice"]
    changed = data.replace(b'value="', b'value="Now: ', 1)
    in_unit(office, owner, save_file, draft_id, PROCESS, "first_notice", changed, version=2)
    version = submitted(office, draft_id, version=3)
    in_unit(
        office, office.actor(APPROVER), approve, draft_id, version=version, profile=profile(office)
    )
    numbers = {a.process_id: a.number for a in reading(office, adopted)}
    assert numbers[MAIN] == 2
    assert numbers["first_notice"] == 2
    assert numbers["unit_action"] == 1
    alone = reading(office, get_adopted_edition, "first_notice")
    assert alone.sources["first_notice"] == changed


def test_going_back_brings_the_earlier_edition_under_its_own_number(office, draft_id):
    first = reading(office, get_adopted_edition, MAIN)
    version = submitted(office, draft_id)
    approver = office.actor(APPROVER)
    in_unit(office, approver, approve, draft_id, version=version, profile=profile(office))
    back = in_unit(office, office.actor(OWNER), start_draft, MAIN, number=1)
    version = submitted(office, back, version=1)
    done = in_unit(office, approver, approve, back, version=version, profile=profile(office))
    assert (done.number, done.is_new) == (1, False)
    assert reading(office, get_adopted_edition, MAIN) == first
    assert [e.number for e in reading(office, published_editions, MAIN)] == [2, 1]
    with office.store.reading(office.system) as uow:
        assert list(read_stream(uow, office.id))[-1].kind == "edition_readopted"


def test_a_draft_of_an_edition_no_longer_in_use_is_not_published(office, draft_id):
    """Edition 2 comes another way; what it brought must not be undone unseen."""
    version = submitted(office, draft_id)
    running = reading(office, get_adopted_edition, MAIN)
    changed = running.sources[MAIN].replace("๑ ลงรับ".encode(), "๑ รับ".encode())
    edition = build_edition(MAIN, {**running.sources, MAIN: changed}, running.forms)
    deploy(office.store, office.id, [edition], may_publish=True)
    before = state_of(office, draft_id)
    with pytest.raises(InvalidTransition):
        in_unit(
            office, office.actor(APPROVER), approve, draft_id, version=version,
            profile=profile(office),
        )  # fmt: skip
    assert state_of(office, draft_id) == before
    assert reading(office, find_adoption, MAIN).number == 2


def test_the_stream_of_an_office_folds_to_the_same_adoptions(office, draft_id):
    version = submitted(office, draft_id)
    in_unit(
        office, office.actor(APPROVER), approve, draft_id, version=version, profile=profile(office)
    )
    live = reading(office, adopted)
    with office.store.unit(office.system) as uow:
        uow.hold(office.id)
        uow.connection.execute(delete(tables.adoption))
        for event in read_stream(uow, office.id):
            if event.kind in ("edition_published", "edition_readopted"):
                fold(uow, event)
        assert adopted(uow) == live


def _also(office, person_id, role):
    with office.store.unit(office.system) as uow:
        uow.hold(office.id)
        grant_membership(uow, person_id, role, position=role.title.th)
