"""The demonstration: made by commands alone, whole, and in every state that an office knows."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from engine.access.sign_in import sign_in
from engine.composition import open_store
from engine.demo.filling import DemoSummary, fill
from engine.demo.names import Names
from engine.demo.narratives import narratives
from engine.demo.people import PROVINCIAL_PEOPLE, TAMBON_PEOPLE
from engine.demo.plots import PLOTS, Plot
from engine.demo.tambon import TAMBON_PLOTS
from engine.errors import InvalidTransition, NotPermitted
from engine.history.verification import verify_database
from engine.journal.events import read_stream
from engine.journal.kinds import EventKind
from engine.journal.signing_key import read_signing_key_file
from engine.journal.verify import Outcome
from engine.office.fiscal_year import FiscalYear
from engine.office.roles import Role
from engine.reports.public_documents import published_documents
from engine.settings import Settings
from engine.store import tables
from engine.store.database import connect
from engine.store.unit_of_work import OFFICE_TIME, Actor, Store
from engine.work.business.schedules import due_turns
from engine.work.offices.opening import get_office_id, office_keys
from engine.work.offices.settings import settings_in_force
from tests.support.office_walk import walk
from tests.support.streams import (
    check_rebuild,
    check_runs_again,
    check_streams,
    check_work_items,
)
from web.cli import main

# A Friday afternoon, a Sunday before dawn, the first office day after the new year's holidays.
FRIDAY = datetime(2026, 11, 20, 15, tzinfo=OFFICE_TIME)
SUNDAY = datetime(2026, 11, 22, 4, tzinfo=OFFICE_TIME)
NEW_YEAR = datetime(2027, 1, 4, 9, tzinfo=OFFICE_TIME)

# One case each of plots that between them use every process and every kind of reporter.
FEW = (
    "just_lodged",
    "waits_at_sort",
    "taken_down_twice",
    "given_to_colleague",
    "letter_at_head",
    "several_units_asked",
    "unit_late",
    "committee_sits",
    "merging",
    "head_complained_of",
    "from_agency",
    "anonymous_with_code",
    "notice_due",
    "result_due",
    "filed_and_held",
    "filed_from_agency",
    "not_accepted",
    "referred_out",
)


def few_plots() -> list[Plot]:
    by_name = {plot.name: plot for plot in reversed(PLOTS)}
    return [replace(by_name[name], count=1) for name in FEW]


@dataclass
class Filled:
    """A filled database and where its clock stands."""

    settings: Settings
    now: datetime
    summary: DemoSummary
    store: Store

    @property
    def today(self) -> date:
        return self.now.astimezone(OFFICE_TIME).date()

    @cached_property
    def offices(self) -> dict[str, Any]:
        return {key: get_office_id(self.store, key) for key in ("provincial", "tambon")}

    def rows(self, table: Any, office: str = "provincial") -> list[Any]:
        with self.store.database.reading() as connection:
            return list(
                connection.execute(
                    select(table).where(table.c.office_id == self.offices[office])
                ).all()
            )

    def answers(self, office: str) -> list[dict[str, Any]]:
        """Return the answers of every completed step of the office."""
        with self.store.reading(Actor(self.offices[office], None)) as uow:
            return [
                event.content["answers"]
                for case in self.rows(tables.case, office)
                for event in read_stream(uow, case.id)
                if event.kind == EventKind.WORK_ITEM_COMPLETED
            ]


def made(folder: Path, template: Path, now: datetime, plots: list[Plot]) -> Iterator[Filled]:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(template, folder / "sucharit.db")
    settings = demonstration(folder)
    summary = fill(settings, lambda _: None, now=now, plots=plots, questions=2)
    store = open_store(settings, lambda: now.astimezone(UTC))
    yield Filled(settings, now, summary, store)
    store.database.close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Filled]:
    yield from made(tmp_path_factory.mktemp("few"), sqlite_template, FRIDAY, few_plots())


def test_no_link_of_any_page_leads_nowhere(filled, application, tmp_path):
    """On a copy: whoever looks at a case is on record."""
    folder = tmp_path / "walked"
    shutil.copytree(filled.settings.data_dir, folder)
    settings = demonstration(folder)
    store, dead = open_store(settings, lambda: filled.now.astimezone(UTC)), []
    app = application(settings, store)
    everybody = reversed((*PROVINCIAL_PEOPLE, *TAMBON_PEOPLE))
    public = {f"/p/{office}/" for office in ("provincial", "tambon")}
    for person in {one.roles: one for one in everybody}.values():
        pages = walk(app, store, person.user_name, most=1, public=public)
        dead += [page for page in pages if page.leads_nowhere]
    dead += [page for page in walk(app, store, "", 1, sorted(public)) if page.leads_nowhere]
    store.database.close()
    assert dead == []


def demonstration(folder: Path) -> Settings:
    return Settings.from_environ(
        {"SUCHARIT_MODE": "demonstration", "SUCHARIT_DATA_DIR": str(folder)}
    )


@dataclass
class Census:
    """What is open, closed and due in the provincial office."""

    filled: Filled

    @cached_property
    def cases(self) -> list[Any]:
        return self.filled.rows(tables.case)

    @cached_property
    def open_items(self) -> list[Any]:
        items = self.filled.rows(tables.work_item)
        return [item for item in items if item.ended_at is None]

    @cached_property
    def deadlines(self) -> list[Any]:
        found = self.filled.rows(tables.deadline)
        return [deadline for deadline in found if deadline.status in {"running", "breached"}]

    @cached_property
    def parties(self) -> list[Any]:
        return self.filled.rows(tables.case_party)

    def waits_at(self, element: str, process: str = "complaint_provincial", least: int = 1) -> bool:
        return any(
            (item.process_id, item.element) == (process, element) and item.round >= least
            for item in self.open_items
        )

    def units_at_work(self) -> set[int]:
        """Return how many units work at once, case by case."""
        reports = [i.case_id for i in self.open_items if i.process_id == "unit_action"]
        return {reports.count(case_id) for case_id in set(reports)}

    def archived_in(self, year: FiscalYear) -> bool:
        return any(case.status == "archived" and case.closed_on in year for case in self.cases)

    def ended_as(self, result: str) -> bool:
        return any(case.result == result for case in self.cases)

    @property
    def filed(self) -> list[Any]:
        return [case for case in self.cases if case.status == "archived"]

    @property
    def held(self) -> set[Any]:
        return {hold.case_id for hold in self.filled.rows(tables.legal_hold)}

    def has_event(self, kind: EventKind) -> bool:
        return any(event.kind == kind for event in self.filled.rows(tables.case_event))

    def days_late(self) -> set[int]:
        return {(self.filled.today - d.effective_on).days for d in self.deadlines}

    def head_case_waits_for(self) -> set[str]:
        about_head = {case.id for case in self.cases if case.respondent_kind == "head"}
        return {item.role for item in self.open_items if item.case_id in about_head}


def has_source(census: Census) -> bool:
    return any(p.kind == "source_agency" and p.due_on for p in census.parties)


def has_receipt(census: Census) -> bool:
    nameless = {case.id for case in census.cases if case.is_anonymous}
    return any(p.has_receipt and p.case_id in nameless for p in census.parties)


def is_followed_up(census: Census) -> bool:
    """What fell due is told on the next working day, five days later over the new year."""
    followed = census.filled.rows(tables.follow_up)
    late = [(census.filled.today - f.due_on).days for f in followed if f.ended_on is None]
    return bool(late) and max(late) <= 5


def is_escalated(census: Census) -> bool:
    return bool(census.filled.rows(tables.case_escalation))


STATES: dict[str, Callable[[Census], bool]] = {
    "just lodged": lambda c: c.waits_at("register"),
    "waiting at sort": lambda c: c.waits_at("sort"),
    "letter at the head's desk": lambda c: c.waits_at("sign_letter"),
    "several units asked": lambda c: bool(c.units_at_work() & {2, 3}),
    "unit late and escalated": is_escalated,
    "committee sitting": lambda c: c.waits_at("inquire", "committee_inquiry"),
    "merging": lambda c: c.waits_at("merge_case"),
    "about the head": lambda c: bool(c.head_case_waits_for()),
    "from another agency with its own deadline": has_source,
    "anonymous with a receipt": has_receipt,
    "followed up": is_followed_up,
    "due today": lambda c: 0 in c.days_late(),
    "archived": lambda c: any(case.status == "archived" for case in c.cases),
    "not accepted": lambda c: c.ended_as("not_accepted"),
    "referred out": lambda c: c.ended_as("referred"),
    "tagged": lambda c: any(case.tags for case in c.cases),
    "answered at once": lambda c: any(case.kind == "question" for case in c.cases),
    "secret": lambda c: any(case.secrecy == "secret" for case in c.cases),
    "number voided": lambda c: any(case.status == "voided" for case in c.cases),
    "given to a colleague": lambda c: c.has_event(EventKind.WORK_ITEM_DELEGATED),
    "held for an outside body": lambda c: bool(c.held & {case.id for case in c.filed}),
}

ALL_STATES = STATES | {
    "more information asked": lambda c: c.waits_at("request_info"),
    "letter in draft": lambda c: c.waits_at("draft_letter"),
    "letter returned by the head": lambda c: c.waits_at("draft_letter", least=2),
    "one unit asked": lambda c: 1 in c.units_at_work(),
    "four units asked": lambda c: 4 in c.units_at_work(),
    "committee being drafted": lambda c: c.waits_at("draft_order", "committee_inquiry"),
    "order at the head's desk": lambda c: c.waits_at("sign_order", "committee_inquiry"),
    "respondent being heard": lambda c: c.waits_at("hear", "unit_action"),
    "report in review": lambda c: c.waits_at("review", "unit_action"),
    "report sent back": lambda c: c.waits_at("report", "unit_action", least=2),
    "put to the head": lambda c: c.waits_at("decide"),
    "second round": lambda c: c.waits_at("propose_result", least=2),
    "fourth round": lambda c: c.waits_at("propose_result", least=4),
    "first notice at the head's desk": lambda c: c.waits_at("sign", "first_notice"),
    "result being sent": lambda c: c.waits_at("dispatch", "result_notice"),
    "being recorded": lambda c: c.waits_at("record"),
    "being filed": lambda c: c.waits_at("archive"),
    "merged": lambda c: any(case.merged_into for case in c.cases),
    "ordinary": lambda c: any(case.secrecy == "ordinary" for case in c.cases),
    "about the head, with his alternate": lambda c: "head" in c.head_case_waits_for(),
    "archived this fiscal year": lambda c: c.archived_in(FiscalYear.of(c.filled.today)),
    "archived last fiscal year": lambda c: c.archived_in(FiscalYear.of(c.filled.today).previous),
    "due tomorrow": lambda c: -1 in c.days_late(),
    "late by days": lambda c: bool(c.days_late() & set(range(1, 8))),
    "late by weeks": lambda c: bool(c.days_late() & set(range(8, 22))),
}


def check_whole(filled: Filled) -> None:
    """Assert that history verifies, folds to what is there, and is what the engine holds open."""
    key = read_signing_key_file(filled.settings.signing_key_file, strict=False)
    verdict = verify_database(filled.store, keys=[key.verifying_key])
    assert (verdict.outcome, verdict.late, verdict.unsealed) == (Outcome.WHOLE, 0, 0)
    for office_id in filled.offices.values():
        check_streams(filled.store, office_id)
        check_work_items(filled.store, office_id)
        check_rebuild(filled.store, office_id)
        check_runs_again(filled.store, office_id)


def test_the_history_is_whole_and_folds_to_what_is_there(filled):
    check_whole(filled)


@pytest.mark.parametrize("state", STATES)
def test_a_small_demonstration_has_a_case(filled, state):
    assert STATES[state](Census(filled))


def reexecuted(monkeypatch, folder: Path, *words: str) -> int:
    monkeypatch.setenv("SUCHARIT_MODE", "demonstration")
    monkeypatch.setenv("SUCHARIT_DATA_DIR", str(folder))
    return main(["audit", "reexecute", *words])


def test_its_history_is_run_again_by_command(filled, monkeypatch, capsys):
    folder = filled.settings.data_dir
    assert reexecuted(monkeypatch, folder) == 0
    cases = len(filled.rows(tables.case)) + len(filled.rows(tables.case, "tambon"))
    assert f"{cases} cases run again" in capsys.readouterr().out
    assert reexecuted(monkeypatch, folder, "--office", "tambon") == 0
    tambon = len(filled.rows(tables.case, "tambon"))
    assert f"{tambon} cases run again" in capsys.readouterr().out
    number = filled.rows(tables.case)[0].number
    assert reexecuted(monkeypatch, folder, "--office", "provincial", "--case", number) == 0
    assert "1 case run again" in capsys.readouterr().out
    for words, said in (
        (["--office", "nowhere"], "No office nowhere"),
        (["--case", "9/2599"], "No case 9/2599"),
    ):
        assert reexecuted(monkeypatch, folder, *words) == 1
        assert said in capsys.readouterr().err


def test_a_case_moved_by_hand_is_named_by_the_command(filled, monkeypatch, capsys, tmp_path):
    shutil.copytree(filled.settings.data_dir, tmp_path / "var")
    named = {row.id for row in filled.rows(tables.case) if row.subject}
    running = next(
        row
        for row in filled.rows(tables.instance)
        if row.state is not None and row.case_id in named
    )
    database = connect(f"sqlite:///{tmp_path / 'var' / 'sucharit.db'}")
    with database.writing() as connection:
        connection.execute(
            tables.instance.update()
            .where(tables.instance.c.id == running.id)
            .values(state=None, status="completed")
        )
    database.close()
    assert reexecuted(monkeypatch, tmp_path / "var") == 1
    moved = next(row for row in filled.rows(tables.case) if row.id == running.case_id)
    thai, english = capsys.readouterr().out.splitlines()
    assert moved.number in thai
    assert moved.number in english
    assert moved.subject not in thai


def test_nothing_failed_while_time_passed(filled):
    assert filled.rows(tables.incident) == []
    assert all(instance.failures == 0 for instance in filled.rows(tables.instance))


def test_nothing_happens_after_now(filled):
    with filled.store.database.reading() as connection:
        latest = connection.scalars(select(tables.case_event.c.recorded_at)).all()
        occurred = connection.scalars(select(tables.case_event.c.occurred_on)).all()
    assert max(latest) <= filled.now
    assert max(occurred) <= filled.today


def test_a_filled_database_is_left_alone(filled):
    with filled.store.database.reading() as connection:
        before = len(connection.execute(select(tables.case_event.c.seq)).all())
    again = fill(filled.settings, pytest.fail, now=filled.now)
    with filled.store.database.reading() as connection:
        assert len(connection.execute(select(tables.case_event.c.seq)).all()) == before
    assert again == replace(filled.summary, cases=0)


def test_everybody_signs_in_with_the_password_that_is_shown(filled):
    for office in ("provincial", "tambon"):
        shown = next(each for each in filled.summary.sign_ins if each.office == office)
        assert sign_in(filled.store, shown.user_name, shown.password, office)


def test_the_provincial_office_has_somebody_in_every_role():
    roles = [role for person in PROVINCIAL_PEOPLE for role in person.roles]
    assert set(roles) == set(Role)
    assert roles.count(Role.OFFICER) >= 2
    units = [person.unit for person in PROVINCIAL_PEOPLE if person.unit]
    assert {units.count(unit) for unit in units} == {2}


def test_no_two_people_have_one_name():
    people = [*PROVINCIAL_PEOPLE, *TAMBON_PEOPLE]
    assert len({person.name for person in people}) == len(people)
    assert len({person.user_name for person in people}) == len(people)


def test_invented_names_are_given_once():
    names = Names(Random(1))
    given = [names.person() for _ in range(900)]
    assert len(set(given)) == len(given)


def test_the_auditor_reads_within_a_recorded_grant(filled):
    grant = filled.rows(tables.auditor_grant)[0]
    assert grant.received_to == filled.today
    assert grant.expires_on > filled.today


def test_the_demonstration_opens_two_of_the_offices_that_come_with_the_release(filled):
    assert sorted(office_keys(filled.store)) == ["provincial", "tambon"]
    bundled = {path.stem for path in filled.settings.offices_dir.glob("*.toml")}
    assert bundled > {"provincial", "tambon"}


def test_the_tambon_office_signs_on_paper_only_and_has_no_mail(filled):
    signed = [each for each in filled.answers("tambon") if "signed_on" in each or "signer" in each]
    assert signed
    assert {each["way"] for each in signed} == {"paper"}
    assert all(each["signer"] and each["position"] and each["margin_order"] for each in signed)
    missing = {item.scan_missing for item in filled.rows(tables.work_item, "tambon")}
    assert missing == {True, False}
    people = {m.person_id for m in filled.rows(tables.membership, "tambon")}
    assert len(people) == 3
    with filled.store.database.reading() as connection:
        account = tables.account
        mail = connection.execute(
            select(account.c.email).where(account.c.person_id.in_(people))
        ).scalars()
        assert set(mail) == {None}


def test_the_tambon_office_has_two_cases_and_one_is_about_the_mayor(filled):
    came_in = [c for c in filled.rows(tables.case, "tambon") if c.kind != "office_business"]
    assert sorted(case.respondent_kind for case in came_in) == ["head", "other"]
    mayor = next(m.person_id for m in filled.rows(tables.membership, "tambon") if m.role == "head")
    about = next(case.id for case in came_in if case.respondent_kind == "head")
    assert (about, mayor) in {
        (row.case_id, row.person_id) for row in filled.rows(tables.case_exclusion, "tambon")
    }
    assert mayor not in {
        item.completed_by
        for item in filled.rows(tables.work_item, "tambon")
        if item.case_id == about
    }


def test_its_offices_have_done_their_own_business(filled):
    """By their calendars, and what the provincial office begins by hand; none is late or failed."""
    for office, processes in (
        (
            "tambon",
            {
                "channel_check",
                "destruction",
                "monthly_report",
                "six_month_memo",
                "fiscal_year_report",
            },
        ),
        (
            "provincial",
            {
                "channel_check",
                "destruction",
                "readiness_check",
                "six_month_memo",
                "fiscal_year_report",
                "publish_guideline",
                "participation_report",
                "publish_statistics",
                "appoint_officers",
                "publish_document",
            },
        ),
    ):
        reports = [c for c in filled.rows(tables.case, office) if c.kind == "office_business"]
        assert {case.process_id for case in reports} == processes
        month_ago = filled.today - timedelta(days=30)
        assert {c.status for c in reports if c.received_on < month_ago} == {"archived"}
        assert {row.failures for row in filled.rows(tables.schedule, office)} == {0}
    assert due_turns(filled.store) == []


def test_what_was_open_in_the_paper_book_was_filed_by_the_steps_of_the_system(filled):
    from_book = {case.id: case for case in filled.rows(tables.case) if case.is_from_book}
    assert len(from_book) == 3
    assert {case.status for case in from_book.values()} == {"archived"}
    stepped = {row.case_id for row in filled.rows(tables.instance)} & set(from_book)
    (taken_over,) = (from_book[case_id] for case_id in stepped)
    assert taken_over.received_on < min(
        case.received_on for case in filled.rows(tables.case) if not case.is_from_book
    )


def test_an_order_of_the_head_gave_a_role_that_the_sign_ins_name(filled):
    appointed = [person for person in PROVINCIAL_PEOPLE if person.by_order]
    order = next(c for c in filled.rows(tables.case) if c.process_id == "appoint_officers")
    by_order = [row for row in filled.rows(tables.membership) if order.number in row.order_cited]
    assert [row.role for row in by_order] == [role for one in appointed for role in one.by_order]
    shown = next(one for one in filled.summary.sign_ins if one.name == appointed[0].name)
    assert shown.roles == tuple(
        role.title for role in (*appointed[0].roles, *appointed[0].by_order)
    )


def test_one_of_the_signed_documents_is_public_and_another_still_to_be_brought_in(filled):
    with filled.store.reading(Actor(filled.offices["provincial"], None)) as uow:
        (announced,) = published_documents(uow)
        offered = settings_in_force(uow, uow.today).profile.public_documents
    assert announced.slug in offered
    assert len(offered) > 1


def test_no_mail_of_the_past_year_waits_to_be_sent(filled):
    assert filled.rows(tables.outbox) == []


def test_there_are_forty_narratives_that_differ():
    told = narratives()
    assert len({each.key for each in told}) == len(told) >= 40
    assert len({each.text for each in told}) == len(told)
    assert len({each.subject for each in told}) == len(told)


def test_production_is_not_filled(filled):
    with pytest.raises(NotPermitted):
        fill(replace(filled.settings, mode="production"), pytest.fail)


def test_an_office_that_is_open_already_is_not_built_upon(tmp_path, filled):
    settings = replace(
        filled.settings, data_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'copy.db'}"
    )
    shutil.copyfile(filled.settings.data_dir / "sucharit.db", tmp_path / "copy.db")
    database = connect(settings.database_url)
    with database.writing() as connection:
        connection.execute(tables.account.delete())
    database.close()
    with pytest.raises(InvalidTransition):
        fill(settings, pytest.fail)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("now", [FRIDAY, SUNDAY, NEW_YEAR], ids=["friday", "sunday", "new_year"])
def test_the_whole_demonstration_has_every_state_whenever_it_is_made(
    tmp_path, sqlite_template, now
):
    for filled in made(tmp_path, sqlite_template, now, list(PLOTS)):
        check_whole(filled)
        census = Census(filled)
        assert [name for name, holds in ALL_STATES.items() if not holds(census)] == []
        came_in = [case for case in census.cases if case.kind != "office_business"]
        assert 190 <= len(came_in) <= 230
        told = {case.subject for case in census.cases if case.subject}
        assert len(told) >= 40
        assert filled.summary.cases == len(came_in) + len(TAMBON_PLOTS)
        oldest = min(case.received_on for case in census.cases)
        assert oldest < filled.today - timedelta(days=390)
        assert filled.rows(tables.incident) == []
