"""All that the office has set, on one page in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flask import g, render_template, url_for

from engine.access.permissions import Command, may
from engine.errors import Problem, Sentence, Severity
from engine.office.profile import OfficeProfile, check_profile, parse_profile
from engine.office.profile_settings import Place
from engine.office.toml_writer import head_of
from engine.store.unit_of_work import UnitOfWork
from engine.work.offices.revisions import (
    Revision,
    addable_keys,
    find_gathered,
    in_force,
    revisions,
)
from web import pages
from web.auth import form_owner
from web.office.room import blueprint
from web.office.showing import Entry, differences, entries_of
from web.office.values import place_of
from web.office.words import Section, kind_of_place, sections, title_of


@dataclass(frozen=True)
class ShownEntry:
    """``kind`` says what it is where a section has entries of several kinds."""

    entry: Entry
    kind: Sentence | None
    edit_url: str | None


@dataclass(frozen=True)
class ShownSection:
    """``changed`` is the revision that last changed it; None: as the office began."""

    section: Section
    entries: tuple[ShownEntry, ...]
    additions: tuple[tuple[Sentence, str], ...]
    changed: Revision | None


@dataclass(frozen=True)
class Doubt:
    """What the checks warn of; ``url`` leads to where it stands."""

    where: Sentence
    sentence: Sentence
    anchor: str


@blueprint.get("")
def settings(office_key: str) -> str:
    with pages.reading() as uow:
        found = revisions(uow)
        gathered = find_gathered(uow)
        now = in_force(found, g.today)
        profile = parse_profile(now.toml, "profile")
        may_edit = may(pages.myself(), Command.MANAGE_OFFICE)
        shown = list(_sections(uow, office_key, profile, found, may_edit=may_edit))
        printed_at = uow.now
    problems = check_profile(now.toml)
    return render_template(
        "office/settings.html",
        office_key=office_key,
        sections=shown,
        now=now,
        waiting=found[0] if found[0].number != now.number else None,
        gathered=gathered,
        is_overtaken=gathered is not None and gathered.base != found[0].number,
        owner=form_owner(),
        may_edit=may_edit,
        remarks=remarks_in(now.toml),
        doubts=list(_doubts(profile, problems)),
        untranslated=sum(problem.rule == _NO_ENGLISH for problem in problems),
        printed_at=printed_at,
    )


def edit_url(office_key: str, place: Place) -> str:
    table, *key = place
    return url_for("office.edit", office_key=office_key, table=table, key=key[0] if key else None)


def _sections(
    uow: UnitOfWork,
    office_key: str,
    profile: OfficeProfile,
    found: Sequence[Revision],
    *,
    may_edit: bool,
) -> Iterator[ShownSection]:
    changed = _last_changes(found)
    for section in sections():
        yield ShownSection(
            section,
            tuple(
                ShownEntry(
                    entry,
                    _kind(section, entry),
                    edit_url(office_key, entry.place) if may_edit else None,
                )
                for entry in entries_of(profile, section)
            ),
            tuple(
                (
                    kind_of_place((table,)),
                    url_for("office.add", office_key=office_key, table=table),
                )
                for table in section.several
                if may_edit and addable_keys(uow, profile, table) != ()
            ),
            changed.get(section.key),
        )


def _kind(section: Section, entry: Entry) -> Sentence | None:
    kind = kind_of_place(entry.place)
    says_so = entry.title.th.startswith(kind.th)
    return None if len(section.places) == 1 or says_so else kind


def _last_changes(found: Sequence[Revision]) -> dict[str, Revision]:
    """Return for each section the newest revision that has come into force and changed it."""
    changed: dict[str, Revision] = {}
    for new, old in pairwise(found):
        if new.effective_on <= g.today:
            before, after = (parse_profile(each.toml, "profile") for each in (old, new))
            for each in differences(before, after):
                changed.setdefault(each.section, new)
    return changed


def remarks_in(toml: str) -> tuple[str, ...]:
    """Return what the head of a text says is to be confirmed, one remark an item.

    The patterns that come with the release number their remarks under a line that says so.
    """
    _, _, below = head_of(toml).partition(_TO_CONFIRM)
    lines = [line.removeprefix("#").strip() for line in below.splitlines()[1:]]
    items: list[str] = []
    for line in lines:
        if line[:1].isdigit():
            items.append(line.lstrip("0123456789 "))
        elif items:
            items[-1] = f"{items[-1]} {line}".rstrip()
    return tuple(items)


def _doubts(profile: OfficeProfile, problems: Sequence[Problem]) -> Iterator[Doubt]:
    for problem in problems:
        if problem.severity is Severity.WARNING and problem.rule != _NO_ENGLISH:
            place = place_of(problem.element)
            if place is not None:
                yield Doubt(title_of(profile, place), problem.message, "-".join(("at", *place)))


_NO_ENGLISH = "english_missing"
_TO_CONFIRM = "ให้หน่วยงานยืนยันก่อนใช้"
