"""Whether the office's own website leads to what is public (U29): each day, on demand, told."""

import pytest

from engine.errors import NotPermitted
from engine.office.roles import Role
from engine.resources import bundled_dir
from engine.work.offices.opening import revise_profile
from engine.work.publishing.link_checks import (
    LinkOutcome,
    ask_link_checks,
    link_checks,
    plan_link_checks,
)
from engine.worker import run_once
from tests.support.story import in_unit
from tests.support.websites import ANYWHERE, website

SLUG = "2026-10-01_2026-10-31"
PUBLIC = f"https://complaints.example.go.th/p/provincial/statistics/{SLUG}"


@pytest.fixture
def site():
    with website() as found:
        yield found


def switch(story, site, *, on):
    toml = (bundled_dir("processes") / "offices" / "provincial.toml").read_text("utf-8")
    changed = toml.replace("https://water.srinakhon.example", f"{site.address}/ita")
    changed += f"\n[publication]\ncheck_links = {str(on).lower()}\n"
    with story.store.unit(story.someone(Role.HEAD)) as uow:
        uow.hold(story.office_id)
        revise_profile(uow, changed, effective_on=uow.today)


def ask(story, role=Role.OFFICER):
    return in_unit(story.store, story.someone(role), ask_link_checks)


def known(story):
    with story.reading() as uow:
        return link_checks(uow)


def work(story):
    return run_once(story.store, reach=ANYWHERE)


def test_a_page_is_read_when_somebody_asks_and_each_day_until_it_is_switched_off(
    story, site, clock
):
    assert ask(story) == 0
    assert known(story) == {}
    switch(story, site, on=True)
    assert ask(story) == 1
    (waiting,) = known(story).values()
    assert (waiting.checked_at, waiting.outcome) == (None, None)
    assert work(story) == 1
    (found,) = known(story).values()
    assert (found.outcome, found.checked_at) == (LinkOutcome.REFUSED, clock.now)
    site.page("/ita", f'<a href="{PUBLIC}/2">สถิติ</a><a href="https://other.example/p/x">')
    assert (ask(story), work(story)) == (1, 0)
    clock.advance(minutes=2)
    assert (ask(story), work(story)) == (1, 1)
    (found,) = known(story).values()
    assert found.links == (f"{PUBLIC}/2",)
    assert found.leads_to(PUBLIC)
    assert found.leads_to(PUBLIC.replace("https", "http"))
    assert not found.leads_to(f"{PUBLIC}0")
    clock.advance(hours=25)
    asked = len(site.asked)
    work(story)
    assert len(site.asked) == asked + 1
    switch(story, site, on=False)
    plan_link_checks(story.store)
    assert known(story) == {}


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_what_is_switched_on_begins_by_itself_and_what_is_off_is_never_read(story, site):
    switch(story, site, on=True)
    plan_link_checks(story.store)
    plan_link_checks(story.store)
    (page,) = known(story)
    assert page == f"{site.address}/ita"
    switch(story, site, on=False)
    assert work(story) == 0
    assert (site.asked, known(story)) == ([], {})
    switch(story, site, on=True)
    assert run_once(story.store) == 0
    with pytest.raises(NotPermitted):
        ask(story, Role.UNIT_MEMBER)
