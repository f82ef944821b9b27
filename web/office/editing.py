"""One place of the settings: filled in, looked at before and after, put on record."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tomllib import loads
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine.access.permissions import Command, check
from engine.access.sign_in import confirm_password
from engine.definitions.reading import evaluate
from engine.errors import FormInvalid, InvalidTransition, NotFound, Sentence
from engine.forms import FormSchema, check_answers, initial_answers, parse_form
from engine.office.profile import OfficeProfile, check_profile, parse_profile
from engine.office.profile_settings import SEVERAL, Place, is_place, keys_of
from engine.office.toml_writer import head_of, write_toml
from engine.work.offices.doors import DOES_NOT_FIT, processes_for
from engine.work.offices.revisions import (
    Change,
    Gathered,
    RevisedMeanwhile,
    Revision,
    addable_keys,
    discard_gathered,
    find_gathered,
    gather,
    in_force,
    is_in_use,
    may_be_removed,
    revise_office,
    revisions,
)
from web import pages
from web.auth import check_form_owner, form_owner
from web.command_forms import draw_command_form
from web.design.language import say
from web.form_pages import bind, posted_pairs, with_change
from web.kept import name_fields
from web.office.fields import KEY, WHOLE, form_of
from web.office.room import blueprint
from web.office.showing import differences
from web.office.values import answers_of, messages_of, with_answers, without
from web.office.words import kind_of_place, section_of, sections, title_of

_CONFIRM = Path(__file__).with_name("confirm.json")
_REASON, _ON = "revision_reason", "revision_on"

Answer = str | tuple[str, int] | Response
Answers = Mapping[str, Any]
Messages = Mapping[str, Sequence[Sentence]]


@dataclass(frozen=True)
class Base:
    """What a change starts from: the newest revision, and what is gathered to follow it."""

    latest: Revision
    waits: bool
    gathered: Gathered | None

    @property
    def toml(self) -> str:
        return self.gathered.toml if self.gathered else self.latest.toml


@dataclass(frozen=True)
class Editing:
    """What a page is about: what it starts from, its form, what the answers make of it.

    ``schema`` is None where nothing is asked: an entry is taken out.
    """

    title: Sentence
    place: Place
    base: Base
    profile: OfficeProfile
    schema: FormSchema | None
    opened: Answers
    apply: Callable[[Answers], tuple[dict[str, Any], Place]]
    remove_url: str | None = None
    # Gathered changes alone: looked at, and nothing joins them here.
    is_gathered: bool = False

    @property
    def latest(self) -> Revision:
        return self.base.latest

    def changed(self, answers: Answers) -> str:
        """Return the text of the profile as the answers make it.

        Raises FormInvalid with the errors by field; those of other places under "".
        """
        if self.schema is not None:
            answers = check_answers(
                self.schema,
                answers,
                today=g.today,
                names={"options": {}},
                evaluate=evaluate,
            ).open
        tables, place = self.apply(answers)
        text = write_toml(tables, head_of(self.base.toml))
        messages = messages_of(check_profile(text), self.profile, place)
        if messages:
            raise FormInvalid(messages)
        return text


@blueprint.route("/edit/<table>", methods=["GET", "POST"])
@blueprint.route("/edit/<table>/<key>", methods=["GET", "POST"])
def edit(office_key: str, table: str, key: str | None = None) -> Answer:
    place = (table,) if key is None else (table, key)
    base = _base()
    profile = parse_profile(base.toml, "profile")
    if not is_place(place) or (table in SEVERAL and key not in keys_of(profile, table)):
        raise NotFound
    tables = loads(base.toml)
    removable = may_be_removed(profile, place)
    editing = Editing(
        title=title_of(profile, place),
        place=place,
        base=base,
        profile=profile,
        schema=form_of(profile, place, processes=_processes(table, key)),
        opened=answers_of(profile, place),
        apply=lambda answers: (with_answers(tables, profile, place, answers), place),
        remove_url=url_for("office.remove", office_key=office_key, table=table, key=key)
        if removable
        else None,
    )
    return _answer(office_key, editing)


@blueprint.route("/add/<table>", methods=["GET", "POST"])
def add(office_key: str, table: str) -> Answer:
    base = _base()
    profile = parse_profile(base.toml, "profile")
    if table not in SEVERAL:
        raise NotFound
    with pages.reading() as uow:
        new_keys = addable_keys(uow, profile, table)
    if new_keys == ():
        raise NotFound
    keys = new_keys or ()
    schema = form_of(profile, (table, ""), keys, processes=_processes(table, *keys))
    tables = loads(base.toml)

    def apply(answers: Answers) -> tuple[dict[str, Any], Place]:
        key = str(answers[KEY]).strip()
        if key in keys_of(profile, table):
            raise FormInvalid({KEY: [_KEY_TAKEN]})
        if table == "doors" and answers[WHOLE] not in (_processes(table, key) or ()):
            raise FormInvalid({WHOLE: [DOES_NOT_FIT]})
        return with_answers(tables, profile, (table, key), answers), (table, key)

    return _answer(
        office_key,
        Editing(
            title=Sentence(
                f"เพิ่ม{kind_of_place((table,)).th}", f"Add: {kind_of_place((table,)).en}"
            ),
            place=(table, ""),
            base=base,
            profile=profile,
            schema=schema,
            opened=initial_answers(schema, today=g.today, known={}),
            apply=apply,
        ),
    )


def _processes(table: str, *doors: str | None) -> dict[str, Sentence] | None:
    """Return where the doors may lead; None of what is no door."""
    if table != "doors":
        return None
    with pages.reading() as uow:
        return {key: said for door in doors for key, said in processes_for(uow, str(door)).items()}


@blueprint.route("/remove/<table>/<key>", methods=["GET", "POST"])
def remove(office_key: str, table: str, key: str) -> Answer:
    base = _base()
    profile = parse_profile(base.toml, "profile")
    place = (table, key)
    if table not in SEVERAL or not may_be_removed(profile, place):
        raise NotFound
    title = title_of(profile, place)
    with pages.reading() as uow:
        used = is_in_use(uow, table, key)
    editing = Editing(
        title=Sentence(f"นำ{title.th}ออก", f"Take out: {title.en}"),
        place=place,
        base=base,
        profile=profile,
        schema=None,
        opened={},
        apply=lambda _: (without(loads(base.toml), place), place),
    )
    if used:
        reasons = [_IN_USE, *([_CLOSE_IT] if table == "channels" else [])]
        return _kept_page(office_key, editing, {"": reasons})
    return _answer(office_key, editing)


@blueprint.route("/gathered", methods=["GET", "POST"])
def gathered(office_key: str) -> Answer:
    """Put what was gathered on record, or look at it."""
    base = _base()
    if base.gathered is None:
        raise InvalidTransition(_NONE_GATHERED)
    toml = base.gathered.toml
    profile = parse_profile(toml, "profile")
    changes = differences(parse_profile(base.latest.toml, "profile"), profile)
    part = next((each for each in sections() for one in changes if one.section == each.key), None)
    place = part.places[0] if part else ("office",)
    return _answer(
        office_key,
        Editing(
            title=_GATHERED_TITLE,
            place=place,
            base=base,
            profile=profile,
            schema=None,
            opened={},
            apply=lambda _: (loads(toml), place),
            is_gathered=True,
        ),
    )


@blueprint.post("/gathered/discard")
def discard(office_key: str) -> Response:
    check_form_owner()
    version = gathered_posted()
    pages.run(lambda uow: discard_gathered(uow, version))
    flash(say(_DISCARDED))
    return redirect(url_for("office.settings", office_key=office_key), 303)


def base_posted() -> int:
    """Return from which revision the form of this request was made."""
    text = request.form.get("_base", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004


def gathered_posted() -> int:
    """Return which gathered changes the form of this request was made with; 0: none."""
    text = request.form.get("_gathered", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004


def password_message() -> Sentence | None:
    """Return what is wrong with the password of this request."""
    password = request.form.get("password", "")
    if not password:
        return _NO_PASSWORD
    right = confirm_password(pages.store(), pages.myself().person_id, password)
    return None if right else _WRONG_PASSWORD


# -- The steps ---------------------------------------------------------------------------------


def _base() -> Base:
    """Return what is changed now: the newest revision, whether it waits for its day or not."""
    check(pages.myself(), Command.MANAGE_OFFICE)
    with pages.reading() as uow:
        found, gathered = revisions(uow), find_gathered(uow)
    waits = found[0].number != in_force(found, g.today).number
    follows = gathered is not None and gathered.base == found[0].number
    return Base(found[0], waits, gathered if follows else None)


def _answer(office_key: str, editing: Editing) -> Answer:
    if request.method == "GET":
        if editing.schema is None:
            return _looked_at(office_key, editing, {}, {}, {})
        return _form_page(office_key, editing, editing.opened, {})
    check_form_owner()
    answers: Answers = {}
    if editing.schema is not None:
        name_fields(editing.schema)
        bound = bind(editing.schema, request.form)
        answers = bound.answers
        if bound.change is not None:
            changed = with_change(editing.schema, answers, bound.change, today=g.today)
            return _form_page(office_key, editing, changed, {})
    return _stepped(office_key, editing, answers)


def _stepped(office_key: str, editing: Editing, answers: Answers) -> Answer:
    """Do what the pressed button says with what is filled in."""
    match request.form.get("_step"):
        case "edit":
            return _form_page(office_key, editing, answers, {})
        case "save":
            return _save(office_key, editing, answers)
        case "gather" if not editing.is_gathered:
            return _gather(office_key, editing, answers)
        case _:
            return _looked_at(office_key, editing, answers, {}, {})


def _save(office_key: str, editing: Editing, answers: Answers) -> Answer:
    said = bind(_confirm_schema(), request.form)
    if said.change is not None:
        return _looked_at(office_key, editing, answers, said.answers, {})
    try:
        text = editing.changed(answers)
    except FormInvalid as refused:
        return _form_page(office_key, editing, answers, refused.messages), 422
    try:
        reason, effective_on = _confirmed(said.answers)
        change = Change(base_posted(), text, effective_on, reason, gathered_posted())
        key = pages.submission_key()
        pages.run(lambda uow: revise_office(uow, change, submission_key=key))
    except FormInvalid as refused:
        messages = {_NAMES.get(name, name): each for name, each in refused.messages.items()}
        return _looked_at(office_key, editing, answers, said.answers, messages, status=422)
    except RevisedMeanwhile as refused:
        return _looked_at(
            office_key, editing, answers, said.answers, {}, meanwhile=refused.sentence, status=409
        )
    flash(say(_SAVED))
    anchor = f"s-{section_of(editing.place).key}"
    return redirect(url_for("office.settings", office_key=office_key, _anchor=anchor), 303)


def _gather(office_key: str, editing: Editing, answers: Answers) -> Answer:
    """Keep the change for later, to be put on record together with others."""
    try:
        text = editing.changed(answers)
    except FormInvalid as refused:
        if editing.schema is None:
            return _kept_page(office_key, editing, refused.messages)
        return _form_page(office_key, editing, answers, refused.messages), 422
    base, seen = base_posted(), gathered_posted()
    try:
        pages.run(lambda uow: gather(uow, base, seen, text))
    except RevisedMeanwhile as refused:
        return _looked_at(
            office_key, editing, answers, {}, {}, meanwhile=refused.sentence, status=409
        )
    flash(say(_GATHERED))
    anchor = f"s-{section_of(editing.place).key}"
    return redirect(url_for("office.settings", office_key=office_key, _anchor=anchor), 303)


def _confirmed(answers: Answers) -> tuple[str, date]:
    """Return reason and day once the password is right as well."""
    messages: dict[str, Sequence[Sentence]] = {}
    checked: Answers = {}
    try:
        checked = check_answers(
            _confirm_schema(), answers, today=g.today, names={"options": {}}, evaluate=evaluate
        ).open
    except FormInvalid as refused:
        messages.update(refused.messages)
    wrong = password_message()
    if wrong is not None:
        messages["password"] = [wrong]
    if messages:
        raise FormInvalid(messages)
    return checked[_REASON], date.fromisoformat(checked[_ON])


@cache
def _confirm_schema() -> FormSchema:
    return parse_form(_CONFIRM.read_bytes(), "office.confirm")


# -- The pages ---------------------------------------------------------------------------------


def _form_page(office_key: str, editing: Editing, answers: Answers, messages: Messages) -> str:
    if editing.schema is None:
        raise NotFound
    return render_template(
        "office/edit.html",
        office_key=office_key,
        editing=editing,
        kind=kind_of_place(editing.place),
        form=draw_command_form(editing.schema, answers, messages, {"options": {}}),
        **_around(office_key, editing),
    )


def _looked_at(
    office_key: str,
    editing: Editing,
    answers: Answers,
    confirmed: Answers,
    messages: Messages,
    *,
    meanwhile: Sentence | None = None,
    status: int = 200,
) -> Answer:
    """Show what the answers change, and ask for the reason, the day and the password."""
    try:
        after = parse_profile(editing.changed(answers), "profile")
    except FormInvalid as refused:
        if editing.schema is None:
            return _kept_page(office_key, editing, refused.messages)
        return _form_page(office_key, editing, answers, refused.messages), 422
    if editing.schema is not None and not differences(editing.profile, after):
        return _form_page(office_key, editing, answers, {"": [_NOTHING]}), 422
    changes = differences(parse_profile(editing.latest.toml, "profile"), after)
    earliest = max(g.today, editing.latest.effective_on)
    said = confirmed or {_ON: earliest.isoformat()}
    shown = {name: each for name, each in messages.items() if name != "password"}
    page = render_template(
        "office/confirm.html",
        office_key=office_key,
        editing=editing,
        changes=changes,
        kept=list(_kept(editing, answers)),
        form=draw_command_form(_confirm_schema(), said, shown, {"options": {}}),
        password_message=next(iter(messages.get("password", ())), None),
        only_password=not shown,
        meanwhile=meanwhile,
        **_around(office_key, editing),
    )
    return page if status == 200 else (page, status)  # noqa: PLR2004 (nothing was refused)


def _kept_page(office_key: str, editing: Editing, messages: Messages) -> Answer:
    """Say why an entry stays: something goes by it, or the profile would not hold together."""
    reasons = [each for said in messages.values() for each in said]
    page = render_template(
        "office/kept.html",
        office_key=office_key,
        editing=editing,
        reasons=reasons,
        **_around(office_key, editing),
    )
    return page if request.method == "GET" else (page, 409)


def _around(office_key: str, editing: Editing) -> dict[str, Any]:
    anchor = f"s-{section_of(editing.place).key}"
    return {
        "submission_key": pages.submission_key(),
        "owner": form_owner(),
        "settings_url": url_for("office.settings", office_key=office_key, _anchor=anchor),
    }


def _kept(editing: Editing, answers: Answers) -> list[tuple[str, str]]:
    components = editing.schema.components if editing.schema else ()
    return [pair for each in components for pair in posted_pairs(each, answers)]


_GATHERED_TITLE = Sentence("การแก้ไขที่เก็บไว้", "Gathered changes")
_DISCARDED = Sentence("ทิ้งการแก้ไขที่เก็บไว้แล้ว", "The gathered changes are discarded")
_NONE_GATHERED = Sentence("ไม่มีการแก้ไขที่เก็บไว้แล้ว", "No changes are gathered any more.")
_NO_PASSWORD = Sentence("ใส่รหัสผ่านของท่านเพื่อบันทึก", "Type your password to save.")
_WRONG_PASSWORD = Sentence(
    "รหัสผ่านไม่ถูกต้อง ยังไม่ได้บันทึก", "The password is not right; nothing is saved."
)
_NAMES = {"reason": _REASON, "effective_on": _ON}
_GATHERED = Sentence(
    "เก็บการแก้ไขไว้แล้ว ยังไม่มีผลจนกว่าจะบันทึกพร้อมกัน",
    "The change is kept. It counts once all are put on record together",
)
_SAVED = Sentence("บันทึกการแก้ไขแล้ว", "The change is on record")
_NOTHING = Sentence("ยังไม่ได้เปลี่ยนค่าใด", "Nothing is changed yet.")
_KEY_TAKEN = Sentence("รหัสนี้มีอยู่แล้ว ใช้รหัสอื่น", "This code is taken; choose another.")
_CLOSE_IT = Sentence(
    "ถ้าไม่รับเรื่องทางนี้แล้ว ให้แก้ไขช่องทางและเลือก “เลิกใช้แล้ว”",
    "If nothing comes in by it any more, change it and tick “No longer used”.",
)
_IN_USE = Sentence(
    "มีเรื่อง คน หรือกำหนดเวลาที่ใช้รายการนี้อยู่ จึงนำออกไม่ได้ เปลี่ยนชื่อหรือค่าอื่นได้",
    "A case, a person or a clock goes by this entry, so it stays. It can be renamed and changed.",
)
