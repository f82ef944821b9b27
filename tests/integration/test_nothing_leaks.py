"""Names planted in every field, and then looked for in every byte that is stored."""

import base64
import hashlib
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from engine.cases.identities import open_identity
from engine.cases.parties import PartyKind, parties_of
from engine.errors import EngineError, FormInvalid, KeyUnavailable
from engine.office.person_names import normalise_person_name
from engine.office.roles import Role
from engine.store import tables
from engine.store.backup import back_up
from engine.store.unit_of_work import Actor
from engine.work.allocation.claiming import claim_work_item, release_work_item
from engine.work.answer_drafts.keeping import keep_answer_draft, keep_intake_draft
from engine.work.answer_drafts.rows import Pen
from engine.work.completing import Submission
from engine.work.notes import note_contact, write_comment
from engine.work.records.destruction import destroy_records, order_destruction
from engine.work.records.erasing import DestructionOrder
from engine.work.respondents import add_respondent
from engine.work.splitting import NamedRespondent, SplitOff, split_case
from tests.support.story import PROCESS, SMALL_PDF, Story, in_unit
from tests.support.streams import fault_of_stream

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

# Invented, long enough to stand nowhere by chance.
PLANTED = {
    "complainant.name": "นางสาวพิมพ์พลอย แสงอัมพวันวิไล",
    "complainant.address": "77/123 ซอยดอกปีบทอง ตำบลสมมติ",
    "complainant.phone": "08 9731 4628",
    "complainant.email": "pimploy.sangampawan@example.com",
    "complainant.citizen_id": "1101800000003",
    "witness.name": "นายบุญประเสริฐ ไพรสณฑ์พยัคฆา",
    "witness.contact": "09 4417 5520",
    "heard witness": "นางเกสรมาลี หทัยกาญจนพฤกษ์",
    "respondent.name": "นายเดชดนัย วงศ์ทมิฬคีรี",
    "later respondent": "นางวลัยพรรณ ศิลาดำรงฤทธิ์",
    "narrative": "เห็นรถน้ำมันทะเบียนสมมติเข้าออกกลางดึกทุกวันพุธ",
    "unit report": "คนขับรถยอมรับต่อหน้าหัวหน้ากลุ่มงานแล้วว่าขายต่อ",
    "issue": "นำน้ำมันหลวงไปขายต่อที่ปั๊มหลอดหน้าหมู่บ้านสมมติ",
    "file name": "สลิปโอนเงินของพิมพ์พลอย.pdf",
    "note of contact": "โทรหาพี่สาวของเธอที่ร้านก๋วยเตี๋ยวหลังโรงเรียน",
    "comment": "ผู้ร้องน่าจะเป็นคนในห้องพัสดุที่ลาออกเดือนก่อน",
    "drafted name": "นางจันทร์กระจ่าง วิมานลอยฟ้า",
    "drafted report": "ยังไม่แน่ใจว่าจะเขียนเรื่องถุงเงินใต้เบาะอย่างไร",
    "drafted lodging": "คุณยายปลายนา บ้านเลขที่สุดซอยมะขามป้อม",
    "matter split off": "ถนนสายลับหลังบึงสมมติใช้ปูนเก่าผสมทราย",
    "why it was split off": "ยายหนอมเขียนสองเรื่องปนกันในกระดาษห่อกล้วย",
    "respondent of that matter": "นายกัมปนาท โยธาพิทักษ์สิงขร",
    "outsider on the committee": "ศาสตราจารย์ปรีชาญาณ เวฬุวันสุนทร",
}
FILE = SMALL_PDF + b"% secret evidence: PAYSLIP-OF-PIMPLOY\n"


def encodings(text: str) -> dict[str, bytes]:
    """Return the shapes in which a text could have got into a file."""
    utf8 = text.encode()
    shapes = {
        "utf-8": utf8,
        "json": text.encode("ascii", "backslashreplace"),
        "utf-16-le": text.encode("utf-16-le"),
        "utf-16-be": text.encode("utf-16-be"),
        "tis-620": text.encode("tis-620", "ignore"),
        "url": quote(text).encode(),
        "url form": quote(text, safe="").replace("%20", "+").encode(),
        "hexadecimal": utf8.hex().encode(),
        "HEXADECIMAL": utf8.hex().upper().encode(),
    }
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + utf8)
        # The first letters depend on what stood before, the last on what follows.
        shapes[f"base64 at {shift}"] = coded[4 if shift else 0 : len(coded) - 4]
    return {name: shape for name, shape in shapes.items() if len(shape) > 6}


def found_in(haystack: bytes) -> list[str]:
    return [
        f"{what} as {shape}"
        for what, text in PLANTED.items()
        for needle_of in (text, text.split(" ", 1)[-1])
        for shape, needle in encodings(needle_of).items()
        if len(needle_of) > 7 and needle in haystack
    ]


def stored_bytes(url: str, tmp_path: Path) -> bytes:
    """Return everything a thief of the database would have: its files, or a whole dump."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))
    dump = tmp_path / "dump.sql"
    subprocess.run([pg_dump(), "--file", dump, url], check=True)
    return dump.read_bytes()


def pg_dump() -> str:
    found = shutil.which("pg_dump")
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"))
    return found or str(versions[-1])


def drafted(story: Story, office: Any, case: UUID) -> None:
    """Type into a step and into a lodging, twice each, hand one over, and be overtaken."""
    item, officer = story.item(case, "inquire"), office.actor(Role.OFFICER)
    holder = story.claim(item)
    heard = {"witness": PLANTED["drafted name"], "text": PLANTED["drafted report"]}
    lodging = {
        "narrative": PLANTED["drafted lodging"],
        "complainants": [{"name": heard["witness"]}],
    }
    for turn in (1, 2):
        pen = Pen(UUID(int=1), 0, turn)
        in_unit(story.store, holder, keep_answer_draft, item.id, {"interviews": [heard]}, pen)
        in_unit(story.store, officer, keep_intake_draft, PROCESS, lodging, pen)
    with pytest.raises(EngineError) as refused:
        in_unit(story.store, holder, keep_answer_draft, item.id, {}, Pen(UUID(int=2)))
    assert not found_in(repr(refused.value).encode())
    in_unit(story.store, holder, release_work_item, item.id, hands_draft=True)
    in_unit(story.store, holder, claim_work_item, item.id)


@pytest.fixture
def told(story, office, clock) -> UUID:
    """A whole case with a name in every field, with errors, refusals, retries and a worker."""
    planted = PLANTED
    person = {
        "name": planted["complainant.name"],
        "address": planted["complainant.address"],
        "phone": planted["complainant.phone"],
        "email": planted["complainant.email"],
        "citizen_id": planted["complainant.citizen_id"],
        "contact_wish": "letter",
    }
    complaint: dict[str, Any] = {
        "complainants": [person],
        "witnesses": [{"name": planted["witness.name"], "contact": planted["witness.contact"]}],
        "respondents": [{"name": planted["respondent.name"], "position": "พนักงานขับรถ"}],
        "narrative": planted["narrative"],
    }
    for wrong in (
        {"channel": "nothing"},
        {"received_on": "2099-01-01"},
        {"respondent_kind": planted["respondent.name"]},
        {"surprise": planted["narrative"]},
    ):
        with pytest.raises(FormInvalid) as refused:
            story.lodge(**{**complaint, **wrong})
        assert not found_in(repr(refused.value.messages).encode())
        assert not found_in(str(refused.value).encode())
    with pytest.raises(EngineError):
        story.lodge(by=office.actor(Role.HEAD), **complaint)
    case = story.lodge(**complaint)
    scan = story.upload(case, planted["file name"], FILE)
    story.do(case, "register", receipt_code=True)
    story.do(case, "sort", issues=[{"text": planted["issue"]}])
    story.do(case, "draft_letter", redacted_files=["u1"], uploads={"u1": scan})
    outsider = {
        "outside_name": planted["outsider on the committee"],
        "position": "อาจารย์",
        "seat": "chair",
    }
    story.do(case, "sign_letter", order="committee")
    member = {
        "person": str(office.person(Role.UNIT_MEMBER).id),
        "position": "กรรมการ",
        "seat": "member",
    }
    story.do(case, "draft_order", members=[outsider, member])
    story.do(case, "sign_order")
    drafted(story, office, case)
    heard = {"witness": planted["heard witness"], "date": story.day(0), "text": "พยานปากที่ 1"}
    story.do(
        case,
        "inquire",
        interviews=[heard],
        evidence=[{"kind": "record", "text": planted["unit report"]}],
    )
    in_unit(
        story.store,
        office.actor(Role.MANAGER),
        add_respondent,
        case,
        planted["later respondent"],
    )
    write_notes(story, office, case)
    split_off(story, case)
    clock.advance(days=40)
    table = tables.instance
    with story.reading() as uow:
        state = uow.connection.scalar(select(table.c.state).where(table.c.case_id == case))
    with story.store.database.writing() as connection:
        connection.execute(update(table).where(table.c.case_id == case).values(state=b"broken"))
    story.run_worker()
    with story.store.database.writing() as connection:
        connection.execute(
            update(table).where(table.c.case_id == case).values(state=state, failures=0)
        )
    story.run_worker()
    story.finish(case)
    return case


def split_off(story: Story, case: UUID) -> None:
    planted = PLANTED
    with story.reading() as uow:
        complainants = [p.id for p in parties_of(uow, case) if p.kind is PartyKind.COMPLAINANT]
    wanted = SplitOff(
        subject="ทำถนนไม่ตรงแบบ",
        summary=planted["matter split off"],
        category="misconduct",
        respondent_kind="other",
        respondents=(NamedRespondent(planted["respondent of that matter"]),),
        reason=planted["why it was split off"],
        complainants=frozenset(complainants),
    )
    lodger = Actor(story.office_id, story.case(case).lodged_by)
    in_unit(story.store, lodger, split_case, case, wanted, submission_key=uuid4())


def write_notes(story: Story, office: Any, case: UUID) -> None:
    officer, manager = office.actor(Role.OFFICER), office.person(Role.MANAGER)
    contact = {
        "party_kind": "witness",
        "way": "telephone",
        "outcome": "reached",
        "occurred_on": story.day(0),
        "text": PLANTED["note of contact"],
        "audience": "everybody",
    }
    in_unit(story.store, officer, note_contact, case, Submission(uuid4(), contact))
    comment = {"text": PLANTED["comment"], "audience": "whole", "mentioned": [str(manager.id)]}
    in_unit(story.store, officer, write_comment, case, Submission(uuid4(), comment))


def test_no_name_and_no_narrative_stands_in_the_database(story, told, database_url, tmp_path):
    stored = stored_bytes(database_url, tmp_path)
    assert story.case(told).number.encode() in stored
    assert found_in(stored) == []
    for code in story.receipt_codes.values():
        assert code.encode() not in stored
        assert code.replace(" ", "").encode() not in stored


@ON_SQLITE
def test_files_are_sealed_names_are_indexed_under_a_key_and_who_has_it_reads(
    story, told, database_url, tmp_path
):
    """One long story is told once and looked at from four sides."""
    check_files(story)
    check_name_index(stored_bytes(database_url, tmp_path))
    check_reading_with_the_key(story, told)
    check_erasure(story, told)


def check_files(story: Story) -> None:
    blobs = b"".join(path.read_bytes() for path in story.blobs.rglob("*.blob"))
    assert blobs
    assert b"PAYSLIP" not in blobs
    assert b"%PDF" not in blobs
    assert found_in(blobs) == []


def check_name_index(stored: bytes) -> None:
    """Whoever can hash a list of names must not find them: the index is keyed."""
    normal = normalise_person_name(PLANTED["respondent.name"])
    assert normal
    for name in (normal, PLANTED["respondent.name"]):
        for digest in (hashlib.sha256(name.encode()), hashlib.sha1(name.encode())):  # noqa: S324  (sought, not used)
            assert digest.digest() not in stored
            assert digest.hexdigest().encode() not in stored


def check_reading_with_the_key(story: Story, told: UUID) -> None:
    with story.reading() as uow:
        parties = parties_of(uow, told)
        opened = {
            (party.kind, name): value
            for party in parties
            for name, value in open_identity(uow, told, party.id).items()
        }
    details = [p.details["name"] for p in parties if p.kind is PartyKind.RESPONDENT]
    for name in ("name", "address", "email", "citizen_id"):
        assert opened[PartyKind.COMPLAINANT, name] == PLANTED[f"complainant.{name}"]
    assert opened[PartyKind.WITNESS, "name"] == PLANTED["witness.name"]
    assert details == [PLANTED["respondent.name"], PLANTED["later respondent"]]
    given = repr([event.content for event in story.events(told)])
    assert PLANTED["narrative"] in given
    assert PLANTED["complainant.name"] not in given
    assert PLANTED["heard witness"] not in given


def check_erasure(story: Story, told: UUID) -> None:
    """Without its key a case tells nothing, and its chain still holds."""
    table = tables.stream
    with story.store.database.writing() as connection:
        connection.execute(update(table).where(table.c.id == told).values(wrapped_key=None))
    with pytest.raises(KeyUnavailable):
        story.events(told)
    for read in (
        lambda uow: parties_of(uow, told),
        lambda uow: open_identity(uow, told, told),
        lambda uow: uow.data_key(told),
    ):
        with story.reading() as uow, pytest.raises(KeyUnavailable):
            read(uow)
    assert fault_of_stream(story.store, story.office_id, told) is None


def test_a_destroyed_record_is_in_no_file_and_in_no_backup_made_afterwards(
    story, told, database_url, tmp_path
):
    """Clear words of its register line as well, which no key had hidden."""
    (split,) = [each for each in open_cases(story) if each != told]
    story.finish(split)
    case = story.case(told)
    assert case.subject
    assert case.subject in stored_bytes(database_url, tmp_path).decode(errors="ignore")
    order = DestructionOrder(uuid4(), "12/2580", story.today)
    with story.store.unit(Actor(story.office_id, None)) as uow:
        order_destruction(uow, [told, split], order)
    assert destroy_records(story.store, 10, story.blobs) == 2
    back_up(database_url, story.blobs, tmp_path / "copy", key="", now=story.store.clock())
    kept = [stored_bytes(database_url, tmp_path)]
    kept += [path.read_bytes() for path in (tmp_path / "copy").rglob("*") if path.is_file()]
    for each in kept:
        assert found_in(each) == []
        for word in (case.subject, case.place):
            assert not word or not any(shape in each for shape in encodings(word).values())
    assert not list(story.blobs.rglob("*.blob"))


def open_cases(story: Story) -> list[UUID]:
    table = tables.case
    with story.reading() as uow:
        return list(uow.connection.scalars(select(table.c.id).where(table.c.status == "open")))


@ON_SQLITE
@pytest.mark.usefixtures("office")
def test_the_search_finds_what_is_there(database_url, tmp_path):
    """A name of the directory is clear on purpose, and found: the search is not blind."""
    assert "กมล ตัวอย่าง".encode() in stored_bytes(database_url, tmp_path)
    planted = PLANTED["narrative"].encode()
    for shift in range(3):
        assert found_in(base64.b64encode(b"." * (3 + shift) + planted + b"..."))
    for needle in encodings(PLANTED["narrative"]).values():
        assert found_in(b"before" + needle + b"after")
