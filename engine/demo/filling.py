"""Fill an empty database with the demonstration, with the clock moved from last year to now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from random import Random
from uuid import uuid4

from engine.access.accounts import has_demonstration_accounts
from engine.bpmn.edition import Edition
from engine.composition import open_store
from engine.definitions.deployment import read_editions
from engine.demo.casting import Casting, deal
from engine.demo.clock import MovedClock, OfficeHours
from engine.demo.everyday import Everyday
from engine.demo.names import Names
from engine.demo.narratives import narratives
from engine.demo.own_business import BEGUN_BY_HAND
from engine.demo.paper_book import CASES_IN_BOOK, PaperBook
from engine.demo.papers import Papers
from engine.demo.people import PASSWORD, PROVINCIAL_PEOPLE, TAMBON_PEOPLE
from engine.demo.play import Play
from engine.demo.plots import PLOTS, Plot
from engine.demo.questions import Questions
from engine.demo.reporting import Reports
from engine.demo.staff import give_accounts, grant_audit, open_staffed_office
from engine.demo.stage import Stage
from engine.demo.tambon import TAMBON_NARRATIVES, TAMBON_PLOTS
from engine.demo.timeline import Timeline
from engine.errors import InvalidTransition, NotPermitted, Sentence
from engine.journal.signing_key import (
    SigningKey,
    generate_signing_key_file,
    read_signing_key_file,
)
from engine.office.office_time import office_date, office_instant
from engine.sealing.passwords import hash_password
from engine.settings import Settings
from engine.store.schema import check_schema
from engine.store.unit_of_work import Actor, Store, wall_clock
from engine.work.offices.opening import find_office

_PROVINCIAL, _TAMBON = "provincial", "tambon"
_PEOPLE = {_PROVINCIAL: PROVINCIAL_PEOPLE, _TAMBON: TAMBON_PEOPLE}

# The offices open before their first case; the plots go back some fourteen months.
_OPENED_BEFORE = timedelta(days=440)
_SEED = 2569
# Asked by telephone or at the counter, and answered at once.
_QUESTIONS = 20


@dataclass(frozen=True)
class SignIn:
    """Who may sign in where; everybody has the one password. ``office`` is its key."""

    office: str
    name: str
    position: str
    roles: tuple[Sentence, ...]
    user_name: str
    password: str


@dataclass(frozen=True)
class DemoSummary:
    """``cases`` is how many were made now: none when the database had been filled before."""

    sign_ins: tuple[SignIn, ...]
    cases: int


def fill(
    settings: Settings,
    progress: Callable[[str], None],
    *,
    now: datetime | None = None,
    plots: Sequence[Plot] = PLOTS,
    questions: int = _QUESTIONS,
) -> DemoSummary:
    """Fill the database with the demonstration; one that is filled is left alone.

    ``now`` is where the moved clock ends, otherwise this moment. ``plots`` are how the
    cases of the provincial office go; beside them it answers so many ``questions``.

    Raises
    ------
    NotPermitted
        The installation is no demonstration: everybody's password is printed.
    InvalidTransition
        An office of the demonstration is open already, from a filling that was broken off.
    SchemaOutdated
        The database was not migrated.
    """
    if not settings.is_demonstration:
        raise NotPermitted(
            Sentence(
                "ข้อมูลสาธิตสร้างได้เฉพาะเมื่อ SUCHARIT_MODE=demonstration",
                "The demonstration is made with SUCHARIT_MODE=demonstration only.",
            )
        )
    ends_at = (now or wall_clock()).astimezone(UTC)
    clock = MovedClock(_opening(ends_at))
    store = open_store(settings, clock)
    try:
        check_schema(store.database)
        if _is_filled(store):
            return DemoSummary(_sign_ins(), 0)
        _refuse_open_office(store, settings)
        cases = _Filling(settings, store, clock, ends_at, progress).run(plots, questions)
        return DemoSummary(_sign_ins(), cases)
    finally:
        store.database.close()


def _opening(ends_at: datetime) -> datetime:
    """Return nine o'clock of the day on which the offices begin to work with the system."""
    return office_instant(office_date(ends_at) - _OPENED_BEFORE, time(9)).astimezone(UTC)


def _is_filled(store: Store) -> bool:
    with store.reading(Actor(uuid4(), None)) as uow:
        return has_demonstration_accounts(uow)


def _refuse_open_office(store: Store, settings: Settings) -> None:
    """Refuse an office that is open already: its history cannot begin before itself."""
    if any(find_office(store, key) for key in _PEOPLE):
        raise InvalidTransition(
            Sentence(
                f"มีหน่วยงานสาธิตอยู่แล้วแต่ข้อมูลไม่ครบ ลบโฟลเดอร์ {settings.data_dir} แล้วเริ่มใหม่",
                "An office of the demonstration is open already, without its people. "
                f"Delete {settings.data_dir} and start again.",
            )
        )


def _sign_ins() -> tuple[SignIn, ...]:
    return tuple(
        SignIn(
            office,
            person.name,
            person.position,
            tuple(role.title for role in (*person.roles, *person.by_order)),
            person.user_name,
            PASSWORD,
        )
        for office, people in _PEOPLE.items()
        for person in people
    )


def _signing_key(path: Path) -> SigningKey:
    """Return the sealer's key, made where a demonstration has none yet."""
    if path.exists():
        return read_signing_key_file(path, strict=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    return generate_signing_key_file(path, "demonstration")


class _Filling:
    """One filling of an empty database."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        clock: MovedClock,
        ends_at: datetime,
        progress: Callable[[str], None],
    ) -> None:
        self._settings = settings
        self._store = store
        self._progress = progress
        self._opened_on, self._today = office_date(clock.now), office_date(ends_at)
        self._timeline = Timeline(store, clock, _signing_key(settings.signing_key_file), ends_at)
        self._rng = Random(_SEED)  # noqa: S311 (the same story every time; nothing here is secret)
        self._names = Names(self._rng)
        self._papers = Papers(settings.blobs_dir)

    def run(self, plots: Sequence[Plot], questions: int) -> int:
        """Open the offices, let time pass to its end, and only then give out accounts.

        Who has no account has no mail: the past year's reminders are not sent again.
        """
        editions = read_editions(self._settings.processes_dir, self._settings.forms_dir)
        provincial, tambon = (self._stage(key, editions) for key in (_PROVINCIAL, _TAMBON))
        cast = deal(plots, narratives(), self._rng)
        plays = [
            *Casting(provincial, self._today).plays(cast),
            *Casting(tambon, self._today).plays(
                list(zip(TAMBON_PLOTS, TAMBON_NARRATIVES, strict=True))
            ),
        ]
        for play in plays:
            play.begin()
        self._plan_audit(provincial)
        Questions(provincial, questions).plan(self._today)
        Everyday(provincial).plan(self._today)
        PaperBook(provincial).plan(self._opened_on)
        Reports(provincial, on_paper=False, begun_by_hand=BEGUN_BY_HAND).plan(
            self._opened_on, self._today
        )
        Reports(tambon, on_paper=True).plan(self._opened_on, self._today)
        self._timeline.run(lambda day: self._tell(day, plays))
        password_hash = hash_password(PASSWORD)
        for stage in (provincial, tambon):
            give_accounts(stage.staff, password_hash)
        return sum(play.is_lodged for play in plays) + CASES_IN_BOOK + questions

    def _stage(self, key: str, editions: Sequence[Edition]) -> Stage:
        profile = (self._settings.offices_dir / f"{key}.toml").read_text(encoding="utf-8")
        staff = open_staffed_office(self._store, profile, _PEOPLE[key], editions)
        worked = staff.settings.profile.working_hours
        hours = OfficeHours(staff.settings.calendar, worked.opens, worked.closes, self._rng)
        return Stage(staff, self._timeline, hours, self._names, self._papers, self._rng)

    def _tell(self, day: date, plays: Sequence[Play]) -> None:
        lodged = sum(play.is_lodged for play in plays)
        self._progress(f"{day:%Y-%m}  {lodged}/{len(plays)}")

    def _plan_audit(self, stage: Stage) -> None:
        """Let the auditor's grant be given some weeks ago."""
        given_on = stage.hours.calendar.working_day_on_or_before(self._today - timedelta(days=20))
        grant = partial(
            grant_audit,
            stage.staff,
            received_from=self._today - timedelta(days=400),
            received_to=self._today,
            expires_on=self._today + timedelta(days=90),
        )
        self._timeline.plan(stage.hours.on(given_on), grant)
