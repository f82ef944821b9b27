"""Papers filed at any time: by whom, what stays of an older version, who opens which."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from engine.cases.attachments import REDACTED_COPY, attachments_of
from engine.errors import FormInvalid, InvalidTransition, NotFound, NotPermitted
from engine.journal.folding import rebuild_cases
from engine.office.roles import Role
from engine.store import tables
from engine.store.blobs import read_blob
from engine.work.case_file import get_readable_attachment
from engine.work.papers.filing import file_paper
from tests.support.story import SMALL_PDF, in_unit
from tests.unit.test_pictures import SECRET, TURNED, exif, with_segments


@pytest.fixture
def case(case_at_a_unit):
    return case_at_a_unit


def file(story, actor, case, kind="evidence", said="ภาพจากกล้องวงจรปิด", **options):
    content = options.pop("content", SMALL_PDF)
    kept = story.upload(case, options.pop("name", "หลักฐาน.pdf"), content)
    key = options.pop("key", None) or uuid4()
    arguments = (case, kept, kind, said)
    in_unit(story.store, actor, file_paper, *arguments, submission_key=key, **options)


def papers(story, case):
    with story.reading() as uow:
        return attachments_of(uow, case)


def opens(story, standing, case, attachment: UUID) -> bool:
    with story.store.reading(standing.actor) as uow:
        try:
            return bool(get_readable_attachment(uow, standing, case, attachment))
        except NotFound:
            return False


def test_a_paper_is_filed_outside_any_step_with_what_it_is(story, office, case):
    officer = office.actor(Role.OFFICER)
    before = story.open_elements(case)
    file(story, officer, case)
    filed = papers(story, case)[-1]
    assert (filed.kind, filed.description) == ("evidence", "ภาพจากกล้องวงจรปิด")
    assert (filed.filed_by, filed.work_item_id) == (officer.person_id, None)
    assert story.open_elements(case) == before


def test_the_same_form_twice_files_one_paper(story, office, case):
    key, before = uuid4(), len(papers(story, case))
    for _ in range(2):
        file(story, office.actor(Role.OFFICER), case, key=key)
    assert len(papers(story, case)) == before + 1


@pytest.mark.parametrize(
    ("kind", "said", "wrong"),
    [
        ("scan", "x", "kind"),
        ("", "x", "kind"),
        ("evidence", " ", "description"),
        ("evidence", "ก" * 301, "description"),
    ],
)
def test_what_a_paper_is_has_to_be_said(story, office, case, kind, said, wrong):
    before = papers(story, case)
    with pytest.raises(FormInvalid) as refused:
        file(story, office.actor(Role.OFFICER), case, kind, said)
    assert set(refused.value.messages) == {wrong}
    assert papers(story, case) == before


def test_a_newer_version_takes_the_place_of_the_older_which_stays(story, office, case):
    officer = office.actor(Role.OFFICER)
    file(story, officer, case, REDACTED_COPY, "ปิดชื่อแล้ว")
    older = papers(story, case)[-1]
    unit = office.standing(Role.UNIT_MEMBER, unit="construction")
    assert opens(story, unit, case, older.id)
    file(story, officer, case, "", "ปิดเลขโทรศัพท์ด้วย", replaces=older.id)
    newer = papers(story, case)[-1]
    assert newer.kind == REDACTED_COPY
    assert opens(story, unit, case, newer.id)
    # It may have been replaced because it said too much.
    assert not opens(story, unit, case, older.id)
    assert opens(story, office.standing(Role.OFFICER), case, older.id)
    with pytest.raises(InvalidTransition):
        file(story, officer, case, "", "อีกครั้ง", replaces=older.id)


def test_a_version_belongs_to_a_paper_of_its_own_case(story, office, case):
    officer = office.actor(Role.OFFICER)
    file(story, officer, case)
    other = story.lodge(by=officer)
    with pytest.raises(NotFound):
        file(story, officer, other, "", "ฉบับใหม่", replaces=papers(story, case)[-1].id)


def test_who_reads_a_part_or_nothing_or_only_checks_files_nothing(story, office, case):
    before = papers(story, case)
    for role, unit, refusal in (
        (Role.UNIT_MEMBER, "construction", NotFound),
        (Role.UNIT_MEMBER, "planning", NotFound),
        (Role.CUSTODIAN, None, NotPermitted),
        (Role.AUDITOR, None, NotFound),
    ):
        with pytest.raises(refusal):
            file(story, office.actor(role, unit=unit), case)
    assert papers(story, case) == before


def test_a_photograph_is_sealed_without_what_the_camera_wrote(story, office, case):
    photograph = with_segments(exif(TURNED))
    file(story, office.actor(Role.OFFICER), case, content=photograph, name="ภาพ.jpg")
    filed = papers(story, case)[-1]
    with story.reading() as uow:
        data_key = uow.data_key(case)
    kept = read_blob(story.blobs, data_key, case, filed.blob_id, filed.sha256)
    assert SECRET in photograph
    assert SECRET not in kept
    assert filed.size == len(kept)


def test_rows_made_again_from_the_history_name_the_same_papers(story, office, case):
    officer = office.actor(Role.OFFICER)
    file(story, officer, case)
    file(story, officer, case, "", "ชัดกว่าเดิม", replaces=papers(story, case)[-1].id)
    before = papers(story, case)
    with story.store.unit(office.system) as uow:
        rebuild_cases(uow)
    assert papers(story, case) == before
    with story.reading() as uow:
        table = tables.attachment
        clear = uow.connection.scalar(
            select(func.count())
            .select_from(table)
            .where(table.c.description == "ชัดกว่าเดิม".encode())
        )
    assert clear == 0


def test_a_file_that_is_in_the_case_already_is_not_taken_a_second_time(story, office, case):
    """A page carries a signed word for a file that lies on disk, and may send it elsewhere too."""
    kept = story.upload(case, "หลักฐาน.pdf")
    arguments = (case, kept, "evidence", "ภาพจากกล้องวงจรปิด")
    in_unit(story.store, office.actor(Role.OFFICER), file_paper, *arguments, submission_key=uuid4())
    before = len(papers(story, case))
    with pytest.raises(InvalidTransition):
        in_unit(
            story.store, office.actor(Role.OFFICER), file_paper, *arguments, submission_key=uuid4()
        )
    assert len(papers(story, case)) == before


def test_what_nobody_can_see_does_not_say_what_a_paper_is(story, office, case):
    with pytest.raises(FormInvalid):
        file(story, office.actor(Role.OFFICER), case, said="\u200b\u2060")
