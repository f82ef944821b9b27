"""What must be public of complaints in a year: what is, where, and what is still due."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from engine.access.membership import standing_of
from engine.errors import NotFound, NotPermitted
from engine.office.fiscal_year import Period
from engine.office.roles import Role
from engine.reports.publications import PublicationKind
from engine.work.business.starting import start_business
from engine.work.offices.settings import settings_in_force
from engine.work.publishing.forms import Wanted, publication_form
from engine.work.publishing.oit_list import oit_states, oit_years
from tests.support.story import Story, in_unit

OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
LAST_YEAR = Period(date(2025, 10, 1), date(2026, 9, 30))


def states(story, role=Role.OFFICER, year=2570):
    actor = story.someone(role)
    with story.store.reading(actor) as uow:
        profile = settings_in_force(uow, uow.today).profile
        standing = standing_of(uow, actor.person_id, uow.today)
        return {one.item.needs: one for one in oit_states(uow, standing, profile, year)}


def publish(story, process_id, span, **choices):
    officer = story.someone(Role.OFFICER)
    case = in_unit(story.store, officer, start_business, process_id, span, submission_key=uuid4())
    story.finish(case, **choices)


def test_an_item_is_done_once_something_of_its_year_is_public(story):
    before = states(story)
    assert not before["statistics"].is_done
    assert before["door"].is_done
    publish(story, "publish_statistics", LAST_YEAR)
    assert not states(story)["statistics"].is_done
    publish(story, "publish_statistics", OCTOBER)
    again = {"correction": "ลงรับเรื่องย้อนหลัง"}
    publish(story, "publish_statistics", OCTOBER, review=again)
    (place,) = states(story)["statistics"].public
    assert (place.slug, place.since) == ("2026-10-01_2026-10-31", story.today)
    assert not states(story)["participation"].is_done
    publish(story, "participation_report", OCTOBER)
    (place,) = states(story)["participation"].public
    assert place.slug == "2570"


def test_years_without_a_list_have_no_items_and_only_who_reports_sees_them(story):
    with story.reading() as uow:
        assert oit_years(settings_in_force(uow, uow.today).profile) == [2570]
    assert states(story, year=2569) == {}
    with pytest.raises(NotPermitted):
        states(story, Role.UNIT_MEMBER)


def test_an_item_that_asks_for_documents_is_done_once_all_are_public(office, tmp_path):
    story = Story(office.store, office.id, tmp_path)
    asked = states(story)["documents"].item.documents
    for done, slot in enumerate(asked):
        found = states(story)["documents"]
        assert [one.slug for one in found.public] == list(asked[:done])
        assert not found.is_done
        officer = story.someone(Role.OFFICER)
        case = in_unit(
            story.store,
            officer,
            start_business,
            "publish_document",
            OCTOBER,
            submission_key=uuid4(),
        )
        upload = story.upload(case)
        chosen = str(upload.blob.id)
        story.do(
            case,
            "bring_in",
            uploads={chosen: upload},
            document_file=[chosen],
            document_slot=slot,
        )
        story.finish(case)
    assert states(story)["documents"].is_done


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_the_form_of_a_publication_says_what_and_where_and_who_answers_for_it(story):
    publish(story, "publish_statistics", OCTOBER)
    actor = story.someone(Role.OFFICER)
    slug = "2026-10-01_2026-10-31"
    wanted = Wanted(PublicationKind.STATISTICS, slug, 1, "สถิติเดือนตุลาคม", "https://example.go.th/p")
    with story.store.reading(actor) as uow:
        profile = settings_in_force(uow, uow.today).profile
        standing = standing_of(uow, actor.person_id, uow.today)
        paper = publication_form(uow, standing, profile, wanted)
        with pytest.raises(NotFound):
            publication_form(uow, standing, profile, replace(wanted, version=2))
    said = dict(paper.tables[0].rows)
    assert said["หัวข้อ"] == "สถิติเดือนตุลาคม"
    assert said["Link ภายนอก"] == "https://example.go.th/p"
    giver, certifier, publisher = paper.signatures
    assert (giver.name, certifier.name) == ("กมล ตัวอย่าง", "ทองดี ตัวอย่าง")
    assert (certifier.in_system, publisher.name) == (True, None)
