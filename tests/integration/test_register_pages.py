"""The register over HTTP: who gets it, what leaves as a file, and that no cell is a formula."""

import csv
import re
from datetime import datetime
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import insert, select, update

from engine.access.accounts import create_account
from engine.demo.people import PASSWORD
from engine.journal.events import read_stream
from engine.journal.kinds import EventKind
from engine.office.roles import Role
from engine.office.thai import Digits, in_digits
from engine.settings import Settings
from engine.store import tables
from tests.support.passwords import quick_hash
from tests.support.printed_text import text_of, without_spaces
from tests.support.story import Story
from web.register import views

READERS = (Role.OFFICER, Role.MANAGER, Role.HEAD, Role.ALTERNATE_HEAD, Role.CUSTODIAN)
OTHERS = (Role.AUDITOR, Role.UNIT_MEMBER, Role.PROCESS_OWNER, Role.ADMINISTRATOR)
BOOK, SECRET = "/provincial/register", "/provincial/register/secret"
# Whatever a spreadsheet might take for a command, and what it must show instead.
FORMULAS = (
    "=1+1",
    '=HYPERLINK("http://x.example","กด")',
    "+66 54 656111",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "＝1+1",
    'เรื่อง, "อ้างคำพูด"\nบรรทัดที่สอง',
)
HEADS = (
    "เลขรับ",
    "เลขทะเบียนรับ",
    "วันที่รับ",
    "ช่องทาง",
    "ผู้ร้องเรียน",
    "เรื่อง",
    "สถานที่เกิดเหตุ",
    "ประเภท",
    "หน่วยงานที่รับผิดชอบ",
    "กำหนด",
    "ผล",
    "วันที่แจ้งผล",
    "วันที่ปิดเรื่อง",
    "หมายเหตุ",
)

SUBJECT, RECEIVED = HEADS.index("เรื่อง"), HEADS.index("วันที่รับ")


@pytest.fixture
def story(office, tmp_path):
    return Story(office.store, office.id, tmp_path)


@pytest.fixture
def app(store, office, tmp_path, application):
    with store.unit(office.system) as uow:
        uow.hold(office.id)
        for role in (*READERS, *OTHERS):
            create_account(uow, office.person(role).id, role.value, quick_hash(PASSWORD))
        create_account(
            uow, office.person(Role.OFFICER, nth=1).id, "colleague", quick_hash(PASSWORD)
        )
    settings = Settings.from_environ(
        {"SUCHARIT_MODE": "demonstration", "SUCHARIT_DATA_DIR": str(tmp_path / "data")}
    )
    return application(settings, store)


def token_of(page):
    return re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)


@pytest.fixture
def signed_in(app):
    def sign_in(name):
        client = app.test_client()
        posted = {
            "csrf_token": token_of(client.get("/sign-in").text),
            "name": name,
            "password": PASSWORD,
        }
        assert client.post("/sign-in", data=posted).status_code == 303
        return client

    return sign_in


def post(client, address, **fields):
    token = token_of(client.get(f"{BOOK}?year=all").text)
    return client.post(address, data={"csrf_token": token, **fields})


def lodge(story, office, subject="เบิกค่าเดินทางซ้ำซ้อน", category="service"):
    secrecy = "ordinary" if category == "service" else "secret"
    case = story.lodge(by=office.actor(Role.OFFICER), category=category)
    story.do(case, "register", category=category, secrecy=secrecy, subject=subject)
    return case


def become(story, case, **columns):
    with story.store.unit(story.someone(Role.OFFICER)) as uow:
        table = tables.case
        uow.connection.execute(update(table).where(table.c.id == case).values(**columns))


def rows_of(workbook):
    """Return the rows as a reader of our own finds them; formulas stay formulas."""
    (sheet,) = load_workbook(BytesIO(workbook)).worksheets
    return [list(row) for row in sheet.iter_rows()]


def taken_out(office):
    with office.store.reading(office.system) as uow:
        return [
            event.content["shape"]
            for event in read_stream(uow, office.id)
            if event.kind is EventKind.REGISTER_TAKEN_OUT
        ]


# -- Who gets it -------------------------------------------------------------------------------


@pytest.mark.parametrize("role", READERS)
def test_both_books_open_for_whoever_reads_cases_whole(story, office, signed_in, role):
    number = story.case(lodge(story, office)).number
    client = signed_in(role.value)
    assert number in client.get(BOOK).text
    assert client.get(SECRET).status_code == 200
    assert "ทะเบียน</a>" in client.get(BOOK).text


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_gets_a_page_a_paper_or_a_file_of_it(story, office, signed_in, role):
    lodge(story, office)
    client = signed_in(role.value)
    assert client.get(BOOK).status_code == 403
    assert client.get(SECRET).status_code == 403
    token = token_of(client.get("/sign-in").text or client.get("/").text)
    for address in (f"{BOOK}/print", f"{BOOK}.pdf", f"{BOOK}.xlsx", f"{BOOK}.csv"):
        assert client.post(address, data={"csrf_token": token}).status_code == 403
    assert taken_out(office) == []


def test_the_keeper_of_identities_is_offered_no_export_and_given_none(story, office, signed_in):
    lodge(story, office)
    client = signed_in(Role.CUSTODIAN.value)
    assert f"{BOOK}.xlsx" not in client.get(BOOK).text
    assert post(client, f"{BOOK}.xlsx").status_code == 403
    assert taken_out(office) == []


def test_a_stranger_to_a_secret_case_meets_it_on_no_page_no_paper_and_in_no_file(
    story, office, signed_in
):
    case = lodge(story, office, "เรื่องที่ต้องปิด", "corruption")
    number = story.case(case).number
    for name, is_told in (("colleague", False), (Role.HEAD.value, True)):
        client = signed_in(name)
        told = [client.get(address).text for address in (BOOK, SECRET)]
        for book in ("register", "secret_register"):
            told.append(post(client, f"{BOOK}/print", book=book).text)
            told.append(post(client, f"{BOOK}.csv", book=book).data.decode("utf-8-sig"))
            told.append(str([[c.value for c in row] for row in rows_of(
                post(client, f"{BOOK}.xlsx", book=book).data)]))  # fmt: skip
        assert any("เรื่องที่ต้องปิด" in one for one in told) is is_told
        assert any(number in one for one in told) is is_told


def test_a_respondent_is_not_told_even_that_a_line_is_missing(story, office, signed_in):
    """What she gets is the same, whether the number in between is hers or was never given."""
    cases = [lodge(story, office, f"เรื่องที่ {n} ของเล่ม") for n in range(3)]
    client = signed_in(Role.MANAGER.value)
    whole = client.get(BOOK).text
    with story.store.unit(office.system) as uow:
        uow.connection.execute(
            insert(tables.case_exclusion).values(
                office_id=office.id,
                person_id=office.person(Role.MANAGER).id,
                case_id=cases[1],
                since_at=uow.now,
            )
        )
    seen = client.get(BOOK).text
    assert whole.count('class="item') == 3
    assert seen.count('class="item') == 2
    assert "แสดง 2 รายการ" in seen
    assert str(cases[1]) not in seen
    assert story.case(cases[1]).number not in seen


def test_no_name_of_a_complainant_stands_in_the_book(story, office, signed_in):
    lodge(story, office)
    client = signed_in(Role.HEAD.value)
    told = client.get(BOOK).text + post(client, f"{BOOK}/print").text
    assert "ระบุชื่อ" in told
    assert "มานี" not in told


# -- Asking ------------------------------------------------------------------------------------


def test_what_is_searched_is_posted_and_an_address_with_words_searches_nothing(
    story, office, signed_in
):
    lodge(story, office, "ค่าเดินทางซ้ำซ้อน")
    lodge(story, office, "ถนนชำรุด")
    client = signed_in(Role.OFFICER.value)
    assert client.get(f"{BOOK}?text=ค่าเดินทาง").text.count('class="item') == 2
    found = post(client, BOOK, text="ค่าเดินทาง", year="all")
    assert found.text.count('class="item') == 1
    short = post(client, BOOK, text="ก", year="all")
    assert short.status_code == 422
    assert "พิมพ์อย่างน้อย 3 ตัวอักษร" in short.text


def test_a_day_that_cannot_be_read_is_told_and_kept(signed_in):
    answer = signed_in(Role.OFFICER.value).get(f"{BOOK}?from=เมื่อวาน")
    assert answer.status_code == 422
    assert 'value="เมื่อวาน"' in answer.text


@pytest.mark.parametrize(
    "query",
    ["year=x", "year=99999999999", "state=x", "after=x.y", "before=2570.", "book=x", "after=9.9"],
)
def test_an_address_that_says_nothing_sensible_narrows_nothing(signed_in, query):
    assert signed_in(Role.OFFICER.value).get(f"{BOOK}?{query}").status_code == 200


def test_an_address_of_a_file_leads_to_the_book_and_takes_nothing_out(office, signed_in):
    client = signed_in(Role.OFFICER.value)
    for address in (f"{BOOK}/print", f"{BOOK}.pdf", f"{BOOK}.xlsx", f"{BOOK}.csv"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (302, BOOK)
    assert taken_out(office) == []


def test_more_than_a_paper_or_a_file_holds_is_refused_and_never_cut(
    story, office, signed_in, monkeypatch
):
    for _ in range(3):
        lodge(story, office)
    client = signed_in(Role.OFFICER.value)
    monkeypatch.setattr(views, "MOST_ON_PAPER", 2)
    answer = post(client, f"{BOOK}/print")
    assert answer.status_code == 422
    assert "เลือกปี ช่วงวันที่รับ หรือประเภทให้แคบลง" in answer.text
    # What is asked anew there is asked of the book, not of the paper.
    assert answer.text.count(f'action="{BOOK}"') == 2
    assert taken_out(office) == []


# -- What leaves -------------------------------------------------------------------------------


def test_a_workbook_holds_what_the_book_holds_with_true_days(story, office, signed_in):
    case = lodge(story, office)
    story.finish(case)
    known = story.case(case)
    answer = post(signed_in(Role.OFFICER.value), f"{BOOK}.xlsx", year="all")
    assert answer.headers["Content-Disposition"] == "attachment; filename=register-all.xlsx"
    assert answer.headers["Cache-Control"] == "no-store"
    heads, line = rows_of(answer.data)
    assert tuple(cell.value for cell in heads) == HEADS
    told = dict(zip(HEADS, line, strict=True))
    assert told["เลขรับ"].value == known.number
    assert told["เรื่อง"].value == known.subject
    for head, day in (("วันที่รับ", known.received_on), ("วันที่ปิดเรื่อง", known.closed_on)):
        assert told[head].value == datetime.combine(day, datetime.min.time())
        assert told[head].number_format == "[$-D070000]d mmm yyyy"
    assert taken_out(office) == ["xlsx"]


def test_no_cell_of_a_workbook_is_a_formula_whatever_is_written_in_it(story, office, signed_in):
    for text in FORMULAS:
        become(story, lodge(story, office), subject=text, place=text)
    rows = rows_of(post(signed_in(Role.OFFICER.value), f"{BOOK}.xlsx").data)[1:]
    assert {cell.data_type for row in rows for cell in row} <= {"s", "d", "n"}
    assert {cell.data_type for row in rows for cell in row if cell.value is not None} == {"s", "d"}
    written = {row[SUBJECT].value for row in rows}
    # Line ends are one to a reader of XML.
    assert {one.replace("\r", "\n") for one in written if one} >= {
        one for one in FORMULAS if "\r" not in one
    }
    assert all(row[SUBJECT].quotePrefix for row in rows)


def test_no_cell_of_plain_rows_begins_as_a_formula_does(story, office, signed_in):
    for text in FORMULAS:
        become(story, lodge(story, office), subject=text, place=text)
    answer = post(signed_in(Role.OFFICER.value), f"{BOOK}.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    heads, *rows = csv.reader(StringIO(answer.data.decode("utf-8-sig"), newline=""))
    assert tuple(heads) == HEADS
    assert len(rows) == len(FORMULAS)
    for row in rows:
        assert len(row) == len(HEADS)
        assert not any(cell.lstrip()[:1] in tuple("=+-@＝＋－＠") for cell in row if cell.strip())
    subjects = {row[SUBJECT] for row in rows}
    assert subjects >= {"'=1+1", "'+66 54 656111", "'-2+3", "'@SUM(A1)", "'＝1+1"}
    assert 'เรื่อง, "อ้างคำพูด" บรรทัดที่สอง' in subjects
    assert {row[RECEIVED] for row in rows} == {story.today.isoformat()}
    assert taken_out(office) == ["csv"]


def test_a_secret_line_that_is_taken_out_is_on_the_record_of_its_case(story, office, signed_in):
    case = lodge(story, office, category="corruption")
    answer = post(signed_in(Role.HEAD.value), f"{BOOK}.xlsx", book="secret_register")
    assert "secret-register-" in answer.headers["Content-Disposition"]
    with story.store.database.reading() as connection:
        table = tables.access_event
        rows = connection.execute(select(table).where(table.c.kind == "register")).all()
    assert [(row.case_id, row.person_id) for row in rows] == [(case, office.person(Role.HEAD).id)]


def test_the_paper_is_in_the_digits_of_papers_and_says_what_part_of_the_book_it_is(
    story, office, signed_in
):
    lodge(story, office)
    answer = post(signed_in(Role.HEAD.value), f"{BOOK}/print", channel="walk_in", year="all").text
    assert "สมุดบันทึกข้อร้องเรียน/ร้องทุกข์" in answer
    assert "เฉพาะ" in answer
    assert "๑/๒๕๗๐" in answer
    assert taken_out(office) == ["paper"]


def test_a_certified_copy_is_an_official_paper_in_thai_and_on_record(story, office, signed_in):
    number = story.case(lodge(story, office)).number
    secret = story.case(lodge(story, office, subject="เรียกรับเงิน", category="corruption")).number
    client = signed_in(Role.OFFICER.value)
    client.set_cookie("language", "en")
    for book, mine in (("register", number), ("secret_register", secret)):
        given = post(client, f"{BOOK}.pdf", book=book, year="all", state="open")
        assert given.mimetype == "application/pdf"
        said = without_spaces(text_of(given.data))
        for words in ("สำเนาทะเบียนรับเรื่อง", "กำลังดำเนินการ", "รับรองว่าคัดจากทะเบียนถูกต้อง"):
            assert without_spaces(words) in said
        assert without_spaces(in_digits(mine, Digits.THAI)) in said
        assert ("เรียกรับเงิน" in said) is (book == "secret_register")
        assert "นายผู้ร้อง" not in said
    assert taken_out(office) == ["extract", "extract"]
    assert client.get(f"{BOOK}.pdf").status_code == 302
