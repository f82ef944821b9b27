"""One table of who may do what. Pure: pages ask it to hide a button, commands to refuse."""

from enum import IntEnum, StrEnum

from engine.access.membership import Standing
from engine.cases.register import Case
from engine.errors import InvalidTransition, NotFound, NotPermitted, Sentence
from engine.office.profile_tables import CaseKind
from engine.office.roles import Role


class Command(StrEnum):
    """What a person may ask for by role. Work items are claimed by queue, not by this table."""

    LODGE_CASE = "lodge_case"
    REASSIGN_WORK_ITEM = "reassign_work_item"
    ADMIT_TO_CASE = "admit_to_case"
    START_BUSINESS = "start_business"
    ASK_LINK_CHECK = "ask_link_check"
    SEE_OVERSIGHT = "see_oversight"
    SEE_FIGURES = "see_figures"
    SEE_DESTROYED = "see_destroyed"
    SEE_REGISTER = "see_register"
    TAKE_OUT_REGISTER = "take_out_register"
    IMPORT_REGISTER = "import_register"
    OPEN_IDENTITY = "open_identity"
    ASK_IDENTITY = "ask_identity"
    END_IDENTITY_ACCESS = "end_identity_access"
    ADD_RESPONDENT = "add_respondent"
    JOIN_PARTY = "join_party"
    ASK_UNIT = "ask_unit"
    WRITE_TO_COMPLAINANT = "write_to_complainant"
    NOTE_CONTACT = "note_contact"
    NOTE_REGISTRY_NUMBER = "note_registry_number"
    COMMENT = "comment"
    FILE_PAPER = "file_paper"
    LINK_CASES = "link_cases"
    SPLIT_CASE = "split_case"
    TAG_CASE = "tag_case"
    FOLLOW_UP = "follow_up"
    HOLD_RECORD = "hold_record"
    RECORD_WITHDRAWAL = "record_withdrawal"
    SUSPEND_CASE = "suspend_case"
    VOID_CASE = "void_case"
    TRANSFER_CASE = "transfer_case"
    EXTEND_DEADLINE = "extend_deadline"
    AMEND_COMMITTEE = "amend_committee"
    DECLARE_INTEREST = "declare_interest"
    EDIT_DEFINITION = "edit_definition"
    APPROVE_DEFINITION = "approve_definition"
    SEE_AUDIT = "see_audit"
    GRANT_AUDIT = "grant_audit"
    SET_SUBSTITUTION = "set_substitution"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_OFFICE = "manage_office"
    SEE_OFFICE = "see_office"


# Of the cases that they may read. Whoever checks or keeps the system writes nothing in a case.
_WORK_ON_CASES = frozenset(
    {
        Role.OFFICER,
        Role.UNIT_MEMBER,
        Role.COMMITTEE_MEMBER,
        Role.MANAGER,
        Role.HEAD,
        Role.ALTERNATE_HEAD,
    }
)

PERMITTED: dict[Command, frozenset[Role]] = {
    Command.LODGE_CASE: frozenset({Role.OFFICER}),
    Command.REASSIGN_WORK_ITEM: frozenset({Role.MANAGER, Role.HEAD, Role.ALTERNATE_HEAD}),
    # Who may make anybody a holder of its steps may let her read it.
    Command.ADMIT_TO_CASE: frozenset({Role.MANAGER, Role.HEAD, Role.ALTERNATE_HEAD}),
    Command.SEE_OVERSIGHT: frozenset({Role.MANAGER, Role.HEAD, Role.ALTERNATE_HEAD}),
    # Who writes the reports, and who orders one.
    Command.START_BUSINESS: frozenset({Role.OFFICER, Role.MANAGER, Role.HEAD, Role.ALTERNATE_HEAD}),
    # Who answers for what the office publishes.
    Command.ASK_LINK_CHECK: frozenset({Role.OFFICER, Role.MANAGER, Role.HEAD, Role.ALTERNATE_HEAD}),
    # Who writes the reports, who puts them to the head, who signs, who lets them be published.
    Command.SEE_FIGURES: frozenset(
        {
            Role.OFFICER,
            Role.MANAGER,
            Role.HEAD,
            Role.ALTERNATE_HEAD,
            Role.PUBLICATION_APPROVER,
        }
    ),
    # Who keeps the records, who answers for their destruction, who looks into it.
    Command.SEE_DESTROYED: frozenset(
        {Role.OFFICER, Role.MANAGER, Role.HEAD, Role.ALTERNATE_HEAD, Role.AUDITOR}
    ),
    # Who reads cases whole; of them who also answers for a copy outside the system.
    Command.SEE_REGISTER: frozenset(
        {Role.OFFICER, Role.MANAGER, Role.HEAD, Role.ALTERNATE_HEAD, Role.CUSTODIAN}
    ),
    Command.TAKE_OUT_REGISTER: frozenset(
        {Role.OFFICER, Role.MANAGER, Role.HEAD, Role.ALTERNATE_HEAD}
    ),
    # Who keeps the register, and who answers for it.
    Command.IMPORT_REGISTER: frozenset({Role.OFFICER, Role.MANAGER}),
    # By right. Whoever else needs to know asks, and may for some days.
    Command.OPEN_IDENTITY: frozenset({Role.CUSTODIAN}),
    Command.ASK_IDENTITY: frozenset({Role.OFFICER, Role.MANAGER, Role.HEAD, Role.ALTERNATE_HEAD}),
    Command.END_IDENTITY_ACCESS: frozenset({Role.CUSTODIAN, Role.MANAGER, Role.HEAD}),
    Command.ADD_RESPONDENT: frozenset({Role.OFFICER, Role.MANAGER, Role.HEAD}),
    Command.JOIN_PARTY: frozenset({Role.OFFICER}),
    # An officer records what the head has ordered on paper, with the order's number.
    Command.ASK_UNIT: frozenset({Role.OFFICER, Role.HEAD, Role.ALTERNATE_HEAD}),
    # A lodging of its own.
    Command.SPLIT_CASE: frozenset({Role.OFFICER}),
    Command.RECORD_WITHDRAWAL: frozenset({Role.OFFICER}),
    Command.SUSPEND_CASE: frozenset({Role.OFFICER, Role.HEAD, Role.ALTERNATE_HEAD}),
    Command.VOID_CASE: frozenset({Role.OFFICER, Role.MANAGER, Role.HEAD, Role.ALTERNATE_HEAD}),
    # Of officers who has the case in hand; a manager for whoever has.
    Command.TRANSFER_CASE: frozenset({Role.OFFICER, Role.MANAGER}),
    Command.EXTEND_DEADLINE: frozenset({Role.OFFICER, Role.HEAD, Role.ALTERNATE_HEAD}),
    Command.AMEND_COMMITTEE: frozenset({Role.OFFICER, Role.HEAD, Role.ALTERNATE_HEAD}),
    # A member for herself; her committee's secretary or an officer what she signed on paper.
    Command.DECLARE_INTEREST: frozenset({Role.COMMITTEE_MEMBER, Role.OFFICER}),
    Command.WRITE_TO_COMPLAINANT: frozenset(
        {Role.OFFICER, Role.MANAGER, Role.HEAD, Role.ALTERNATE_HEAD}
    ),
    Command.NOTE_CONTACT: _WORK_ON_CASES,
    Command.NOTE_REGISTRY_NUMBER: frozenset({Role.OFFICER}),
    Command.COMMENT: _WORK_ON_CASES | {Role.CUSTODIAN},
    Command.FILE_PAPER: _WORK_ON_CASES,
    Command.LINK_CASES: _WORK_ON_CASES,
    Command.TAG_CASE: frozenset({Role.OFFICER, Role.MANAGER, Role.HEAD, Role.ALTERNATE_HEAD}),
    Command.FOLLOW_UP: frozenset({Role.OFFICER, Role.MANAGER, Role.HEAD, Role.ALTERNATE_HEAD}),
    # An outside body needs the record: until the hold is lifted it is not destroyed.
    Command.HOLD_RECORD: frozenset({Role.OFFICER, Role.MANAGER, Role.HEAD, Role.ALTERNATE_HEAD}),
    Command.EDIT_DEFINITION: frozenset({Role.PROCESS_OWNER}),
    Command.APPROVE_DEFINITION: frozenset({Role.PUBLICATION_APPROVER}),
    Command.SEE_AUDIT: frozenset({Role.AUDITOR}),
    Command.GRANT_AUDIT: frozenset({Role.HEAD, Role.ALTERNATE_HEAD}),
    # For others; everybody sets who stands in for herself.
    Command.SET_SUBSTITUTION: frozenset(
        {Role.MANAGER, Role.HEAD, Role.ALTERNATE_HEAD, Role.ADMINISTRATOR}
    ),
    Command.MANAGE_PEOPLE: frozenset({Role.ADMINISTRATOR}),
    Command.MANAGE_OFFICE: frozenset({Role.ADMINISTRATOR}),
    # Who keeps the settings, who answers for what is set, who checks what was changed.
    Command.SEE_OFFICE: frozenset(
        {Role.ADMINISTRATOR, Role.MANAGER, Role.HEAD, Role.ALTERNATE_HEAD, Role.AUDITOR}
    ),
}


# Of who complains, who is complained about and who looks into it: the office's own business
# has none of them, and stands in no register.
_OF_COMPLAINTS = frozenset(
    {
        Command.ADD_RESPONDENT,
        Command.JOIN_PARTY,
        Command.ASK_UNIT,
        Command.SPLIT_CASE,
        Command.RECORD_WITHDRAWAL,
        Command.SUSPEND_CASE,
        Command.VOID_CASE,
        Command.TRANSFER_CASE,
        Command.AMEND_COMMITTEE,
        Command.ASK_IDENTITY,
        Command.NOTE_REGISTRY_NUMBER,
    }
)


def fits(command: Command, case: Case) -> bool:
    """Tell whether a command means anything in a case of this kind, whoever gives it."""
    return case.kind != CaseKind.OFFICE_BUSINESS or command not in _OF_COMPLAINTS


def check_fits(command: Command, case: Case) -> None:
    if not fits(command, case):
        raise InvalidTransition(
            Sentence(
                "เรื่องนี้เป็นงานของสำนักงาน ไม่มีผู้ร้องเรียนหรือผู้ถูกร้องเรียน ทำรายการนี้ไม่ได้",
                "This is the office's own business, without complainants or respondents.",
            )
        )


def may(standing: Standing, command: Command) -> bool:
    """Tell whether she may by her own role: who stands in for her takes over work, not offices."""
    return standing.substitute_id is None and standing.holds(*PERMITTED[command])


def check(standing: Standing, command: Command) -> None:
    """Refuse a command that none of the person's roles permits, naming the roles that do."""
    if may(standing, command):
        return
    roles = sorted(PERMITTED[command])
    th = " หรือ".join(role.title.th for role in roles)
    en = " or ".join(role.title.en for role in roles)
    raise NotPermitted(Sentence(f"รายการนี้ทำได้เฉพาะ{th}", f"Only this role may do this: {en}."))


def reads_every_case(standing: Standing) -> bool:
    """Tell whether membership of a case makes no difference: but who it is about never reads it."""
    return standing.holds(*_READ_EVERY_CASE)


def reads_own_cases(standing: Standing) -> bool:
    """Tell whether cases that came to her are hers to read whole, and not as a summary."""
    return standing.holds(*_READ_EVERY_CASE, *_READ_OWN_CASES)


class Reading(IntEnum):
    """How much of a case somebody may read."""

    NOTHING = 0
    # What a unit or committee is sent: the summary without the complainant, its own steps.
    REDACTED = 1
    WHOLE = 2


_READ_EVERY_CASE = frozenset({Role.HEAD, Role.MANAGER, Role.CUSTODIAN})
# Once such a case has come to them: lodged, held, or sent because others are excluded.
_READ_OWN_CASES = frozenset({Role.OFFICER, Role.ALTERNATE_HEAD})


def reading(
    standing: Standing, case: Case, *, is_excluded: bool, is_member: bool, is_granted: bool
) -> Reading:
    """Judge what a person may read of a case.

    ``is_excluded``: a respondent of it. ``is_member``: lodged, held or was admitted to it.
    ``is_granted``: an auditor's grant covers it today.
    """
    if is_excluded:
        return Reading.NOTHING
    if reads_every_case(standing) or (standing.holds(Role.AUDITOR) and is_granted):
        return Reading.WHOLE
    if standing.holds(*_READ_OWN_CASES) and (is_member or not case.is_secret):
        return Reading.WHOLE
    if is_member or case.id in standing.committees:
        return Reading.REDACTED
    return Reading.NOTHING


def check_reading(granted: Reading, needed: Reading = Reading.REDACTED) -> None:
    """Answer "there is no such case" to whoever may not know that there is one."""
    if granted < needed:
        raise NotFound
