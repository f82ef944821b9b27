"""Documents signed outside the system (seed 004): brought in, checked, allowed, public for ever."""

import hashlib
from datetime import date
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from lxml import html

from engine.access.accounts import create_account
from engine.access.pace import Pace
from engine.access.sign_in import sign_in
from engine.access.substitutions import standing_of_actor
from engine.errors import FormInvalid, InvalidTransition
from engine.office.fiscal_year import Period
from engine.office.roles import Role
from engine.reports.public_documents import published_documents
from engine.settings import Settings
from engine.store.columns import INSTALLATION
from engine.store.unit_of_work import Actor
from engine.work.business.starting import start_business
from engine.work.form_names import form_names
from engine.work.lists.business import list_business
from engine.work.offices.settings import settings_in_force
from tests.conftest import OTHER_PEOPLE, opened_office
from tests.support.answers import answers_for, signed_on_paper
from tests.support.passwords import quick_hash
from tests.support.pdf import locked, pdf
from tests.support.story import SMALL_PDF, Story, in_unit
from tests.support.streams import check_rebuild, check_runs_again, check_streams

YEAR = Period(date(2026, 10, 1), date(2027, 9, 30))
HASH = hashlib.sha256(SMALL_PDF).hexdigest()
PATH = "/p/provincial/documents/complaint_measure"
ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def client(office, tmp_path, application):
    settings = Settings.from_environ(
        {"SUCHARIT_MODE": "demonstration", "SUCHARIT_DATA_DIR": str(tmp_path / "data")}
    )
    return application(settings, office.store).test_client()


@pytest.fixture
def story(office, client):
    settings = client.application.extensions["sucharit"][0]
    return Story(office.store, office.id, settings.blobs_dir)


@pytest.fixture
def begin(story):
    def begun():
        officer = story.someone(Role.OFFICER)
        return in_unit(
            story.store, officer, start_business, "publish_document", YEAR, submission_key=uuid4()
        )

    return begun


@pytest.fixture
def without_list(store, bundled_editions):
    """An office whose profile lists no public document."""
    return opened_office(store, "rayong", OTHER_PEOPLE, bundled_editions)


def bring_in(story, case, content=SMALL_PDF, **said):
    upload = story.upload(case, "ประกาศ.pdf", content)
    chosen = str(upload.blob.id)
    story.do(case, "bring_in", uploads={chosen: upload}, document_file=[chosen], **said)


def publish(story, case, **said):
    bring_in(story, case, **said)
    story.finish(case)


def public(story):
    with story.reading() as uow:
        return published_documents(uow)


def known(story, case, element, name):
    with story.reading() as uow:
        settings = settings_in_force(uow, uow.today)
        item = story.item(case, element)
        return form_names(uow, settings, story.case(case), item)["known"].get(name)


def test_what_the_head_allows_is_public_as_it_was_handed_in(story, begin, client):
    case = begin()
    bring_in(story, case)
    assert story.case(case).subject == "เผยแพร่ประกาศมาตรการจัดการเรื่องร้องเรียนการทุจริต"
    told = {row["label"]: row["said"] for row in known(story, case, "check", "document_proposed")}
    assert told["ผู้ลงนามในเอกสาร"] == "นายทองดี ตัวอย่าง ผู้อำนวยการ"
    assert told["แฟ้ม"].startswith("ประกาศ.pdf")
    assert public(story) == []
    story.finish(case, allow={"decision": "allowed", **signed_on_paper(story.today)})
    (found,) = public(story)
    assert (found.slug, found.version, found.file.sha256) == ("complaint_measure", 1, HASH)
    assert (found.certifier.name, found.certifier.in_system) == ("นายทองดี ตัวอย่าง", False)
    for address in (f"{PATH}.pdf", f"{PATH}/1.pdf"):
        answer = client.get(address)
        assert answer.data == SMALL_PDF
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    metadata = client.get(f"{PATH}/1.json").json["metadata"]
    assert (metadata["sha256"], metadata["byte_size"]) == (HASH, len(SMALL_PDF))
    assert metadata["download"].endswith(f"{PATH}/1.pdf")
    assert HASH in client.get(PATH).text
    check_streams(story.store, story.office_id)
    check_rebuild(story.store, story.office_id)
    check_runs_again(story.store, story.office_id)


@ON_SQLITE
def test_a_new_version_says_why_and_the_older_keeps_its_address(story, begin, client):
    publish(story, begin())
    case = begin()
    with pytest.raises(FormInvalid) as refused:
        bring_in(story, case)
    assert set(refused.value.messages) == {"correction"}
    newer = SMALL_PDF + b"\n"
    publish(story, case, content=newer, correction="ปรับตามประกาศฉบับใหม่")
    assert [one.version for one in public(story)] == [2, 1]
    assert client.get(f"{PATH}.pdf").data == newer
    assert client.get(f"{PATH}/1.pdf").data == SMALL_PDF
    assert "ปรับตามประกาศฉบับใหม่" in client.get(PATH).text
    assert "ฉบับนี้มีฉบับใหม่กว่าแล้ว" in client.get(f"{PATH}/1").text
    assert client.get(f"{PATH}/3.pdf").status_code == 404
    assert client.get("/p/provincial/documents/bribery_measure").status_code == 404


@ON_SQLITE
def test_only_a_pdf_is_taken_and_it_stands_when_the_form_is_sent_back(story, begin):
    case = begin()
    with pytest.raises(FormInvalid) as none:
        story.do(case, "bring_in")
    with pytest.raises(FormInvalid) as text:
        bring_in(story, case, content="ข้อความ".encode())
    assert [set(each.value.messages) for each in (none, text)] == [{"document_file"}] * 2
    bring_in(story, case, document_no="12/2569", correction="ใส่ผิด")
    story.do(case, "check", decision="returned", return_reason="เอกสารไม่มีเลขที่")
    assert known(story, case, "bring_in", "document_no") == "12/2569"
    story.do(case, "bring_in", document_no="")
    story.finish(case)
    (found,) = public(story)
    assert (found.paper.number, found.correction, found.file.sha256) == ("", "", HASH)


@ON_SQLITE
def test_a_file_that_nobody_could_open_is_refused_at_its_field_with_what_was_typed(
    story, begin, client, office
):
    sign_in_officer(client, office)
    item = story.item(begin(), "bring_in")
    story.claim(item, by=office.actor(Role.OFFICER))
    form = typed(client, item, story.today)
    for content, said in (
        (locked(), "แฟ้มนี้ต้องใช้รหัสผ่านจึงจะเปิดได้"),
        (SMALL_PDF, "เปิดแฟ้มนี้ไม่ได้"),
    ):
        refused = send(client, item, form, content)
        assert refused.status_code == 422
        page = html.fromstring(refused.text)
        (field,) = page.xpath("//*[contains(@class, 'field-err')]")
        assert said in field.text_content()
        assert field.xpath(".//input[@type='file']/@name") == ["document_file"]
        assert page.xpath("//input[@name='document_signer']/@value") == ["นายทองดี ตัวอย่าง"]
        assert not page.xpath("//input[@name='_kept_file']")
    assert list(story.blobs.rglob("*.blob")) == []
    assert story.item(item.case_id, "bring_in").is_open
    assert send(client, item, form, pdf("signed")).status_code == 303
    assert len(list(story.blobs.rglob("*.blob"))) == 1


def typed(client, item, today):
    """What an officer answers, as her browser posts it; on a new form today stands already."""
    page = html.fromstring(client.get(f"/provincial/work/{item.id}").text)
    said = dict(page.get_element_by_id("work-form").form_values())
    answers = answers_for("publish_document.bring_in", today)
    dated = {"day": today.day, "month": today.month, "year": today.year + 543}
    return (
        said
        | {key: answer for key, answer in answers.items() if key in said}
        | {f"document_dated_on.{part}": str(number) for part, number in dated.items()}
    )


def send(client, item, form, content):
    posted = form | {"document_file": (BytesIO(content), "ประกาศ.pdf")}
    return client.post(f"/provincial/work/{item.id}", data=posted)


@ON_SQLITE
def test_a_file_that_is_named_by_no_id_is_refused_at_its_field(story, begin):
    case = begin()
    with pytest.raises(FormInvalid) as refused:
        story.do(case, "bring_in", uploads={"x": story.upload(case)}, document_file=["x"])
    assert set(refused.value.messages) == {"document_file"}


@ON_SQLITE
def test_a_guideline_on_paper_stands_on_the_page_of_the_guideline(story, begin, client):
    page = "/p/provincial/guideline"
    assert "ยังไม่มีแนวปฏิบัติที่เผยแพร่" in client.get(page).text
    publish(
        story, begin(), document_slot="complaint_handbook", document_title="คู่มือการร้องเรียน ปี 2570"
    )
    told = client.get(page).text
    assert "/p/provincial/documents/complaint_handbook" in told
    assert "คู่มือการร้องเรียน ปี 2570" in told
    assert "ยังไม่มีแนวปฏิบัติที่เผยแพร่" not in told


@ON_SQLITE
def test_all_that_is_public_of_a_year_is_in_one_zip_with_an_index(story, begin, client):
    address = "/p/provincial/oit/2570.zip"
    publish(story, begin())
    with client.get(address) as answer:
        content = answer.data
    with ZipFile(BytesIO(content)) as packed:
        names = packed.namelist()
        assert packed.testzip() is None
        (paper,) = [name for name in names if name.endswith("document_complaint_measure_1.pdf")]
        assert packed.read(paper) == SMALL_PDF
        assert any(name.endswith("document_complaint_measure_1.json") for name in names)
        index = packed.read("index.html").decode()
    assert f'href="{paper}"' in index
    assert PATH in index
    assert "/p/provincial/corruption" in index
    assert client.get("/p/provincial/oit/2560.zip").status_code == 404
    answers = []
    for _ in range(Pace.BUNDLE.value.an_hour):
        with client.get(address) as answer:
            answers.append(answer.status_code)
    assert answers == [200] * (Pace.BUNDLE.value.an_hour - 1) + [429]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_part_that_is_asked_for_of_the_zip_cuts_no_paper_in_it(story, begin, client):
    publish(story, begin())
    path = "/p/provincial/oit/2570.zip"
    with client.get(path) as whole, client.get(path, headers={"Range": "bytes=0-20"}) as part:
        assert (whole.status_code, part.status_code) == (200, 200)
        papers = [
            {name: packed.read(name) for name in packed.namelist() if name.endswith(".pdf")}
            for packed in (ZipFile(BytesIO(answer.data)) for answer in (whole, part))
        ]
    assert papers[0] == papers[1] != {}


def test_an_office_that_lists_no_document_is_told_where_to_list_them(without_list, office):
    officer = without_list.actor(Role.OFFICER)
    with pytest.raises(InvalidTransition) as refused:
        in_unit(
            without_list.store,
            officer,
            start_business,
            "publish_document",
            YEAR,
            submission_key=uuid4(),
        )
    assert "ข้อมูลหน่วยงาน" in refused.value.sentence.th
    assert lacking(without_list) == {"publish_document"}
    assert lacking(office) == set()


def lacking(office):
    officer = office.actor(Role.OFFICER)
    with office.store.reading(officer) as uow:
        listed = list_business(uow, standing_of_actor(uow), settings_in_force(uow, uow.today))
    return {one.process_id for one in listed if one.lacks}


def sign_in_officer(client, office):
    store, name, password = office.store, f"officer.{office.key}", "รหัสผ่านเพื่อทดสอบ"
    with store.unit(Actor(INSTALLATION, None)) as uow:
        create_account(uow, office.person(Role.OFFICER).id, name, quick_hash(password))
    with client.session_transaction() as kept:
        kept["_user_id"] = sign_in(store, name, password)


@ON_SQLITE
def test_the_page_of_business_offers_no_document_where_none_is_listed(without_list, client):
    sign_in_officer(client, without_list)
    listed = client.get("/rayong/business")
    assert listed.status_code == 200
    assert "channel_check" in listed.text
    assert "publish_document" not in listed.text
    refused = client.get("/rayong/business/publish_document")
    assert refused.status_code == 409
    assert "รายการเอกสารที่เผยแพร่" in refused.text
