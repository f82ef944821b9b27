"""One form sent many times at once, one step completed by many at once: over HTTP."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest

from tests.faults.browser import Browser, Reply

TIMES = 8


@pytest.fixture
def busy(shared_office):
    return shared_office[0]


@pytest.fixture
def server(shared_office):
    return shared_office[1]


def at_once(acts: list[Callable[[], Reply]]) -> list[Reply]:
    """Let all begin at one instant, each over a connection of its own."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], Reply]) -> Reply:
        gate.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_a_form_sent_many_times_at_once_is_done_once_and_answered_alike(busy, server):
    browser = busy.browser(server, busy.officers[0])
    for _ in range(3):
        step = busy.fresh_step()
        form = step.opened_by(browser)
        copies = [Browser(server, browser.name, browser.cookie) for _ in range(TIMES)]
        replies = at_once([lambda b=b, f=form, s=step: b.post(s.url, f) for b in copies])
        assert {reply.status for reply in replies} == {303}
        assert len({reply.location for reply in replies}) == 1
        assert len(busy.completions(step)) == 1
        # And so it stays, however late the last repeat comes.
        assert browser.post(step.url, form).location == replies[0].location
        assert len(busy.completions(step)) == 1
    busy.check_chain()


def test_a_key_sent_again_with_other_content_changes_nothing(busy, server):
    browser = busy.browser(server, busy.officers[0])
    step = busy.fresh_step()
    form = step.opened_by(browser)
    subjects = [f"เรื่องที่ {number}" for number in range(TIMES)]
    copies = [Browser(server, browser.name, browser.cookie) for _ in subjects]
    replies = at_once(
        [
            lambda b=b, said=said: b.post(step.url, {**form, "subject": said})
            for b, said in zip(copies, subjects, strict=True)
        ]
    )
    assert {reply.status for reply in replies} == {303}
    (event,) = busy.completions(step)
    assert event.content["case_fields"]["subject"] in subjects
    other = busy.fresh_step()
    reply = browser.post(
        other.url, {**other.opened_by(browser), "_submission": form["_submission"]}
    )
    assert reply.status == 409
    assert busy.completions(other) == []
    busy.check_chain()


def test_of_many_windows_of_one_person_one_completes_and_the_others_are_told(busy, server):
    browser = busy.browser(server, busy.officers[0])
    step = busy.fresh_step()
    form = step.opened_by(browser)
    copies = [Browser(server, browser.name, browser.cookie) for _ in range(TIMES)]
    replies = at_once(
        [lambda b=b: b.post(step.url, {**form, "_submission": str(uuid4())}) for b in copies]
    )
    assert Counter(reply.status for reply in replies) == {303: 1, 409: TIMES - 1}
    for reply in replies:
        if reply.status == 409:
            assert "บันทึกงานนี้เสร็จก่อนแล้ว" in reply.text
            assert "ไม่มีสิ่งใดถูกบันทึก" in reply.text
    assert len(busy.completions(step)) == 1
    busy.check_chain()


def test_of_many_people_who_open_claim_and_complete_a_step_one_does(busy, server):
    """Each has had the step and its form; who holds it last completes it, whoever was faster."""
    browsers = [busy.browser(server, person) for person in busy.officers]
    step = busy.fresh_step()
    forms = []
    for browser in browsers:
        forms.append(step.opened_by(browser))
        if browser is not browsers[-1]:
            browser.post(f"{step.url}/release", {"csrf_token": forms[-1]["csrf_token"]})
    pairs = list(zip(browsers, forms, strict=True)) * 2
    replies = at_once([lambda b=b, f=f: b.post(step.url, f) for b, f in pairs])
    holder = {len(browsers) - 1, len(pairs) - 1}
    assert {n for n, reply in enumerate(replies) if reply.status == 303} == holder
    for number, reply in enumerate(replies):
        if number not in holder:
            # Before the holder was done the step is another's, afterwards it is done.
            said = {403: "งานนี้อยู่กับ", 409: "บันทึกงานนี้เสร็จก่อนแล้ว"}
            assert said[reply.status] in reply.text
    assert len(busy.completions(step)) == 1
    busy.check_chain()


def test_of_many_people_who_claim_at_once_one_holds_the_step(busy, server):
    browsers = [busy.browser(server, person) for person in busy.officers]
    step = busy.fresh_step()
    tokens = [browser.get(step.url).csrf for browser in browsers]
    replies = at_once(
        [
            lambda b=b, t=t: b.post(f"{step.url}/claim", {"csrf_token": t})
            for b, t in zip(browsers, tokens, strict=True)
        ]
    )
    assert Counter(reply.status for reply in replies) == {303: 1, 409: len(browsers) - 1}
    for reply in replies:
        if reply.status == 409:
            assert "รับงานนี้ไปก่อนแล้ว" in reply.text
    claims = [e for e in busy.events()[step.case_id] if e.kind == "work_item_claimed"]
    assert len(claims) == 1
