"""Search of the register. What is looked for may be of a case: it is posted and in no address."""

from typing import Any

from flask import g, render_template, request, url_for

from engine.access.permissions import reads_own_cases
from engine.cases.register import ARCHIVED, DESTROYED, OPEN, VOIDED
from engine.errors import EngineError, InvalidTransition, NotFound, Sentence
from engine.office.thai import parse_date
from engine.work.lists.search import FoundCase, Sought, search
from web import pages
from web.case_file.register_words import kind_words, tag_words
from web.case_file.showing import secrecy_words
from web.design.filters import list_date
from web.design.language import say
from web.whole_numbers import LARGEST_PLACE, read_number
from web.worklist.room import blueprint

_DATES = ("from", "to")
_STATES = {
    OPEN: Sentence("กำลังดำเนินการ", "Open"),
    ARCHIVED: Sentence("ปิดเรื่องแล้ว", "Filed"),
    DESTROYED: Sentence("ทำลายแล้ว", "Destroyed"),
    VOIDED: Sentence("ยกเลิกเลข", "Voided"),
}
_NO_SUBJECT = Sentence("(ยังไม่ได้ตั้งชื่อเรื่อง)", "(no subject yet)")


@blueprint.get("/<office_key>/search")
def search_form(office_key: str) -> str:
    if not pages.standing().queues:
        raise NotFound
    return _page(office_key, Sought(), {})


@blueprint.post("/<office_key>/search")
def search_register(office_key: str) -> str | tuple[str, int]:
    sought, messages = _read()
    if messages:
        return _page(office_key, sought, messages), 422
    try:
        with pages.reading() as uow:
            found = search(uow, pages.standing(), sought, before=_before())
    except InvalidTransition as refused:
        return _page(office_key, sought, {"text": refused.sentence}), 422
    lines = [_line(office_key, case) for case in found.cases]
    return _page(office_key, sought, {}, lines=lines, before=found.before)


def _page(
    office_key: str,
    sought: Sought,
    messages: dict[str, Sentence],
    *,
    lines: list[dict[str, object]] | None = None,
    before: int | None = None,
) -> str:
    profile, whole = pages.office().profile, reads_own_cases(pages.standing())
    return render_template(
        "worklist/search.html",
        office_key=office_key,
        today=g.today,
        sought=sought,
        typed={name: request.form.get(name, "") for name in _DATES},
        messages=messages,
        lines=lines,
        before=before,
        is_later="before" in request.form,
        states=_STATES.items(),
        kinds=[(key, each.name) for key, each in profile.kinds.items()] if whole else [],
        channels=[(key, each.name) for key, each in profile.channels.items()] if whole else [],
        tags=[(key, each.name) for key, each in profile.tags.items()] if whole else [],
        categories=[(key, each.name) for key, each in profile.categories.items()] if whole else [],
    )


def _read() -> tuple[Sought, dict[str, Sentence]]:
    form = request.form
    dates: dict[str, Any] = {}
    messages: dict[str, Sentence] = {}
    for name in _DATES:
        typed = form.get(name, "").strip()
        try:
            dates[name] = parse_date(typed) if typed else None
        except EngineError as refused:
            messages[name] = refused.sentence
    sought = Sought(
        text=form.get("text", ""),
        kind=form.get("kind", ""),
        channel=form.get("channel", ""),
        category=form.get("category", ""),
        tag=form.get("tag", ""),
        status=form.get("status", ""),
        from_on=dates.get("from"),
        to_on=dates.get("to"),
    )
    return sought, messages


def _before() -> int | None:
    return read_number(request.form.get("before", ""), most=LARGEST_PLACE)


def _line(office_key: str, case: FoundCase) -> dict[str, object]:
    profile = pages.office().profile
    channel, category = (
        profile.channels.get(case.channel),
        profile.categories.get(case.category or ""),
    )
    return {
        "received": list_date(case.received_on, g.today),
        "number": case.number,
        "subject": case.subject or say(_NO_SUBJECT),
        "url": url_for("case_file.case", office_key=office_key, case_id=case.id),
        "secrecy": secrecy_words(case.secrecy),
        "kind": kind_words(profile, case.kind) if case.kind else None,
        "context": " ".join(say(each.name) for each in (category, channel) if each),
        "tags": tag_words(profile, case.tags),
        "state": say(_STATES[case.status]),
    }
