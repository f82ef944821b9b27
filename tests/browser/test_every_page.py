"""Every page that anybody of the office can reach, with axe, in both languages and both lights."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from itertools import groupby
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from engine.cases.parties import PartyKind
from engine.cases.register import OPEN
from engine.composition import open_store
from engine.demo.filling import fill
from engine.demo.people import PROVINCIAL_PEOPLE, TAMBON_PEOPLE
from engine.office.roles import Role
from engine.settings import Settings
from engine.store import tables
from engine.store.unit_of_work import Store
from tests.browser.conftest import begin_session, served
from tests.integration.test_demo import FRIDAY
from tests.support.office_walk import FoundPage, walk
from web.rounds import FIELD

# Pages of one route and heading that are looked for links.
_MOST = 12
VIEWS = ((1280, "light", "th"), (390, "dark", "en"), (1280, "dark", "en"), (390, "light", "th"))

# Routes that no walk comes to, and why.
NO_PAGE = {
    **dict.fromkeys(
        (
            "examples.days_off",
            "examples.index",
            "examples.page",
            "examples.public",
            "examples.refused",
        ),
        "the design by examples, which no work leads to: tests/browser/test_design_examples.py",
    ),
    **dict.fromkeys(
        (
            "audit.case",
            "home",
            "oversight.several_address",
            "register.extract_address",
            "register.import_address",
            "register.print_address",
            "register.rows_address",
            "register.workbook_address",
            "worklist.as_complaint_address",
            "worklist.desk_address",
            "worklist.draft_address",
            "worklist.home",
            "worklist.onward_address",
            "worklist.intake_draft_address",
            "worklist.saved_list",
            "worklist.several_address",
            "worklist.typed_intake_address",
        ),
        "leads on to another page",
    ),
    **dict.fromkeys(
        (
            "case_file.attachment",
            "case_file.page",
            "case_file.picture",
            "days_off.told",
            "design.asset",
            "register.import_template",
            "reports.figures_csv",
            "reports.frozen_csv",
            "public.channels_csv",
            "public.guideline_json",
            "public.recording",
            "public.guideline_pdf",
            "public.document_of_json",
            "public.document_of_pdf",
            "public.oit_zip",
            "public.participation_csv",
            "public.participation_of_csv",
            "public.participation_of_json",
            "public.participation_of_pdf",
            "public.statistics_csv",
            "public.statistics_of_csv",
            "public.statistics_of_json",
            "public.statistics_of_pdf",
            "reports.frozen_xlsx",
            "reports.list_on_paper",
            "reports.publication_paper",
            "reports.figures_xlsx",
            "studio.draft_file",
            "studio.edition_file",
            "studio.export_draft",
            "studio.export_edition",
            "worklist.calendar_feed",
            "worklist.named_letter",
            "worklist.paper_code",
            "worklist.recorded_paper",
        ),
        "a file, a picture or a script's data",
    ),
    **dict.fromkeys(
        ("worklist.clear_draft", "worklist.clear_intake", "worklist.compare_draft"),
        "nobody of the demonstration has typed a draft: tests/browser/test_worklist_drafts.py",
    ),
    **dict.fromkeys(
        ("public.followed", "public.harmed", "public.kept", "public.satisfaction"),
        "comes after a code, which no link has: tests/browser/test_public_door.py",
    ),
    **dict.fromkeys(
        ("case_file.transfer", "case_file.transfer_to"),
        "no two doors lead to different processes: tests/browser/test_transferring.py",
    ),
    "office.gathered": "no changes are gathered: tests/browser/test_office_settings.py",
    "office.taking_back": "no change waits for its day: tests/browser/test_office_settings.py",
    "auth.offices": "nobody works for two offices: tests/browser/test_worklist_functions.py",
    **dict.fromkeys(
        ("studio.compare_editions", "studio.review_draft"),
        "no draft of the demonstration is in review: tests/browser/test_studio.py",
    ),
}


@dataclass
class Walked:
    """An office full of cases, and every page found in it."""

    app: Flask
    store: Store
    pages: list[FoundPage]

    @property
    def chosen(self) -> list[FoundPage]:
        """Of each route and heading the shortest page and the longest."""

        def kind(page: FoundPage) -> tuple[str, str]:
            return page.endpoint, page.heading

        found: list[FoundPage] = []
        for _, each in groupby(sorted(self.pages, key=kind), kind):
            alike = sorted(each, key=lambda page: page.size)
            found.extend({alike[0]: None, alike[-1]: None})
        return found


@pytest.fixture(scope="module")
def walked(tmp_path_factory, sqlite_template: Path, application) -> Iterator[Walked]:
    folder = Path(os.environ.get("SUCHARIT_WALKED") or tmp_path_factory.mktemp("walked"))
    settings = Settings.from_environ(
        {"SUCHARIT_MODE": "demonstration", "SUCHARIT_DATA_DIR": str(folder)}
    )
    if not (folder / "sucharit.db").exists():
        shutil.copyfile(sqlite_template, folder / "sucharit.db")
        fill(settings, lambda _: None, now=FRIDAY)
    store = open_store(settings, lambda: FRIDAY.astimezone(UTC))
    app = application(settings, store)
    found: list[FoundPage] = []
    everybody = reversed((*PROVINCIAL_PEOPLE, *TAMBON_PEOPLE))
    # Few cases are like these, and lists are long.
    cases = _rare_cases(store)
    public = {f"/p/{office}/" for office in ("provincial", "tambon")}
    for person in {one.roles: one for one in everybody}.values():
        is_officer = person in PROVINCIAL_PEOPLE and Role.OFFICER in person.roles
        more = cases if is_officer else ()
        found.extend(walk(app, store, person.user_name, _MOST, more, public))
    found.extend(walk(app, store, "", _MOST, sorted(public)))
    found.extend(_in_rounds(app, store, found))
    yield Walked(app, store, found)
    store.database.close()


def _rare_cases(store: Store) -> list[str]:
    """Return cases that an agency sent or that have a mailbox, that may yet be voided, and held."""
    party, case, item = tables.case_party, tables.case, tables.work_item
    told = (party.c.kind == PartyKind.SOURCE_AGENCY) | party.c.has_receipt
    just_taken_in = (item.c.element == "register") & item.c.ended_at.is_(None)
    open_ids = select(case.c.id).where(case.c.status == OPEN)
    queries = (
        open_ids.join(party, party.c.case_id == case.c.id).where(told),
        open_ids.join(item, item.c.case_id == case.c.id).where(just_taken_in),
        select(tables.legal_hold.c.case_id),
    )
    with store.database.reading() as connection:
        ids = dict.fromkeys(each for query in queries for each in connection.scalars(query))
    return [f"/provincial/cases/{case_id}" for case_id in ids]


def _in_rounds(app: Flask, store: Store, found: list[FoundPage]) -> Iterator[FoundPage]:
    """Give the pages on which several steps are dealt with at once: ticks lead there."""
    for room, step, round_page in (
        ("worklist.item", "/work/", "/work/several"),
        ("worklist.desk_step", "/desk/", "/desk/several"),
        ("oversight.reassign", "/oversight/work/", "/oversight/several"),
    ):
        one = next(page for page in found if page.endpoint == room)
        office, _, _ = one.path.partition(step)
        ids = [page.path.rpartition("/")[2] for page in found if page.endpoint == room]
        address = f"{office}{round_page}?{urlencode({FIELD: ids[:5]}, doseq=True)}"
        pages = walk(app, store, one.user_name, _MOST, [address])
        yield from (page for page in pages if page.path == address)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_every_route_leads_to_a_page_that_somebody_finds_by_links(walked):
    asked = {rule.endpoint for rule in walked.app.url_map.iter_rules() if "GET" in rule.methods}
    found = {page.endpoint for page in walked.pages}
    assert found & set(NO_PAGE) == set()
    assert asked - found == set(NO_PAGE)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_no_link_of_the_demonstration_leads_nowhere(walked):
    assert [page for page in walked.pages if page.leads_nowhere] == []


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("width", "theme", "language"), VIEWS)
def test_axe_finds_nothing_on_any_page(
    walked, browser_pages, axe_findings, sideways_scroll, width, theme, language
):
    findings: list[str] = []
    with served(walked.app) as url:
        for user_name, pages in groupby(
            sorted(walked.chosen, key=lambda page: page.user_name), lambda page: page.user_name
        ):
            page = browser_pages(width=width, color_scheme=theme)
            if user_name:
                begin_session(page, url, walked.app, walked.store, user_name)
            page.context.add_cookies([{"name": "language", "value": language, "url": url}])
            for each in pages:
                page.goto(url + each.path)
                wide = sideways_scroll(page)
                faults = [*axe_findings(page), *([f"{wide} px too wide"] if wide else [])]
                findings.extend(f"{each.path} ({user_name}): {fault}" for fault in faults)
            page.context.close()
    assert findings == []
