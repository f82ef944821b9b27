"""The tables of an office profile. Their fields are its schema: see docs/office-profile.md."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from engine.errors import EngineError, Sentence
from engine.office.deadlines import DeadlineName
from engine.office.fiscal_year import YearKind
from engine.office.roles import Role
from engine.office.thai import Digits
from engine.office.toml_reader import TABLE_KEY, checked, not_an_identifier


class ProfileContradiction(EngineError):
    """Two keys of one table do not go together."""


class CaseKind(StrEnum):
    COMPLAINT = "complaint"
    TIP_OFF = "tip_off"
    OPINION = "opinion"
    OFFICE_BUSINESS = "office_business"
    QUESTION = "question"


class Secrecy(StrEnum):
    """The classes of ระเบียบว่าด้วยการรักษาความลับของทางราชการ พ.ศ. 2544, and none."""

    ORDINARY = "ordinary"
    SECRET = "secret"  # noqa: S105 - ลับ, a class and no password
    VERY_SECRET = "very_secret"  # noqa: S105
    TOP_SECRET = "top_secret"  # noqa: S105

    @property
    def sentence(self) -> Sentence:
        return _SECRECY_NAMES[self]


class Route(StrEnum):
    """How a category is dealt with: the five cases of the tambon guideline."""

    GIVE_INFORMATION = "give_information"
    HEAD_ORDERS_UNIT = "head_orders_unit"
    CONTACT_UNIT = "contact_unit"
    REFER_OUTSIDE = "refer_outside"
    FIND_FACTS = "find_facts"


class DoorKey(StrEnum):
    """Where something comes in: taken down in the office, by one of the two pages, a question."""

    OFFICER = "officer"
    CORRUPTION = "corruption"
    GENERAL = "general"
    QUESTION = "question"


class ChannelKind(StrEnum):
    WALK_IN = "walk_in"
    TELEPHONE = "telephone"
    WEBSITE = "website"
    E_MAIL = "e_mail"
    SOCIAL_MEDIA = "social_media"
    POST = "post"
    BOX = "box"
    DIRECT_LINE = "direct_line"
    OTHER_AGENCY = "other_agency"


class Frequency(StrEnum):
    """How often somebody looks into a channel."""

    EACH_TIME = "each_time"
    EACH_WORKING_DAY = "each_working_day"
    EACH_DAY = "each_day"
    EACH_WEEK = "each_week"


class Audience(StrEnum):
    """Who sees what a channel brings: the centre, or its readers only."""

    PUBLIC = "public"
    SECRET = "secret"  # noqa: S105 - a channel's audience and no password


class RespondentKind(StrEnum):
    """The answers to ร้องเรียนใคร, asked before anybody sees the complaint."""

    HEAD = "head"
    DEPUTY = "deputy"
    PERMANENT_SECRETARY = "permanent_secretary"
    INTAKE_OFFICER = "intake_officer"
    CUSTODIAN = "custodian"
    ADMINISTRATOR = "administrator"
    OTHER = "other"
    UNKNOWN = "unknown"

    @property
    def sentence(self) -> Sentence:
        return _RESPONDENT_NAMES[self]


class ActingFor(StrEnum):
    """Three different rights to sign for somebody else; each cites an order and its dates."""

    ON_BEHALF = "on_behalf"
    ACTING = "acting"
    ACTING_IN_POST = "acting_in_post"

    @property
    def sentence(self) -> Sentence:
        return _ACTING_FOR[self]


class IntakeEnd(StrEnum):
    """What ends the time for taking a complaint in."""

    REGISTERED = "registered"
    UNIT_CONTACTED = "unit_contacted"


class Disposal(StrEnum):
    DESTROY = "destroy"
    ARCHIVE = "archive"


class Weekday(StrEnum):
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


def _between(low: int, high: int) -> Mapping[str, object]:
    message = Sentence(f"ต้องอยู่ระหว่าง {low} ถึง {high}", f"it must be from {low} to {high}")
    return checked(lambda number: None if low <= number <= high else message)


def _number_format(text: str) -> Sentence | None:
    used = re.findall(r"{[^{}]*}", text)
    rest = re.sub(r"{(?:number|year)}", "", text)
    if sorted(used) == ["{number}", "{year}"] and "{" not in rest and "}" not in rest:
        return None
    return Sentence(
        "รูปแบบเลขต้องมี {number} และ {year} อย่างละหนึ่งครั้ง",
        "a number format holds {number} and {year} once each",
    )


@dataclass(frozen=True)
class Parent:
    """The organisation above the office; it may own definitions that the office adopts."""

    key: str = field(metadata=checked(not_an_identifier))
    name: Sentence


@dataclass(frozen=True)
class OfficeDetails:
    key: str = field(metadata=checked(not_an_identifier))
    name: Sentence
    address: Sentence
    phone: str
    parent: Parent
    website: str | None = None
    on_behalf_of: Sentence | None = None
    """Printed under the head's name after ปฏิบัติราชการแทน."""


@dataclass(frozen=True)
class DigitSettings:
    pages: Digits = Digits.ARABIC
    papers: Digits = Digits.THAI


@dataclass(frozen=True)
class IntakeSettings:
    responsible_unit: str
    anonymous: bool
    ends_with: IntakeEnd = IntakeEnd.REGISTERED


@dataclass(frozen=True)
class NumberSeries:
    """Numbers of one register; they begin again with each year."""

    format: str = field(metadata=checked(_number_format))
    year: YearKind
    width: int = field(default=1, metadata=_between(1, 8))

    def render(self, number: int, year: int) -> str:
        """Return the case number in Arabic digits; *year* is a Buddhist year of this series."""
        counted = f"{number:0{self.width}d}"
        return self.format.replace("{number}", counted).replace("{year}", str(year))


@dataclass(frozen=True)
class NumberSettings:
    """``office_business`` numbers what the office does of itself, which stands in no register."""

    register: NumberSeries
    secret_register: NumberSeries
    office_business: NumberSeries = NumberSeries("ง {number}/{year}", YearKind.FISCAL)


@dataclass(frozen=True)
class Unit:
    key: str = field(metadata=TABLE_KEY)
    name: Sentence
    phone: str | None = None
    own: bool = True
    """False: a unit of another organisation, asked by letter."""


@dataclass(frozen=True)
class Channel:
    """A way by which complaints come in. ``read_by`` are the choices of ร้องเรียนใคร who see it."""

    key: str = field(metadata=TABLE_KEY)
    name: Sentence
    kind: ChannelKind
    frequency: Frequency
    audience: Audience
    read_by: tuple[RespondentKind, ...]
    contact: Sentence | None = None
    deadline: str = DeadlineName.INTAKE
    opened_by_two: bool = False
    note: Sentence | None = None
    closed: bool = False
    """Nothing comes in by it any more; cases that did keep it."""


@dataclass(frozen=True)
class Category:
    key: str = field(metadata=TABLE_KEY)
    name: Sentence
    secrecy: Secrecy
    route: Route
    retention: str = "default"
    counts_as_corruption: bool = False
    """Whether it is counted in the public statistics of corruption and misconduct."""


@dataclass(frozen=True)
class Tag:
    """A word of the office's own by which its cases are told apart beside their category."""

    key: str = field(metadata=TABLE_KEY)
    name: Sentence


@dataclass(frozen=True)
class KindSettings:
    key: CaseKind = field(metadata=TABLE_KEY)
    name: Sentence


@dataclass(frozen=True)
class RespondentRoute:
    """Who takes a case about the holder of one position.

    ``handlers`` are roles in order of preference. Without them, or if all their members are
    excluded, the case goes sealed to ``outside_body`` and ``tracked_by`` follows the answer.
    ``holds`` are the roles that the holder has in this office.
    """

    kind: RespondentKind = field(metadata=TABLE_KEY)
    title: Sentence | None = None
    absent: bool = False
    holds: tuple[Role, ...] = ()
    handlers: tuple[Role, ...] = ()
    outside_body: str | None = None
    tracked_by: tuple[Role, ...] = ()
    note: Sentence | None = None

    def __post_init__(self) -> None:
        routed = bool(self.holds or self.handlers or self.outside_body or self.tracked_by)
        if self.absent and routed:
            raise ProfileContradiction(
                Sentence("ตำแหน่งที่ไม่มี (absent) ต้องไม่มีค่าอื่น", "An absent position has no route.")
            )
        if not self.absent and not (self.outside_body and self.tracked_by):
            raise ProfileContradiction(
                Sentence(
                    "ต้องมี outside_body และ tracked_by เพื่อไม่ให้เรื่องค้างโดยไม่มีผู้รับ",
                    "outside_body and tracked_by are needed: no case may lack a taker.",
                )
            )

    @property
    def label(self) -> Sentence:
        return self.title or self.kind.sentence

    @property
    def is_sealed_referral(self) -> bool:
        """Nobody in the office decides: the case leaves it sealed."""
        return not self.handlers


@dataclass(frozen=True)
class RetaliationSettings:
    """Where it goes when who complained is retaliated against, and who here sends it there.

    ``tracked_by`` are roles in order of preference: the first with somebody who may act. An
    office that names no body takes none in and names outside bodies instead.
    """

    outside_body: str | None = None
    tracked_by: tuple[Role, ...] = ()

    def __post_init__(self) -> None:
        if (self.outside_body is None) == bool(self.tracked_by):
            raise ProfileContradiction(
                Sentence(
                    "outside_body และ tracked_by ต้องมีทั้งคู่ หรือไม่มีทั้งคู่",
                    "outside_body and tracked_by go together.",
                )
            )


@dataclass(frozen=True)
class Duties:
    """Pairs of roles that one person may not hold, or in which she may not act in one case.

    Unless the office is too small and says so.
    """

    apart: tuple[tuple[Role, ...], ...] = ()
    apart_in_case: tuple[tuple[Role, ...], ...] = ()
    small_office: bool = False
    disclosure: Sentence | None = None
    outside_actor: str | None = None

    def __post_init__(self) -> None:
        pairs = (*self.apart, *self.apart_in_case)
        if any(len(set(pair)) != len(pair) or len(pair) != 2 for pair in pairs):  # noqa: PLR2004
            raise ProfileContradiction(
                Sentence(
                    "apart และ apart_in_case ต้องเป็นคู่ของสองบทบาท",
                    "apart and apart_in_case hold pairs of two different roles.",
                )
            )
        if self.small_office and self.disclosure is None:
            raise ProfileContradiction(
                Sentence(
                    "หน่วยงานขนาดเล็กต้องมีข้อความเปิดเผย (disclosure)",
                    "A small office must disclose that one person holds several duties.",
                )
            )


@dataclass(frozen=True)
class Signer:
    """One place in a sign chain. The last one decides; those before give a ความเห็น."""

    role: Role
    title: Sentence
    acting_for: tuple[ActingFor, ...] = ()


@dataclass(frozen=True)
class OutsideBody:
    key: str = field(metadata=TABLE_KEY)
    name: Sentence
    address: Sentence
    phone: str | None = None
    website: str | None = None
    public: bool = True
    """Whether public pages name it as another place to complain."""


@dataclass(frozen=True)
class Retention:
    """How long a closed case is kept. Nothing is erased on schedule alone."""

    key: str = field(metadata=TABLE_KEY)
    name: Sentence
    citation: Sentence
    years: int = field(metadata=_between(1, 100))
    then: Disposal = Disposal.DESTROY


@dataclass(frozen=True)
class WorkingHours:
    opens: time
    closes: time
    weekend: tuple[Weekday, ...] = (Weekday.SATURDAY, Weekday.SUNDAY)

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ProfileContradiction(
                Sentence("เวลาเปิดต้องก่อนเวลาปิด", "An office opens before it closes.")
            )
        if len(set(self.weekend)) == len(Weekday):
            raise ProfileContradiction(
                Sentence("ต้องมีวันทำการอย่างน้อยหนึ่งวัน", "One weekday at least must be worked.")
            )

    @property
    def weekend_numbers(self) -> frozenset[int]:
        """The weekend as ``date.weekday()`` numbers its days."""
        return frozenset(list(Weekday).index(day) for day in self.weekend)


@dataclass(frozen=True)
class PublicationSettings:
    """``threshold``: a breakdown in which fewer stand in any row is not published.

    ``check_links``: the worker reads the office's own website each day, to find whether it leads
    to what is public here.
    """

    threshold: int = field(default=5, metadata=_between(2, 100))
    check_links: bool = False


@dataclass(frozen=True)
class DocumentSlot:
    """A document that the office publishes as it was signed outside the system, version by version.

    ``key`` stands in its address. ``is_guideline``: it is the office's guideline on complaints, so
    that the page of the guideline leads to it.
    """

    key: str = field(metadata=TABLE_KEY)
    name: Sentence
    is_guideline: bool = False


class OitNeed(StrEnum):
    """What an item of open data asks for, and so where the system finds that it is public."""

    GUIDELINE = "guideline"
    CHANNELS = "channels"
    STATISTICS = "statistics"
    PARTICIPATION = "participation"
    DOOR = "door"
    DOCUMENTS = "documents"
    OTHER = "other"


@dataclass(frozen=True)
class OitItem:
    """One item of the open data integrity list of a fiscal year (OIT), as its announcement has it.

    Numbers change from year to year, so they are the office's to write. ``address``: where the
    office publishes it on a website of its own, beside what the system publishes. ``documents``
    are those of the office's public documents that show it too.
    """

    fiscal_year: int = field(metadata=_between(2560, 2700))
    title: Sentence
    needs: OitNeed
    due_on: date
    owner: Sentence
    number: str | None = None
    documents: tuple[str, ...] = ()
    address: str | None = None

    def __post_init__(self) -> None:
        if self.needs is OitNeed.DOCUMENTS and not self.documents:
            raise ProfileContradiction(
                Sentence(
                    "เลือกเอกสารที่รายการนี้ต้องเผยแพร่", "Choose the documents that the item asks for."
                )
            )
        if self.needs is OitNeed.OTHER and self.address is None:
            raise ProfileContradiction(
                Sentence(
                    "รายการอื่นต้องมีที่อยู่เว็บ (address)", "An item of another kind needs an address."
                )
            )
        if self.address is not None and not self.address.startswith(("https://", "http://")):
            raise ProfileContradiction(
                Sentence("address ต้องขึ้นต้นด้วย https://", "An address begins with https://.")
            )


@dataclass(frozen=True)
class ReportOrigin:
    """Why a report is made in a fiscal year (ต้นเรื่อง): the programme or letter that asks for it.

    ``text`` is what the first part of the report's memo begins with; who writes it may change it.
    """

    fiscal_year: int = field(metadata=_between(2560, 2700))
    cycle: str
    programme: Sentence
    text: str


@dataclass(frozen=True)
class MailSettings:
    enabled: bool
    reply_to: str | None = None

    def __post_init__(self) -> None:
        if self.enabled and (self.reply_to is None or "@" not in self.reply_to):
            raise ProfileContradiction(
                Sentence("เปิดใช้อีเมลต้องมีที่อยู่ตอบกลับ (reply_to)", "Mail that is on needs a reply_to.")
            )


_SECRECY_NAMES = {
    Secrecy.ORDINARY: Sentence("ปกติ", "Ordinary"),
    Secrecy.SECRET: Sentence("ลับ", "Secret"),
    Secrecy.VERY_SECRET: Sentence("ลับมาก", "Very secret"),
    Secrecy.TOP_SECRET: Sentence("ลับที่สุด", "Top secret"),
}
_RESPONDENT_NAMES = {
    RespondentKind.HEAD: Sentence("หัวหน้าหน่วยงาน", "The head of the office"),
    RespondentKind.DEPUTY: Sentence("รองหัวหน้าหน่วยงาน", "The deputy head"),
    RespondentKind.PERMANENT_SECRETARY: Sentence("ปลัด", "The permanent secretary"),
    RespondentKind.INTAKE_OFFICER: Sentence("เจ้าหน้าที่ผู้รับเรื่อง", "The intake officer"),
    RespondentKind.CUSTODIAN: Sentence("ผู้รักษาข้อมูลปิดชื่อ", "The custodian of identities"),
    RespondentKind.ADMINISTRATOR: Sentence("ผู้ดูแลระบบ", "The administrator"),
    RespondentKind.OTHER: Sentence("ผู้อื่น", "Somebody else"),
    RespondentKind.UNKNOWN: Sentence("ไม่ทราบ", "Not known"),
}
_ACTING_FOR = {
    ActingFor.ON_BEHALF: Sentence("ปฏิบัติราชการแทน", "on behalf of"),
    ActingFor.ACTING: Sentence("รักษาราชการแทน", "acting for"),
    ActingFor.ACTING_IN_POST: Sentence("รักษาการในตำแหน่ง", "acting in the post of"),
}
