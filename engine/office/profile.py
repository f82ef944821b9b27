"""The profile of an office, written in TOML: all that differs between one office and another."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from engine.errors import NotFound, Problem, ProfileInvalid, Sentence, Severity
from engine.office.calendar import Calendar, HolidayRow, apply_office_rows
from engine.office.cycles import Cycle
from engine.office.deadlines import UNIT_CONTACT, DeadlineName, DeadlineRule
from engine.office.profile_checks import cross_faults
from engine.office.profile_tables import (
    CaseKind,
    Category,
    Channel,
    DigitSettings,
    DocumentSlot,
    Duties,
    IntakeSettings,
    KindSettings,
    MailSettings,
    NumberSettings,
    OfficeDetails,
    OitItem,
    OutsideBody,
    PublicationSettings,
    ReportOrigin,
    RespondentKind,
    RespondentRoute,
    RetaliationSettings,
    Retention,
    Signer,
    Tag,
    Unit,
    WorkingHours,
)
from engine.office.public_explanations import PublicExplanation
from engine.office.public_holidays import thai_public_holidays
from engine.office.roles import Role
from engine.office.toml_lines import line_of, lines_by_key
from engine.office.toml_reader import Fault, TomlReader, known_keys, shown

LARGEST_PROFILE = 256_000
"""Characters. The longest profile known is a tenth of it."""


@dataclass(frozen=True)
class OfficeProfile:
    """Everything an office sets for itself. All references between its tables hold.

    Every answer to ร้องเรียนใคร has a handler or a sealed referral out of the office.
    """

    office: OfficeDetails
    digits: DigitSettings
    intake: IntakeSettings
    numbers: NumberSettings
    units: Mapping[str, Unit]
    channels: Mapping[str, Channel]
    kinds: Mapping[CaseKind, KindSettings]
    categories: Mapping[str, Category]
    doors: Mapping[str, str]
    deadlines: Mapping[str, DeadlineRule]
    titles: Mapping[Role, Sentence]
    respondents: Mapping[RespondentKind, RespondentRoute]
    duties: Duties
    sign_chains: Mapping[str, tuple[Signer, ...]]
    outside_bodies: Mapping[str, OutsideBody]
    retention: Mapping[str, Retention]
    working_hours: WorkingHours
    mail: MailSettings
    alternates: Mapping[Role, tuple[Role, ...]] = field(default_factory=dict)
    cycles: Mapping[str, Cycle] = field(default_factory=dict)
    tags: Mapping[str, Tag] = field(default_factory=dict)
    publication: PublicationSettings = field(default_factory=PublicationSettings)
    public_documents: Mapping[str, DocumentSlot] = field(default_factory=dict)
    oit: tuple[OitItem, ...] = ()
    origins: tuple[ReportOrigin, ...] = ()
    retaliation: RetaliationSettings = field(default_factory=RetaliationSettings)
    public_explanations: tuple[PublicExplanation, ...] = ()
    holidays: tuple[HolidayRow, ...] = ()

    @property
    def key(self) -> str:
        return self.office.key

    @property
    def name(self) -> Sentence:
        return self.office.name

    def title_of(self, role: Role) -> Sentence:
        """Return what this office calls *role*."""
        return self.titles.get(role, role.title)

    def find_deadline(self, name: str) -> DeadlineRule | None:
        """Return the rule of a deadline; None if this office sets none."""
        return self.clock_rules.get(name)

    @property
    def clock_rules(self) -> Mapping[str, DeadlineRule]:
        """The deadlines by the names of their clocks; that of intake may run under a second."""
        intake = self.deadlines[DeadlineName.INTAKE]
        return {UNIT_CONTACT: replace(intake, name=UNIT_CONTACT, title=None), **self.deadlines}

    @property
    def open_channels(self) -> Mapping[str, Channel]:
        """The channels by which something may come in; ``channels`` are those of old cases too."""
        return {key: one for key, one in self.channels.items() if not one.closed}

    def get_category(self, key: str) -> Category:
        if key not in self.categories:
            raise NotFound
        return self.categories[key]

    def get_unit(self, key: str) -> Unit:
        if key not in self.units:
            raise NotFound
        return self.units[key]

    def route_for(self, kind: RespondentKind) -> RespondentRoute:
        """Return who takes a case about *kind*. Raises NotFound if no such position exists."""
        route = self.respondents[kind]
        if route.absent:
            raise NotFound
        return route

    def respondent_choices(self) -> tuple[RespondentRoute, ...]:
        """Return the answers to ร้องเรียนใคร that this office offers, in the order to show them."""
        routes = (self.respondents[kind] for kind in RespondentKind)
        return tuple(route for route in routes if not route.absent)

    def channels_read_by(self, kind: RespondentKind) -> tuple[Channel, ...]:
        """Return the channels that a complainant about *kind* is warned not to use."""
        return tuple(channel for channel in self.open_channels.values() if kind in channel.read_by)

    def calendar(self, years: Iterable[int]) -> Calendar:
        """Return the calendar of Gregorian *years*: public holidays and the profile's own rows.

        Give the years up to the longest deadline; after the last of them nothing is known.
        """
        wanted = sorted(years)
        public = Calendar(
            thai_public_holidays(wanted),
            weekends=self.working_hours.weekend_numbers,
            known_until=date(wanted[-1], 12, 31) if wanted else None,
        )
        return apply_office_rows(public, self.holidays)


def parse_profile(text: str, source: str) -> OfficeProfile:
    """Read a profile. *source* names the file in notes for whoever reads a traceback.

    Raises ProfileInvalid with every error and warning of a kind that was found: first those of
    single keys; if there are none, those between tables.
    """
    profile, problems = _read(text)
    if profile is None:
        refused = ProfileInvalid(problems)
        for problem in problems:
            refused.add_note(f"{source}:{problem.line}: {problem.element}: {problem.message.en}")
        raise refused
    return profile


def check_profile(text: str) -> tuple[Problem, ...]:
    """Return all that is wrong with a profile, and warnings such as missing English."""
    return _read(text)[1]


def known_profile_keys() -> frozenset[str]:
    """Return every key that a profile may hold, as docs/office-profile.md writes them."""
    return frozenset(known_keys(OfficeProfile))


@lru_cache(maxsize=128)  # pages ask again and again for the same revisions of a few offices
def _read(text: str) -> tuple[OfficeProfile | None, tuple[Problem, ...]]:
    if len(text) > LARGEST_PROFILE:
        return None, (_too_large(),)
    try:
        tables = tomllib.loads(text)
        lines = lines_by_key(text)
    except (ValueError, RecursionError) as error:
        return None, (_not_toml(error),)
    reader = TomlReader()
    profile = reader.read(OfficeProfile, tables)
    faults = list(reader.faults)
    if _no_error(faults):
        faults += cross_faults(profile)
    problems = tuple(sorted(_located(faults, lines), key=lambda problem: problem.line))
    return (profile if _no_error(faults) else None), problems


def _no_error(faults: Iterable[Fault]) -> bool:
    return all(fault.severity is not Severity.ERROR for fault in faults)


def _located(
    faults: Iterable[Fault], lines: Mapping[tuple[str | int, ...], int]
) -> Iterator[Problem]:
    for fault in faults:
        yield Problem(
            rule=fault.rule,
            severity=fault.severity,
            element=shown(fault.path),
            line=line_of(lines, fault.path),
            message=fault.message,
        )


def _not_toml(error: Exception) -> Problem:
    found = re.search(r"line (\d+)", str(error))
    line = int(found[1]) if found else 1
    detail = "nested too deeply" if isinstance(error, RecursionError) else str(error)
    message = Sentence(f"อ่านเป็น TOML ไม่ได้ที่บรรทัด {line}: {detail}", f"not TOML: {detail}")
    return Problem("not_toml", Severity.ERROR, "", line, message)


def _too_large() -> Problem:
    message = Sentence(
        f"แฟ้มยาวเกิน {LARGEST_PROFILE} ตัวอักษร", f"longer than {LARGEST_PROFILE} characters"
    )
    return Problem("too_large", Severity.ERROR, "", 1, message)
