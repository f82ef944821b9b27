"""The figures as files: what the page says, cell by cell, and nothing that a spreadsheet runs."""

import csv
import re
from datetime import date
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from engine.access.accounts import create_account
from engine.demo.people import PASSWORD
from engine.office.roles import Role
from engine.reports.figures import count_figures
from engine.reports.periods import part_of_year
from engine.settings import Settings
from engine.work.lodging import Door
from engine.work.offices.settings import settings_in_force
from tests.support.passwords import quick_hash

READERS = (
    Role.OFFICER,
    Role.MANAGER,
    Role.HEAD,
    Role.ALTERNATE_HEAD,
    Role.PUBLICATION_APPROVER,
)
OTHERS = (Role.AUDITOR, Role.UNIT_MEMBER, Role.CUSTODIAN, Role.PROCESS_OWNER, Role.ADMINISTRATOR)


@pytest.fixture
def client(store, office, tmp_path, application):
    """Return a browser in which somebody of a role is signed in."""
    with store.unit(office.system) as uow:
        uow.hold(office.id)
        for role in (*READERS, *OTHERS):
            create_account(uow, office.person(role).id, role.value, quick_hash(PASSWORD))
    settings = Settings.from_environ(
        {"SUCHARIT_MODE": "demonstration", "SUCHARIT_DATA_DIR": str(tmp_path / "data")}
    )
    app = application(settings, store)

    def signed_in(role):
        browser = app.test_client()
        page = browser.get("/sign-in").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
        posted = {"csrf_token": token, "name": role.value, "password": PASSWORD}
        assert browser.post("/sign-in", data=posted).status_code == 303
        return browser

    return signed_in


@pytest.fixture
def year(story):
    """A year with a finished case, some in progress and a question."""
    first = story.lodge(category="corruption")
    story.lodge(category="service")
    story.lodge(category=None)
    story.finish(first)
    story.lodged(door=Door("question"), answer="ขอดูได้ที่สำนักงาน")
    with story.reading() as uow:
        profile = settings_in_force(uow, uow.today).profile
        return count_figures(uow, profile, part_of_year(2570, "year"))


def rows_of(answer):
    assert answer.status_code == 200
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(answer.data.decode("utf-8-sig"))))


def test_the_table_says_what_the_page_says(client, year):
    browser = client(Role.MANAGER)
    rows = rows_of(browser.get("/provincial/figures.csv?year=2570&part=year"))
    (total,) = [row for row in rows if row["breakdown"] == "total"]
    assert (total["period_start"], total["period_end"]) == ("2026-10-01", "2027-09-30")
    assert (total["received"], total["finished"], total["in_progress"]) == ("3", "1", "2")
    by_category = {r["key"]: int(r["received"]) for r in rows if r["breakdown"] == "category"}
    assert by_category == {key or "": one.received for key, one in year.categories.items()}
    (question,) = [row for row in rows if row["key"] == "question"]
    assert question["finished"] == "1"
    clocks = {r["key"]: (r["kept"], r["broken"]) for r in rows if r["breakdown"] == "deadline"}
    assert clocks == {
        name: (str(one.kept), str(one.broken)) for name, one in year.deadlines.items()
    }
    page = browser.get("/provincial/figures?year=2570&part=year").text
    assert "ยกมา 0 รับใหม่ 3" in page


def test_the_workbook_has_a_sheet_for_each_table_with_true_numbers(client, year):
    answer = client(Role.OFFICER).get("/provincial/figures.xlsx?year=2570&part=h1")
    assert answer.status_code == 200
    book = load_workbook(BytesIO(answer.data))
    assert book.sheetnames[0] == "ตามช่วงเวลา"
    assert book.sheetnames[-1] == "คำอธิบาย"
    *_, total = book["ตามช่วงเวลา"].iter_rows(values_only=True)
    assert total == ("รวม", 0, 3, 1, 2)
    categories = {row[0]: row[2] for row in book["แยกตามประเภท"].iter_rows(2, values_only=True)}
    assert categories == {"การทุจริต": 1, "คุณภาพการให้บริการ": 1, "ยังไม่ระบุประเภท": 1}
    assert len(year.units) == book["กลุ่มงาน"].max_row - 1
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_files_of_any_dates_and_of_corruption_alone(client, year):
    browser = client(Role.HEAD)
    asked = "from=1/11/2569&to=30/11/2569&scope=corruption"
    answer = browser.get(f"/provincial/figures.csv?{asked}")
    (total,) = [row for row in rows_of(answer) if row["breakdown"] == "total"]
    assert (total["scope"], total["received"]) == ("corruption", "1")
    assert answer.headers["Content-Disposition"].endswith(
        "figures_provincial_20261101_20261130.csv"
    )
    assert year.period.span.first_on == date(2026, 10, 1)


@pytest.mark.parametrize("ending", ["", ".csv", ".xlsx"])
def test_figures_are_for_who_reports_on_the_office(client, ending):
    for role in READERS:
        assert client(role).get(f"/provincial/figures{ending}").status_code == 200
    for role in OTHERS:
        assert client(role).get(f"/provincial/figures{ending}").status_code == 403
