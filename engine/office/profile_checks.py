"""What must hold between the tables of an office profile.

The gravest rule: a complaint about anyone in the office, whoever it be, has somebody to take
it who is not that person, or leaves the office sealed with somebody else to follow it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from engine.errors import Sentence, Severity
from engine.office.cycles import Cycle
from engine.office.deadlines import UNIT_CONTACT, DeadlineName, DeadlineRule
from engine.office.profile_tables import (
    CaseKind,
    Category,
    Channel,
    DocumentSlot,
    Duties,
    IntakeSettings,
    KindSettings,
    NumberSettings,
    OitItem,
    OutsideBody,
    ReportOrigin,
    RespondentKind,
    RespondentRoute,
    RetaliationSettings,
    Retention,
    Signer,
    Unit,
)
from engine.office.roles import Role
from engine.office.toml_lines import KeyPath
from engine.office.toml_reader import Fault, unknown_name

MAY_BE_ABSENT = frozenset({RespondentKind.DEPUTY, RespondentKind.PERMANENT_SECRETARY})
OFFICER_DOOR = "officer"


class Tables(Protocol):
    """The tables between which something must hold."""

    @property
    def intake(self) -> IntakeSettings: ...
    @property
    def numbers(self) -> NumberSettings: ...
    @property
    def units(self) -> Mapping[str, Unit]: ...
    @property
    def channels(self) -> Mapping[str, Channel]: ...
    @property
    def kinds(self) -> Mapping[CaseKind, KindSettings]: ...
    @property
    def categories(self) -> Mapping[str, Category]: ...
    @property
    def doors(self) -> Mapping[str, str]: ...
    @property
    def deadlines(self) -> Mapping[str, DeadlineRule]: ...
    @property
    def respondents(self) -> Mapping[RespondentKind, RespondentRoute]: ...
    @property
    def alternates(self) -> Mapping[Role, tuple[Role, ...]]: ...
    @property
    def duties(self) -> Duties: ...
    @property
    def sign_chains(self) -> Mapping[str, tuple[Signer, ...]]: ...
    @property
    def outside_bodies(self) -> Mapping[str, OutsideBody]: ...
    @property
    def retention(self) -> Mapping[str, Retention]: ...
    @property
    def cycles(self) -> Mapping[str, Cycle]: ...
    @property
    def origins(self) -> Sequence[ReportOrigin]: ...
    @property
    def public_documents(self) -> Mapping[str, DocumentSlot]: ...
    @property
    def oit(self) -> tuple[OitItem, ...]: ...
    @property
    def retaliation(self) -> RetaliationSettings: ...


def cross_faults(tables: Tables) -> Iterator[Fault]:
    """Yield every fault between tables whose single values are already right."""
    yield from _references(tables)
    yield from _required_entries(tables)
    yield from _deadline_faults(tables.deadlines)
    yield from _respondent_faults(tables.respondents)
    yield from _alternate_faults(tables.alternates)
    yield from _tracker_faults(tables.retaliation)
    yield from _duty_faults(tables)
    yield from _sign_chain_faults(tables.sign_chains)
    yield from _number_faults(tables.numbers)


def _number_faults(numbers: NumberSettings) -> Iterator[Fault]:
    """Yield what would let one number stand for two cases."""
    if numbers.register.format == numbers.secret_register.format:
        yield Fault(
            "same_number_format",
            ("numbers", "secret_register", "format"),
            Sentence(
                "ทะเบียนลับต้องมีรูปแบบเลขต่างจากทะเบียนปกติ",
                "the secret register needs a number format of its own",
            ),
        )
    if numbers.office_business.format in {
        numbers.register.format,
        numbers.secret_register.format,
    }:
        yield Fault(
            "same_number_format",
            ("numbers", "office_business", "format"),
            Sentence(
                "งานของสำนักงานต้องมีรูปแบบเลขต่างจากทะเบียนทั้งสองเล่ม",
                "office business needs a number format that neither register has",
            ),
        )


def same_person(
    respondents: Mapping[RespondentKind, RespondentRoute], kind: RespondentKind
) -> frozenset[Role]:
    """Return all roles that the holder of *kind* may have.

    Positions that share a role may be held by one person, so their roles are counted together.
    """
    roles: set[Role] = set()
    found = set(respondents[kind].holds)
    while found - roles:
        roles |= found
        holdings = (set(route.holds) for route in respondents.values())
        found = {role for held in holdings if held & roles for role in held}
    return frozenset(roles)


def _references(tables: Tables) -> Iterator[Fault]:
    yield from _refers(tables.units, tables.intake.responsible_unit, ("intake", "responsible_unit"))
    for key, channel in tables.channels.items():
        yield from _refers(tables.deadlines, channel.deadline, ("channels", key, "deadline"))
    for key, category in tables.categories.items():
        yield from _refers(tables.retention, category.retention, ("categories", key, "retention"))
    for kind, route in tables.respondents.items():
        path = ("respondents", kind.value, "outside_body")
        yield from _refers(tables.outside_bodies, route.outside_body, path)
    for row, origin in enumerate(tables.origins):
        yield from _refers(tables.cycles, origin.cycle, ("origins", row, "cycle"))
    actor = tables.duties.outside_actor
    yield from _refers(tables.outside_bodies, actor, ("duties", "outside_actor"))
    for at, item in enumerate(tables.oit):
        for key in item.documents:
            yield from _refers(tables.public_documents, key, ("oit", at, "documents"))
    custodian = tables.retaliation.outside_body
    yield from _refers(tables.outside_bodies, custodian, ("retaliation", "outside_body"))


def _refers(known: Mapping[str, object], name: str | None, path: KeyPath) -> Iterator[Fault]:
    if name is not None and name not in known:
        yield Fault("unknown_reference", path, unknown_name(name, known))


def _required_entries(tables: Tables) -> Iterator[Fault]:
    required: Sequence[tuple[str, Mapping[str, object], str]] = (
        ("doors", tables.doors, OFFICER_DOOR),
        ("retention", tables.retention, "default"),
        ("sign_chains", tables.sign_chains, "default"),
        ("kinds", {kind.value: kind for kind in tables.kinds}, CaseKind.COMPLAINT.value),
        ("deadlines", tables.deadlines, DeadlineName.INTAKE.value),
    )
    for table, entries, name in required:
        if name not in entries:
            message = Sentence(f"ต้องมี [{table}] {name}", f"[{table}] needs {name}")
            yield Fault("missing_entry", (table,), message)
    for table, entries in (
        ("units", tables.units),
        ("categories", tables.categories),
        ("channels", tables.channels),
    ):
        if not entries:
            message = Sentence(f"[{table}] ต้องไม่ว่าง", f"[{table}] must not be empty")
            yield Fault("missing_entry", (table,), message)
    if tables.channels and all(channel.closed for channel in tables.channels.values()):
        message = Sentence(
            "ต้องมีช่องทางที่ยังใช้อยู่อย่างน้อยหนึ่งช่องทาง", "one channel at least must be in use"
        )
        yield Fault("all_channels_closed", ("channels",), message)


def _deadline_faults(deadlines: Mapping[str, DeadlineRule]) -> Iterator[Fault]:
    known = [str(name) for name in DeadlineName]
    if UNIT_CONTACT in deadlines:
        message = Sentence(
            "กำหนดเวลานี้คือ intake ที่สิ้นสุดเมื่อประสานหน่วยงาน ตั้งที่ intake.ends_with",
            "this is the deadline intake where it ends with contact: set intake.ends_with",
        )
        yield Fault("deadline_of_intake", ("deadlines", UNIT_CONTACT), message)
    for name, rule in deadlines.items():
        if name not in known and rule.title is None:
            guess = unknown_name(name, known)
            message = Sentence(
                f"{guess.th} กำหนดเวลาที่ตั้งเองต้องมีชื่อ (title)",
                f"{guess.en}; a deadline of the office's own needs a title",
            )
            yield Fault("unknown_deadline", ("deadlines", name), message)
        if rule.escalate_to is not None:
            yield from _holds_work(rule.escalate_to, ("deadlines", name, "escalate_to"))


def _respondent_faults(respondents: Mapping[RespondentKind, RespondentRoute]) -> Iterator[Fault]:
    for kind in RespondentKind:
        path = ("respondents", kind.value)
        route = respondents.get(kind)
        if route is None or (route.absent and kind not in MAY_BE_ABSENT):
            message = Sentence(
                f"ต้องระบุผู้รับเรื่องเมื่อผู้ถูกร้องเป็น{kind.sentence.th}",
                f"say who takes a case about: {kind.sentence.en}",
            )
            yield Fault("respondent_without_route", path, message)
        elif not route.absent:
            yield from _route_faults(respondents, route, path)


def _route_faults(
    respondents: Mapping[RespondentKind, RespondentRoute],
    route: RespondentRoute,
    path: tuple[str, str],
) -> Iterator[Fault]:
    own = same_person(respondents, route.kind)
    for name, roles in (("handlers", route.handlers), ("tracked_by", route.tracked_by)):
        for at, role in enumerate(roles):
            yield from _holds_work(role, (*path, name, at))
            if role in own:
                message = Sentence(
                    f"{role.title.th}อาจเป็นคนเดียวกับผู้ถูกร้อง",
                    f"the {role.title.en} may be the respondent",
                )
                yield Fault("respondent_takes_own_case", (*path, name, at), message)
    if route.kind is RespondentKind.HEAD and route.handlers:
        message = Sentence(
            "ทุกคนในหน่วยงานอยู่ใต้บังคับบัญชาของหัวหน้า ควรส่งหน่วยงานภายนอก",
            "everybody in the office is the head's subordinate; an outside body should take it",
        )
        yield Fault("head_judged_by_subordinate", (*path, "handlers"), message, Severity.WARNING)


def _alternate_faults(alternates: Mapping[Role, tuple[Role, ...]]) -> Iterator[Fault]:
    for role, others in alternates.items():
        for at, other in enumerate(others):
            yield from _holds_work(other, ("alternates", role.value, at))
            if other is role:
                message = Sentence("ผู้แทนต้องเป็นบทบาทอื่น", "an alternate is another role")
                yield Fault("own_alternate", ("alternates", role.value, at), message)


def _tracker_faults(retaliation: RetaliationSettings) -> Iterator[Fault]:
    for at, role in enumerate(retaliation.tracked_by):
        yield from _holds_work(role, ("retaliation", "tracked_by", at))


def _duty_faults(tables: Tables) -> Iterator[Fault]:
    """Refuse one position with two duties that are kept apart, unless the office is small."""
    if tables.duties.small_office:
        return
    for kind, route in tables.respondents.items():
        for pair in tables.duties.apart:
            if set(pair) <= set(route.holds):
                first, second = (role.title for role in pair)
                message = Sentence(
                    f"{first.th}กับ{second.th}ต้องไม่ใช่คนเดียวกัน",
                    f"{first.en} and {second.en} may not be one person",
                )
                yield Fault("duties_coincide", ("respondents", kind.value, "holds"), message)


def _sign_chain_faults(sign_chains: Mapping[str, tuple[Signer, ...]]) -> Iterator[Fault]:
    for key, chain in sign_chains.items():
        for at, signer in enumerate(chain):
            yield from _holds_work(signer.role, ("sign_chains", key, at, "role"))
        if not chain or chain[-1].role is not Role.HEAD:
            message = Sentence(
                "ผู้ลงนามคนสุดท้ายต้องเป็นหัวหน้าหน่วยงาน", "the last signer must be the head"
            )
            yield Fault("chain_without_head", ("sign_chains", key), message)


def _holds_work(role: Role, path: KeyPath) -> Iterator[Fault]:
    if not role.holds_work:
        message = Sentence(f"{role.title.th}ไม่รับงานในเรื่อง", f"the {role.title.en} holds no work")
        yield Fault("role_holds_no_work", path, message)
