"""A letter that mixes two matters: the one goes on, the other becomes a case of its own (U12).

The new case is lodged as the first was: same door, same channel, and the same day of receipt,
since the complainants' deadlines count from the day on which their letter came in. Who it is
about is asked anew and acted on before anybody is offered its first step. No identity is
shown or typed again: each is sealed anew for the new case inside the store.

Papers stay behind. A file is encrypted with its own case's key, and erasing the one case
must not take a paper out of the other: what belongs to both is filed with both by hand.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from engine.access.permissions import Command
from engine.cases.identities import copy_identity, sealed_fields
from engine.cases.issues import Issue, issues_of
from engine.cases.links import append_split
from engine.cases.mailbox import share_receipt
from engine.cases.parties import Party, PartyKind, join_party, parties_of
from engine.cases.register import Case
from engine.definitions.adoption import get_adopted_edition
from engine.errors import FormInvalid, Sentence
from engine.forms import SEALED_MARK
from engine.journal.chain import genesis_hash
from engine.journal.events import append
from engine.journal.kinds import EventKind
from engine.store.unit_of_work import CASE, UnitOfWork
from engine.work.following_up import follow_source_agency
from engine.work.holding import check_open, hold_case
from engine.work.offices.settings import OfficeSettings, settings_in_force
from engine.work.opening import Opening, exclude_holders, open_case, secrecy_of, start_case
from engine.work.submissions import find_result, keep_result

SPLIT = "split_case"


@dataclass(frozen=True)
class NamedRespondent:
    """Whom the matter is about, as far as known."""

    name: str = ""
    position: str = ""
    unit: str | None = None


@dataclass(frozen=True)
class SplitOff:
    """The matter that becomes a case of its own, in the officer's words.

    ``respondents`` are typed now, ``known_respondents`` are respondents of the first case whom
    it is about as well. ``complainants`` and ``issues`` are those of the first that go over.
    """

    subject: str
    summary: str
    category: str | None
    respondent_kind: str
    reason: str
    complainants: frozenset[UUID]
    respondents: tuple[NamedRespondent, ...] = ()
    known_respondents: frozenset[UUID] = frozenset()
    issues: frozenset[UUID] = frozenset()
    place: str | None = None


@dataclass(frozen=True)
class _Going:
    """What of the first case goes over, in its order there."""

    complainants: Sequence[Party]
    agencies: Sequence[Party]
    respondents: Sequence[Party]
    issues: Sequence[Issue]


def split_case(uow: UnitOfWork, case_id: UUID, wanted: SplitOff, *, submission_key: UUID) -> UUID:
    """Make a matter of a case into one of its own; return its id, and of a repeat the same.

    One case is locked, the first. The stream of the new one cannot be waited for: nobody
    knows of it before this unit ends.

    Raises
    ------
    NotFound, NotPermitted
        The actor does not read the whole case, or may not lodge one.
    InvalidTransition
        The case is filed.
    FormInvalid
        What shall go over is not there, nothing would be left, or something is not said.
    NoEligibleHandler
        Nobody of the office may act on a complaint about these respondents.
    """
    case, _ = hold_case(uow, case_id, Command.SPLIT_CASE)
    first = find_result(uow, submission_key, SPLIT)
    if first is not None:
        return UUID(first)
    check_open(case)
    settings = settings_in_force(uow, uow.today)
    going = _going(uow, settings, case_id, wanted)
    edition = get_adopted_edition(uow, case.process_id)
    new_id = uuid4()
    uow.open_stream(CASE, new_id, genesis_hash(uow.actor.office_id, new_id))
    open_case(uow, settings, new_id, _opening(uow, settings, case, wanted, going))
    append_split(uow, case_id, new_id, wanted.issues, wanted.reason.strip())
    for party in _copied(uow, case_id, new_id, [*going.complainants, *going.agencies]):
        follow_source_agency(uow, settings, new_id, party)
    _join_respondents(uow, new_id, wanted, going.respondents)
    exclude_holders(uow, settings, new_id, wanted.respondent_kind)
    _state_issues(uow, new_id, going.issues)
    start_case(uow, settings, new_id, edition)
    keep_result(uow, submission_key, SPLIT, str(new_id))
    return new_id


def _going(uow: UnitOfWork, settings: OfficeSettings, case_id: UUID, wanted: SplitOff) -> _Going:
    parties, issues = parties_of(uow, case_id), issues_of(uow, case_id)
    complainants = _of_kind(parties, PartyKind.COMPLAINANT)
    respondents = _of_kind(parties, PartyKind.RESPONDENT)
    _check(settings, wanted, complainants, respondents, issues)
    return _Going(
        [one for one in complainants if one.id in wanted.complainants],
        _of_kind(parties, PartyKind.SOURCE_AGENCY),
        [one for one in respondents if one.id in wanted.known_respondents],
        [one for one in issues if one.id in wanted.issues],
    )


def _of_kind(parties: Iterable[Party], kind: PartyKind) -> list[Party]:
    return [party for party in parties if party.kind is kind]


def _check(
    settings: OfficeSettings,
    wanted: SplitOff,
    complainants: Sequence[Party],
    respondents: Sequence[Party],
    issues: Sequence[Issue],
) -> None:
    in_list = {
        "known_respondents": wanted.known_respondents <= {one.id for one in respondents},
        "category": wanted.category in {None, *settings.profile.categories},
        "complainants": wanted.complainants <= {one.id for one in complainants},
        "issues": wanted.issues <= {one.id for one in issues},
    }
    messages = {key: [_FROM_THE_LIST] for key, is_there in in_list.items() if not is_there}
    messages |= {
        key: [_SAY] for key in ("subject", "summary", "reason") if not getattr(wanted, key).strip()
    }
    if settings.route(wanted.respondent_kind) is None:
        messages["respondent_kind"] = [_WHOM]
    if complainants and not wanted.complainants:
        messages["complainants"] = [_NOBODY]
    if issues and len(wanted.issues) == len(issues):
        messages["issues"] = [_NOTHING_LEFT]
    if messages:
        raise FormInvalid(messages)


def _opening(
    uow: UnitOfWork, settings: OfficeSettings, case: Case, wanted: SplitOff, going: _Going
) -> Opening:
    named = sealed_fields(uow, case.id)
    is_anonymous = not any("name" in named.get(one.id, ()) for one in going.complainants)
    return Opening(
        process_id=case.process_id,
        kind=case.kind,
        channel=case.channel,
        category=wanted.category,
        secrecy=secrecy_of(settings, wanted.category, case.kind),
        subject=" ".join(wanted.subject.split()),
        place=wanted.place,
        is_anonymous=is_anonymous if going.complainants else case.is_anonymous,
        respondent_kind=wanted.respondent_kind,
        received_on=case.received_on,
        answers={
            "narrative": wanted.summary,
            "respondent_kind": wanted.respondent_kind,
            "respondents": [_row(party) for party in _respondents(wanted, going.respondents)],
        },
    )


def _row(party: Party) -> dict[str, Any]:
    """Return a respondent as a start form leaves her: her name stands with the parties only."""
    name = dict(SEALED_MARK) if party.details.get("name") else None
    return {"name": name, "position": party.details.get("position"), "unit": party.unit}


def _copied(
    uow: UnitOfWork, case_id: UUID, new_id: UUID, parties: Sequence[Party]
) -> Iterator[Party]:
    """Let complainants and agencies be parties of the new case too, each in her own right there.

    What she wishes, when and by what way she came, and whether she is to be reached stays.
    """
    ordinals: dict[PartyKind, int] = {}
    for party in parties:
        ordinals[party.kind] = ordinals.get(party.kind, 0) + 1
        joined = replace(party, id=uuid4(), ordinal=ordinals[party.kind])
        join_party(uow, new_id, joined)
        copy_identity(uow, case_id, party.id, new_id, joined.id)
        if party.has_receipt:
            share_receipt(uow, case_id, party.id, new_id, joined.id)
        yield joined


def _join_respondents(
    uow: UnitOfWork, new_id: UUID, wanted: SplitOff, known: Sequence[Party]
) -> None:
    for party in _respondents(wanted, known):
        join_party(uow, new_id, party)


def _respondents(wanted: SplitOff, known: Sequence[Party]) -> list[Party]:
    named = [one for one in wanted.respondents if one.name or one.position or one.unit]
    typed = [
        Party(
            id=uuid4(),
            kind=PartyKind.RESPONDENT,
            ordinal=0,
            unit=one.unit,
            details={
                key: said for key, said in (("name", one.name), ("position", one.position)) if said
            },
        )
        for one in named
    ]
    return [
        replace(party, id=uuid4(), ordinal=number)
        for number, party in enumerate([*known, *typed], start=1)
    ]


def _state_issues(uow: UnitOfWork, new_id: UUID, issues: Sequence[Issue]) -> None:
    """State the issues anew: what was found on them before was found in the other case."""
    stated = [
        {"id": str(uuid4()), "statement": issue.statement, "finding": None} for issue in issues
    ]
    if stated:
        append(uow, new_id, EventKind.ISSUES_STATED, {"issues": stated})


_WHOM = Sentence("เลือกว่าเรื่องที่แยกเป็นการร้องเรียนใคร", "Say whom the matter is about.")
_FROM_THE_LIST = Sentence(
    "รายการของเรื่องเปลี่ยนไปแล้ว เลือกใหม่จากรายการ", "The list has changed. Choose from it again."
)
_NOBODY = Sentence("เลือกผู้ร้องเรียนอย่างน้อยหนึ่งราย", "Choose one complainant at least.")
_NOTHING_LEFT = Sentence(
    "ต้องเหลือไว้ในเรื่องเดิมอย่างน้อยหนึ่งประเด็น", "One issue at least must stay in the first case."
)
_SAY = Sentence("กรอกช่องนี้", "Fill this in.")
