"""A card of the desk: what is asked, who proposes it, since when, in which words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from flask import url_for

from engine.definitions.editions import get_edition
from engine.definitions.reading import form_of
from engine.errors import Sentence
from engine.forms import SEALED_MARK, FormSchema, Label, split_paper
from engine.forms.components import AnyComponent, ChoiceField, Rows, TextField, level
from engine.office.profile import OfficeProfile
from engine.store.unit_of_work import UnitOfWork
from engine.work.lists.desk import Awaited
from engine.work.lists.narrowing import end_of_week
from engine.work.lists.proposals import Proposal
from engine.work.lists.rows import WorkRow
from web.case_file.showing import one_line, secrecy_words
from web.design.due import Due, Urgency
from web.design.language import ENGLISH, language, say
from web.worklist.rows import row_due

# More is not read on a list; the page cuts it at whole lines.
MOST_WORDS = 400

_WEEK = Sentence("สัปดาห์นี้", "This week")
_GROUPS = {
    Urgency.LATE: Sentence("เกินกำหนด", "Late"),
    Urgency.TODAY: Sentence("ครบกำหนดวันนี้", "Due today"),
    Urgency.SOON: Sentence("ถัดไป", "Later"),
    Urgency.FAR: Sentence("ถัดไป", "Later"),
    Urgency.NONE: Sentence("ไม่มีกำหนด", "No deadline"),
}
_SECRET = Sentence("เรื่องลับ รับงานแล้วจึงเห็นเรื่อง", "A secret case; shown once claimed")
_NO_SUBJECT = Sentence("(ยังไม่ได้ตั้งชื่อเรื่อง)", "(no subject yet)")


@dataclass(frozen=True)
class Card:
    """``proposal`` is None where the run begins with this step, or she may not read it yet.

    ``proposed`` says in a word what is proposed, ``opinion`` in its first lines why; where there
    is none, True beside it says that it is the wording of the paper. ``pick`` is None where she
    has to claim it first.
    """

    row: WorkRow
    due: Due
    step: str
    subject: str
    part: Sentence | None
    stamp: Sentence | None
    url: str
    pick: UUID | None
    acting: Sentence | None
    proposal: Proposal | None
    proposed: str
    opinion: tuple[str, bool]


CardGroup = tuple[Sentence, list[Card]]


def card_groups(
    uow: UnitOfWork,
    awaited: Iterable[Awaited],
    proposals: Mapping[UUID, Proposal],
    parts: Mapping[str, Sentence],
    profile: OfficeProfile,
    today: date,
    office_key: str,
) -> list[CardGroup]:
    """Return the cards in the order given, under what they have in common in time."""
    cards = (
        _card(uow, one, proposals.get(one.row.id), parts, profile, today, office_key)
        for one in awaited
    )
    return [
        (title, list(found)) for title, found in groupby(cards, lambda card: _title(card, today))
    ]


def _title(card: Card, today: date) -> Sentence:
    due_on = card.row.due_on
    is_ahead = card.due.urgency in (Urgency.SOON, Urgency.FAR)
    if is_ahead and due_on is not None and due_on <= end_of_week(today):
        return _WEEK
    return _GROUPS[card.due.urgency]


def _card(
    uow: UnitOfWork,
    one: Awaited,
    proposal: Proposal | None,
    parts: Mapping[str, Sentence],
    profile: OfficeProfile,
    today: date,
    office_key: str,
) -> Card:
    row, known = one.row, one.is_readable
    schema = _schema(uow, proposal) if proposal else None
    view = "worklist.desk_step" if known else "worklist.item"
    return Card(
        row=row,
        due=row_due(row, today, profile),
        step=one_line(row.name, row.name_en),
        subject=(row.subject or say(_NO_SUBJECT)) if known else say(_SECRET),
        part=parts.get(row.scope),
        stamp=secrecy_words(row.secrecy),
        url=url_for(view, office_key=office_key, work_item_id=row.id),
        pick=row.id if known else None,
        acting=one.acting,
        proposal=proposal,
        proposed=_proposed(schema, proposal) if schema and proposal else "",
        opinion=_opinion(schema, proposal) if schema and proposal else ("", False),
    )


def _schema(uow: UnitOfWork, proposal: Proposal) -> FormSchema:
    return form_of(get_edition(uow, proposal.item.edition), proposal.item.form_ref)


def _proposed(schema: FormSchema, proposal: Proposal) -> str:
    """Name what was chosen to be proposed, in the words of the form."""
    chosen = proposal.answers.get("proposal")
    for field in _level(schema):
        if isinstance(field, ChoiceField) and field.key == "proposal":
            return next((_words(o.label) for o in field.options if o.value == chosen), "")
    return ""


def _opinion(schema: FormSchema, proposal: Proposal) -> tuple[str, bool]:
    paper, rest = split_paper(schema)
    for form in (rest, *([paper] if paper else [])):
        found = dict(_long_texts(_level(form), proposal.answers))
        words = found.get("opinion") or next(iter(found.values()), "")
        if words:
            return " ".join(words.split())[:MOST_WORDS], form is paper
    return "", False


def _long_texts(
    components: Iterable[AnyComponent], answers: Mapping[str, object]
) -> Iterator[tuple[str, str]]:
    """Yield what was written at length, of a list what stands in its first row."""
    for component in components:
        answer = answers.get(getattr(component, "key", ""))
        if isinstance(component, Rows):
            rows = answer if isinstance(answer, list) else []
            for row in rows[:1]:
                yield from _long_texts(component.components, row)
        elif (
            isinstance(component, TextField)
            and component.lines > 1
            and isinstance(answer, str)
            # What is withheld stands in the answers as its mark.
            and answer not in ("", SEALED_MARK)
        ):
            yield component.key, answer


def _level(schema: FormSchema) -> Iterable[AnyComponent]:
    return level(schema.components)


def _words(label: Label) -> str:
    return (label.en or label.th) if language() == ENGLISH else label.th
