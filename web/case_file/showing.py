"""A case file made ready for a page: clocks explained, the drawing marked, answers rendered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from io import BytesIO
from typing import Any, Literal
from uuid import UUID

import segno
from flask import url_for
from markupsafe import Markup

from engine.access.permissions import Reading
from engine.bpmn.edition import Edition
from engine.bpmn.outline import Standing, lines, outline, standings, with_calls
from engine.cases.attachments import OFFICIAL_PAPER, SCAN, Attachment
from engine.cases.parties import Party, PartyKind
from engine.cases.register import ASKED, CONTINUES, TO_CONCLUDE, Case
from engine.definitions.reading import evaluate, form_of
from engine.errors import Sentence
from engine.forms import FormSchema, Option, hidden_ids
from engine.office import thai
from engine.office.explanation import explain, rule_in_words
from engine.office.fiscal_year import Period
from engine.office.profile import OfficeProfile
from engine.office.profile_tables import Secrecy
from engine.reports.periods import named_period
from engine.work import deadlines
from engine.work.case_file import LODGED, CaseFile, Step
from engine.work.completing import parse_scope
from engine.work.deadlines import Deadline
from engine.work.papers.worded import RECORD, paper_titles
from engine.work.variables import last_item
from engine.work.work_items import WorkItem
from web.case_file.diagram import Mark, State, draw
from web.case_file.ruler import draw_ruler
from web.design.due import Due, paused
from web.design.filters import digits_in_use, number, office_digits
from web.design.filters import due as due_on
from web.design.language import ENGLISH, language, say
from web.form_pages import FormView, render_answers


@dataclass(frozen=True)
class Clock:
    """One running deadline with how it was counted."""

    due: Due
    name: Sentence
    rule: Sentence
    counted: Sentence
    is_first: bool
    ruler: Markup
    extend_url: str | None = None


@dataclass(frozen=True)
class WordedPaper:
    """An official paper that a step words, and where it is printed and had for editing."""

    title: str
    pdf_url: str
    docx_url: str


@dataclass(frozen=True)
class ShownStep:
    """``part`` names the unit or the party that a repeated step was done for."""

    name: str
    part: Sentence | None
    meta: Step
    answers: Markup
    # None of what has no form of its own: a part of another one was answered.
    print_url: str | None
    worded: tuple[WordedPaper, ...] = ()


def clocks(
    file: CaseFile,
    today: date,
    scopes: Mapping[str, Sentence],
    focus: WorkItem | None = None,
    *,
    extend_url: Callable[[Deadline], str | None] = lambda _: None,
    agencies: Mapping[str, str],
) -> list[Clock]:
    """Return the clocks that still run: those of the step in hand first, then by date.

    The first has a ruler and says how it was counted; the others say it when asked.
    ``scopes`` names what a clock runs for where there are several: a unit, a party;
    ``agencies`` the letters of those whose day leads.
    """
    running = list(file.deadlines)
    if focus is not None and file.reading is not Reading.WHOLE:
        running = [d for d in running if d.scope == focus.scope]
    own = focus.scope if focus else ""
    running.sort(key=lambda d: (d.scope != own, d.effective_on, d.name, d.scope))
    return [
        _clock(
            d,
            today,
            part_of(d.scope, scopes),
            is_first=index == 0,
            extend_url=extend_url(d),
            agencies=agencies,
        )
        for index, d in enumerate(running)
    ]


@dataclass(frozen=True)
class PastClock:
    """A deadline that is no longer counted, and how it ended."""

    name: Sentence
    outcome: Sentence
    is_late: bool
    effective_on: date


def clocks_past(file: CaseFile, scopes: Mapping[str, Sentence]) -> list[PastClock]:
    """Return the deadlines that were met or cut off last, the newest first."""
    return [_past_clock(d, part_of(d.scope, scopes)) for d in file.past_deadlines]


def _past_clock(deadline: Deadline, of: Sentence | None) -> PastClock:
    is_met = deadline.status == deadlines.MET
    is_late = is_met and deadline.met_on is not None and deadline.met_on > deadline.effective_on
    outcome = (_LATE if is_late else _KEPT) if is_met else _CUT_OFF
    return PastClock(
        _of(deadline.reckoning.rule.label, of), outcome, is_late, deadline.effective_on
    )


def _of(label: Sentence, of: Sentence | None) -> Sentence:
    return Sentence(f"{label.th} {of.th}", f"{label.en}, {of.en}") if of else label


_KEPT = Sentence("ทันกำหนด", "kept")
_LATE = Sentence("เกินกำหนด", "late")
_CUT_OFF = Sentence("เลิกนับ", "no longer counted")


def _clock(
    deadline: Deadline,
    today: date,
    of: Sentence | None,
    *,
    is_first: bool,
    extend_url: str | None,
    agencies: Mapping[str, str],
) -> Clock:
    reckoning = deadline.reckoning
    source = agencies.get(reckoning.lead.party, "") if reckoning.lead else ""
    told = explain(reckoning, today=today, digits=digits_in_use(), source=source)
    label = reckoning.rule.label
    return Clock(
        due=_STANDS_STILL if deadline.is_paused else due_on(deadline.effective_on, today),
        name=_of(label, of),
        rule=office_digits(rule_in_words(reckoning.rule)),
        counted=Sentence(
            " ".join(s.th for s in told.sentences), " ".join(s.en for s in told.sentences)
        ),
        is_first=is_first,
        ruler=draw_ruler(told.ruler, today, f"ruler-{deadline.id.hex[:8]}")
        if is_first and not deadline.is_paused
        else Markup(""),
        extend_url=extend_url,
    )


_STANDS_STILL = paused(Sentence("รอผลหน่วยงานภายนอก", "an outside body has the matter"))


def waits_for(profile: OfficeProfile, body: str) -> Sentence:
    """Say for whose result a case waits; by its key a body that the profile has dropped since."""
    found = profile.outside_bodies.get(body)
    name = found.name if found else Sentence(body, body)
    return Sentence(f"รอผล {name.th}", f"Waits for {name.en}")


_WITHDRAWALS = {
    ASKED: Sentence(
        "ผู้ร้องเรียนขอถอนเรื่อง หัวหน้าหน่วยงานกำลังพิจารณา เรื่องยังเดินต่อ",
        "A complainant asks to withdraw; the head considers it, and the case goes on.",
    ),
    CONTINUES: Sentence(
        "ผู้ร้องเรียนขอถอนเรื่อง หัวหน้าหน่วยงานให้ดำเนินการต่อ",
        "A complainant asked to withdraw; the head lets the case go on.",
    ),
    TO_CONCLUDE: Sentence(
        "ผู้ร้องเรียนขอถอนเรื่อง หัวหน้าหน่วยงานให้เสนอยุติเรื่อง",
        "A complainant asked to withdraw; the head wants it proposed for conclusion.",
    ),
}


def withdrawal_words(case: Case) -> Sentence | None:
    """Say that a complainant asked to withdraw, and what the head made of it."""
    return _WITHDRAWALS.get(case.withdrawal or "")


def part_of(scope: str, scopes: Mapping[str, Sentence]) -> Sentence | None:
    """Name what a step or a clock of this scope is for, where it is repeated."""
    return scopes.get(last_item(scope) or "")


def secrecy_words(secrecy: str) -> Sentence | None:
    """Return what the stamp beside a subject says; None for an ordinary case."""
    found = Secrecy(secrecy)
    return None if found is Secrecy.ORDINARY else found.sentence


def case_title(file: CaseFile) -> str:
    return file.case.subject or say(Sentence("(ยังไม่ได้ตั้งชื่อเรื่อง)", "(no subject yet)"))


def diagram(
    file: CaseFile, edition: Edition, *, focus: WorkItem | None = None, prefix: str = "dg"
) -> Markup:
    """Draw the process of an item, or the whole of the case, with where it stands."""
    process_id = focus.process_id if focus else edition.process_id
    marks = _marks(file, edition, process_id)
    standing = ", ".join(
        step_name(i) for i in file.open_items if i.process_id == process_id
    ) or say(Sentence("ไม่มีงานเปิดในผังนี้", "no open step here"))
    return draw(
        edition.sources[process_id],
        title=say(Sentence("ผังกระบวนงาน", "Process diagram")),
        description=say(Sentence("อยู่ที่: ", "Now at: ")) + standing,
        marks=marks,
        focus=focus.element if focus else None,
        lang=language(),
        prefix=prefix,
    )


def _marks(file: CaseFile, edition: Edition, process_id: str) -> dict[str, Mark]:
    """Mark what is done and where the case stands, call activities by what runs in them."""
    now = [(i.process_id, i.element, parse_scope(i.scope)) for i in file.open_items]
    done = [(process, element, parse_scope(scope)) for process, element, scope in file.done_places]
    if not done and not file.case.is_open:
        # Nobody had anything to do: it was passed from end to end.
        passed = {each.process.id: each.entries for each in outline(edition)}
        done = [(key, entry.element.id, ()) for key, entries in passed.items() for entry in entries]
    found = standings(edition, with_calls(edition, done), now)
    return {
        element: _MARKS[standing]()
        for (process, element), standing in found.items()
        if process == process_id and standing in _MARKS
    }


_MARKS: Mapping[Standing, Callable[[], Mark]] = {
    Standing.DONE: lambda: Mark(State.DONE, note=say(Sentence("ผ่านแล้ว", "done"))),
    Standing.NOW: lambda: Mark(State.NOW, note=say(Sentence("อยู่ที่นี่", "the case is here"))),
    Standing.AHEAD: lambda: Mark(State.AHEAD),
}


def outlines(edition: Edition) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each process as lines to read, for who does not see the drawing."""
    return _outlines_in(edition, "en" if language() == ENGLISH else "th")


@lru_cache(maxsize=32)
def _outlines_in(
    edition: Edition, chosen: Literal["th", "en"]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (
            (each.process.name_en or each.process.name) if chosen == "en" else each.process.name,
            tuple(lines(each, chosen)),
        )
        for each in outline(edition)
    )


def step_name(item: WorkItem) -> str:
    """Return the name of a step as one line."""
    return one_line(item.name, item.name_en)


def one_line(th: str, en: str) -> str:
    """Return a name of a diagram in the page's language, as it is written in a sentence."""
    return thai.one_line(en if language() == ENGLISH and en else th)


def editions_of(file: CaseFile) -> set[str]:
    """Return the editions whose forms this file shows."""
    intake = {file.intake.item.edition} if file.intake else set[str]()
    return {file.edition, *intake, *(step.item.edition for step in file.steps)}


def shown_steps(
    file: CaseFile,
    editions: Mapping[str, Edition],
    office_key: str,
    options: Mapping[str, Sequence[Option]],
    scopes: Mapping[str, Sentence],
) -> list[ShownStep]:
    """Return what was filled in before, the newest first, the intake last.

    ``options`` are the lists of the office, by which chosen keys are named; they may
    read the database: call it in the unit.
    """
    steps = [*([file.intake] if file.intake else []), *file.steps][::-1]
    return steps_shown(file, steps, editions, office_key, options, scopes)


def steps_shown(
    file: CaseFile,
    steps: Sequence[Step],
    editions: Mapping[str, Edition],
    office_key: str,
    options: Mapping[str, Sequence[Option]],
    scopes: Mapping[str, Sentence],
) -> list[ShownStep]:
    """Return these steps of a case with their answers, in the order given."""
    return [
        ShownStep(
            step_name(step.item),
            part_of(step.item.scope, scopes),
            step,
            _answers(file, step, editions, office_key, options),
            _print_url(file, step, office_key),
            _worded_by(step, editions, office_key),
        )
        for step in steps
    ]


def worded_papers(
    schema: FormSchema, item: WorkItem, office_key: str, answers: Mapping[str, Any] | None = None
) -> tuple[WordedPaper, ...]:
    """Return the papers of a form; given ``answers``, those whose text is there."""

    def url(key: str, shape: str) -> str:
        return url_for(
            "worklist.recorded_paper",
            office_key=office_key,
            work_item_id=item.id,
            key=key,
            shape=shape,
        )

    return tuple(
        WordedPaper(say(title), url(key, "pdf"), url(key, "docx"))
        for key, title in paper_titles(schema)
        if answers is None or key == RECORD or answers.get(key)
    )


def _worded_by(
    step: Step, editions: Mapping[str, Edition], office_key: str
) -> tuple[WordedPaper, ...]:
    if step.item.completed_seq is None:  # the lodging words none
        return ()
    schema = form_of(editions[step.item.edition], step.item.form_ref)
    return worded_papers(schema, step.item, office_key, step.answers)


def _print_url(file: CaseFile, step: Step, office_key: str) -> str | None:
    if step.item.id == file.case.id:  # what no step of its own recorded: lodging, transfer
        if step.item.completed_seq != LODGED:
            return None
        return url_for("worklist.lodged", office_key=office_key, case_id=file.case.id)
    return url_for("worklist.answered", office_key=office_key, work_item_id=step.item.id)


def proposed(steps: Sequence[ShownStep], item: WorkItem) -> ShownStep | None:
    """Return what is laid before whoever decides: the newest step of the same run and scope."""
    return next(
        (
            step
            for step in steps
            if (step.meta.item.instance_id, step.meta.item.scope) == (item.instance_id, item.scope)
        ),
        None,
    )


def _answers(
    file: CaseFile,
    step: Step,
    editions: Mapping[str, Edition],
    office_key: str,
    options: Mapping[str, Sequence[Option]],
) -> Markup:
    schema = form_of(editions[step.item.edition], step.item.form_ref)
    return answers_shown(file, step, schema, schema, office_key, options)


def answers_shown(
    file: CaseFile,
    step: Step,
    schema: FormSchema,
    part: FormSchema,
    office_key: str,
    options: Mapping[str, Sequence[Option]],
) -> Markup:
    """Return a part of what a step answered; what it hid is judged by the whole form."""
    answers = {**step.answers}
    return render_answers(
        FormView(
            schema=part,
            answers=answers,
            case_fields=step.case_fields,
            options=options,
            hidden=hidden_ids(schema, answers, names={}, today=step.occurred_on, evaluate=evaluate),
            uploads={str(a.blob_id): a.file_name for a in file.attachments},
            file_urls={
                str(a.blob_id): open_url(office_key, file.case.id, a) for a in file.attachments
            },
            language=language(),
            digits=digits_in_use(),
        )
    )


def papers(file: CaseFile, office_key: str) -> list[tuple[str, str, str, Sentence | None]]:
    """Return the files of the case: name, address, size, what kind."""
    return [
        (
            attachment.file_name,
            open_url(office_key, file.case.id, attachment),
            size(attachment.size),
            _KINDS.get(attachment.kind),
        )
        for attachment in file.attachments
        if not attachment.replaced_by
    ]


# What our pages show themselves; whatever else there may be is downloaded.
VIEWED = frozenset({"application/pdf", "image/jpeg", "image/png", "text/plain"})


def open_url(office_key: str, case_id: UUID, attachment: Attachment) -> str:
    """Return where a file is looked at; where it cannot be, where it is downloaded."""
    view = "case_file.view" if attachment.media_type in VIEWED else "case_file.attachment"
    return url_for(view, office_key=office_key, case_id=case_id, attachment_id=attachment.id)


def file_url(office_key: str, case_id: UUID, attachment_id: UUID) -> str:
    return url_for(
        "case_file.attachment",
        office_key=office_key,
        case_id=case_id,
        attachment_id=attachment_id,
    )


_KINDS = {
    SCAN: Sentence("สำเนาที่ลงนามแล้ว", "Signed copy"),
    OFFICIAL_PAPER: Sentence("หนังสือราชการ", "Official paper"),
}


def size(octets: int) -> str:
    kilobytes = max(1, round(octets / 1024))
    return say(Sentence("{n} กิโลไบต์", "{n} kB")).format(n=number(kilobytes))


@dataclass(frozen=True)
class Known:
    """A line of what the case already knows."""

    label: Sentence
    value: str
    is_sealed: bool = False


_UNNAMED = Sentence("ไม่ออกนาม", "Anonymous")


def known_lines(file: CaseFile, channel: str) -> list[Known]:
    """Return who is in the case without telling who the complainant is.

    Of the office's own business: what it reports on; it came in by no channel.
    """
    if file.case.period_from and file.case.period_to:
        span = Period(file.case.period_from, file.case.period_to)
        period = number(say(named_period(span).title))
        return [Known(Sentence("ช่วงเวลา", "Period"), period)]
    lines = [Known(Sentence("ช่องทาง", "Channel"), channel)]
    complainants = [p for p in file.parties if p.kind is PartyKind.COMPLAINANT]
    if complainants and file.case.is_anonymous:
        # Nothing is withheld: the case never knew who it is.
        lines.append(Known(Sentence("ผู้ร้องเรียน", "Complainants"), say(_UNNAMED)))
    elif complainants:
        count = say(Sentence("{n} ราย", "{n}")).format(n=number(len(complainants)))
        lines.append(Known(Sentence("ผู้ร้องเรียน", "Complainants"), count, is_sealed=True))
    respondents = [p for p in file.parties if p.kind is PartyKind.RESPONDENT]
    if respondents:
        names = " ".join(str(p.details.get("name") or "–") for p in respondents)
        lines.append(Known(Sentence("ผู้ถูกร้องเรียน", "Respondents"), names))
    return lines


_WISHES = {
    "letter": Sentence("จดหมาย", "Letter"),
    "telephone": Sentence("โทรศัพท์", "Telephone"),
    "e_mail": Sentence("อีเมล", "E-mail"),
    "code_only": Sentence("กล่องข้อความของรหัสรับเรื่องเท่านั้น", "Receipt code mailbox only"),
    "none": Sentence("ไม่ต้องติดต่อกลับ", "Not at all"),
}


def contact_wish(party: Party) -> str:
    """Return how the complainant wishes to be reached; "" where nothing was said."""
    wish = _WISHES.get(party.contact_wish or "")
    return say(wish) if wish else ""


def qr_code(address: str) -> bytes:
    """Return an address as a QR code in SVG, without any style of its own."""
    made = BytesIO()
    segno.make(address, error="m").save(made, kind="svg", scale=4, xmldecl=False, omitsize=False)
    return made.getvalue()
