"""Drafts of definitions: kept with their faults, never lost to a second pair of hands."""

import json
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from engine.definitions.adoption import adopted, get_adopted_edition
from engine.definitions.checking import check_files, form_problems
from engine.definitions.differences import Change, compare
from engine.definitions.drafts import (
    FORM,
    PROCESS,
    DraftChanged,
    DraftStatus,
    Files,
    files_of,
    find_open_draft,
    get_draft,
    open_drafts,
)
from engine.definitions.editing import (
    add_form,
    discard,
    process_id_in,
    remove_form,
    save_file,
    start_draft,
    start_new_process,
)
from engine.definitions.history import impact, published_editions
from engine.errors import DefinitionInvalid, InvalidTransition, NotFound, NotPermitted, Severity
from engine.office.roles import Role
from engine.store import tables
from engine.work.offices.settings import settings_in_force
from tests.support.story import Story

MAIN = "complaint_provincial"
OWNER = Role.PROCESS_OWNER


def in_unit(office, who, command, *words, **more):
    with office.store.unit(who) as uow:
        return command(uow, *words, **more)


def reading(office, who, query, *words):
    with office.store.reading(who) as uow:
        return query(uow, *words)


def draft_and_files(office, draft_id):
    with office.store.reading(office.actor(OWNER)) as uow:
        draft = get_draft(uow, draft_id)
        return draft, files_of(uow, draft)


def report_on(office, files):
    with office.store.reading(office.system) as uow:
        return check_files(files, settings_in_force(uow, uow.today).profile)


@pytest.fixture
def draft_id(office) -> UUID:
    return in_unit(office, office.actor(OWNER), start_draft, MAIN)


def test_a_draft_holds_the_same_bytes_as_the_running_edition(office, draft_id):
    draft, files = draft_and_files(office, draft_id)
    edition = reading(office, office.system, get_adopted_edition, MAIN)
    assert files == Files(dict(edition.sources), dict(edition.forms))
    assert (draft.status, draft.base_number, draft.version) == (DraftStatus.EDITING, 1, 1)
    assert draft.author_id == office.person(OWNER).id
    assert not compare(Files(edition.sources, edition.forms), files)
    assert report_on(office, files).ok


def test_a_process_has_one_open_draft_at_a_time(office, draft_id):
    with pytest.raises(InvalidTransition):
        in_unit(office, office.actor(OWNER), start_draft, MAIN)
    assert [d.id for d in reading(office, office.actor(OWNER), open_drafts)] == [draft_id]
    in_unit(office, office.actor(OWNER), discard, draft_id, version=1)
    assert in_unit(office, office.actor(OWNER), start_draft, MAIN) != draft_id


def test_only_process_owners_draft_and_approvers_look(office, draft_id):
    for role in (Role.PUBLICATION_APPROVER, Role.HEAD, Role.ADMINISTRATOR, Role.OFFICER):
        with pytest.raises(NotPermitted):
            in_unit(office, office.actor(role), start_draft, "unit_action")
        with pytest.raises(NotPermitted):
            in_unit(office, office.actor(role), discard, draft_id, version=1)
    assert reading(office, office.actor(Role.PUBLICATION_APPROVER), get_draft, draft_id)
    with pytest.raises(NotPermitted):
        reading(office, office.actor(Role.OFFICER), get_draft, draft_id)
    with pytest.raises(NotPermitted):
        in_unit(office, office.system, start_draft, "unit_action")


def test_another_office_does_not_know_the_draft(office, other_office, draft_id):
    owner = other_office.add(OWNER, "อรุณ ตัวอย่าง")
    stranger = other_office.actor(OWNER)
    assert owner.id == stranger.person_id
    with pytest.raises(NotFound):
        reading(office, stranger, get_draft, draft_id)
    with pytest.raises(NotFound):
        in_unit(office, stranger, discard, draft_id, version=1)
    assert reading(office, stranger, open_drafts) == []
    assert draft_and_files(office, draft_id)[0].is_open


def test_saved_bytes_come_back_as_they_were(office, draft_id):
    _, files = draft_and_files(office, draft_id)
    changed = files.sources[MAIN].replace("ลงรับเรื่องร้องเรียน".encode(), "รับเรื่อง".encode())
    version = in_unit(
        office, office.actor(OWNER), save_file, draft_id, PROCESS, MAIN, changed, version=1
    )
    draft, after = draft_and_files(office, draft_id)
    assert (version, draft.version) == (2, 2)
    assert after.sources[MAIN] == changed
    assert {k: v for k, v in after.sources.items() if k != MAIN} == {
        k: v for k, v in files.sources.items() if k != MAIN
    }
    assert after.forms == files.forms


def test_the_same_bytes_make_no_new_version(office, draft_id):
    _, files = draft_and_files(office, draft_id)
    same = in_unit(
        office, office.actor(OWNER), save_file, draft_id, PROCESS, MAIN, files.sources[MAIN],
        version=1,
    )  # fmt: skip
    assert same == 1


def test_the_second_of_two_people_in_one_draft_is_told_who_was_first(office, draft_id, clock):
    clock.advance(minutes=5)
    other = office.add(OWNER, "มะลิ ตัวอย่าง")
    first = office.actor(OWNER, nth=1)
    assert first.person_id == other.id
    form = f"{MAIN}.sort"
    _, files = draft_and_files(office, draft_id)
    theirs = files.forms[form].replace("คัดแยก".encode(), "จำแนก".encode())
    assert theirs != files.forms[form]
    in_unit(office, first, save_file, draft_id, FORM, form, theirs, version=1)
    with pytest.raises(DraftChanged) as told:
        in_unit(office, office.actor(OWNER), save_file, draft_id, FORM, form, b"{}", version=1)
    assert "มะลิ" in told.value.sentence.th
    assert told.value.version == 2
    draft, after = draft_and_files(office, draft_id)
    assert after.forms[form] == theirs
    assert [e.name for e in draft.editors] == ["มะลิ ตัวอย่าง", "นภา ตัวอย่าง"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<bpmn",
        b'<!DOCTYPE x [<!ENTITY a "b">]><x/>',
        b"\x1f\x8b\x08\x00",
        b"<x/>",
    ],
)
def test_unsafe_bytes_are_refused_at_save_and_nothing_is_written(office, draft_id, data):
    before = draft_and_files(office, draft_id)
    with pytest.raises(DefinitionInvalid) as refused:
        in_unit(office, office.actor(OWNER), save_file, draft_id, PROCESS, MAIN, data, version=1)
    assert refused.value.problems
    assert all(p.line >= 1 and p.message.th for p in refused.value.problems)
    assert draft_and_files(office, draft_id) == before


@pytest.mark.parametrize("data", [b"", b"[]", b'{"a":1,"a":2}', b"{" * 100, b"\xff\xfe"])
def test_a_form_that_is_no_json_object_is_refused_at_save(office, draft_id, data):
    with pytest.raises(DefinitionInvalid):
        in_unit(
            office, office.actor(OWNER), save_file, draft_id, FORM, f"{MAIN}.sort", data, version=1
        )


def test_a_process_cannot_be_saved_under_another_name(office, draft_id):
    _, files = draft_and_files(office, draft_id)
    for name in ("unit_action", "../evil", "Evil"):
        with pytest.raises(DefinitionInvalid):
            in_unit(
                office, office.actor(OWNER), save_file, draft_id, PROCESS, name,
                files.sources[MAIN], version=1,
            )  # fmt: skip


def test_every_other_fault_is_kept_with_the_draft_and_located(office, draft_id):
    _, files = draft_and_files(office, draft_id)
    broken = files.sources[MAIN].replace(
        b'formRef="complaint_provincial.sort"', b'formRef="gone.away"'
    )
    in_unit(office, office.actor(OWNER), save_file, draft_id, PROCESS, MAIN, broken, version=1)
    _, after = draft_and_files(office, draft_id)
    report = report_on(office, after)
    assert not report.ok
    found = [p for p in report.of(f"{MAIN}.bpmn").problems if p.severity is Severity.ERROR]
    assert "sort" in {p.element for p in found}


def test_a_form_is_added_used_and_removed(office, draft_id):
    owner = office.actor(OWNER)
    form = f"{MAIN}.second_look"
    version = in_unit(office, owner, add_form, draft_id, form, version=1)
    _, files = draft_and_files(office, draft_id)
    assert form_problems(form, files.forms[form]) == ()
    with pytest.raises(InvalidTransition):
        in_unit(office, owner, add_form, draft_id, form, version=version)
    with pytest.raises(DefinitionInvalid):
        in_unit(office, owner, add_form, draft_id, "../form", version=version)
    version = in_unit(office, owner, remove_form, draft_id, form, version=version)
    assert form not in draft_and_files(office, draft_id)[1].forms
    with pytest.raises(InvalidTransition) as used:
        in_unit(office, owner, remove_form, draft_id, f"{MAIN}.sort", version=version)
    assert "sort" in used.value.sentence.en


def test_a_discarded_draft_leaves_no_files(office, draft_id):
    in_unit(office, office.actor(OWNER), discard, draft_id, version=1)
    draft, files = draft_and_files(office, draft_id)
    assert draft.status is DraftStatus.ABANDONED
    assert files == Files({}, {})
    with pytest.raises(InvalidTransition):
        in_unit(office, office.actor(OWNER), discard, draft_id, version=2)


def test_a_new_process_begins_from_a_file(office):
    owner = office.actor(OWNER)
    edition = reading(office, office.system, get_adopted_edition, "first_notice")
    data = edition.sources["first_notice"].replace(b"first_notice", b"second_notice")
    assert process_id_in(data, "upload") == "second_notice"
    draft_id = in_unit(office, owner, start_new_process, "second_notice", data)
    draft, files = draft_and_files(office, draft_id)
    assert draft.base_number is None
    assert files.sources == {"second_notice": data}
    assert not report_on(office, files).ok  # its forms are still missing
    with pytest.raises(InvalidTransition):
        in_unit(office, owner, start_new_process, "second_notice", data)
    known = edition.sources["first_notice"]
    with pytest.raises(InvalidTransition):
        in_unit(office, owner, start_new_process, "first_notice", known)
    assert "second_notice" not in {a.process_id for a in reading(office, office.system, adopted)}


def test_a_draft_of_nothing_and_a_missing_draft_are_not_found(office):
    with pytest.raises(NotFound):
        in_unit(office, office.actor(OWNER), start_draft, "no_such_process")
    with pytest.raises(NotFound):
        in_unit(office, office.actor(OWNER), start_draft, MAIN, number=99)
    with pytest.raises(NotFound):
        reading(office, office.actor(OWNER), get_draft, uuid4())


def test_drafting_writes_nothing_that_is_in_use(office):
    def in_use():
        with office.store.reading(office.system) as uow:
            events = uow.connection.scalar(select(func.count()).select_from(tables.case_event))
            return adopted(uow), published_editions(uow, MAIN), events

    before = in_use()
    draft_id = in_unit(office, office.actor(OWNER), start_draft, MAIN)
    in_unit(office, office.actor(OWNER), add_form, draft_id, f"{MAIN}.more", version=1)
    in_unit(office, office.actor(OWNER), discard, draft_id, version=2)
    assert in_use() == before
    assert reading(office, office.system, find_open_draft, MAIN) is None


def test_impact_counts_cases_by_edition_and_not_those_about_the_reader(office):
    story = Story(office.store, office.id)
    first, second = story.lodge(), story.lodge()
    (load,) = reading(office, office.actor(OWNER), impact, MAIN)
    assert (load.number, load.cases) == (1, 2)
    with office.store.unit(office.system) as uow:
        uow.hold(office.id)
        uow.connection.execute(
            tables.case_exclusion.insert().values(
                office_id=office.id, case_id=second, person_id=office.person(OWNER).id,
                since_at=uow.now,
            )
        )  # fmt: skip
    assert [x.cases for x in reading(office, office.actor(OWNER), impact, MAIN)] == [1]
    assert [x.cases for x in reading(office, office.actor(Role.HEAD), impact, MAIN)] == [2]
    assert first != second


def test_differences_name_what_changed_and_pass_over_a_moved_shape(office, draft_id):
    _, files = draft_and_files(office, draft_id)
    old = files.sources[MAIN]
    renamed = old.replace("๒ คัดแยกประเภท".encode(), "๒ จำแนกประเภท".encode())
    (process,) = compare(files, Files({**files.sources, MAIN: renamed}, files.forms)).processes
    (one,) = process.differences
    assert (one.change, one.id) == (Change.CHANGED, "sort")
    assert [d.what.en for d in one.details] == ["Name"]
    moved = old.replace(b'<dc:Bounds x="', b'<dc:Bounds x="1', 1)
    (process,) = compare(files, Files({**files.sources, MAIN: moved}, files.forms)).processes
    assert process.only_drawing
    looped = old.replace(b'camunda:elementVariable="party"', b'camunda:elementVariable="other"')
    (process,) = compare(files, Files({**files.sources, MAIN: looped}, files.forms)).processes
    assert [d.id for d in process.differences] == ["notices", "tell_open", "tell_closed"]


def test_differences_of_forms_name_the_fields(office, draft_id):
    _, files = draft_and_files(office, draft_id)
    name = f"{MAIN}.sort"
    schema = json.loads(files.forms[name])
    gone = schema["components"].pop(0)
    schema["components"].append({"type": "textfield", "id": "Field_x", "key": "x", "label": "ใหม่"})
    data = json.dumps(schema, ensure_ascii=False).encode()
    (form,) = compare(files, Files(files.sources, {**files.forms, name: data})).forms
    assert [(d.change, d.id) for d in form.differences] == [
        (Change.REMOVED, gone["id"]),
        *[(d.change, d.id) for d in form.differences[1:-1]],
        (Change.ADDED, "Field_x"),
    ]
