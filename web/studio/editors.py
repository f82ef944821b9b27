"""The two editors, and what they ask the server: keep this, check this, show this form."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from flask import Response, current_app, g, jsonify, render_template, request, url_for
from jinja2.utils import htmlsafe_json_dumps
from lxml import etree
from markupsafe import Markup

from engine.bpmn.names import SYSTEM_TOPICS
from engine.bpmn.xml import read_xml
from engine.definitions.checking import check_files, form_file, form_problems
from engine.definitions.drafts import (
    FORM,
    PROCESS,
    Draft,
    DraftChanged,
    Files,
    files_of,
    get_draft,
)
from engine.definitions.editing import add_form, save_file
from engine.definitions.reading import evaluate
from engine.errors import DefinitionInvalid, EngineError, NotFound
from engine.forms import hidden_ids, initial_answers, parse_form
from engine.office.roles import Role
from web import pages
from web.design.filters import digits_in_use
from web.design.language import language, say
from web.errors import status_of
from web.form_pages import FormView, render_form
from web.studio import showing
from web.studio.room import blueprint, csrf, may_save

Answer = Response | tuple[Response, int]
View = TypeVar("View", bound=Callable[..., Answer])


def said_as_json(view: View) -> View:
    """Let a script read a refusal: its sentence, its problems, the draft's present version."""

    @wraps(view)
    def answered(**places: Any) -> Answer:
        try:
            return view(**places)
        except EngineError as refused:
            status = status_of(refused)
            if status == 500:  # noqa: PLR2004 (a fault of ours, for the log)
                current_app.logger.exception("refused")
            return jsonify(_refusal(refused)), status

    return answered  # type: ignore[return-value] # wraps keeps the signature


@blueprint.get("/drafts/<uuid:draft_id>/process/<name>")
def diagram_editor(office_key: str, draft_id: UUID, name: str) -> str:
    draft, files = _draft_with(draft_id, PROCESS, name)
    return render_template(
        "studio/diagram_editor.html",
        office_key=office_key,
        draft=draft,
        name=name,
        title=showing.process_title(files.sources, name),
        draft_title=showing.process_title(files.sources, draft.process_id),
        data=_embedded(
            {
                **_common(office_key, draft, PROCESS, name),
                "source": _text(files.sources[name]),
                "forms": _forms(files),
                "formUrl": url_for(
                    "studio.form_editor", office_key=office_key, draft_id=draft_id, name="~"
                ),
                "addFormUrl": url_for(
                    "studio.add_form_here", office_key=office_key, draft_id=draft_id
                ),
                "roles": _roles(),
                "deadlines": _deadlines(),
                "units": _units(),
                "papers": _papers(files),
                "processes": _callable(files, name),
                "topics": sorted(SYSTEM_TOPICS),
                "problems": _problems(files, name),
            }
        ),
        can_save=may_save(draft),
    )


@blueprint.get("/drafts/<uuid:draft_id>/form/<name>")
def form_editor(office_key: str, draft_id: UUID, name: str) -> str:
    draft, files = _draft_with(draft_id, FORM, name)
    return render_template(
        "studio/form_editor.html",
        office_key=office_key,
        draft=draft,
        name=name,
        title=showing.form_title(name, files.forms[name]),
        draft_title=showing.process_title(files.sources, draft.process_id),
        data=_embedded(
            {
                **_common(office_key, draft, FORM, name),
                "source": _text(files.forms[name]),
                "previewUrl": url_for(
                    "studio.preview", office_key=office_key, draft_id=draft_id, name=name
                ),
            }
        ),
        can_save=may_save(draft),
    )


@blueprint.post("/drafts/<uuid:draft_id>/keep/<kind>/<name>")
@said_as_json
def keep(office_key: str, draft_id: UUID, kind: str, name: str) -> Answer:  # noqa: ARG001
    """Save what an editor made; the answer carries the new version and what the check says."""
    if kind not in (PROCESS, FORM):
        raise NotFound
    posted = _posted()
    data = _bytes(posted)
    with pages.unit() as uow:
        version = save_file(uow, draft_id, kind, name, data, version=_version(posted))
    with pages.reading() as uow:
        files = files_of(uow, get_draft(uow, draft_id))
    problems = _problems(files, name) if kind == PROCESS else _form_problems(name, data)
    return jsonify({"version": version, "problems": problems})


@blueprint.post("/drafts/<uuid:draft_id>/check/<name>")
@said_as_json
def check(office_key: str, draft_id: UUID, name: str) -> Answer:  # noqa: ARG001
    """Lint a diagram as it stands in the editor, with the draft's other files; nothing is kept."""
    _, files = _draft_with(draft_id, PROCESS, name)
    drawn = Files({**files.sources, name: _bytes(_posted())}, files.forms)
    return jsonify({"problems": _problems(drawn, name)})


@blueprint.post("/drafts/<uuid:draft_id>/new-form")
@said_as_json
def add_form_here(office_key: str, draft_id: UUID) -> Answer:  # noqa: ARG001
    posted = _posted()
    with pages.unit() as uow:
        version = add_form(uow, draft_id, str(posted.get("name", "")), version=_version(posted))
    with pages.reading() as uow:
        files = files_of(uow, get_draft(uow, draft_id))
    return jsonify({"version": version, "forms": _forms(files)})


@blueprint.post("/drafts/<uuid:draft_id>/preview/<name>")
@said_as_json
def preview(office_key: str, draft_id: UUID, name: str) -> Answer:  # noqa: ARG001
    """Show a form as officers will see it, or what keeps it from being shown."""
    with pages.reading() as uow:
        get_draft(uow, draft_id)
    data = _bytes(_posted())
    problems = _form_problems(name, data)
    try:
        schema = parse_form(data, form_file(name))
    except DefinitionInvalid:
        return jsonify({"html": "", "problems": problems})
    answers = initial_answers(schema, today=g.today, known={})
    hidden = hidden_ids(schema, answers, today=g.today, names={}, evaluate=evaluate)
    view = FormView(
        schema=schema,
        answers=answers,
        hidden=hidden,
        language=language(),
        digits=digits_in_use(),
    )
    return jsonify({"html": str(render_form(view)), "problems": problems})


def _draft_with(draft_id: UUID, kind: str, name: str) -> tuple[Draft, Files]:
    with pages.reading() as uow:
        draft = get_draft(uow, draft_id)
        files = files_of(uow, draft)
    if name not in (files.sources if kind == PROCESS else files.forms):
        raise NotFound
    return draft, files


def _common(office_key: str, draft: Draft, kind: str, name: str) -> dict[str, Any]:
    places: dict[str, Any] = {"office_key": office_key, "draft_id": draft.id}
    return {
        "csrf": csrf(),
        "name": name,
        "process": draft.process_id,
        "version": draft.version,
        "canSave": may_save(draft),
        "keepUrl": url_for("studio.keep", kind=kind, name=name, **places),
        "checkUrl": url_for("studio.check", name=name, **places),
        "draftUrl": url_for("studio.draft", **places),
    }


def _embedded(data: Mapping[str, Any]) -> Markup:
    """Write JSON so that it can stand in a script element whatever it holds."""
    return htmlsafe_json_dumps(data, ensure_ascii=False)


def _text(data: bytes) -> str:
    """Give a file to a script, which knows Unicode only; a diagram may declare an old encoding."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return etree.tostring(read_xml(data, "draft"), encoding="unicode")


def _posted() -> Mapping[str, Any]:
    try:
        posted = request.get_json(silent=True)
    except RecursionError:
        # Brackets within brackets without end; a file so deep is refused where it is read.
        return {}
    return posted if isinstance(posted, dict) else {}


def _bytes(posted: Mapping[str, Any]) -> bytes:
    data = posted.get("data")
    return data.encode("utf-8", errors="replace") if isinstance(data, str) else b""


def _version(posted: Mapping[str, Any]) -> int:
    version = posted.get("version")
    return version if type(version) is int else -1


def _refusal(refused: EngineError) -> dict[str, Any]:
    answer: dict[str, Any] = {"said": say(refused.sentence)}
    if isinstance(refused, DefinitionInvalid):
        answer["problems"] = [showing.problem_json("", "", p) for p in refused.problems]
    if isinstance(refused, DraftChanged):
        answer["version"] = refused.version
    return answer


def _problems(files: Files, name: str) -> list[dict[str, Any]]:
    """Return what the check says of one diagram; of the others only that there is something."""
    report = check_files(files, pages.office().profile)
    found = showing.problems_of(report, files)
    return [
        showing.problem_json(kind, file, problem)
        for kind, file, problem in found
        if (kind, file) == (PROCESS, name)
    ]


def _form_problems(name: str, data: bytes) -> list[dict[str, Any]]:
    return [showing.problem_json(FORM, name, problem) for problem in form_problems(name, data)]


def _forms(files: Files) -> list[dict[str, str]]:
    return [
        {"value": name, "label": showing.form_title(name, data)}
        for name, data in files.forms.items()
    ]


def _roles() -> list[dict[str, str]]:
    profile = pages.office().profile
    return [
        {"value": role.value, "label": say(profile.title_of(role))}
        for role in Role
        if role.holds_work
    ]


def _deadlines() -> list[dict[str, str]]:
    return [
        {"value": name, "label": say(rule.label)}
        for name, rule in pages.office().profile.deadlines.items()
    ]


def _units() -> list[dict[str, str]]:
    return [
        {"value": f"unit:{key}", "label": say(unit.name)}
        for key, unit in pages.office().profile.units.items()
    ]


def _papers(files: Files) -> list[dict[str, str]]:
    """Return the papers that steps of this draft already make."""
    found = {
        element.properties["paper"]
        for data in files.sources.values()
        if (process := showing.find_process(data))
        for element in process.elements.values()
        if "paper" in element.properties
    }
    return [{"value": name, "label": name} for name in sorted(found)]


def _callable(files: Files, name: str) -> list[dict[str, str]]:
    return [
        {"value": other, "label": showing.process_title(files.sources, other)}
        for other in files.sources
        if other != name
    ]
