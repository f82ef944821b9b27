"""Every page has its help, every help its page, and both languages say as much."""

import re

import pytest

from engine.office.roles import Role
from engine.settings import Settings
from web.application import create_app
from web.first_day.guides import GUIDED, guide, guides_for
from web.first_day.places import PLACES
from web.help_pages.catalogue import LANGUAGES, topic_of, topics

# What a GET answers here is no page: a file, a feed, another address.
NO_PAGES = {
    "design.asset",
    "home",
    "worklist.home",
    "worklist.calendar_feed",
    "worklist.saved_list",
    "worklist.draft_address",
    "worklist.onward_address",
    "worklist.as_complaint_address",
    "worklist.intake_draft_address",
    "worklist.named_letter",
    "worklist.paper_code",
    "worklist.recorded_paper",
    "audit.case",
    "case_file.attachment",
    "case_file.picture",
    "case_file.page",
    "days_off.told",
    "examples.days_off",
    "examples.refused",
    "studio.export_edition",
    "studio.edition_file",
    "studio.export_draft",
    "studio.draft_file",
    "reports.figures_csv",
    "reports.frozen_csv",
    "reports.frozen_xlsx",
    "reports.figures_xlsx",
    "reports.list_on_paper",
    "reports.publication_paper",
    "register.extract_address",
    "register.print_address",
    "register.rows_address",
    "register.workbook_address",
}
# They explain others; the examples of the design explain themselves.
HELP = {"help.page", "auth.help", "examples.index", "examples.page", "examples.public"}
# Who comes to these has nobody to ask and reads them once: they say all themselves.
PUBLIC = {
    "public.about",
    "public.blank",
    "public.document_of",
    "public.document_of_json",
    "public.document_of_pdf",
    "public.documents",
    "public.followed",
    "public.harmed",
    "public.kept",
    "public.look_up",
    "public.oit_zip",
    "public.participation",
    "public.participation_csv",
    "public.participation_of",
    "public.participation_of_csv",
    "public.participation_of_json",
    "public.participation_of_pdf",
    "public.recording",
    "public.satisfaction",
    "public.start",
    "public.channels",
    "public.channels_csv",
    "public.guideline",
    "public.guideline_json",
    "public.guideline_pdf",
    "public.statistics",
    "public.statistics_csv",
    "public.statistics_of",
    "public.statistics_of_csv",
    "public.statistics_of_json",
    "public.statistics_of_pdf",
}
# Said where a page of any endpoint could not be shown.
ANYWHERE = {"refusal"}
THAI = re.compile("[ก-๛]")


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    settings = Settings.from_environ(
        {
            "SUCHARIT_MODE": "demonstration",
            "SUCHARIT_DATA_DIR": str(tmp_path_factory.mktemp("help")),
        }
    )
    return create_app(settings)


@pytest.fixture(scope="module")
def rules(app):
    return list(app.url_map.iter_rules())


def test_every_page_has_its_help(rules):
    pages = {rule.endpoint for rule in rules if "GET" in rule.methods} - NO_PAGES - HELP - PUBLIC
    assert {page for page in pages if topic_of(page) is None} == set()


def test_what_is_no_page_is_still_an_address(rules):
    assert {rule.endpoint for rule in rules} >= NO_PAGES | HELP | PUBLIC


def test_every_help_is_for_a_page_that_there_is(rules):
    known = {rule.endpoint for rule in rules} | ANYWHERE
    written = {page for topic in topics().values() for page in (topic.about, *topic.pages)}
    assert written - known == set()


def test_no_page_is_explained_twice():
    written = [page for topic in topics().values() for page in (topic.about, *topic.pages)]
    assert len(written) == len(set(written))


@pytest.mark.parametrize("topic", topics().values(), ids=lambda topic: topic.about)
def test_a_help_is_short_and_whole_in_both_languages(topic):
    th, en = (topic.texts[each] for each in LANGUAGES)
    assert (len(th.can), len(th.then)) == (len(en.can), len(en.then))
    assert 1 <= len(th.can) <= 5
    assert 1 <= len(th.then) <= 4
    for text, is_thai in ((th, True), (en, False)):
        for one in (text.name, text.purpose, *text.can, *text.then):
            assert one == one.strip() != ""
            assert len(one) <= 170
            assert bool(THAI.search(one)) is is_thai


@pytest.mark.parametrize("role", GUIDED)
def test_a_first_day_is_a_short_list_that_leads_to_pages(role, app):
    steps = guide(role).steps
    assert 5 <= len(steps) <= 7
    for step in steps:
        assert step.page in app.view_functions
        assert step.find is None or step.find in PLACES
        assert THAI.search(step.title.th)
        assert THAI.search(step.text.th)
        assert not THAI.search(step.title.en)


def test_every_place_of_the_demonstration_is_led_to():
    found = {step.find for role in GUIDED for step in guide(role).steps if step.find}
    assert found == set(PLACES)


def test_each_role_has_its_list_and_the_alternate_of_the_head_the_head_s_in_her_own_name():
    two = guides_for({Role.PROCESS_OWNER, Role.OFFICER, Role.ADMINISTRATOR})
    assert list(two) == [Role.OFFICER, Role.PROCESS_OWNER]
    assert guides_for({Role.ALTERNATE_HEAD}) == {Role.ALTERNATE_HEAD: guide(Role.HEAD)}
    assert list(guides_for({Role.ALTERNATE_HEAD, Role.HEAD})) == [Role.HEAD]
    assert guides_for({Role.ADMINISTRATOR}) == {}
